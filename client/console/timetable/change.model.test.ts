import { expect, it } from 'vitest';
import { routes } from '../../../shared/wire/routes.ts';
import { cardOf, idOf, lecturerOf, NOON_MS } from '../lesson-card.fixture.ts';
import { changeBody, lessonActs, mayChange } from './change.model.ts';

it('is for administrators and the own lecturer, before the lesson and while nobody teaches', () => {
  const card = cardOf();
  expect(mayChange(card, lecturerOf(7), NOON_MS)).toBe(true);
  expect(mayChange(card, lecturerOf(8), NOON_MS)).toBe(false);
  expect(mayChange(card, lecturerOf(8, 'admin'), NOON_MS)).toBe(true);
  expect(mayChange(card, lecturerOf(7), card.plannedEndAtMs)).toBe(false);
  expect(mayChange(cardOf({ phase: 'live' }), lecturerOf(7), NOON_MS)).toBe(false);
});

it('offers what the server would take', () => {
  expect(lessonActs(cardOf())).toEqual(['move', 'substitute', 'cancel']);
  expect(lessonActs(cardOf({ phase: 'waiting' }))).toEqual(['cancel']);
  expect(lessonActs(cardOf({ mode: 'recorded' }))).toEqual(['move', 'cancel']);
  const seminar = cardOf({ kind: 'master', mode: 'seminar' });
  expect(lessonActs(seminar)).toEqual(['move', 'substitute', 'regroup', 'cancel']);
  expect(lessonActs(cardOf({ cancelled: { reason: '停电' } }))).toEqual(['restore']);
});

it('sends just what each change asks for', () => {
  const typed = {
    localDate: '2026-09-02',
    startTime: '09:40',
    lecturerId: idOf(8),
    reason: '停电',
    reach: 'one' as const,
  };
  for (const act of ['move', 'substitute', 'regroup', 'cancel', 'restore'] as const)
    expect(routes[`lesson.${act}`].body.safeParse(changeBody(act, cardOf(), typed)).success).toBe(true);
  const blank = { reach: 'one' as const, startTime: '25:00' };
  for (const act of ['move', 'substitute', 'regroup', 'cancel'] as const)
    expect(routes[`lesson.${act}`].body.safeParse(changeBody(act, cardOf(), blank)).success).toBe(false);
});
