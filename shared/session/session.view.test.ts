import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { logOf, nth, nthId, planOf } from '../../test/support/session-log.ts';
import { playWalk, walkSteps } from '../../test/support/session-walk.ts';
import { viewerId } from '../kernel/ids.ts';
import { type Audience, viewOf } from './session.audience.ts';
import {
  type SeatKey,
  type SeatPart,
  type SessionEvent,
  type SessionFact,
  seatOfObserver,
  seatOfRoom,
  seatOfViewer,
} from './session.events.ts';
import { evolve } from './session.fold.ts';
import { applyMessage, messagesBetween } from './session.news.ts';
import { emptySession } from './session.state.ts';
import { type SessionView, sessionView, type ViewMessage, viewMessage } from './session.view.ts';

const screen: Audience = { kind: 'screen', roomId: nth.room(1) };
const audiences: readonly Audience[] = [
  { kind: 'lectern' },
  { kind: 'console' },
  { kind: 'observer' },
  { kind: 'member' },
  { kind: 'watch' },
  screen,
  { kind: 'phone', roomId: nth.room(2) },
];

const viewsOf = (events: readonly SessionEvent[], audience: Audience): SessionView[] => {
  let state = emptySession(nth.session(1));
  return events.map((event) => {
    state = evolve(state, event);
    return viewOf(state, audience);
  });
};

function newsOf(events: readonly SessionEvent[], audience: Audience): ViewMessage[] {
  const views = viewsOf(events, audience);
  return views.flatMap((view, index) => {
    const before = views[index - 1];
    return before === undefined ? [] : messagesBetween(before, view);
  });
}

/** Without whoever watches unseen, and renumbered as if they had never come. */
function withoutObservers(events: readonly SessionEvent[]): SessionEvent[] {
  const hidden = new Set<unknown>();
  for (const event of events)
    if (event.type === 'presence.joined' && event.body.part === 'observer')
      hidden.add(event.body.connectionId);
  return events
    .filter((event) => !('connectionId' in event.body && hidden.has(event.body.connectionId)))
    .map((event, index) => ({ ...event, seq: index + 1 }));
}

test('the live stream is the snapshot at every seq, for every audience', () => {
  fc.assert(
    fc.property(walkSteps, fc.constantFrom(...audiences), (steps, audience) => {
      const views = viewsOf(playWalk(steps), audience);
      let mirror = views[0];
      for (const [index, view] of views.entries()) {
        const before = views[index - 1];
        if (before === undefined || mirror === undefined) continue;
        const wire = viewMessage.array().parse(JSON.parse(JSON.stringify(messagesBetween(before, view))));
        mirror = wire.reduce(applyMessage, mirror);
        expect(mirror).toEqual(view);
      }
    }),
    { numRuns: 400 },
  );
});

test('any two snapshots are joined by the news between them, as catching up does', () => {
  fc.assert(
    fc.property(walkSteps, fc.constantFrom(...audiences), fc.nat(), (steps, audience, cut) => {
      const views = viewsOf(playWalk(steps), audience);
      const missed = views[cut % views.length];
      const now = views.at(-1);
      if (missed === undefined || now === undefined) throw new Error('a walk has at least its opening');
      expect(messagesBetween(missed, now).reduce(applyMessage, missed)).toEqual(now);
    }),
    { numRuns: 200 },
  );
});

describe('an observer', () => {
  test('changes nothing for anybody but observers', () => {
    const others = audiences.filter((audience) => audience.kind !== 'observer');
    fc.assert(
      fc.property(walkSteps, fc.constantFrom(...others), (steps, audience) => {
        const events = playWalk(steps);
        expect(newsOf(events, audience)).toEqual(newsOf(withoutObservers(events), audience));
      }),
      { numRuns: 300 },
    );
  });
});

