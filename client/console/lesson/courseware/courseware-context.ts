import { createContext, useContext, useEffect, useMemo } from 'react';
import type { CoursewareView } from '../../../../shared/session/session.courseware.ts';
import { MarkPen } from '../../../live/courseware/mark-pen.ts';
import { browserEnvironment } from '../../../live/environment.ts';
import type { JoinedSession } from '../../../live/live.types.ts';
import type { CoursewareHere } from '../../../ui/courseware/courseware-parts.ts';
import { useReadable } from '../../../ui/use-readable.ts';
import { useLive } from '../live-context.ts';
import { frontOf } from './front.model.ts';

/** Null until what shows courseware has come. */
export const CoursewareContext = createContext<CoursewareHere | null>(null);
export const useCoursewareHere = (): CoursewareHere | null => useContext(CoursewareContext);

/** The courseware in the content's place of this page. */
export function useFront(session: JoinedSession): CoursewareView | null {
  const streams = useReadable(useLive().streams);
  return frontOf(session, streams);
}

const pens = new WeakMap<object, MarkPen>();

/** One pen for the page: what it drew can be taken back from wherever its tools stand. */
export function usePen(here: CoursewareHere | null): MarkPen | null {
  const live = useLive();
  return useMemo(() => {
    if (here === null) return null;
    const { board } = here.courseware;
    const pen = pens.get(board) ?? new MarkPen({ live, board, environment: browserEnvironment() });
    pens.set(board, pen);
    return pen;
  }, [live, here]);
}

/**
 * A stream that is sent anew after a cut seems to have been opened last: the courseware that stood before it is opened again, by the page
 * that shares.
 */
export function useStayInFront(session: JoinedSession): void {
  const live = useLive();
  const { sessionId } = session;
  const { courseware } = session.view.lesson;
  const own = useReadable(live.streams).find((each) => each.own && each.source === 'content');
  const track = own?.track ?? null;
  const front = useFront(session);
  const memory = useMemo<{ track: MediaStreamTrack | null; front: boolean }>(
    () => ({ track: null, front: false }),
    [],
  );
  const isFront = front !== null;
  useEffect(() => {
    if (courseware === undefined) {
      memory.front = false;
      return;
    }
    const isSame = track !== null && track === memory.track;
    if (memory.front && !isFront && isSame) {
      const { coursewareId, page } = courseware;
      void live.command('courseware.open', { sessionId, coursewareId, page });
      return;
    }
    memory.front = isFront;
    if (track !== null) memory.track = track;
  }, [live, sessionId, courseware, track, isFront, memory]);
}
