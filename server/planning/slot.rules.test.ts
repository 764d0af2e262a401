import { beforeEach, describe, expect, test } from 'vitest';
import {
  type ClassId,
  type LinkId,
  linkId,
  type PersonId,
  personId,
  type RoomId,
  roomId,
  type SchoolId,
} from '../../shared/kernel/ids.ts';
import { localDate } from '../../shared/kernel/time.ts';
import type { SlotFields } from '../../shared/slot.ts';
import { createTimetable, nthId, periods, type Timetable, termIdOf } from '../../test/support/timetable.ts';
import { clashesOf } from './slot.clashes.rules.ts';
import { lessonDates } from './slot.dates.rules.ts';
import { checkFree, checkSlot } from './slot.rules.ts';

let t: Timetable;
let central: SchoolId;
let point: SchoolId;
let studio: RoomId;
let room: RoomId;
let pupils: ClassId;
let lecturer: PersonId;
let link: LinkId;

beforeEach(() => {
  t = createTimetable();
  central = t.school('中心小学');
  point = t.school('甲教学点');
  studio = t.room(central, ['lecture'], '录播教室');
  room = t.room(point, ['listening']);
  pupils = t.class(point, '三年级', room);
  lecturer = t.lecturer(central, '陈老师');
  t.bell(central, periods(500));
  t.bell(point, periods(505));
  link = t.link({ fromSchoolId: central, toSchoolId: point });
});

const slotOf = (more: Partial<SlotFields> = {}): SlotFields => ({
  ...{
    termId: termIdOf,
    subject: '音乐',
    grade: '三年级',
    weekday: 1,
    startMinute: 500,
    durationMinutes: 40,
  },
  ...{ weeks: 'every', leadingSchoolId: central, lectureRoomId: studio, lecturerId: lecturer },
  ...{ leadingClassId: null, rooms: [{ linkId: link, schoolId: point, roomId: room, classId: pupils }] },
  ...more,
});
const inRoom = (more: Partial<SlotFields['rooms'][number]>) =>
  slotOf({ rooms: [{ linkId: link, schoolId: point, roomId: room, classId: pupils, ...more }] });
const refused = (field: string, reason: string) => ({
  ok: false,
  error: { code: 'INVALID_VALUE', params: { field, reason } },
});

describe('a slot that can never be right is refused by its field', () => {
  const other = () => t.school('乙教学点');
  test.each<readonly [string, string, () => SlotFields]>([
    ['durationMinutes', 'range', () => slotOf({ startMinute: 1_420 })],
    ['lecturerId', 'unknown', () => slotOf({ lecturerId: personId.parse(nthId(6, 99)) })],
    ['lecturerId', 'unknown', () => slotOf({ lecturerId: t.lecturer(point) })],
    ['lectureRoomId', 'unknown', () => slotOf({ lectureRoomId: t.room(point, ['lecture']) })],
    ['lectureRoomId', 'mismatch', () => slotOf({ lectureRoomId: t.room(central, ['listening']) })],
    ['leadingClassId', 'unknown', () => slotOf({ leadingClassId: pupils })],
    [
      'leadingClassId',
      'mismatch',
      () => slotOf({ leadingClassId: t.class(central, '三年级', null), lectureRoomId: null }),
    ],
    ['startMinute', 'range', () => slotOf({ startMinute: 480 })],
    ['rooms.0.roomId', 'unknown', () => inRoom({ roomId: roomId.parse(nthId(4, 99)) })],
    ['rooms.0.roomId', 'unknown', () => inRoom({ roomId: t.room(other(), ['listening']) })],
    ['rooms.0.roomId', 'mismatch', () => inRoom({ roomId: t.room(point, ['lecture']) })],
    ['rooms.0.classId', 'unknown', () => inRoom({ classId: t.class(central, '三年级', null) })],
    ['rooms.0.classId', 'mismatch', () => inRoom({ classId: t.class(point, '四年级', null) })],
    ['rooms.0.linkId', 'unknown', () => inRoom({ linkId: linkId.parse(nthId(8, 99)) })],
    [
      'rooms.0.linkId',
      'unknown',
      () => inRoom({ linkId: t.link({ fromSchoolId: point, toSchoolId: central }) }),
    ],
    [
      'rooms.0.linkId',
      'mismatch',
      () => inRoom({ linkId: t.link({ fromSchoolId: central, toSchoolId: point, subject: '美术' }) }),
    ],
    [
      'rooms.0.linkId',
      'mismatch',
      () =>
        inRoom({
          linkId: t.link({ fromSchoolId: central, toSchoolId: point, toDate: localDate.parse('2026-08-01') }),
        }),
    ],
    [
      'rooms.0.linkId',
      'mismatch',
      () =>
        inRoom({
          linkId: t.link({
            fromSchoolId: central,
            toSchoolId: point,
            status: { state: 'offered', by: 'leading' },
          }),
        }),
    ],
    ['rooms.1.roomId', 'duplicate', () => slotOf({ rooms: [...slotOf().rooms, ...slotOf().rooms] })],
    [
      'rooms.1.classId',
      'duplicate',
      () => slotOf({ rooms: [...slotOf().rooms, ...inRoom({ roomId: t.room(point, ['listening']) }).rooms] }),
    ],
  ])('%s %s', (field, reason, slot) => {
    expect(checkSlot(slotOf(), t.ground())).toEqual({ ok: true });
    const wrong = slot();
    expect(checkSlot(wrong, t.ground())).toMatchObject(refused(field, reason));
  });

  test('outside its term', () => {
    const ground = { ...t.ground(), days: t.ground().days.filter((each) => each.week === 1) };
    expect(checkSlot(slotOf({ weeks: 'even' }), ground)).toMatchObject(refused('weekday', 'range'));
    expect(clashesOf(slotOf({ weeks: 'even' }), ground)).toMatchObject([
      { kind: 'term', name: '2026 秋季学期' },
    ]);
    expect(checkSlot(slotOf({ weeks: 'odd' }), ground).ok).toBe(true);
  });

  test('outside the bells of the point', () => {
    t.bells.length = 0;
    t.bell(central, periods(500));
    t.bell(point, periods(525));
    expect(checkSlot(slotOf(), t.ground())).toMatchObject(refused('rooms.0.roomId', 'range'));
  });

  test('beyond the periods of its link, of which one held every other week is half', () => {
    t.slot(slotOf({ weekday: 2 }));
    t.slot(slotOf({ weekday: 3, weeks: 'odd' }));
    expect(checkSlot(slotOf(), t.ground())).toMatchObject(refused('rooms.0.linkId', 'range'));
    expect(checkSlot(slotOf({ weeks: 'even' }), t.ground()).ok).toBe(true);
  });
});