describe('a private line', () => {
  const hasLines = (audience: Audience) => audience.kind === 'lectern' || audience.kind === 'phone';

  test('changes nothing for anybody but who leads and the phone of its room', () => {
    const others = audiences.filter((audience) => !hasLines(audience));
    fc.assert(
      fc.property(walkSteps, fc.constantFrom(...others), (steps, audience) => {
        const events = playWalk(steps);
        const unspoken = events
          .filter(({ type }) => !type.startsWith('line.') && !type.startsWith('lineVoice.'))
          .map((event, index) => ({ ...event, seq: index + 1 }));
        expect(newsOf(events, audience)).toEqual(newsOf(unspoken, audience));
        expect(viewsOf(events, audience).every((view) => view.lines === undefined)).toBe(true);
        expect(viewsOf(events, audience).every((view) => view.lesson.lineVoice === undefined)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('is whole for who leads, and of a phone its own room and no other', () => {
    fc.assert(
      fc.property(walkSteps, (steps) => {
        const events = playWalk(steps);
        const said = new Map<string, (string | null)[]>();
        for (const event of events)
          if (event.type === 'line.said')
            said.set(event.body.roomId, [...(said.get(event.body.roomId) ?? []), event.words ?? null]);
        const wordsIn = (audience: Audience) =>
          Object.entries(viewsOf(events, audience).at(-1)?.lines ?? {}).map(
            ([room, line]) => [room, line.said.map(({ words }) => words)] as const,
          );
        expect(new Map(wordsIn({ kind: 'lectern' }))).toEqual(said);
        const own = [...said].filter(([room]) => room === nth.room(2));
        expect(wordsIn({ kind: 'phone', roomId: nth.room(2) })).toEqual(own);
      }),
      { numRuns: 200 },
    );
  });
});

test('a view holds what its schema names and no connection id', () => {
  fc.assert(
    fc.property(walkSteps, fc.constantFrom(...audiences), (steps, audience) => {
      const view = viewsOf(playWalk(steps), audience).at(-1);
      expect(sessionView.parse(view)).toEqual(view);
      expect(JSON.stringify(view)).not.toContain('connectionId');
    }),
    { numRuns: 100 },
  );
});

test('a screen sees the lecturer, who is on stage, and itself with its helper, not its neighbours', () => {
  fc.assert(
    fc.property(walkSteps, (steps) => {
      const view = viewsOf(playWalk(steps), screen).at(-1);
      const called = new Set<string>(view?.lesson.stage.map((each) => each.seat));
      const own: readonly string[] = [`room:${nth.room(1)}`, `phone:${nth.room(1)}`];
      for (const seat of Object.values(view?.seats ?? {}))
        expect(seat.part === 'lecturer' || own.includes(seat.seat) || called.has(seat.seat)).toBe(true);
      for (const stream of Object.values(view?.streams ?? {}))
        expect(stream.part === 'lecturer' || called.has(stream.seat)).toBe(true);
    }),
    { numRuns: 100 },
  );
});

test('viewers are a number to those who teach, and nobody to everybody', () => {
  fc.assert(
    fc.property(walkSteps, fc.constantFrom(...audiences), (steps, audience) => {
      const view = viewsOf(playWalk(steps), audience).at(-1);
      expect(Object.values(view?.seats ?? {}).some((seat) => seat.part === 'viewer')).toBe(false);
      const told = view?.lesson.viewerCount ?? null;
      expect(told === null).toBe(!['lectern', 'console', 'observer', 'member'].includes(audience.kind));
    }),
    { numRuns: 200 },
  );
});

test('the count of the leading class is told to those who teach, and to no listening room', () => {
  const lectureRoom = { roomId: nth.room(9), schoolId: nth.school(0), classId: null, expectedCount: 30 };
  const count = { presentCount: 28, expectedCount: 30, source: 'console' as const };
  const events = logOf(nth.session(1), [
    [0, { type: 'session.opened', body: { plan: planOf([1, 2], { lectureRoom }) } }],
    [1, { type: 'headCount.set', body: { roomId: nth.room(9), ...count } }],
  ]);
  for (const audience of audiences) {
    const told = viewsOf(events, audience).map((view) => view.lesson.leadingCount?.presentCount);
    const concerned = ['lectern', 'console', 'observer', 'member'].includes(audience.kind);
    expect(told, audience.kind).toEqual([undefined, concerned ? 28 : undefined]);
  }
});

test('who cannot decode is told to those who teach, once a seat, viewers as a number; gone with the connection', () => {
  fc.assert(
    fc.property(walkSteps, fc.constantFrom(...audiences), (steps, audience) => {
      const events = playWalk(steps);
      const { misfits } = viewsOf(events, audience).at(-1)?.lesson ?? {};
      if (!['lectern', 'console', 'observer', 'member'].includes(audience.kind))
        expect(misfits).toBeUndefined();
      const seats = misfits?.seats.map((each) => each.seat) ?? [];
      expect(new Set(seats).size).toBe(seats.length);
      const gone = new Set<unknown>();
      const missed = new Map<unknown, string>();
      const seatOf = new Map<unknown, string>();
      for (const { type, body } of events) {
        if (type === 'presence.joined') seatOf.set(body.connectionId, body.seat);
        if (type === 'codec.missed') missed.set(body.connectionId, seatOf.get(body.connectionId) ?? '');
        if (type === 'presence.lost' || type === 'presence.left') gone.add(body.connectionId);
      }
      const still = [...missed].filter(([connection]) => !gone.has(connection)).map(([, seat]) => seat);
      for (const seat of seats) {
        expect(still).toContain(seat);
        expect(seat.startsWith('viewer:')).toBe(false);
        if (audience.kind !== 'observer') expect(seat.startsWith('observer:')).toBe(false);
      }
    }),
    { numRuns: 300 },
  );
});

describe('a room that cannot decode the pictures', () => {
  const opened: SessionFact = { type: 'session.opened', body: { plan: planOf([1, 2]) } };
  const joins = (n: number, seat: SeatKey, part: SeatPart): SessionFact => ({
    type: 'presence.joined',
    body: { connectionId: nth.connection(n), seat, part, deviceId: null },
  });
  const misses = (n: number, voiceOnly = false): SessionFact => ({
    type: 'codec.missed',
    body: { connectionId: nth.connection(n), voiceOnly },
  });
  const roomSeat = seatOfRoom(nth.room(1));
  const viewerSeat = (n: number) => seatOfViewer(viewerId.parse(nthId(950_000 + n)));
  const misfitsAfter = (facts: readonly SessionFact[], audience: Audience = { kind: 'console' }) => {
    const events = logOf(
      nth.session(1),
      [opened, ...facts].map((fact) => [0, fact] as const),
    );
    return viewsOf(events, audience).at(-1)?.lesson.misfits;
  };

  test('is named, also for what helps it no more, and forgotten with its connection', () => {
    const here = [joins(1, roomSeat, 'room'), joins(2, roomSeat, 'room')];
    expect(misfitsAfter(here)).toBeUndefined();
    const helped = { seats: [{ seat: roomSeat, voiceOnly: false }], viewerCount: 0 };
    expect(misfitsAfter([...here, misses(1)])).toEqual(helped);
    const worse = { seats: [{ seat: roomSeat, voiceOnly: true }], viewerCount: 0 };
    expect(misfitsAfter([...here, misses(1), misses(2, true)])).toEqual(worse);
    expect(misfitsAfter([...here, misses(1)], screen)).toBeUndefined();
    const left: SessionFact = {
      type: 'presence.left',
      body: { connectionId: nth.connection(1), reason: 'closed' },
    };
    expect(misfitsAfter([...here, misses(1), left])).toBeUndefined();
  });

  test('viewers are a number, those whom nothing helps are not in it', () => {
    const viewers = [1, 2, 3].map((n) => joins(n, viewerSeat(n), 'viewer'));
    expect(misfitsAfter([...viewers, misses(1), misses(2), misses(3, true)])).toEqual({
      seats: [],
      viewerCount: 2,
    });
  });
});

describe('a room on stage', () => {
  const connected = (n: number, seat: SeatKey, part: SeatPart): SessionFact[] => [
    {
      type: 'presence.joined',
      body: { connectionId: nth.connection(n), seat, part, deviceId: null },
    },
    { type: 'media.connected', body: { connectionId: nth.connection(n) } },
  ];
  const misses = (n: number, voiceOnly = false): SessionFact => ({
    type: 'codec.missed',
    body: { connectionId: nth.connection(n), voiceOnly },
  });
  const [one, two] = [seatOfRoom(nth.room(1)), seatOfRoom(nth.room(2))];
  const called: SessionFact = { type: 'stage.called', body: { seat: one } };
  const wanted = (facts: readonly SessionFact[], audience: Audience = screen) => {
    const opened: SessionFact = { type: 'session.opened', body: { plan: planOf([1, 2]) } };
    const all = [opened, ...connected(1, one, 'room'), ...connected(2, two, 'room'), ...facts];
    const events = logOf(
      nth.session(1),
      all.map((fact) => [0, fact] as const),
    );
    return viewsOf(events, audience).at(-1)?.lesson.compatibleWanted;
  };

  test('sends no second picture while nobody sees it for that', () => {
    expect(wanted([called])).toBeUndefined();
    expect(wanted([misses(2)])).toBeUndefined();
    expect(wanted([called, misses(1)])).toBeUndefined();
    expect(wanted([called, misses(2, true)])).toBeUndefined();
    expect(wanted([called, misses(2)], { kind: 'screen', roomId: nth.room(2) })).toBeUndefined();
    const observer = connected(3, seatOfObserver(nth.person(9)), 'observer');
    expect(wanted([called, ...observer, misses(3)])).toBeUndefined();
  });

  test('sends one for another room and for viewers who cannot decode the first', () => {
    expect(wanted([called, misses(2)])).toBe(true);
    const viewer = connected(3, seatOfViewer(viewerId.parse(nthId(950_001))), 'viewer');
    expect(wanted([called, ...viewer, misses(3)])).toBe(true);
  });
});

test('whoever can no longer be heard has left the stage', () => {
  fc.assert(
    fc.property(walkSteps, (steps) => {
      let state = emptySession(nth.session(1));
      for (const event of playWalk(steps)) {
        const whose = 'connectionId' in event.body ? state.connections[event.body.connectionId]?.seat : null;
        state = evolve(state, event);
        const presence = whose ? state.seats[whose]?.presence : undefined;
        if (presence !== undefined && !(presence.state === 'connected' && presence.media))
          expect(state.stage.map((each) => each.seat)).not.toContain(whose);
        if (event.type === 'media.failed' || event.type === 'session.ended') expect(state.stage).toEqual([]);
      }
    }),
    { numRuns: 300 },
  );
});
