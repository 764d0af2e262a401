import { describe, expect, test } from 'vitest';
import type { Result } from '../../shared/kernel/result.ts';
import { seatOfObserver, seatOfPerson, seatOfRoom } from '../../shared/session/session.events.ts';
import { nth, PLANNED_START_MS, planOf } from '../../test/support/session-log.ts';
import { say, told } from '../../test/support/session-told.ts';
import { type Asker, admit, arrive, restart, takeSeat } from './session.presence.rules.ts';

const plan = planOf([1, 2]);
const at = (minute: number): number => PLANNED_START_MS + minute * 60_000;
const codeOf = (result: Result<unknown>): string => (result.ok ? 'ok' : result.error.code);
const person = (n: number, more: Partial<Asker & { kind: 'person' }> = {}): Asker => ({
  kind: 'person',
  personId: nth.person(n),
  wish: undefined,
  mayAssist: true,
  mayLead: false,
  mayObserve: false,
  ...more,
});
const waiting = told([-9, say.opened()]);
const live = told([-9, say.opened()], [0, say.started()]);

describe('taking a seat', () => {
  test('a screen whose room is not in the plan gets none', () => {
    expect(codeOf(takeSeat(waiting, plan, { kind: 'device', roomId: nth.room(7) }))).toBe('NOT_FOUND');
  });

  test('a second lecturer of a running lesson is told who leads', () => {
    expect(takeSeat(live, plan, person(2, { wish: 'lecturer' }))).toMatchObject({
      error: { code: 'ALREADY_LED', params: { lecturerId: nth.person(1) } },
    });
  });

  test('nobody watches unseen, or helps, without the right to', () => {
    expect(codeOf(takeSeat(waiting, plan, person(2, { wish: 'observer' })))).toBe('FORBIDDEN');
    const inspector = { mayAssist: false, mayObserve: true };
    expect(codeOf(takeSeat(waiting, plan, person(2, { ...inspector, wish: 'assistant' })))).toBe('FORBIDDEN');
    expect(codeOf(takeSeat(waiting, plan, person(2, { mayAssist: false })))).toBe('FORBIDDEN');
  });

  test('whoever may lead from above comes unseen, unless they ask for more', () => {
    const above = { mayAssist: false, mayLead: true, mayObserve: true };
    const partOf = (wish: 'lecturer' | 'assistant' | undefined, state = waiting) => {
      const place = takeSeat(state, plan, person(3, { ...above, wish }));
      return place.ok ? place.value.part : place.error.code;
    };
    expect([partOf(undefined), partOf('assistant'), partOf('lecturer')]).toEqual([
      'observer',
      'assistant',
      'assistant',
    ]);
    expect([partOf('assistant', live), partOf('lecturer', live)]).toEqual(['assistant', 'ALREADY_LED']);
  });

  test('everybody else sits where they belong', () => {
    const one = seatOfPerson(nth.person(1));
    expect(takeSeat(waiting, plan, person(1))).toEqual({ ok: true, value: { seat: one, part: 'lecturer' } });
    expect(takeSeat(live, plan, person(1, { wish: 'assistant' }))).toMatchObject({
      value: { part: 'lecturer' },
    });
    expect(takeSeat(waiting, plan, person(2, { wish: 'lecturer' }))).toMatchObject({
      value: { part: 'assistant' },
    });
    expect(takeSeat(waiting, plan, person(3, { mayAssist: false, mayObserve: true }))).toMatchObject({
      value: { seat: seatOfObserver(nth.person(3)), part: 'observer' },
    });
    expect(takeSeat(waiting, plan, { kind: 'device', roomId: nth.room(1) })).toMatchObject({
      value: { seat: seatOfRoom(nth.room(1)), part: 'room' },
    });
  });
});

