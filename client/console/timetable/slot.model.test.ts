import { expect, test } from 'vitest';
import type { Row } from '../directory/list/register.types.ts';
import { firstLinkOf, seatOf, slotBody } from './slot.model.ts';

const row = (id: string, fields: object): Row => ({
  ...{ id, version: 1, validFrom: '2026-09-01' },
  fields: { ...fields },
});
const typed = {
  ...{ termId: 't', subject: '音乐', grade: '三年级', weekday: 5, startMinute: 500, durationMinutes: 40 },
  ...{ weeks: 'every', lectureRoomId: 'l', lecturerId: 'p', leadingClassId: 'c' },
  rooms: [{ linkId: 'a', schoolId: 's', roomId: 'r', classId: null }, {}],
};

test('what nobody chose is left out, and a row that was begun and left empty counts for nothing', () => {
  const body = slotBody(
    { ...typed, language: 'zh-CN', recording: undefined, validFrom: '2026-10-01' },
    'lead',
  );
  expect(body).toEqual({ ...typed, leadingSchoolId: 'lead', rooms: [typed.rooms[0]] });
  expect(Object.keys(body)).not.toContain('plays');
});

test('a recording takes the place of lecture room, class and of being recorded', () => {
  const recording = { on: true, licence: 'parties' };
  const body = slotBody({ ...typed, plays: 'rec', recording, language: 'bo' }, 'lead');
  expect(body).toMatchObject({ plays: 'rec', lectureRoomId: null, leadingClassId: null, language: 'bo' });
  expect(body).not.toHaveProperty('recording');
  expect(slotBody({ ...typed, plays: undefined, recording }, 'lead')).toMatchObject({
    ...{ recording, lectureRoomId: 'l', leadingClassId: 'c' },
  });
});

test('the first room says whose link it is', () => {
  expect(firstLinkOf(typed)).toBe('a');
  expect(firstLinkOf({ rooms: [{}] })).toBeNull();
  expect(firstLinkOf({})).toBeNull();
});

test('a point sits in the room of the class of that grade; without one in its first room, with no class', () => {
  const rooms = [row('r1', {}), row('r2', {})];
  const classes = [
    row('c3', { grade: '三年级', homeRoomId: 'r2' }),
    row('c4', { grade: '四年级', homeRoomId: 'r1' }),
  ];
  expect(seatOf(rooms, classes, '三年级')).toEqual({ roomId: 'r2', classId: 'c3' });
  expect(seatOf(rooms, classes, '六年级')).toEqual({ roomId: 'r1', classId: null });
  expect(seatOf(rooms, [row('c3', { grade: '三年级', homeRoomId: 'elsewhere' })], '三年级')).toEqual({
    ...{ roomId: 'r1', classId: null },
  });
  expect(seatOf([], [], '')).toEqual({ roomId: undefined, classId: null });
});
