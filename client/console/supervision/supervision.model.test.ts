import { describe, expect, it, test } from 'vitest';
import { alarmId, lessonId, roomId, schoolId, sessionId, uuidV7 } from '../../../shared/kernel/ids.ts';
import type { Wall, WallLesson } from '../../../shared/supervision.ts';
import { countsOf, merged, roomsShown, shownOf, troubleOf } from './supervision.model.ts';

const id = (n: number) => uuidV7(1_800_000_000_000 + n, new Uint8Array(10).fill(n));
type Room = WallLesson['rooms'][number];
const room = (n: number, changes: Partial<Room> = {}): Room => ({
  ...{
    roomId: roomId.parse(id(n)),
    name: '一号教室',
    schoolId: schoolId.parse(id(n)),
    schoolName: `教学点${n}`,
  },
  ...{ state: 'here', sinceMs: 1, ladder: { step: 5, reason: null } },
  ...changes,
});
const lesson = (n: number, changes: Partial<WallLesson> = {}): WallLesson => ({
  ...{
    sessionId: sessionId.parse(id(n)),
    lessonId: lessonId.parse(id(n)),
    kind: 'delivery',
    mode: 'interactive',
  },
  ...{
    subject: '音乐',
    grade: '三年级',
    leadingSchoolId: schoolId.parse(id(90)),
    leadingSchoolName: '中心小学',
  },
  ...{ plannedStartAtMs: n, plannedEndAtMs: n + 1, state: 'live', startedAtMs: n, lecturerHere: true },
  ...{ rooms: [room(1)], alarms: [] },
  ...changes,
});
const alarm = (n: number, acknowledged = false): WallLesson['alarms'][number] => ({
  ...{ alarmId: alarmId.parse(id(n)), rule: 'roomOffline', roomId: null, fromMs: 0, acknowledged },
});
const whole: NonNullable<Wall['whole']> = {
  ...{ scope: { kind: 'region', id: id(80), name: '县' }, above: [], tops: [], below: [] },
};
const answer = (changes: Partial<Wall> = {}): Wall => ({
  ...{ mark: 'm', whole: null, lessons: [], gone: [], serverNowMs: 0 },
  ...changes,
});

describe('what came is put to what was there', () => {
  it('is nothing without a beginning', () => {
    expect(merged(null, answer({ lessons: [lesson(1)] }))).toBeNull();
  });

  it('takes changes in, drops what is gone, and forgets all when everything comes', () => {
    const first = merged(null, answer({ whole, lessons: [lesson(1), lesson(2)] }));
    const gone = [sessionId.parse(id(1))];
    const second = merged(first, answer({ mark: 'n', lessons: [lesson(3)], gone }));
    expect([...(second?.lessons.keys() ?? [])]).toEqual([id(2), id(3)]);
    expect(second?.mark).toBe('n');
    const anew = merged(second, answer({ whole, lessons: [lesson(4)] }));
    expect([...(anew?.lessons.keys() ?? [])]).toEqual([id(4)]);
  });
});

describe('the lessons of the wall', () => {
  const weak = lesson(1, { rooms: [room(1, { ladder: { step: 2, reason: 'line' } })] });
  const noted = lesson(2, { alarms: [alarm(1, true)] });
  const fresh = lesson(3, { alarms: [alarm(2)], subject: '美术', leadingSchoolName: '实验小学' });
  const fine = lesson(0);
  const all = [fine, weak, noted, fresh];
  const shown = (changes: object) =>
    shownOf(all, { search: '', onlyTrouble: false, order: 'trouble', ...changes }).map(
      (each) => each.sessionId,
    );

  test.each([
    [{}, [3, 2, 1, 0]],
    [{ order: 'start' }, [0, 1, 2, 3]],
    [{ order: 'school' }, [3, 0, 1, 2]],
    [{ onlyTrouble: true }, [3, 2, 1]],
    [{ search: '实验 美术' }, [3]],
    [{ search: '教学点1' }, [3, 2, 1, 0]],
    [{ search: '体育' }, []],
  ])('for %j are %j', (changes, expected) => {
    expect(shown(changes)).toEqual(expected.map((n) => sessionId.parse(id(n))));
  });

  it('that have not begun are no trouble for rooms that are not there yet', () => {
    const due = lesson(5, {
      state: 'due',
      startedAtMs: null,
      lecturerHere: false,
      rooms: [room(1, { state: 'absent' })],
    });
    expect(troubleOf(due)).toBe(0);
    expect(troubleOf({ ...due, state: 'live' })).toBeGreaterThan(0);
  });

  it('are counted, rooms only of those that run', () => {
    expect(
      countsOf([fine, lesson(6, { state: 'waiting' }), lesson(7, { rooms: [room(1, { state: 'lost' })] })]),
    ).toEqual({ live: 2, due: 1, here: 1, rooms: 2 });
  });

  it('show every room with trouble, however many, and fine ones as far as there is place', () => {
    const away = Array.from({ length: 8 }, (_, n) => room(n, { state: 'lost' }));
    expect(roomsShown([...away, room(20)])).toMatchObject({ shown: away, fineCount: 1 });
    expect(roomsShown([room(20), ...away.slice(0, 2)]).shown[0]?.state).toBe('lost');
    expect(roomsShown(Array.from({ length: 9 }, (_, n) => room(n)))).toMatchObject({ fineCount: 3 });
  });
});
