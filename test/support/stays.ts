import type { Stay } from '../../shared/attendance.ts';

/** How far each gap between stays is from its true length; null when there are not as many gaps as outages. */
export function gapErrorsMs(stays: readonly Stay[], trueGapsMs: readonly number[]): number[] | null {
  if (stays.length !== trueGapsMs.length + 1) return null;
  return trueGapsMs.map((trueMs, index) => {
    const [before, after] = [stays[index], stays[index + 1]];
    return before === undefined || after === undefined ? 0 : Math.abs(after.fromMs - before.toMs - trueMs);
  });
}
