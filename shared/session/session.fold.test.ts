import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nth, planOf } from '../../test/support/session-log.ts';
import { playWalk, walkSteps } from '../../test/support/session-walk.ts';
import {
  readFact,
  type SessionEvent,
  type SessionFact,
  seatOfObserver,
  seatOfPerson,
  seatOfRoom,
} from './session.events.ts';
import { evolve } from './session.fold.ts';
import { emptySession, type SessionState } from './session.state.ts';

const SESSION = nth.session(1);
const opened: SessionFact = { type: 'session.opened', body: { plan: planOf([1, 2]) } };
const joins = (connection: number, room = 1): SessionFact => ({
  type: 'presence.joined',
  body: {
    connectionId: nth.connection(connection),
    seat: seatOfRoom(nth.room(room)),
    part: 'room',
    deviceId: null,
  },
});
const teacherJoins = (connection: number, person: number): SessionFact => ({
  type: 'presence.joined',
  body: {
    connectionId: nth.connection(connection),
    seat: seatOfPerson(nth.person(person)),
    part: person === 1 ? 'lecturer' : 'assistant',
    deviceId: null,
  },
});
const loses = (connection: number): SessionFact => ({
  type: 'presence.lost',
  body: { connectionId: nth.connection(connection), cause: 'timeout' },
});
const publishes = (stream: number, connection: number): SessionFact => ({
  type: 'stream.published',
  body: {
    streamId: nth.stream(stream),
    connectionId: nth.connection(connection),
    source: 'camera',
    codec: 'video/H264',
  },
});

const fold = (events: readonly SessionEvent[]): SessionState => events.reduce(evolve, emptySession(SESSION));
/** One fact a second. */
function told(...facts: readonly SessionFact[]): SessionState {
  return fold(
    facts.map((fact, index) => ({
      ...fact,
      sessionId: SESSION,
      seq: index + 1,
      recordedAtMs: (index + 1) * 1000,
      occurredAtMs: (index + 1) * 1000,
      actorKind: 'server',
      actorId: 'server',
    })),
  );
}
const seatOne = seatOfRoom(nth.room(1));

describe('a damaged or late event', () => {
  test('an unknown type or a body of the wrong shape throws', () => {
    expect(() => readFact('session.exploded', {})).toThrow('unknown event type');
    expect(() => readFact('presence.lost', { connectionId: 'me', cause: 'timeout' })).toThrow();
    expect(() => readFact('session.reopened', { extra: 1 })).toThrow();
  });

  test('about a connection nobody knows changes nothing but seq', () => {
    const before = told(opened, joins(1));
    const late = told(opened, joins(1), loses(9));
    expect(late).toEqual({ ...before, seq: 3 });
    expect(told(opened, joins(1), publishes(1, 9))).toEqual({ ...before, seq: 3 });
  });
});

describe('presence', () => {
  test('of two tabs is one, until the last is gone', () => {
    const both = told(opened, joins(1), joins(2));
    expect(both.seats[seatOne]?.presence).toEqual({ state: 'connected', sinceMs: 2000, media: false });
    const one = told(opened, joins(1), joins(2), loses(1));
    expect(one.seats[seatOne]?.presence).toEqual({ state: 'connected', sinceMs: 2000, media: false });
    const none = told(opened, joins(1), joins(2), loses(1), loses(2));
    expect(none.seats[seatOne]?.presence).toEqual({ state: 'lost', sinceMs: 5000, cause: 'timeout' });
  });

  test('an observer sits apart from the seat in which the same person is seen', () => {
    const watching: SessionFact = {
      type: 'presence.joined',
      body: {
        connectionId: nth.connection(3),
        seat: seatOfObserver(nth.person(2)),
        part: 'observer',
        deviceId: null,
      },
    };
    const state = told(opened, teacherJoins(1, 2), watching, loses(1));
    expect(state.seats[seatOfPerson(nth.person(2))]?.presence.state).toBe('lost');
    expect(state.seats[seatOfObserver(nth.person(2))]?.presence.state).toBe('connected');
  });
});

describe('who starts, leads', () => {
  test('another teacher takes the part with streams; the planned lecturer assists', () => {
    const state = told(opened, teacherJoins(1, 1), teacherJoins(2, 2), publishes(1, 1), publishes(2, 2), {
      type: 'session.started',
      body: { lecturerId: nth.person(2) },
    });
    expect(state.seats[seatOfPerson(nth.person(1))]?.part).toBe('assistant');
    expect(state.seats[seatOfPerson(nth.person(2))]?.part).toBe('lecturer');
    expect(state.connections[nth.connection(2)]?.part).toBe('lecturer');
    expect(state.streams[nth.stream(1)]?.part).toBe('assistant');
    expect(state.streams[nth.stream(2)]?.part).toBe('lecturer');
  });
});

describe('an end', () => {
  const ended: SessionFact = {
    type: 'session.ended',
    body: { reason: 'lecturer', eventCount: 4, head: 'x' },
  };
  const started: SessionFact = { type: 'session.started', body: { lecturerId: nth.person(1) } };
  const media: SessionFact = { type: 'media.connected', body: { connectionId: nth.connection(1) } };

  test('is the end of media, not of presence, and of its epoch', () => {
    const state = told(opened, joins(1), started, media, publishes(1, 1), ended);
    expect(state.streams).toEqual({});
    expect(state.seats[seatOne]?.presence).toEqual({ state: 'connected', sinceMs: 2000, media: false });
    expect(state.mediaEpoch).toBe(1);
  });

  test('can be taken back: the first start stays', () => {
    const state = told(opened, started, ended, { type: 'session.reopened', body: {} });
    expect(state.phase).toEqual({ state: 'live', startedAtMs: 2000 });
    expect(state.reopenedAtMs).toBe(4000);
  });
});

describe('any interleaving', () => {
  test('leaves one presence for a seat, connected exactly while a connection of it lives', () => {
    fc.assert(
      fc.property(walkSteps, (steps) => {
        for (const state of statesOf(playWalk(steps))) expectSound(state);
      }),
      { numRuns: 300 },
    );
  });

  test('same events, same fold; and folding on from the middle is folding the whole', () => {
    fc.assert(
      fc.property(walkSteps, fc.nat(), (steps, cut) => {
        const events = playWalk(steps);
        const at = cut % (events.length + 1);
        const middle = fold(events.slice(0, at));
        const stored = JSON.parse(JSON.stringify(events)) as SessionEvent[];
        expect(events.slice(at).reduce(evolve, middle)).toEqual(fold(stored));
      }),
      { numRuns: 200 },
    );
  });
});

function statesOf(events: readonly SessionEvent[]): SessionState[] {
  const states: SessionState[] = [];
  let state = emptySession(SESSION);
  for (const event of events) {
    state = evolve(state, event);
    states.push(state);
  }
  return states;
}

function expectSound(state: SessionState): void {
  const connections = Object.values(state.connections);
  for (const seat of Object.values(state.seats)) {
    const own = connections.filter((each) => each.seat === seat.seat);
    expect(seat.presence.state === 'connected').toBe(own.length > 0);
    if (seat.presence.state === 'connected') expect(seat.presence.media).toBe(own.some((each) => each.media));
  }
  for (const connection of connections) expect(state.seats[connection.seat]).toBeDefined();
  for (const stream of Object.values(state.streams)) {
    const owner = state.connections[stream.connectionId];
    expect(owner?.seat).toBe(stream.seat);
    expect(owner?.part).toBe(stream.part);
  }
  expect(Object.values(state.seats).filter((seat) => seat.part === 'lecturer').length).toBeLessThanOrEqual(1);
}
