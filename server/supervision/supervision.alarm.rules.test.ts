import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { MINUTE_MS } from '../../shared/kernel/time.ts';
import { alarmRule, defaultAlarmThresholds } from '../../shared/supervision.ts';
import { lessonEntry } from '../../test/support/session-house.ts';
import { changesOf, troublesOf } from './supervision.alarm.rules.ts';
import type { LessonNow, RoomNow } from './supervision.types.ts';

const entry = lessonEntry([1, 2]);
const startMs = entry.fields.plannedStartAtMs;
const endMs = startMs + entry.fields.durationMinutes * MINUTE_MS;
const at = (minutes: number) => startMs + minutes * MINUTE_MS;
const [first, second] = entry.fields.rooms.map((room) => room.roomId);
if (first === undefined || second === undefined) throw new Error('the lesson has two rooms');

const here = { state: 'here', sinceMs: at(-5), quality: 'good' } as const;
const room = (roomId: RoomNow['roomId'], changes: Partial<RoomNow> = {}): RoomNow => ({
  ...{ roomId, removed: false, ladder: null, ...here },
  ...changes,
});
const live = (...rooms: readonly RoomNow[]): LessonNow => ({
  ...{ entry, phase: 'live', startedAtMs: startMs, endedAtMs: null, lecturerHere: true, rooms },
});
const planned: LessonNow = { ...live(), phase: 'planned', startedAtMs: null };
const troubles = (lesson: LessonNow, nowMs: number) => troublesOf(lesson, defaultAlarmThresholds, nowMs);

describe('a lesson that does not begin', () => {
  test.each([
    ['before its time', -1, []],
    ['within five minutes', 4.99, []],
    ['after five minutes', 5, [{ rule: 'notStarted', roomId: null, fromMs: startMs }]],
    ['when its time is over', 40, []],
  ])('%s', (_when, minutes, expected) => {
    expect(troubles(planned, at(minutes))).toEqual(expected);
    expect(troubles({ ...planned, phase: 'waiting' }, at(minutes))).toEqual(expected);
  });

  it('is none when it was cancelled or is over', () => {
    const cancelled = { ...entry, fields: { ...entry.fields, cancelled: { reason: 'holiday' } } };
    expect(troubles({ ...planned, entry: cancelled }, at(10))).toEqual([]);
    expect(troubles({ ...planned, phase: 'ended' }, at(10))).toEqual([]);
    expect(troubles({ ...planned, phase: 'cancelled' }, at(10))).toEqual([]);
  });
});

describe('a room of a running lesson', () => {
  const absent = { state: 'absent', sinceMs: null } as const;
  test.each<[string, Partial<RoomNow>, number, number | null]>([
    ['that has not come yet has five minutes', absent, 4.9, null],
    ['that has not come is offline since the start', absent, 5, 0],
    ['lost for a moment', { state: 'lost', sinceMs: at(10) }, 11.9, null],
    ['lost for two minutes is offline since then', { state: 'lost', sinceMs: at(10) }, 12, 10],
    ['that closed its page is as far away', { state: 'left', sinceMs: at(10) }, 12, 10],
    [
      'that went before the start has as long as one that never came',
      { state: 'lost', sinceMs: at(-3) },
      4.9,
      null,
    ],
    ['that went before the start and stays away', { state: 'lost', sinceMs: at(-3) }, 5, 0],
    ['that was shown out is nobody’s alarm', { state: 'left', sinceMs: at(10), removed: true }, 30, null],
    ['that is there', {}, 30, null],
  ])('%s', (_what, changes, minutes, since) => {
    expect(troubles(live(room(first, changes), room(second)), at(minutes))).toEqual(
      since === null ? [] : [{ rule: 'roomOffline', roomId: first, fromMs: at(since) }],
    );
  });

  it('counts from a late start, not from the plan', () => {
    const late = { ...live(room(first, absent)), startedAtMs: at(8) };
    expect(troubles(late, at(12))).toEqual([]);
    expect(troubles(late, at(13))).toEqual([{ rule: 'roomOffline', roomId: first, fromMs: at(8) }]);
  });

  it('counts from the plan when the lesson began early', () => {
    const early = { ...live(room(first, absent)), startedAtMs: at(-6) };
    expect(troubles(early, at(4))).toEqual([]);
    expect(troubles(early, at(5))).toEqual([{ rule: 'roomOffline', roomId: first, fromMs: startMs }]);
  });

  it('is told of after three bad minutes, and never while nothing is known of it', () => {
    const bad = live(room(first, { quality: { badSinceMs: at(10) } }), room(second, { quality: 'unknown' }));
    expect(troubles(bad, at(12.9))).toEqual([]);
    expect(troubles(bad, at(13))).toEqual([{ rule: 'qualityBad', roomId: first, fromMs: at(10) }]);
  });
});

