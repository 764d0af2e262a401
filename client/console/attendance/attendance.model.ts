import type { SessionAttendance, Stay } from '../../../shared/attendance.ts';

export type Axis = { readonly fromMs: number; readonly toMs: number };

/** A stretch of a room's bar. `lost` is a cut line, `left` somebody who went: never the same sign. */
export type Stretch = Axis & {
  readonly kind: 'connected' | 'lost' | 'left' | 'absent';
  /** Where it begins and how long it is, as shares of the axis. */
  readonly startRatio: number;
  readonly lengthRatio: number;
};

type Gap = 'lost' | 'left' | 'absent';

function gapAfter(stay: Stay): Gap {
  switch (stay.ending.kind) {
    case 'lost':
      return 'lost';
    case 'left':
      return 'left';
    case 'lesson-over':
    case 'still-there':
      return 'absent';
  }
}

/** The whole axis as stretches without gap or overlap, in order of time. */
export function stretchesOf(stays: readonly Stay[], axis: Axis): Stretch[] {
  const lengthMs = axis.toMs - axis.fromMs;
  if (lengthMs <= 0) return [];
  const stretches: Stretch[] = [];
  const push = (kind: Stretch['kind'], fromMs: number, toMs: number) => {
    if (toMs <= fromMs) return;
    stretches.push({
      kind,
      fromMs,
      toMs,
      startRatio: (fromMs - axis.fromMs) / lengthMs,
      lengthRatio: (toMs - fromMs) / lengthMs,
    });
  };
  const within = (ms: number) => Math.min(Math.max(ms, axis.fromMs), axis.toMs);
  let [reachedMs, gap]: [number, Gap] = [axis.fromMs, 'absent'];
  for (const stay of [...stays].sort((a, b) => a.fromMs - b.fromMs)) {
    const fromMs = Math.max(within(stay.fromMs), reachedMs);
    push(gap, reachedMs, fromMs);
    const toMs = Math.max(within(stay.toMs), fromMs);
    push('connected', fromMs, toMs);
    [reachedMs, gap] = [toMs, gapAfter(stay)];
  }
  push(gap, reachedMs, axis.toMs);
  return stretches;
}

export const cutCount = (stays: readonly Stay[]): number =>
  stays.filter((stay) => stay.ending.kind === 'lost').length;

/** Connected share of the lesson, 0..1; null before a lesson has any length. */
export const connectedRatio = (room: SessionAttendance['rooms'][number], lessonMs: number): number | null =>
  lessonMs > 0 ? Math.min(1, room.attendance.connectedMs / lessonMs) : null;

/** Whole per cent, rounded down: 79.9 % must not look like the 80 % that would count. */
export const percentText = (ratio: number | null): string =>
  ratio === null ? '—' : `${Math.floor(ratio * 100 + 1e-9)}%`;
