import { expect, test } from 'vitest';
import { MINUTE_MS } from '../../shared/kernel/time.ts';
import { seatOfRoom } from '../../shared/session/session.events.ts';
import { fact, type LogLine, logOf, nth, PLANNED_START_MS, planOf } from '../../test/support/session-log.ts';
import { attendanceOf } from './attendance.rules.ts';

const at = (minute: number): number => PLANNED_START_MS + minute * MINUTE_MS;
const minutes = (ms: number): number => ms / MINUTE_MS;
const fold = (lines: readonly LogLine[], nowMinute: number) =>
  attendanceOf(logOf(nth.session(1), lines), at(nowMinute));

/** A seat as readable numbers: minutes, and how each stay ended. */
function room(lines: readonly LogLine[], nowMinute = 60, number = 1) {
  const found = fold(lines, nowMinute).seats.get(seatOfRoom(nth.room(number)));
  if (found === undefined) return null;
  return {
    stays: found.stays.map((each) => {
      const how = each.ending.kind === 'lost' ? each.ending.cause : each.ending.kind;
      return [minutes(each.fromMs - at(0)), minutes(each.toMs - at(0)), how];
    }),
    connected: minutes(found.connectedMs),
    camera: minutes(found.cameraMs),
  };
}

const opened: LogLine = [-10, fact.opened(planOf([1, 2]))];

test('a room that joins before the start and stays is counted from start to end', () => {
  const lines: LogLine[] = [
    opened,
    [-8, fact.joined(1, 1)],
    [-8, fact.mediaOn(1)],
    [-7, fact.published(1, 1)],
    [2, fact.started()],
    [42, fact.ended()],
    [43, fact.left(1)],
  ];
  expect(room(lines)).toEqual({ stays: [[2, 42, 'lesson-over']], connected: 40, camera: 40 });
  expect(fold(lines, 60)).toMatchObject({ lessonMs: 40 * MINUTE_MS, startedAtMs: at(2), endedAtMs: at(42) });
  expect(fold(lines, 60).seats.get(seatOfRoom(nth.room(1)))?.firstConnectedAtMs).toBe(at(-8));
});

test('a loss dated back to before what it ends counts nothing and never less than nothing', () => {
  const lines: LogLine[] = [
    opened,
    [0, fact.started()],
    [10, fact.joined(1, 1)],
    [11, fact.mediaOn(1)],
    [12, fact.published(1, 1)],
    [5, fact.lost(1), 8],
    [40, fact.ended()],
  ];
  expect(room(lines)).toEqual({ stays: [], connected: 0, camera: 0 });
});

test('a loss dated back cuts media that was reported after it', () => {
  const lines: LogLine[] = [
    opened,
    [0, fact.started()],
    [0, fact.joined(1, 1)],
    [0, fact.mediaOn(1)],
    [20, fact.mediaOff(1)],
    [15, fact.lost(1), 6],
    [40, fact.ended()],
  ];
  expect(room(lines)).toEqual({ stays: [[0, 15, 'timeout']], connected: 15, camera: 0 });
});

test('a server restart leaves one seat with a gap of its true length', () => {
  const lines: LogLine[] = [
    opened,
    [0, fact.started()],
    [0, fact.joined(1, 1)],
    [0, fact.mediaOn(1)],
    [10, fact.lost(1, 'server-restart'), 3],
    [13, fact.mediaFailed()],
    [13.5, fact.joined(2, 1)],
    [13.5, fact.mediaOn(2)],
    [40, fact.ended()],
  ];
  const seen = room(lines);
  expect(seen?.stays).toEqual([
    [0, 10, 'server-restart'],
    [13.5, 40, 'lesson-over'],
  ]);
  expect(seen?.connected).toBe(36.5);
  expect([...fold(lines, 60).seats.keys()]).toEqual([seatOfRoom(nth.room(1))]);
});

