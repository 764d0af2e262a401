import { addDays, type LocalDate, wallClock, type Zone } from '../../shared/kernel/time.ts';
import type { LessonKind } from '../../shared/lesson.ts';
import type { Care } from './assets.types.ts';

/** For how many days recordings of a kind are kept; null for good. */
export type KeepDays = Readonly<Record<LessonKind, number | null>>;

export type Kept = {
  readonly kind: LessonKind;
  readonly zone: Zone;
  /** Of the recording. */
  readonly startedAtMs: number;
  /** What somebody settled for this one; it goes before the rule. */
  readonly care: Care | undefined;
};

/** The last local day on which its bytes are there; null when they stay. */
export function keptUntilOf({ kind, zone, startedAtMs, care }: Kept, keepDays: KeepDays): LocalDate | null {
  if (care !== undefined) return care.keptUntil;
  const days = keepDays[kind];
  return days === null ? null : addDays(wallClock(startedAtMs, zone).date, days);
}

/** A slip of the pen keeps nothing for a century; what is to stay is kept for good. */
const YEARS_MAX = 30;

/** Whether somebody may settle on that day: today or later, within thirty years. */
export const isKeepable = (until: LocalDate, today: LocalDate): boolean =>
  until >= today && until <= addDays(today, YEARS_MAX * 365);

/** Whether its day is over where its lesson was led. */
export function isOver(kept: Kept, keepDays: KeepDays, nowMs: number): boolean {
  const until = keptUntilOf(kept, keepDays);
  return until !== null && wallClock(nowMs, kept.zone).date > until;
}
