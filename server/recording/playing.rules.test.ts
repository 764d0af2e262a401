import { describe, expect, test } from 'vitest';
import { recordingId } from '../../shared/kernel/ids.ts';
import type { SessionFact } from '../../shared/session/session.events.ts';
import type { PlayingNow } from '../../shared/session/session.playing.ts';
import { placeOfPlaying } from '../../shared/session/session.playing.ts';
import { type LogLine, nth, nthId, PLANNED_START_MS, planOf } from '../../test/support/session-log.ts';
import { say, told } from '../../test/support/session-told.ts';
import { forgotten } from '../session/session.forgotten.rules.ts';
import { end, reopen, start } from '../session/session.rules.ts';
import { tell, wish } from './playing.rules.ts';

const MINUTE_MS = 60_000;
const at = (minute: number): number => PLANNED_START_MS + minute * MINUTE_MS;
const plays = recordingId.parse(nthId(990_001));
const plan = planOf([1, 2], { mode: 'recorded', plays });
const opened: SessionFact = { type: 'session.opened', body: { plan } };
/** Room 1 by connection 1, room 2 by connection 2. */
const plays1 = (now: PlayingNow, minute: number, room = 1, by = room): SessionFact => ({
  type: 'playing.told',
  body: {
    connectionId: nth.connection(by),
    roomId: nth.room(room),
    recordingId: plays,
    now,
    positionMs: minute * MINUTE_MS,
  },
});
const word = (now: PlayingNow, minute: number, room = 1) => ({
  ...{ connectionId: nth.connection(room), roomId: nth.room(room), now },
  positionMs: minute * MINUTE_MS,
});
const here: readonly LogLine[] = [
  [-9, opened],
  [-9, say.roomJoins(1, 1)],
  [-8, say.roomJoins(2, 2)],
];
const playing: readonly LogLine[] = [...here, [0, say.started()], [0, plays1('playing', 0)]];
const typesOf = (decision: ReturnType<typeof tell>) =>
  decision.ok ? decision.value.map(({ type }) => type) : decision.error.code;

describe('a word of a screen is refused', () => {
  test('before the lesson is open, before its time and after its end', () => {
    expect(tell(told(), word('playing', 0), at(0))).toMatchObject({ error: { code: 'LESSON_NOT_LIVE' } });
    expect(tell(told(...here), word('playing', 0), at(0) - 1)).toMatchObject({
      error: { code: 'LESSON_NOT_LIVE', params: { opensAtMs: at(0) } },
    });
    const over = told(...playing, [9, say.ended()]);
    expect(tell(over, word('playing', 9), at(10))).toMatchObject({ error: { code: 'LESSON_ENDED' } });
  });

  test('in a lesson that somebody teaches, and from a screen that does not sit there', () => {
    const taught = told([-9, say.opened()], [-9, say.roomJoins(1)], [0, say.started()]);
    expect(tell(taught, word('playing', 0), at(1))).toMatchObject({ error: { code: 'INVALID_STATE' } });
    expect(tell(told(...playing), word('playing', 1, 7), at(1))).toMatchObject({
      error: { code: 'NOT_FOUND' },
    });
  });
});

test('nobody starts it but the first screen that really plays', () => {
  const waiting = told(...here);
  expect(start(waiting, { personId: nth.person(1), plan }, at(0))).toMatchObject({
    error: { code: 'FORBIDDEN' },
  });
  expect(typesOf(tell(waiting, word('waiting', 0), at(0)))).toEqual([]);
  expect(typesOf(tell(waiting, word('playing', 0), at(0)))).toEqual(['session.started', 'playing.told']);
  expect(typesOf(tell(told(...playing), word('playing', 0, 2), at(3)))).toEqual(['playing.told']);
});

test('what is known already is not written again, what jumps is', () => {
  const now = told(...playing);
  expect(typesOf(tell(now, word('playing', 5), at(5)))).toEqual([]);
  expect(typesOf(tell(now, word('playing', 4.5), at(5)))).toEqual(['playing.told']);
  expect(typesOf(tell(now, word('paused', 5), at(5)))).toEqual(['playing.told']);
});

