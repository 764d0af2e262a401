import type { CoursewareId } from '../../shared/kernel/ids.ts';
import { fail, ok } from '../../shared/kernel/result.ts';
import type { Zoom } from '../../shared/session/session.courseware.ts';
import type { SessionFact } from '../../shared/session/session.events.ts';
import type { SessionState } from '../../shared/session/session.state.ts';
import type { DatedFact, Decision } from '../session/session.types.ts';

type Page = { readonly coursewareId: CoursewareId; readonly page: number };

export const isOpen = ({ phase }: SessionState): boolean =>
  phase.state === 'waiting' || phase.state === 'live';

const beyond = (max: number) => fail('INVALID_VALUE', { field: 'page', reason: 'max', max });

const written = (isSo: boolean, fact: SessionFact, nowMs: number): Decision<DatedFact> =>
  ok(isSo ? [] : [{ ...fact, occurredAtMs: nowMs }]);

/** Puts a file on every wall; before the start too, so that the class finds it there. */
export function openFile(
  state: SessionState,
  { coursewareId, page, pageCount }: Page & { readonly pageCount: number },
  nowMs: number,
): Decision<DatedFact> {
  if (!isOpen(state)) return fail('LESSON_NOT_LIVE');
  if (page > pageCount) return beyond(pageCount);
  return written(false, { type: 'courseware.opened', body: { coursewareId, page, pageCount } }, nowMs);
}

/** `INVALID_STATE` while another file is open, or none. */
export function turn(state: SessionState, { coursewareId, page }: Page, nowMs: number): Decision<DatedFact> {
  if (!isOpen(state)) return fail('LESSON_NOT_LIVE');
  const { courseware } = state;
  if (courseware?.coursewareId !== coursewareId) return fail('INVALID_STATE');
  if (page > courseware.pageCount) return beyond(courseware.pageCount);
  return written(
    courseware.page === page,
    { type: 'courseware.turned', body: { coursewareId, page } },
    nowMs,
  );
}

export function zoomTo(
  state: SessionState,
  { coursewareId, zoom }: { readonly coursewareId: CoursewareId; readonly zoom: Zoom },
  nowMs: number,
): Decision<DatedFact> {
  if (!isOpen(state)) return fail('LESSON_NOT_LIVE');
  const { courseware } = state;
  if (courseware?.coursewareId !== coursewareId) return fail('INVALID_STATE');
  const { x, y, scale } = courseware.zoom;
  const isSo = x === zoom.x && y === zoom.y && scale === zoom.scale;
  return written(isSo, { type: 'courseware.zoomed', body: { coursewareId, zoom } }, nowMs);
}

export const closeFile = (state: SessionState, nowMs: number): Decision<DatedFact> =>
  written(state.courseware === null, { type: 'courseware.closed', body: {} }, nowMs);

/** Marks are wiped while they can be drawn. What is wiped stands in their own table. */
export function wipe(
  state: SessionState,
  fact: Extract<SessionFact, { type: 'marks.cleared' | 'marks.erased' }>,
  nowMs: number,
): Decision<DatedFact> {
  return isOpen(state) ? written(false, fact, nowMs) : fail('LESSON_NOT_LIVE');
}
