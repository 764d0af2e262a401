import type { PlacedMark } from '../../shared/courseware.ts';
import { type MarkId, madeAtMs } from '../../shared/kernel/ids.ts';
import type { ReplayMark } from '../../shared/recording-marks.ts';
import type { SessionEvent } from '../../shared/session/session.events.ts';

type Recorded = {
  readonly marks: readonly PlacedMark[];
  /** Of the lesson, in their order. */
  readonly events: readonly Pick<SessionEvent, 'seq' | 'occurredAtMs'>[];
  readonly startedAtMs: number;
  readonly durationMs: number;
};

/** Nobody draws one stroke for longer; a clock that says so is wrong. */
const STROKE_MAX_MS = 60_000;

/** What of a lesson's strokes was to be seen while it was recorded, by the recording's own clock. */
export function marksIn({ marks, events, startedAtMs, durationMs }: Recorded): ReplayMark[] {
  const timeOf = new Map(events.map(({ seq, occurredAtMs }) => [seq, occurredAtMs]));
  const placeOf = (atMs: number) => Math.max(0, Math.round(atMs - startedAtMs));
  return marks.flatMap(({ coursewareId, page, mark, drawnAtMs, drawnAfterSeq, erasedSeq }): ReplayMark[] => {
    const wholeAtMs = drawnAtMs ?? timeOf.get(drawnAfterSeq) ?? startedAtMs;
    const erasedAtMs = erasedSeq === null ? null : (timeOf.get(erasedSeq) ?? wholeAtMs);
    if (erasedAtMs !== null && erasedAtMs <= startedAtMs) return [];
    if (wholeAtMs - startedAtMs > durationMs) return [];
    const place = { fromMs: placeOf(begunAtMs(mark.markId, wholeAtMs)), wholeAtMs: placeOf(wholeAtMs) };
    return [
      { coursewareId, page, ...place, untilMs: erasedAtMs === null ? null : placeOf(erasedAtMs), mark },
    ];
  });
}

/** A stroke's id was made as the pen was put down, by the drawer's clock, which follows the server's. */
function begunAtMs(id: MarkId, wholeAtMs: number): number {
  const atMs = madeAtMs(id);
  return atMs < wholeAtMs && wholeAtMs - atMs <= STROKE_MAX_MS ? atMs : wholeAtMs;
}