test('a cut leaves the place where the screen was last heard, and the next screen takes it up', () => {
  const cut = told(...playing, [12, say.lost(1)]);
  const own = cut.playings[nth.room(1)];
  expect(own).toMatchObject({ now: 'waiting', positionMs: 12 * MINUTE_MS, connectionId: null });
  // The cut takes no time of the recording.
  expect(own && placeOfPlaying(own, at(30))).toBe(12 * MINUTE_MS);
  const back = told(...playing, [12, say.lost(1)], [15, say.roomJoins(3, 1)]);
  const again = { ...word('playing', 12), connectionId: nth.connection(3) };
  expect(typesOf(tell(back, again, at(15)))).toEqual(['playing.told']);
});

test('the last room that has played to its end ends the lesson', () => {
  const both: readonly LogLine[] = [...playing, [1, plays1('playing', 0, 2)]];
  expect(typesOf(tell(told(...both), word('finished', 38), at(38)))).toEqual(['playing.told']);
  const one = told(...both, [38, plays1('finished', 38)]);
  expect(typesOf(tell(one, word('finished', 38, 2), at(39)))).toEqual(['playing.told', 'session.ended']);
});

describe('it ends by itself', () => {
  test('never while its time lasts, though no lecturer is there', () => {
    expect(forgotten(told(...playing), at(39))).toBeNull();
    expect(forgotten(told(...playing, [5, plays1('paused', 5)]), at(39))).toBeNull();
  });

  test('when its time is over and nobody plays, as of when somebody last did', () => {
    const paused = told(...playing, [35, plays1('paused', 35)]);
    expect(forgotten(paused, at(40) - 1)).toBeNull();
    expect(forgotten(paused, at(41))).toEqual({ reason: 'played', occurredAtMs: at(35) });
  });

  test('five minutes past the bell although a room that began late still plays', () => {
    const late = told(...here, [8, say.started()], [8, plays1('playing', 0)]);
    expect(forgotten(late, at(45) - 1)).toBeNull();
    expect(forgotten(late, at(45))).toEqual({ reason: 'played', occurredAtMs: at(45) });
  });

  test('when nobody ever came to play it', () => {
    expect(forgotten(told(...here), at(50))).toMatchObject({ reason: 'never-started' });
  });
});

test('a wish is counted, for a room of the lesson and while it runs', () => {
  const now = told(...playing);
  expect(wish(told(...here), { roomId: nth.room(1), wish: 'pause' }, at(0))).toMatchObject({
    error: { code: 'LESSON_NOT_LIVE' },
  });
  expect(wish(now, { roomId: nth.room(9), wish: 'pause' }, at(1))).toMatchObject({
    error: { code: 'NOT_FOUND' },
  });
  expect(wish(now, { roomId: nth.room(1), wish: 'pause' }, at(1))).toMatchObject({ ok: true });
  const wished = told(
    ...playing,
    [3, { type: 'playing.wished', body: { roomId: nth.room(1), wish: 'back' } }],
    [4, { type: 'playing.wished', body: { roomId: nth.room(1), wish: 'back' } }],
  );
  expect(wished.playings[nth.room(1)]).toMatchObject({ now: 'playing', wish: 'back', wishCount: 2 });
});

test('an administrator may end it and take that back; it is over again with its recording', () => {
  const by = { personId: null, byRole: true };
  expect(end(told(...playing), by, at(5))).toMatchObject({ ok: true });
  const over = told(
    ...playing,
    [30, plays1('finished', 30)],
    [30, plays1('finished', 30, 2)],
    [31, say.ended()],
  );
  expect(reopen(over, by, at(32))).toMatchObject({ ok: true });
  const again = told(
    ...playing,
    [30, plays1('finished', 30)],
    [30, plays1('finished', 30, 2)],
    [31, say.ended()],
    [32, say.reopened()],
  );
  expect(forgotten(again, at(33))).toEqual({ reason: 'played', occurredAtMs: at(30) });
});