describe('arriving', () => {
  const arrival = {
    seat: seatOfRoom(nth.room(1)),
    part: 'room',
    connectionId: nth.connection(2),
    deviceId: null,
    replaces: [],
  } as const;

  test('after the end is refused', () => {
    const over = told([-9, say.opened()], [0, say.started()], [9, say.ended()]);
    expect(codeOf(arrive(over, arrival, at(10)))).toBe('LESSON_ENDED');
  });

  test('twice by one connection says nothing new', () => {
    expect(arrive(told([-9, say.opened()], [0, say.roomJoins(2)]), arrival, at(1))).toEqual({
      ok: true,
      value: [],
    });
  });

  test('takes over the seat from when its older connection was last heard', () => {
    const old = { connectionId: nth.connection(1), lastHeardAtMs: at(5) };
    const elsewhere = { connectionId: nth.connection(3), lastHeardAtMs: at(5) };
    const state = told([-9, say.opened()], [0, say.roomJoins(1)], [0, say.roomJoins(3, 2)]);
    expect(arrive(state, { ...arrival, replaces: [old, elsewhere] }, at(6))).toMatchObject({
      value: [
        {
          type: 'presence.left',
          body: { connectionId: nth.connection(1), reason: 'replaced' },
          occurredAtMs: at(5),
        },
        { type: 'presence.joined', occurredAtMs: at(6) },
      ],
    });
  });
});

describe('server facts that come late or twice', () => {
  const state = told(
    [-9, say.opened()],
    [0, say.roomJoins(1)],
    [1, say.mediaUp(1)],
    [1, say.published(1, 1)],
  );
  const now = { occurredAtMs: at(2) };

  test.each([
    ['a connection that is unknown', { ...say.lost(9), ...now }],
    ['media that is connected already', { ...say.mediaUp(1), ...now }],
    ['media of an unknown connection', { ...say.mediaUp(9), ...now }],
    ['a stream that is there already', { ...say.published(1, 1), ...now }],
    ['a stream of an unknown connection', { ...say.published(2, 9), ...now }],
  ] as const)('%s: left out', (_, fact) => {
    if (fact.type === 'session.ended') throw new Error('not a server fact');
    expect(admit(state, fact)).toEqual([]);
  });

  test('media facts after the end are left out, a loss is not', () => {
    const over = told([-9, say.opened()], [0, say.roomJoins(1)], [2, say.ended()]);
    const failed = { type: 'media.failed', body: { cause: 'worker-died' }, ...now } as const;
    expect(admit(over, failed)).toEqual([]);
    const up = { type: 'media.connected', body: { connectionId: nth.connection(1) }, ...now } as const;
    expect(admit(over, up)).toEqual([]);
    const lost = {
      type: 'presence.lost',
      body: { connectionId: nth.connection(1), cause: 'timeout' },
    } as const;
    expect(admit(over, { ...lost, ...now })).toHaveLength(1);
  });

  test('nobody is lost before they joined', () => {
    const lost = {
      type: 'presence.lost',
      body: { connectionId: nth.connection(1), cause: 'timeout' },
    } as const;
    expect(admit(state, { ...lost, occurredAtMs: at(-3) })).toMatchObject([{ occurredAtMs: at(0) }]);
  });
});

describe('a restart of the server', () => {
  test('loses everybody at their last beat, or at their joining when there was none, and media after them', () => {
    const state = told(
      [-9, say.opened()],
      [0, say.roomJoins(1)],
      [1, say.roomJoins(2, 2)],
      [2, say.started()],
    );
    const beats = new Map([[nth.connection(1), at(7)]]);
    expect(restart(state, beats, at(9)).map(({ type, occurredAtMs }) => [type, occurredAtMs])).toEqual([
      ['presence.lost', at(1)],
      ['presence.lost', at(7)],
      ['media.failed', at(7)],
    ]);
  });

  test('of a session with nobody in it says nothing', () => {
    expect(restart(waiting, new Map(), at(9))).toEqual([]);
  });
});
