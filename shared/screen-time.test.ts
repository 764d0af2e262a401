import { describe, expect, it } from 'vitest';
import { screenTimeMinutes } from './screen-time.ts';

const MINUTE_MS = 60_000;
const lesson = { mode: 'interactive', rooms: [1], grade: '三年级' } as const;
const at = (minutes: number, change: Partial<Parameters<typeof screenTimeMinutes>[0]> = {}) =>
  screenTimeMinutes({ ...lesson, ...change }, 1_000, 1_000 + minutes * MINUTE_MS);

describe('screenTimeMinutes', () => {
  it.each([
    [-1, null],
    [0, null],
    [1, null],
    [14.99, null],
    [15, 15],
    [16.99, 16],
    [17, null],
    [29.99, null],
    [30, 30],
  ])('after %f minutes is %s', (minutes, hint) => {
    expect(at(minutes)).toBe(hint);
  });

  it('is for pupils only, and for a lesson that has begun', () => {
    expect(at(15, { mode: 'seminar' })).toBeNull();
    expect(at(15, { rooms: [] })).toBeNull();
    expect(at(15, { grade: '高二' })).toBeNull();
    expect(at(15, { mode: 'observation' })).toBe(15);
    expect(screenTimeMinutes(lesson, null, 15 * MINUTE_MS)).toBeNull();
  });
});
