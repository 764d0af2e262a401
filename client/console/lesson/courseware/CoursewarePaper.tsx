import { createContext, useContext } from 'react';
import type { SessionId } from '../../../../shared/kernel/ids.ts';
import type { CoursewareView } from '../../../../shared/session/session.courseware.ts';
import { CoursewarePlace } from '../../../ui/courseware/lazy-courseware.tsx';
import { useText } from '../../text.ts';
import { CoursewareDesk } from './CoursewareDesk.tsx';
import { useCoursewareHere } from './courseware-context.ts';

/** The open page for whoever only looks: the class, observers, members. */
export function CoursewarePaper({ open }: { readonly open: CoursewareView }) {
  const t = useText();
  return <CoursewarePlace here={useCoursewareHere()} open={open} text={t} />;
}

/** Set where the class's own view is the lecturer's too: on the panel that both stand before 单屏模式. */
export const HandOnPaper = createContext<SessionId | null>(null);

/** The open page in the class view, with the tools where the lecturer writes on this very glass. */
export function ClassPaper({ open }: { readonly open: CoursewareView }) {
  const sessionId = useContext(HandOnPaper);
  return sessionId === null ? (
    <CoursewarePaper open={open} />
  ) : (
    <CoursewareDesk sessionId={sessionId} open={open} bare />
  );
}
