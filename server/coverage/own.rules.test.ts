import { expect, test } from 'vitest';
import type { RoomId } from '../../shared/kernel/ids.ts';
import { localDate } from '../../shared/kernel/time.ts';
import { type LogLine, logOf, nth } from '../../test/support/session-log.ts';
import type { LeadFact, PersonFact } from './fact.types.ts';
import { balanceOf, saidIn, workOf } from './own.rules.ts';

const MINUTE_MS = 60_000;
const localDay = localDate.parse('2026-03-02');
const did = (n: number, part: PersonFact['part'], minutes: number): PersonFact => ({
  lessonId: nth.lesson(n),
  localDate: localDay,
  personId: nth.person(1),
  schoolId: nth.school(1),
  part,
  workedMs: minutes * MINUTE_MS,
});
const led = (n: number, changes: Partial<LeadFact> = {}): LeadFact => ({
  lessonId: nth.lesson(n),
  localDate: localDay,
  leadingSchoolId: nth.school(1),
  kind: 'delivery',
  held: true,
  remoteTurnCount: 0,
  turnCount: 0,
  balanceThousandths: null,
  groupId: null,
  ...changes,
});
const leads = (...all: LeadFact[]) => new Map(all.map((each) => [each.lessonId, each]));

test('nothing was done, and nothing can be compared', () => {
  expect(workOf([], new Map())).toEqual([]);
  expect(balanceOf([], new Map())).toEqual({
    remoteTurnCount: 0,
    turnCount: 0,
    evenRatio: null,
    lessonCount: 0,
  });
  expect(saidIn([])).toEqual(new Map());
});

test('work by part and kind of lesson; two parts in one lesson are two lines of it', () => {
  const kinds = leads(led(1), led(2), led(3, { kind: 'master' }));
  const facts = [
    did(1, 'lectured', 40),
    did(2, 'lectured', 30.5),
    did(3, 'lectured', 45),
    did(3, 'researched', 60),
  ];
  expect(workOf(facts, kinds)).toEqual([
    { part: 'lectured', kind: 'delivery', minutes: 70.5, lessonCount: 2 },
    { part: 'lectured', kind: 'master', minutes: 45, lessonCount: 1 },
    { part: 'researched', kind: 'master', minutes: 60, lessonCount: 1 },
  ]);
});

test('balance is of delivery lessons that somebody led and that were held, evenness of those that can be compared', () => {
  const kinds = leads(
    led(1, { remoteTurnCount: 4, turnCount: 6, balanceThousandths: 500 }),
    led(2, { remoteTurnCount: 1, turnCount: 2 }),
    led(3, { kind: 'master', remoteTurnCount: 9, turnCount: 9, balanceThousandths: 1_000 }),
    led(4, { held: false, remoteTurnCount: 9, turnCount: 9, balanceThousandths: 1_000 }),
    led(5, { remoteTurnCount: 9, turnCount: 9, balanceThousandths: 1_000 }),
    led(6, { remoteTurnCount: 2, turnCount: 2, balanceThousandths: 750 }),
  );
  const facts = [1, 2, 3, 4, 6].map((n) => did(n, 'lectured', 40));
  expect(balanceOf([...facts, did(5, 'assisted', 40)], kinds)).toEqual({
    ...{ remoteTurnCount: 7, turnCount: 10, evenRatio: 0.625, lessonCount: 3 },
  });
});

test('a room’s last word counts, and every signal', () => {
  const confirmed = (roomId: RoomId, outcome: 'held' | 'partly', late: boolean): LogLine[1] => ({
    type: 'confirmation.set',
    body: {
      roomId,
      outcome,
      late,
      source: 'phoneNamed',
      cause: outcome === 'held' ? null : 'sound',
      clarity: 2,
      following: null,
    },
  });
  const signal = (kind: 'slower' | 'repeat') =>
    ({ type: 'signal.sent', body: { roomId: nth.room(1), signal: kind } }) as const;
  const events = logOf(nth.session(1), [
    [5, signal('slower')],
    [6, signal('repeat')],
    [7, signal('slower')],
    [41, confirmed(nth.room(1), 'held', false)],
    [42, confirmed(nth.room(1), 'partly', true)],
    [43, confirmed(nth.room(2), 'held', false)],
  ]);
  const found = saidIn(events);
  expect(found.get(nth.room(1))).toEqual({
    confirmation: { outcome: 'partly', cause: 'sound', clarity: 2, following: null, late: true },
    signals: [
      { signal: 'slower', count: 2 },
      { signal: 'repeat', count: 1 },
    ],
  });
  expect(found.get(nth.room(2))).toMatchObject({ confirmation: { outcome: 'held' }, signals: [] });
});
