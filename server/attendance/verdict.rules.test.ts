import { expect, test } from 'vitest';
import { defaultThresholds } from '../../shared/attendance.ts';
import { isPunctual, latenessMs, verdictOf } from './verdict.rules.ts';

const at = (minute: number): number => 1_772_409_600_000 + minute * 60_000;

const full = {
  over: true,
  plannedMs: 100,
  lessonMs: 100,
  present: true,
  connectedMs: 100,
  presentCount: 1,
  confirmedHeld: false,
};
const confirmed = { ...full, presentCount: null, confirmedHeld: true };
test.each([
  ['open', { ...full, over: false }],
  ['not-held', { ...full, lessonMs: 0 }],
  ['too-short', { ...full, lessonMs: 79 }],
  ['valid', { ...full, lessonMs: 80, connectedMs: 64 }],
  ['connected-too-short', { ...full, lessonMs: 80, connectedMs: 63 }],
  ['room-absent', { ...full, present: false, connectedMs: 0 }],
  ['connected-too-short', { ...full, connectedMs: 0 }],
  ['connected-too-short', { ...full, connectedMs: 79 }],
  ['valid', { ...full, connectedMs: 80 }],
  ['valid', { ...full, lessonMs: 200, connectedMs: 80 }],
  ['no-head-count', { ...full, presentCount: 0 }],
  ['no-head-count', { ...full, presentCount: null }],
  ['valid', full],
  ['valid', confirmed],
  ['valid', { ...confirmed, presentCount: 0 }],
  // A word does not stand for what was measured.
  ['not-held', { ...confirmed, lessonMs: 0 }],
  ['room-absent', { ...confirmed, present: false, connectedMs: 0 }],
  ['connected-too-short', { ...confirmed, connectedMs: 79 }],
])('%s', (expected, measures) => {
  const verdict = verdictOf(measures, defaultThresholds);
  expect(verdict.state === 'invalid' ? verdict.reason : verdict.state).toBe(expected);
});

test.each([
  [true, -9, 60],
  [true, 3, 60],
  [false, 3.01, 60],
  [false, -9, -2],
  [true, -9, 0.5],
])('punctual is %s for a room there from minute %d to %d', (expected, from, to) => {
  const presence = [{ fromMs: at(from), toMs: at(to) }];
  expect(isPunctual(latenessMs(presence, at(0)), defaultThresholds)).toBe(expected);
});

test('a seat that never came is not late but absent, and not punctual', () => {
  expect(latenessMs([], at(0))).toBeNull();
  expect(isPunctual(null, defaultThresholds)).toBe(false);
});