test('two tabs are one presence, and a stay ends as the tab that stayed longest', () => {
  const tabs = (first: number, second: number): LogLine[] => [
    opened,
    [0, fact.started()],
    [1, fact.joined(first, 1)],
    [1, fact.mediaOn(first)],
    [5, fact.joined(second, 1)],
    [5, fact.mediaOn(second)],
    [20, fact.left(1)],
    [30, fact.lost(2, 'transport')],
    [40, fact.ended()],
  ];
  expect(room(tabs(1, 2))).toEqual({ stays: [[1, 30, 'transport']], connected: 29, camera: 0 });
  expect(room(tabs(2, 1))).toEqual({ stays: [[1, 30, 'transport']], connected: 29, camera: 0 });
});

test('a connection that replaces another at the same moment goes on with the stay', () => {
  const lines: LogLine[] = [
    opened,
    [0, fact.started()],
    [1, fact.joined(1, 1)],
    [9, fact.left(1, 'replaced')],
    [9, fact.joined(2, 1)],
    [40, fact.ended()],
  ];
  expect(room(lines)?.stays).toEqual([[1, 40, 'lesson-over']]);
});

test('the camera counts only while media is connected, and the media failing ends both', () => {
  const lines: LogLine[] = [
    opened,
    [0, fact.started()],
    [0, fact.joined(1, 1)],
    [5, fact.published(1, 1)],
    [5, fact.published(1, 2, 'voice')],
    [10, fact.mediaOn(1)],
    [20, fact.mediaFailed()],
    [22, fact.mediaOn(1)],
    [40, fact.ended()],
  ];
  expect(room(lines)).toMatchObject({ connected: 28, camera: 10 });
});

test('the pause between an end and its reopening is no lesson', () => {
  const lines: LogLine[] = [
    opened,
    [0, fact.joined(1, 1)],
    [0, fact.mediaOn(1)],
    [0, fact.started()],
    [20, fact.ended()],
    [30, fact.reopened()],
    [32, fact.mediaOn(1)],
    [50, fact.ended()],
  ];
  expect(fold(lines, 60).lessonMs).toBe(40 * MINUTE_MS);
  expect(room(lines)).toMatchObject({ connected: 38 });
  expect(room(lines.slice(0, 7), 35)?.stays).toEqual([
    [0, 20, 'lesson-over'],
    [30, 35, 'still-there'],
  ]);
});

test('an end dated back to when the lecturer was last there takes the rest away', () => {
  const lines: LogLine[] = [
    opened,
    [0, fact.started()],
    [0, fact.joined(1, 1)],
    [0, fact.mediaOn(1)],
    [25, fact.ended(), 10],
  ];
  expect(room(lines)).toEqual({ stays: [[0, 25, 'lesson-over']], connected: 25, camera: 0 });
});

test('a lesson that ended without a start was not held', () => {
  const folded = fold([opened, [0, fact.joined(1, 1)], [45, fact.ended()]], 60);
  expect(folded).toMatchObject({ phase: 'ended', lessonMs: 0, startedAtMs: null });
});

test('the last head-count counts, also one that comes after the end', () => {
  const lines: LogLine[] = [opened, [1, fact.counted(1, 18)], [40, fact.ended()], [50, fact.counted(1, 0)]];
  expect(fold(lines, 60).headCounts.get(nth.room(1))).toMatchObject({ presentCount: 0, setAtMs: at(50) });
});

test('events about unknown connections and streams change nothing', () => {
  const lines: LogLine[] = [
    [0, fact.started()],
    [1, fact.lost(9)],
    [1, fact.mediaOn(9)],
    [1, fact.published(9, 9)],
    [1, fact.closed(9)],
    [2, fact.left(9)],
  ];
  expect(fold(lines, 5).seats.size).toBe(0);
  expect(attendanceOf([], at(0))).toMatchObject({ seq: 0, phase: 'unopened', lessonMs: 0, plan: null });
});
