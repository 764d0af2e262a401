import { expect, it } from 'vitest';
import { routes } from '../../../shared/wire/routes.ts';
import { idOf } from '../lesson-card.fixture.ts';
import { leadOf, planBody, settledBy } from './plan.model.ts';

const typed = {
  subject: '音乐',
  localDate: '2026-09-01',
  startTime: '09:40',
  durationMinutes: 40,
  lecturerId: idOf(7),
  roomIds: [idOf(1)],
};
const links = routes['link.list'].answer.parse([
  {
    id: idOf(30),
    version: 1,
    validFrom: '2026-09-01',
    fields: {
      fromSchoolId: idOf(50),
      toSchoolId: idOf(61),
      needId: null,
      subject: '音乐',
      grade: '三年级',
      periodsPerWeek: 2,
      label: '',
    },
  },
]);
const rooms = routes['room.list'].answer.parse(
  [
    [1, 61, ['listening']],
    [2, 61, ['lecture']],
    [3, 62, ['listening']],
  ].map(([room, school, ends]) => ({
    id: idOf(Number(room)),
    version: 1,
    validFrom: '2026-09-01',
    fields: { schoolId: idOf(Number(school)), name: '教室', ends, phone: '' },
  })),
);

it('leaves a time that is none to be refused, not guessed', () => {
  const read = (startTime: string) =>
    routes['lesson.plan'].body.safeParse(planBody({ ...typed, startTime })).success;
  expect(read('25:00')).toBe(false);
  expect(read('')).toBe(false);
  expect(read('09:40')).toBe(true);
});

it('names the minute of the day, and no link or lecture room when none was chosen', () => {
  expect(planBody(typed)).toMatchObject({ startMinute: 580, linkId: null, lectureRoomId: null, grade: '' });
});

it('takes from a link what it settles', () => {
  expect(settledBy(idOf(99), links, rooms)).toEqual({});
  expect(settledBy(idOf(30), links, rooms)).toEqual({
    subject: '音乐',
    grade: '三年级',
    roomIds: [idOf(1)],
  });
  expect(leadOf(undefined, links)).toBeNull();
  expect(leadOf(idOf(30), links)).toBe(idOf(50));
});
