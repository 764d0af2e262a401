import type { Stay } from '../../shared/attendance.ts';
import type { Interval } from '../../shared/kernel/intervals.ts';
import type { ConnectionSpan, Ending } from './connections.rules.ts';

type Piece = Interval & { readonly ending: Ending };

/** A seat's stays within the lesson's spans, its tabs merged. `over`: the last span has come to its end. */
export function staysOf(
  connections: readonly ConnectionSpan[],
  spans: readonly Interval[],
  over: boolean,
): Stay[] {
  const whole = mergedPieces(connections.map((each) => ({ ...each.present, ending: each.ending })));
  const lastSpan = spans.at(-1);
  return spans.flatMap((span) =>
    whole.flatMap((piece): Stay[] => {
      const fromMs = Math.max(piece.fromMs, span.fromMs);
      const toMs = Math.min(piece.toMs, span.toMs);
      if (fromMs >= toMs) return [];
      return [{ fromMs, toMs, ending: endingOf(piece, span, over || span !== lastSpan) }];
    }),
  );
}

function endingOf(piece: Piece, span: Interval, spanIsOver: boolean): Stay['ending'] {
  if (spanIsOver && piece.toMs > span.toMs) return { kind: 'lesson-over' };
  if (piece.ending.kind === 'open') return { kind: spanIsOver ? 'lesson-over' : 'still-there' };
  if (piece.ending.kind === 'left' && piece.ending.reason === 'session-ended') return { kind: 'lesson-over' };
  return piece.ending;
}

/** Tabs of one seat as unbroken stays; a stay ends as the tab that stayed longest. */
function mergedPieces(pieces: readonly Piece[]): Piece[] {
  const sorted = pieces
    .filter((each) => each.fromMs < each.toMs)
    .sort((a, b) => a.fromMs - b.fromMs || a.toMs - b.toMs || endingRank(a.ending) - endingRank(b.ending));
  const merged: Piece[] = [];
  for (const next of sorted) {
    const last = merged.at(-1);
    if (last === undefined || next.fromMs > last.toMs) merged.push(next);
    else merged[merged.length - 1] = { ...longer(last, next), fromMs: last.fromMs };
  }
  return merged;
}

function longer(a: Piece, b: Piece): Piece {
  if (a.toMs !== b.toMs) return a.toMs > b.toMs ? a : b;
  return endingRank(a.ending) >= endingRank(b.ending) ? a : b;
}

/** Which ending speaks for a seat when two of its tabs end at the same moment. */
const endingOrder = [
  'timeout',
  'transport',
  'server-restart',
  'replaced',
  'session-ended',
  'closed',
  'removed',
];
function endingRank(ending: Ending): number {
  switch (ending.kind) {
    case 'lost':
      return endingOrder.indexOf(ending.cause);
    case 'left':
      return endingOrder.indexOf(ending.reason);
    case 'open':
      return endingOrder.length;
  }
}
