import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { logOf, nth, planOf } from '../../test/support/session-log.ts';
import { playWalk, walkSteps } from '../../test/support/session-walk.ts';
import type { SessionEvent } from './session.events.ts';
import { evolve } from './session.fold.ts';
import { emptySession } from './session.state.ts';
import {
  type Audience,
  applyMessage,
  messagesBetween,
  type SessionView,
  sessionView,
  type ViewMessage,
  viewMessage,
  viewOf,
} from './session.view.ts';

const screen: Audience = { kind: 'screen', roomId: nth.room(1) };
const audiences: readonly Audience[] = [
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
      expect(told === null).toBe(!['console', 'observer', 'member'].includes(audience.kind));
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
    const concerned = ['console', 'observer', 'member'].includes(audience.kind);
    expect(told, audience.kind).toEqual([undefined, concerned ? 28 : undefined]);
  }
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
