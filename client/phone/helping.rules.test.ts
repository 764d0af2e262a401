import { describe, expect, it, test } from 'vitest';
import { roomId } from '../../shared/kernel/ids.ts';
import type { PhoneEntered } from '../../shared/phone.ts';
import { seatOfRoom } from '../../shared/session/session.events.ts';
import type { HelperSeat } from '../live/helper-client.ts';
import type { LinkState, PendingCommand } from '../live/live.types.ts';
import { clockWords, helpingOf, lateSignals, SIGNAL_LIFE_MS } from './helping.rules.ts';

const room = roomId.parse('01890000-0000-7000-8000-000000000001');
const NOW_MS = 1_000_000;
const up: LinkState = { state: 'connected', sinceMs: 0 };
const down: LinkState = { state: 'reconnecting', sinceMs: 0, attempt: 1 };
const counted = { presentCount: 21, expectedCount: 23, source: 'phoneNamed', setAtMs: 1 };
const said = { outcome: 'held', cause: null, clarity: 5, following: null };

const entered = (more: object = {}): PhoneEntered =>
  ({
    roomId: room,
    headCount: null,
    confirmation: null,
    card: { phase: 'waiting', rooms: [{ roomId: room, expectedCount: 23 }] },
    ...more,
  }) as unknown as PhoneEntered;
const joined = (seat: object = {}, phase: object = { state: 'live', startedAtMs: 5 }): HelperSeat =>
  ({
    state: 'joined',
    current: true,
    view: {
      lesson: { phase, kind: 'delivery', mode: 'interactive', stage: [] },
      seats: {
        [seatOfRoom(room)]: {
          seat: seatOfRoom(room),
          part: 'room',
          presence: { state: 'connected', sinceMs: 0, media: true },
          headCount: null,
          hand: null,
          signal: null,
          confirmation: null,
          ...seat,
        },
      },
      streams: {},
    },
  }) as unknown as HelperSeat;
const waits = (name: PendingCommand['name'], body: object, agoMs = 0): PendingCommand =>
  ({ commandId: name, name, body, askedAtMs: NOW_MS - agoMs, lastError: null }) as unknown as PendingCommand;
const see = (
  seat: HelperSeat,
  pending: readonly PendingCommand[] = [],
  facts = entered(),
  link: LinkState = up,
) => helpingOf({ entered: facts, seat, link, pending }, NOW_MS);

describe('what a helper sees', () => {
  it('is what they said, at once, marked as not saved until the server has it', () => {
    const pending = [waits('headCount.set', { presentCount: 19 }), waits('hand.raise', {}, 3_000)];
    const seen = see(joined({ headCount: counted }), pending);
    expect(seen.headCount).toEqual({ value: 19, saved: false });
    expect(seen.hand).toEqual({ value: { raisedAtMs: NOW_MS - 3_000 }, saved: false });
    expect(see(joined({ headCount: counted })).headCount).toEqual({ value: 21, saved: true });
  });

  it('goes by the last of several words', () => {
    const hand = { raisedAtMs: 1 };
    expect(see(joined({ hand }), [waits('hand.raise', {}), waits('hand.lower', {})]).hand).toBeNull();
    const counts = [waits('headCount.set', { presentCount: 1 }), waits('headCount.set', { presentCount: 2 })];
    expect(see(joined(), counts).headCount?.value).toBe(2);
  });

  it('speaks of saving only when it takes long', () => {
    expect(see(joined(), [waits('headCount.set', { presentCount: 1 }, 500)]).unsaved).toBe(false);
    expect(see(joined(), [waits('headCount.set', { presentCount: 1 }, 2_000)]).unsaved).toBe(true);
    expect(see(joined(), [], entered(), down).offline).toBe(true);
  });

  it('is what was read when there is no seat to be had any more', () => {
    const over: HelperSeat = { state: 'refused', error: { code: 'LESSON_ENDED' } };
    const facts = entered({ headCount: counted, confirmation: said, card: { phase: 'ended', rooms: [] } });
    expect(see(over, [], facts)).toMatchObject({
      phase: 'ended',
      expectedCount: 23,
      headCount: { value: 21 },
      confirmation: { value: { outcome: 'held' }, saved: true },
      room: 'absent',
    });
  });

  test.each([
    [{ state: 'lost', sinceMs: 0, cause: 'timeout' }, 'lost'],
    [{ state: 'left', sinceMs: 0, reason: 'closed' }, 'absent'],
  ])('of a room whose screen is %j', (presence, expected) => {
    expect(see(joined({ presence })).room).toBe(expected);
  });
});

test('signals that waited too long are told apart; counts never are', () => {
  const late = waits('signal.send', { signal: 'repeat' }, SIGNAL_LIFE_MS + 1);
  const pending = [
    late,
    waits('signal.send', { signal: 'wait' }, SIGNAL_LIFE_MS - 1),
    waits('headCount.set', { presentCount: 1 }, 600_000),
  ];
  expect(lateSignals(pending, NOW_MS)).toEqual([late]);
});

test.each([
  [-5, '0:00'],
  [61_999, '1:01'],
  [3_600_000, '1:00:00'],
])('%i ms reads %s', (ms, words) => {
  expect(clockWords(ms)).toBe(words);
});
