import type { CoursewareView } from '../../../../shared/session/session.courseware.ts';
import { CoursewarePlace } from '../../../ui/courseware/lazy-courseware.tsx';
import { useText } from '../../text.ts';
import { useCoursewareHere } from './courseware-context.ts';

/** The open page for whoever only looks: the class, observers, members. */
export function CoursewarePaper({ open }: { readonly open: CoursewareView }) {
  const t = useText();
  return <CoursewarePlace here={useCoursewareHere()} open={open} text={t} />;
}
