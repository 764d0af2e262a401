import { expect, it } from 'vitest';
import { routes } from '../../../shared/wire/routes.ts';
import { idOf } from '../lesson-card.fixture.ts';
import {
  askedFor,
  ledBy,
  modeIn,
  NO_CLASS,
  planBody,
  playableOn,
  settledBy,
  settledByRecording,
} from './plan.model.ts';

const typed = {
  subject: '音乐',
  localDate: '2026-09-01',
  startTime: '09:40',
  durationMinutes: 40,
  lecturerId: idOf(7),
  roomIds: [idOf(1)],
};
const link = {
  fromSchoolId: idOf(50),
  toSchoolId: idOf(61),
  needId: null,
  subject: '音乐',
  grade: '三年级',
  periodsPerWeek: 2,
  label: '',
};

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

it('asks for rooms, a link and a lecture room only where the policy has rooms, for members only where it has them', () => {
  expect(askedFor('master', 'seminar')).toEqual({ rooms: false, members: 'member', plays: false });
  expect(askedFor('master', 'observation')).toEqual({ rooms: true, members: 'observer', plays: false });
  expect(askedFor('delivery', 'live')).toEqual({ rooms: true, members: null, plays: false });
  expect(askedFor('online', 'seminar')).toEqual({ rooms: false, members: null, plays: false });
});

it('leaves out what was typed for another kind of lesson', () => {
  const everything = {
    ...typed,
    linkId: idOf(30),
    lectureRoomId: idOf(40),
    leadingClassId: idOf(41),
    memberIds: [idOf(8)],
  };
  const seminar = planBody({ ...everything, kind: 'master', mode: 'seminar' });
  expect(seminar).toMatchObject({ roomIds: [], linkId: null, lectureRoomId: null, memberIds: [idOf(8)] });
  expect(seminar).not.toHaveProperty('leadingClassId');
  const delivery = planBody({ ...everything, kind: 'delivery', mode: 'live' });
  expect(delivery).not.toHaveProperty('memberIds');
  expect(delivery).toMatchObject({ mode: 'live', roomIds: [idOf(1)], leadingClassId: idOf(41) });
  for (const body of [seminar, delivery])
    expect(routes['lesson.plan'].body.safeParse(body).success).toBe(true);
});

it('tells nobody in the lecture room from not having been asked', () => {
  const at = { ...typed, lectureRoomId: idOf(40) };
  expect(planBody(at)).not.toHaveProperty('leadingClassId');
  expect(planBody({ ...at, leadingClassId: NO_CLASS })).toMatchObject({ leadingClassId: null });
  expect(planBody({ ...typed, leadingClassId: idOf(41) })).not.toHaveProperty('leadingClassId');
});

it('keeps a mode that the chosen kind has, else takes its first', () => {
  expect(modeIn('online', 'interactive')).toBe('live');
  expect(modeIn('delivery', 'live')).toBe('live');
  expect(modeIn('master', undefined)).toBe('seminar');
});

it('takes nothing from a link that is not there for the asker', () => {
  expect(settledBy(null, [idOf(1)])).toEqual({});
  expect(ledBy(null)).toEqual({});
  expect(ledBy(undefined)).toEqual({});
});

it('takes from a link what it settles', () => {
  expect(settledBy(link, [idOf(1)])).toEqual({ subject: '音乐', grade: '三年级', roomIds: [idOf(1)] });
  expect(ledBy(link)).toEqual({ schoolId: idOf(50) });
});

it('asks for the stage to be recorded only of a kind that may, and with a recording at all', () => {
  const wish = { ...typed, kind: 'master', mode: 'observation', recording: 'region', stage: true } as const;
  expect(planBody(wish)).toMatchObject({ recording: { on: true, licence: 'region', stage: true } });
  expect(planBody({ ...wish, stage: false })).toMatchObject({ recording: { on: true, licence: 'region' } });
  expect(planBody({ ...wish, kind: 'delivery', mode: 'interactive' })).toMatchObject({
    recording: { on: true, licence: 'region' },
  });
  expect(JSON.stringify(planBody({ ...wish, kind: 'delivery', mode: 'interactive' }))).not.toContain('stage');
  expect(planBody({ ...wish, recording: 'off' })).not.toHaveProperty('recording');
});

it('names a recording in the place of a lecturer and a lecture room, and nothing that would be recorded', () => {
  const wish = {
    ...{ ...typed, lectureRoomId: idOf(40), leadingClassId: idOf(41), recording: 'region' as const },
    ...{ kind: 'delivery' as const, mode: 'recorded' as const, plays: idOf(70) },
  };
  const body = planBody(wish);
  expect(body).toMatchObject({ lecturerId: null, lectureRoomId: null, plays: idOf(70), roomIds: [idOf(1)] });
  expect(body).not.toHaveProperty('recording');
  expect(body).not.toHaveProperty('leadingClassId');
  expect(routes['lesson.plan'].body.safeParse(body).success).toBe(true);
  expect(planBody({ ...wish, mode: 'live' })).not.toHaveProperty('plays');
});

it('offers recordings that are whole and kept until the day, and takes their length', () => {
  const card = (state: string, keptUntil: string | null) =>
    ({ state, keptUntil, subject: '音乐', grade: '三年级', durationMs: 38.4 * 60_000 }) as never;
  const kept = card('closed', '2026-09-01');
  const all = [
    kept,
    card('closed', null),
    card('closed', '2026-08-31'),
    card('running', null),
    card('removed', null),
  ];
  expect(playableOn(all, '2026-09-01')).toEqual([kept, all[1]]);
  expect(settledByRecording(kept)).toEqual({ subject: '音乐', grade: '三年级', durationMinutes: 38 });
  expect(settledByRecording({ durationMs: 1_000 } as never).durationMinutes).toBe(5);
});
