import type { PieceId } from '../../shared/kernel/ids.ts';
import { SAFETY_FILL_MIN_MS } from '../../shared/recording-safety.ts';
import type { Gap } from './recording.types.ts';
import { lastMsOf, type ReadPiece } from './replay.rules.ts';
import type { Stretch } from './safety.types.ts';

/** Between two pieces there is always a little; whoever listens does not hear it. */
const HOLE_MIN_MS = SAFETY_FILL_MIN_MS;
/** Takes follow one another, and a picture begins at its next key: what is apart by less is one for whoever looks. */
const TOGETHER_MS = 3_000;

const byStart = (a: Stretch, b: Stretch): number => a.fromMs - b.fromMs || a.toMs - b.toMs;

/** What of `whole` none of `covered` covers, as far as it is worth filling. Sorted, without overlap. */
export function missingIn(whole: Stretch, covered: readonly Stretch[], leastMs = HOLE_MIN_MS): Stretch[] {
  const missing: Stretch[] = [];
  let fromMs = whole.fromMs;
  for (const each of covered.toSorted(byStart)) {
    if (each.fromMs >= whole.toMs) break;
    missing.push({ fromMs, toMs: each.fromMs });
    fromMs = Math.max(fromMs, each.toMs);
  }
  missing.push({ fromMs, toMs: whole.toMs });
  return missing.filter((each) => each.toMs - each.fromMs >= leastMs);
}

/** Where a take may be begun to be played, and where it ends; ms from its start. */
export type Playable = { readonly keysMs: readonly number[]; readonly endMs: number };

/**
 * Which parts of a take go where something is missing: each begins at the first key within a hole and ends with the hole or the take.
 * Ms from the take's start; those too short to be worth it are left out.
 */
export function fillsOf(
  startedAtMs: number,
  { keysMs, endMs }: Playable,
  missing: readonly Stretch[],
): Stretch[] {
  return missing.flatMap((hole) => {
    const holeFromMs = hole.fromMs - startedAtMs;
    const toMs = Math.min(endMs, hole.toMs - startedAtMs);
    const fromMs = keysMs.find((key) => key >= holeFromMs);
    return fromMs === undefined || toMs - fromMs < SAFETY_FILL_MIN_MS ? [] : [{ fromMs, toMs }];
  });
}

/** Stretches that overlap or nearly touch, as one. */
export function joinedUp(stretches: readonly Stretch[], togetherMs = TOGETHER_MS): Stretch[] {
  const joined: Stretch[] = [];
  for (const each of stretches.toSorted(byStart)) {
    const last = joined.at(-1);
    if (last === undefined || each.fromMs > last.toMs + togetherMs) joined.push(each);
    else joined[joined.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, each.toMs) };
  }
  return joined;
}

/** What is still missing of what the recorder told, when `filled` has come from elsewhere. All by the recording's time. */
export const gapsLeft = (gaps: readonly Gap[], filled: readonly Stretch[]): Gap[] => {
  const whole = joinedUp(filled);
  return gaps.flatMap((gap) =>
    // A gap that nobody filled stays as it was told, however short.
    whole.some((each) => each.fromMs < gap.toMs && each.toMs > gap.fromMs)
      ? missingIn(gap, whole, TOGETHER_MS).map((left) => ({ ...left, cause: gap.cause }))
      : [gap],
  );
};

/** From when to when a recording plays somebody's own copy, by its own time. */
export const filledIn = (
  pieces: readonly ReadPiece[],
  copied: ReadonlySet<PieceId>,
  startedAtMs: number,
): Stretch[] =>
  joinedUp(
    pieces.flatMap(({ piece, index }) => {
      const fromMs = piece.startedAtMs - startedAtMs;
      return copied.has(piece.id) ? [{ fromMs, toMs: fromMs + lastMsOf(index) }] : [];
    }),
  );
