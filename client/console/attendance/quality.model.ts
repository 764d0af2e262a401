import type { LessonQuality } from '../../../shared/lesson-quality.ts';

/** What reached a room for how long; `silent`: nothing was connected. */
export type StepPart = {
  readonly step: 0 | 1 | 2 | 3 | 4 | 5 | 'silent';
  readonly ms: number;
  readonly ratio: number;
};

const STEPS = [5, 4, 3, 2, 1, 0] as const;

/** The parts of a room's lesson from best to worst, those that took no time left out; empty when nothing was recorded. */
export function stepParts({ stepMs, silentMs }: Pick<LessonQuality, 'stepMs' | 'silentMs'>): StepPart[] {
  const known = STEPS.map((step) => ({ step, ms: stepMs[step] ?? 0 }));
  if (known.every(({ ms }) => ms === 0)) return [];
  const parts = [...known, { step: 'silent' as const, ms: silentMs }].filter(({ ms }) => ms > 0);
  const wholeMs = parts.reduce((sum, { ms }) => sum + ms, 0);
  return parts.map((part) => ({ ...part, ratio: part.ms / wholeMs }));
}

/** Shares of packets are small: one digit behind the point, and less than that is not none. */
export function lossText(ratio: number | null): string {
  if (ratio === null) return '—';
  if (ratio > 0 && ratio < 0.001) return '<0.1%';
  return `${(ratio * 100).toFixed(1)}%`;
}

/** Minutes of a part: under a half they would read as none. */
export const partMinutes = (ms: number): string => (ms < 30_000 ? '<1' : String(Math.round(ms / 60_000)));

/** Seconds with one digit under ten. */
export const secondsText = (ms: number): string =>
  ms < 10_000 ? (ms / 1_000).toFixed(1) : String(Math.round(ms / 1_000));