describe('what begins and what ends', () => {
  const judged = (nowMs: number) => ({ thresholds: defaultAlarmThresholds, nowMs });
  const offline = { rule: 'roomOffline', roomId: first, fromMs: at(10) } as const;
  const gone = room(first, { state: 'lost', sinceMs: at(10) });

  it('begins once: what is open is not begun again, also when it is dated otherwise', () => {
    expect(changesOf([], live(gone), judged(at(12))).begin).toEqual([offline]);
    expect(changesOf([offline], live(gone), judged(at(13)))).toEqual({ begin: [], end: [] });
    expect(changesOf([{ ...offline, fromMs: at(3) }], live(gone), judged(at(13)))).toEqual({
      begin: [],
      end: [],
    });
  });

  it('ends at the moment that ended it', () => {
    const back = room(first, { sinceMs: at(14) });
    expect(changesOf([offline], live(back), judged(at(14.1))).end).toEqual([
      { alarm: offline, toMs: at(14) },
    ]);
    const late = { rule: 'notStarted', roomId: null, fromMs: startMs } as const;
    const begun = { ...live(room(first)), startedAtMs: at(7) };
    expect(changesOf([late], begun, judged(at(7.1))).end).toEqual([{ alarm: late, toMs: at(7) }]);
    expect(changesOf([late], planned, judged(at(41))).end).toEqual([{ alarm: late, toMs: endMs }]);
  });

  it('ends with its lesson, and with a lesson that is not there any more', () => {
    const over = { ...live(gone), phase: 'ended', endedAtMs: at(20) } as const;
    expect(changesOf([offline], over, judged(at(21))).end).toEqual([{ alarm: offline, toMs: at(20) }]);
    expect(changesOf([offline], null, judged(at(21))).end).toEqual([{ alarm: offline, toMs: at(21) }]);
  });

  it('leaves what this server cannot judge as it is', () => {
    const weak = { rule: 'qualityBad', roomId: first, fromMs: at(10) } as const;
    const unknown = live(room(first, { quality: 'unknown' }));
    expect(changesOf([weak], unknown, judged(at(20)))).toEqual({ begin: [], end: [] });
    expect(changesOf([weak], live(room(first)), judged(at(20))).end).toEqual([{ alarm: weak, toMs: at(20) }]);
    // Whoever is away receives nothing, well or badly.
    expect(changesOf([weak], live(gone), judged(at(11))).end).toEqual([{ alarm: weak, toMs: at(10) }]);
  });

  it('never has an alarm both begin and end, end before it began, or stand twice', () => {
    const state = fc.constantFrom<RoomNow['state']>('here', 'lost', 'left', 'absent');
    const minutes = fc.integer({ min: -20, max: 60 });
    const quality = fc.oneof(
      fc.constantFrom<RoomNow['quality']>('good', 'unknown'),
      minutes.map((each) => ({ badSinceMs: at(each) })),
    );
    const phase = fc.constantFrom<LessonNow['phase']>('planned', 'waiting', 'live', 'ended');
    const opened = fc.record({
      rule: fc.constantFrom(...alarmRule.options),
      roomId: fc.constantFrom(first, null),
      fromMs: minutes.map(at),
    });
    fc.assert(
      fc.property(
        fc.record({ state, since: minutes, quality, phase, started: minutes, now: minutes }),
        fc.uniqueArray(opened, { selector: ({ rule, roomId }) => `${rule} ${roomId}` }),
        ({ state, since, quality, phase, started, now }, open) => {
          const lesson = {
            ...live(room(first, { state, sinceMs: state === 'absent' ? null : at(since), quality })),
            ...{
              phase,
              startedAtMs: phase === 'live' ? at(started) : null,
              endedAtMs: phase === 'ended' ? at(now) : null,
            },
          };
          const { begin, end } = changesOf(open, lesson, judged(at(now)));
          for (const { alarm, toMs } of end) expect(toMs).toBeGreaterThanOrEqual(alarm.fromMs);
          const left = [...open.filter((each) => !end.some(({ alarm }) => alarm === each)), ...begin];
          const keys = left.map(({ rule, roomId }) => `${rule} ${roomId}`);
          expect(new Set(keys).size).toBe(keys.length);
          // A second look at the same changes nothing.
          expect(changesOf(left, lesson, judged(at(now)))).toEqual({ begin: [], end: [] });
        },
      ),
    );
  });
});
