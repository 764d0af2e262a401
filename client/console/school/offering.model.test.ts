import { expect, it } from 'vitest';
import type { OfferingRow, SchoolOffering } from '../../../shared/offering.ts';
import { lackingPeriods, offeringGrid } from './offering.model.ts';

const row = (subject: string, grade: string, more: Partial<OfferingRow>): OfferingRow => ({
  subject,
  grade,
  requiredPeriods: 0,
  localPeriods: 0,
  neededPeriods: 0,
  linkedPeriods: 0,
  scheduledPeriods: 0,
  needs: [],
  links: [],
  lackingPeriods: 0,
  ...more,
});
const offering = (rows: OfferingRow[]) =>
  ({ rows, grades: ['三年级', '五年级'] }) as unknown as SchoolOffering;

it('lays subjects down and grades across, and leaves out what nobody asks for', () => {
  const { grades, lines } = offeringGrid(
    offering([
      row('语文', '三年级', { requiredPeriods: 7, localPeriods: 7 }),
      row('音乐', '三年级', { requiredPeriods: 2, linkedPeriods: 1, lackingPeriods: 1 }),
      row('英语', '六年级', { neededPeriods: 2, lackingPeriods: 2 }),
    ]),
  );
  expect(grades).toEqual(['三年级', '五年级', '六年级']);
  expect(lines.map((line) => [line.subject, line.required])).toEqual([
    ['语文', true],
    ['音乐', true],
    ['英语', false],
  ]);
  expect(lines[1]?.cells.map((cell) => cell?.periods ?? null)).toEqual([['linked', 'missing'], null, null]);
});

it('adds up what lacks over all grades', () => {
  expect(
    lackingPeriods(offering([row('a', 'x', { lackingPeriods: 2 }), row('b', 'x', { lackingPeriods: 1 })])),
  ).toBe(3);
  expect(lackingPeriods(offering([]))).toBe(0);
});
