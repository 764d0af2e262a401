import { describe, expect, it, test } from 'vitest';
import type { DeviceCheckRecord, OwnPc } from '../../../shared/device.ts';
import { roomId } from '../../../shared/kernel/ids.ts';
import { declinedKey, isCheckDue, standingOf } from './pc.model.ts';

const uuid = (last: number) => `01890000-0000-7000-8000-00000000000${last}`;
const [here, there] = [roomId.parse(uuid(1)), roomId.parse(uuid(2))];
const check = (change: Partial<DeviceCheckRecord> = {}): DeviceCheckRecord => ({
  ...{ atMs: 1_000_000, camera: 'ok', microphone: 'ok', speaker: 'ok', toneHeard: null },
  ...{ upBps: null, downBps: null, passed: true },
  ...change,
});
const known = { state: 'known', room: { roomId: here, name: 'x', schoolName: 'y' } } as OwnPc;
const lecturer = { part: 'lecturer', mayClaim: true, declined: false } as const;

describe('what a pre-flight says of its computer', () => {
  test.each([
    ['nothing while the server has not said', undefined, lecturer, 'nothing'],
    ['nothing to a member of a seminar', { state: 'none' }, { ...lecturer, part: 'member' }, 'nothing'],
    ['nothing to who may not register one', { state: 'none' }, { ...lecturer, mayClaim: false }, 'nothing'],
    ['a line to who said no', { state: 'none' }, { ...lecturer, declined: true }, 'offer'],
    ['a question to the lecturer', { state: 'none' }, lecturer, 'ask'],
    ['a question to the assistant', { state: 'none' }, { ...lecturer, part: 'assistant' }, 'ask'],
    ['what it is, to whoever sits there', known, { ...lecturer, part: 'member', mayClaim: false }, 'known'],
  ] as const)('%s', (_what, pc, asker, state) => {
    expect(standingOf(pc, here, asker).state).toBe(state);
  });
  it('tells the lesson’s own room from another', () => {
    expect(standingOf(known, here, lecturer)).toMatchObject({ here: true });
    expect(standingOf(known, null, lecturer)).toMatchObject({ here: true });
    expect(standingOf(known, there, lecturer)).toMatchObject({ here: false });
  });
});

test('a check is due unless everything worked a moment ago', () => {
  expect(isCheckDue(null, 1_000_000)).toBe(true);
  expect(isCheckDue(check(), 1_000_000 + 599_999)).toBe(false);
  expect(isCheckDue(check(), 1_000_000 + 600_000)).toBe(true);
  expect(isCheckDue(check({ passed: false }), 1_000_000)).toBe(true);
  expect(isCheckDue(check(), 999_999), 'a clock that was set back').toBe(true);
});

test('no is remembered for the lesson’s room, or for its school where no room is named', () => {
  const school = { schoolId: 's' as never, name: '' };
  expect(declinedKey({ lectureRoom: { roomId: here, name: '' }, leadingSchool: school })).toContain(here);
  expect(declinedKey({ lectureRoom: null, leadingSchool: school })).toBe('console.notPc.s');
});
