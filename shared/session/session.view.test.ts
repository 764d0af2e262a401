import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nth } from '../../test/support/session-log.ts';
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

test('a screen sees the lecturer and itself, not its neighbours', () => {
  fc.assert(
    fc.property(walkSteps, (steps) => {
      const view = viewsOf(playWalk(steps), screen).at(-1);
      for (const seat of Object.values(view?.seats ?? {}))
        expect(seat.part === 'lecturer' || seat.seat === `room:${nth.room(1)}`).toBe(true);
      for (const stream of Object.values(view?.streams ?? {})) expect(stream.part).toBe('lecturer');
    }),
    { numRuns: 100 },
  );
});
