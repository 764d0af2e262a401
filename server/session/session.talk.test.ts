import { expect, it } from 'vitest';
import type { RoomId } from '../../shared/kernel/ids.ts';
import { fail, ok } from '../../shared/kernel/result.ts';
import { seatOfPhone, seatOfRoom } from '../../shared/session/session.events.ts';
import { aloneBus, type Bus } from '../platform/bus.ts';
import type { Context } from './session.service.ts';
import { createTalk, type TalkDeps } from './session.talk.ts';

const id = (n: number) => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}` as never;
const room: RoomId = id(1);
const other: RoomId = id(2);
const sessionId = id(9);

/** Two servers' lesson: the phone sits at this one, a screen of its room and one of another room at each. */
function lesson({ onStage = true, muted = false, may = true } = {}) {
  const told: string[] = [];
  const listeners: ((body: unknown) => void)[] = [];
  const bus: Bus = {
    ...aloneBus,
    shared: true,
    on: (_topic, listener) => void listeners.push(listener as never),
    publish: (_topic, body) => {
      for (const listener of listeners.slice(1)) listener(JSON.parse(JSON.stringify(body)));
    },
  };
  const state = {
    plan: { kind: 'delivery', mode: 'interactive' },
    phase: { state: 'live' },
    stage: onStage ? [{ seat: seatOfRoom(room) }] : [],
    muted: muted ? { [seatOfRoom(room)]: {} } : {},
  };
  const member = (seat: string, name: string) => ({
    sessionId,
    seat,
    connection: { push: (event: string, { on }: { on: boolean }) => told.push(`${name} ${event} ${on}`) },
  });
  const at = (server: string) =>
    createTalk({
      bus,
      gate: { allow: () => (may ? ok() : fail('FORBIDDEN')) },
      sessionLog: { peek: () => state },
      roster: {
        memberOf: (connectionId: string) => (connectionId === 'phone' ? member('', '') : undefined),
        membersIn: () => [
          member(seatOfRoom(room), `${server} screen`),
          member(seatOfPhone(room), `${server} phone`),
          member(seatOfRoom(other), `${server} other`),
        ],
      },
    } as unknown as TalkDeps);
  const talk = at('here');
  at('there');
  const hold = (on: boolean, connection = 'phone') =>
    talk.hold({ connection: { id: connection } } as Context, { sessionId, roomId: room, on });
  return { hold, told };
}

it('is not for who does not sit there, may not, or has a room that may not be heard', async () => {
  expect(await lesson().hold(true, 'somebody')).toEqual(fail('NOT_FOUND'));
  expect(await lesson({ may: false }).hold(true)).toEqual(fail('FORBIDDEN'));
  for (const refused of [lesson({ onStage: false }), lesson({ muted: true })]) {
    expect(await refused.hold(true)).toEqual(fail('INVALID_STATE'));
    expect(refused.told).toEqual([]);
  }
});

it('reaches the screens of the room alone, at whichever server, and letting go always does', async () => {
  const { hold, told } = lesson();
  expect(await hold(true)).toEqual(ok({}));
  expect(told).toEqual(['here screen talk.held true', 'there screen talk.held true']);
  const over = lesson({ onStage: false });
  expect(await over.hold(false)).toEqual(ok({}));
  expect(over.told).toHaveLength(2);
});
