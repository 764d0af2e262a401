import { expect, test } from 'vitest';
import { failed, roomFact } from '../../test/support/coverage-facts.ts';
import { addCauses, causeOfFact, needCause, unservedBy } from './cause.rules.ts';

const need = { validCount: 0, plannedCount: 0, linkedDayCount: 0, causes: {} };

test.each([
  ['nobody-there', { plannedCount: 3, causes: { 'not-held': 5, 'nobody-there': 1, 'room-offline': 9 } }],
  ['line', { plannedCount: 3, causes: { line: 1, device: 4, power: 4 } }],
  ['room-offline', { plannedCount: 3, causes: { 'room-offline': 1, 'not-held': 8, cancelled: 2 } }],
  ['not-held', { plannedCount: 1, linkedDayCount: 5, causes: {} }],
  ['not-held', { plannedCount: 1, causes: { cancelled: 4, 'not-held': 1 } }],
  ['cancelled', { causes: { cancelled: 4 }, linkedDayCount: 5 }],
  ['no-slot', { linkedDayCount: 1 }],
  ['no-link', {}],
  [null, { validCount: 1, plannedCount: 2, causes: { line: 1 } }],
] as const)('the lesson that came closest speaks for its need: %s', (cause, counts) => {
  expect(needCause({ ...need, ...counts })).toBe(cause);
});

test('a correction takes the place of what was found, and only of that', () => {
  expect(causeOfFact(roomFact(1, failed.cut))).toBe('line');
  expect(causeOfFact(roomFact(1, { ...failed.cut, correctedCause: 'power' }))).toBe('power');
  expect(causeOfFact(roomFact(1, { ...failed.cancelled, correctedCause: 'power' }))).toBe('power');
  expect(causeOfFact(roomFact(1, { correctedCause: 'power' }))).toBeNull();
  expect(causeOfFact(roomFact(1, { ...failed.cut, unplanned: true }))).toBeNull();
  expect(causeOfFact(roomFact(1, { ...failed.cut, way: 'elsewhere' }))).toBeNull();
  expect(causeOfFact(roomFact(1, { verdict: 'open', lessonMs: 0 }))).toBeNull();
});

test.each([
  ['cancelled', failed.cancelled],
  ['not-held', failed.notHeld],
  ['not-held', { verdict: 'too-short' }],
  ['room-offline', failed.absent],
  ['line', { ...failed.cut, foundCause: null }],
  ['nobody-there', { ...failed.nobody, foundCause: null }],
  [null, { verdict: 'open', lessonMs: 0, correctedCause: 'power' }],
] as const)('where nothing was found the verdict alone tells: %s', (cause, changes) => {
  expect(causeOfFact(roomFact(1, changes))).toBe(cause);
});

test('causes that are taken away again leave nothing behind', () => {
  const all = addCauses({ line: 2 }, { line: 1, power: 1 });
  expect(all).toEqual({ line: 3, power: 1 });
  expect(addCauses(all, { line: 3, power: 1 }, -1)).toEqual({});
});

test('needs that asked for nothing in the period are in no count of causes', () => {
  expect(unservedBy([])).toEqual({});
});
