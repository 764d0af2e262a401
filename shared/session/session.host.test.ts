import { expect, test } from 'vitest';
import { fact, type LogLine, logOf, nth, planOf } from '../../test/support/session-log.ts';
import type { StreamSource } from '../media.ts';
import { type Audience, viewOf } from './session.audience.ts';
import { type SessionFact, seatOfHost, seatOfPerson } from './session.events.ts';
import { evolve } from './session.fold.ts';
import { applyMessage, messagesBetween } from './session.news.ts';
import { lessonOf, maySend, policyOf } from './session.policy.ts';
import { leadingStreams } from './session.sight.ts';
import { emptySession, type SessionState, type Stream } from './session.state.ts';
import type { SessionView, StreamView } from './session.view.ts';

const audiences: readonly Audience[] = [
  { kind: 'lectern' },
  { kind: 'console' },
  { kind: 'observer' },
  { kind: 'member' },
  { kind: 'watch' },
  { kind: 'screen', roomId: nth.room(1) },
  { kind: 'phone', roomId: nth.room(2) },
];
const joined = (connection: number, seat: ReturnType<typeof seatOfHost>, part: 'lecturer' | 'host') =>
  ({
    type: 'presence.joined',
    body: { connectionId: nth.connection(connection), seat, part, deviceId: null },
  }) satisfies SessionFact;
const hostSeat = seatOfHost(nth.room(9));
const lecturerSeat = seatOfPerson(nth.person(1));
const begin: readonly LogLine[] = [
  [0, fact.opened(planOf([1, 2]))],
  [0, joined(1, lecturerSeat, 'lecturer')],
  [0, fact.started()],
  [1, joined(2, hostSeat, 'host')],
  [1, fact.published(2, 1, 'camera')],
  [1, fact.published(2, 2, 'voice')],
];
const states = (lines: readonly LogLine[]): SessionState[] => {
  let state = emptySession(nth.session(1));
  return logOf(nth.session(1), lines).map((event) => {
    state = evolve(state, event);
    return state;
  });
};
const last = (lines: readonly LogLine[]): SessionState =>
  states(lines).at(-1) ?? emptySession(nth.session(1));
const sent = (view: SessionView) =>
  Object.values<StreamView>(view.streams)
    .map(({ streamId, source, part, seat }) => [streamId, source, part, seat])
    .sort();

test('what equipment of the lecture room sends is the lecturer’s to everybody, and it is itself seen by nobody', () => {
  const state = last(begin);
  for (const audience of audiences) {
    const view = viewOf(state, audience);
    expect(sent(view), audience.kind).toEqual([
      [nth.stream(1), 'camera', 'lecturer', lecturerSeat],
      [nth.stream(2), 'voice', 'lecturer', lecturerSeat],
    ]);
    expect(Object.keys(view.seats), audience.kind).not.toContain(hostSeat);
  }
});

test('a source that the lecturer’s own client sends is the lecturer’s alone, until it ends', () => {
  const more: LogLine[] = [...begin, [2, fact.published(1, 3, 'camera')]];
  const bySource = (state: SessionState): [StreamSource, string][] =>
    leadingStreams(state).map(({ source, streamId }: Stream) => [source, streamId]);
  expect(bySource(last(more)).sort()).toEqual([
    ['camera', nth.stream(3)],
    ['voice', nth.stream(2)],
  ]);
  for (const audience of audiences)
    expect(Object.keys(viewOf(last(more), audience).streams).sort(), audience.kind).toEqual([
      nth.stream(2),
      nth.stream(3),
    ]);
  expect(bySource(last([...more, [3, fact.closed(3)]])).sort()).toEqual(bySource(last(begin)).sort());
});

test('news bring every view to what a snapshot shows, also when somebody else leads', () => {
  const handed: SessionFact = { type: 'session.started', body: { lecturerId: nth.person(3) } };
  const lines: LogLine[] = [
    ...begin,
    [2, fact.published(1, 3, 'voice')],
    [3, fact.closed(3)],
    [4, handed],
    [5, fact.left(2)],
  ];
  for (const audience of audiences) {
    const views = states(lines).map((state) => viewOf(state, audience));
    for (const [index, view] of views.entries()) {
      const before = views[index - 1];
      if (before === undefined) continue;
      expect(messagesBetween(before, view).reduce(applyMessage, before), `${audience.kind} ${index}`).toEqual(
        view,
      );
    }
  }
});

test('it counts as nobody, and speaks neither before the start nor over a private line', () => {
  const state = last(begin);
  const sitting = { seat: hostSeat, part: 'host' } as const;
  expect(policyOf({ kind: 'delivery', mode: 'interactive' }).parts.host?.countedAs).toBe('nobody');
  const lesson = lessonOf(state);
  expect(maySend(lesson, sitting)).toEqual(['camera', 'content', 'voice']);
  expect(maySend({ ...lesson, phase: { state: 'waiting' } }, sitting)).toEqual(['camera', 'content']);
  expect(maySend({ ...lesson, lineVoice: { state: 'open' } }, sitting)).toEqual(['camera', 'content']);
});
