import { expect, test } from 'vitest';
import { recordingId } from '../../shared/kernel/ids.ts';
import { type SessionFact, seatOfRoom } from '../../shared/session/session.events.ts';
import type { PlayingNow } from '../../shared/session/session.playing.ts';
import { fact, logOf, nth, nthId, PLANNED_START_MS, planOf } from '../../test/support/session-log.ts';
import { attendanceOf } from './attendance.rules.ts';

const MINUTE_MS = 60_000;
const at = (minute: number): number => PLANNED_START_MS + minute * MINUTE_MS;
const plays = recordingId.parse(nthId(990_001));
const told = (now: PlayingNow, minute: number, by = 1): SessionFact => ({
  type: 'playing.told',
  body: {
    ...{ connectionId: nth.connection(by), roomId: nth.room(1), recordingId: plays, now },
    positionMs: minute * MINUTE_MS,
  },
});

test('minutes of a recorded lesson are those in which it really played, pauses and cuts left out', () => {
  const events = logOf(nth.session(1), [
    [-9, fact.opened(planOf([1, 2], { mode: 'recorded', plays }))],
    [-9, fact.joined(1, 1)],
    [-8, fact.joined(2, 2)],
    [0, fact.started()],
    [0, told('playing', 0)],
    [10, told('paused', 10)],
    [13, told('playing', 10)],
    [20, fact.lost(1)],
    [24, fact.joined(3, 1)],
    [25, told('playing', 17, 3)],
    [40, fact.ended()],
  ]);
  const fold = attendanceOf(events, at(60));
  expect(fold.lessonMs).toBe(40 * MINUTE_MS);
  const of = (room: number) => fold.seats.get(seatOfRoom(nth.room(room)));
  expect(of(1)?.connectedMs).toBe((10 + 7 + 15) * MINUTE_MS);
  // Who sat there and played nothing was there, and had nothing.
  expect(of(2)).toMatchObject({ connectedMs: 0, stays: [{ fromMs: at(0), toMs: at(40) }] });
});
