import { madeAtMs, type StreamId } from '../../../shared/kernel/ids.ts';
import type { CoursewareView } from '../../../shared/session/session.courseware.ts';
import type { LessonView } from '../../../shared/session/session.view.ts';

/**
 * The courseware that stands in the content's place; null when there is none, or a screen that was shared later stands before it.
 * @param shared the lecturer's content stream, if there is one
 */
export function coursewareInFront(
  { courseware }: Pick<LessonView, 'courseware'>,
  shared: StreamId | null,
): CoursewareView | null {
  if (courseware === undefined) return null;
  return shared !== null && madeAtMs(shared) > courseware.openedAtMs ? null : courseware;
}