describe('clashes', () => {
  test('nothing stands in the way of a slot that fits', () => {
    expect(clashesOf(slotOf(), t.ground())).toEqual([]);
    expect(checkFree(slotOf(), t.ground()).ok).toBe(true);
  });

  test('each is named: lecture room, lecturer, listening room and class', () => {
    t.slot(slotOf({ startMinute: 520, weeks: 'odd' }));
    const found = clashesOf(slotOf(), t.ground()).map(({ kind, name, busyWith }) => [kind, name, busyWith]);
    expect(found).toEqual([
      ['lecturer', '陈老师', '音乐 三年级'],
      ['lectureRoom', '中心小学 录播教室', '音乐 三年级'],
      ['listeningRoom', '甲教学点 一号教室', '音乐 三年级'],
      ['listeningClass', '甲教学点 三年级', '音乐 三年级'],
    ]);
    expect(checkFree(slotOf(), t.ground())).toMatchObject(refused('lecturerId', 'taken'));
  });

  test('other weeks, other days and the next minute are free', () => {
    t.slot(slotOf({ weeks: 'odd' }));
    for (const free of [{ weeks: 'even' }, { weekday: 2 }, { startMinute: 540 }] as const)
      expect(checkFree(slotOf(free), t.ground()).ok).toBe(true);
    expect(checkFree(slotOf({ startMinute: 539 }), t.ground()).ok).toBe(false);
  });

  test('the leading class is busy too', () => {
    const own = t.class(central, '三年级', studio);
    t.slot(slotOf({ leadingClassId: own }));
    const second = slotOf({
      leadingClassId: own,
      lecturerId: t.lecturer(central),
      lectureRoomId: t.room(central, ['lecture']),
    });
    const kinds = clashesOf({ ...second, rooms: [] }, t.ground()).map((each) => each.kind);
    expect(kinds).toEqual(['leadingClass']);
  });

  test("bells by the point's own period, the term, and a link's dates and periods", () => {
    const kinds = (slot: SlotFields, ratio?: number) =>
      clashesOf(slot, t.ground(), ratio).map(({ kind, name, busyWith }) => [kind, name, busyWith]);
    expect(kinds(slotOf(), 0.9)).toEqual([['bell', '甲教学点', '第1节 08:25–09:05']]);
    expect(kinds(slotOf({ startMinute: 450 }))).toEqual([
      ['bell', '中心小学', ''],
      ['bell', '甲教学点', ''],
    ]);
    const ended = t.link({ fromSchoolId: central, toSchoolId: point, toDate: localDate.parse('2026-08-01') });
    expect(kinds(inRoom({ linkId: ended }))).toEqual([['link', '甲教学点', '']]);
    t.slot(slotOf({ weekday: 2 }));
    t.slot(slotOf({ weekday: 3 }));
    expect(kinds(slotOf())).toEqual([['linkPeriods', '甲教学点', '2/2']]);
  });
});

test('lessons are made on the dates on which a link holds, with the rooms whose link holds', () => {
  const later = t.school('乙教学点');
  const laterRoom = t.room(later, ['listening']);
  const from = localDate.parse('2026-10-20');
  const laterLink = t.link({ fromSchoolId: central, toSchoolId: later, fromDate: from });
  const rooms = [...slotOf().rooms, { linkId: laterLink, schoolId: later, roomId: laterRoom, classId: null }];
  const lessons = lessonDates(slotOf({ rooms }), t.ground());
  expect(lessons).toHaveLength(19);
  expect(lessons.filter((each) => each.rooms.length === 2)[0]?.date).toBe('2026-10-26');
  expect(lessonDates(slotOf({ rooms: rooms.slice(1) }), t.ground())).toHaveLength(12);
});
