import { describe, expect, it, test } from 'vitest';
import type { DeviceCard } from '../../../shared/device.ts';
import {
  brokenParts,
  checkStateOf,
  filtered,
  lossText,
  megabitText,
  serviceableRate,
  troublesOf,
} from './device.model.ts';

const DAY = 86_400_000;
const now = 100 * DAY;
const check = {
  atMs: now - DAY,
  camera: 'ok',
  microphone: 'ok',
  speaker: 'ok',
  toneHeard: null,
  upBps: 1,
  downBps: 1,
  passed: true,
} as const;
const card = (change: Partial<DeviceCard> = {}): DeviceCard =>
  ({
    kind: 'screen',
    name: '',
    room: { roomId: 'r', name: '一年级', schoolName: '李家沟教学点' },
    lastSeenAtMs: now,
    online: true,
    revoked: false,
    doubt: null,
    lastCheck: check,
    checkAskedAtMs: null,
    line: null,
    ...change,
  }) as DeviceCard;
const failed = { ...check, passed: false, camera: 'none', speaker: 'failed' } as const;

describe('what needs somebody’s attention', () => {
  test.each<[string, Partial<DeviceCard>, string[]]>([
    ['a screen that works', {}, []],
    ['one that is off for the night', { online: false, lastSeenAtMs: now - DAY }, []],
    ['one that was never started', { online: false, lastSeenAtMs: null, lastCheck: null }, ['notStarted']],
    ['one that nobody has seen for long', { online: false, lastSeenAtMs: now - 8 * DAY }, ['longUnseen']],
    ['one that never checked itself', { lastCheck: null }, ['unchecked']],
    ['one whose check is old', { lastCheck: { ...check, atMs: now - 15 * DAY } }, ['unchecked']],
    ['one whose check failed', { lastCheck: failed }, ['checkFailed']],
    ['one on a weak line', { line: { atMs: now, lossRatio: 0.08, receivedBps: 1 } }, ['weakLine']],
    ['one that is at work twice', { doubt: { state: 'now', untilMs: now } }, ['twice']],
    ['a revoked one, whatever it is like', { revoked: true, lastCheck: failed }, []],
  ])('%s', (_what, change, troubles) => {
    expect(troublesOf(card(change), now)).toEqual(troubles);
  });
});

test('the serviceable rate counts devices in use, of both kinds', () => {
  const devices = [card(), card({ lastCheck: failed }), card({ lastCheck: null }), card({ revoked: true })];
  const screens = { part: 1, whole: 3 };
  expect(serviceableRate(devices, now)).toEqual({
    ...screens,
    screens,
    pcs: { part: 0, whole: 0 },
    days: 14,
  });
  const pcs = [card({ kind: 'lecturePc' }), card({ kind: 'lecturePc', lastCheck: failed })];
  const rate = serviceableRate([...devices, ...pcs], now);
  expect(rate).toEqual({ part: 2, whole: 5, screens, pcs: { part: 1, whole: 2 }, days: 14 });
});

describe('the state of checks', () => {
  it('tells one that runs from one that will not answer any more', () => {
    expect(checkStateOf(card({ checkAskedAtMs: now - 1_000 }), now).state).toBe('running');
    expect(checkStateOf(card({ checkAskedAtMs: now - 181_000 }), now).state).toBe('unanswered');
  });
  it('tells passed, old, failed and none', () => {
    expect(checkStateOf(card(), now).state).toBe('passed');
    expect(checkStateOf(card(), now + 20 * DAY).state).toBe('old');
    expect(checkStateOf(card({ lastCheck: failed }), now).state).toBe('failed');
    expect(checkStateOf(card({ lastCheck: null }), now).state).toBe('never');
    expect(brokenParts(failed)).toEqual([
      { part: 'camera', found: 'none' },
      { part: 'speaker', found: 'failed' },
    ]);
  });
});

test('filtering takes every word, and only what needs attention when that is asked', () => {
  const all = { kind: 'all', attention: false, search: '' } as const;
  const devices = [card({ name: '后排' }), card({ lastCheck: null })];
  const pc = card({ kind: 'lecturePc' });
  expect(filtered([...devices, pc], { ...all, kind: 'lecturePc' }, now)).toEqual([pc]);
  expect(filtered([...devices, pc], { ...all, kind: 'screen' }, now)).toEqual(devices);
  expect(filtered(devices, { ...all, search: '李家沟 后排' }, now)).toEqual([devices[0]]);
  expect(filtered(devices, { ...all, attention: true }, now)).toEqual([devices[1]]);
  expect(filtered(devices, { ...all, search: '王家' }, now)).toEqual([]);
});

test('figures are short and never better than they were', () => {
  expect([megabitText(12_400_000), megabitText(3_460_000)]).toEqual(['12', '3.5']);
  expect([lossText(0), lossText(0.0001), lossText(0.05), lossText(1)]).toEqual(['0', '0.1', '5', '100']);
});
