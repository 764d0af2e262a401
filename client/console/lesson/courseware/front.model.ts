import type { CoursewareView } from '../../../../shared/session/session.courseware.ts';
import { coursewareInFront } from '../../../live/courseware/front.ts';
import type { JoinedSession, LiveStream } from '../../../live/live.types.ts';

/** The courseware in the content's place, as this page knows the lesson. */
export function frontOf(
  session: Pick<JoinedSession, 'view'>,
  streams: readonly LiveStream[],
): CoursewareView | null {
  const shared = streams.find(({ part, source }) => part === 'lecturer' && source === 'content');
  return coursewareInFront(session.view.lesson, shared?.streamId ?? null);
}
