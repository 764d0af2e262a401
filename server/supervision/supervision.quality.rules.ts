import type { LadderNow, LadderReason } from '../../shared/ladder.ts';
import type { AlarmThresholds } from '../../shared/supervision.ts';
import type { RoomQualityNow } from './supervision.types.ts';

/** What is known of a room's line now; null where nothing is. */
export type LineLook = {
  readonly ladder: LadderNow | null;
  /** Of the room's last report, if it is not old: share of packets lost, and of its time that its worst picture stood still. */
  readonly report: { readonly lossRatio: number; readonly frozenRatio: number } | null;
};

export type LineMemory = { readonly badSinceMs: number; readonly goodSinceMs: number | null };

/** One good moment does not make a line good. */
const GOOD_AFTER_MS = 30_000;

/** A room that saves data has chosen so, and what its lecturer does not send no line could bring. */
const nobodysFault: readonly (LadderReason | null)[] = ['saving', 'sender', null];

/** Null where nothing is known. */
export function isBad({ ladder, report }: LineLook, thresholds: AlarmThresholds): boolean | null {
  if (ladder === null && report === null) return null;
  const low = ladder !== null && ladder.step <= thresholds.badStep && !nobodysFault.includes(ladder.reason);
  const { lossRatio, frozenRatio } = report ?? { lossRatio: 0, frozenRatio: 0 };
  return low || lossRatio >= thresholds.badLossRatio || frozenRatio >= thresholds.badFrozenRatio;
}

/** What is to be remembered of a line after one more look. */
export function remember(before: LineMemory | null, bad: boolean | null, nowMs: number): LineMemory | null {
  if (bad === null) return before;
  if (bad) return { badSinceMs: before?.badSinceMs ?? nowMs, goodSinceMs: null };
  if (before === null) return null;
  const goodSinceMs = before.goodSinceMs ?? nowMs;
  return nowMs - goodSinceMs >= GOOD_AFTER_MS ? null : { ...before, goodSinceMs };
}

export function qualityNow(memory: LineMemory | null, bad: boolean | null): RoomQualityNow {
  if (memory !== null) return { badSinceMs: memory.badSinceMs };
  return bad === null ? 'unknown' : 'good';
}
