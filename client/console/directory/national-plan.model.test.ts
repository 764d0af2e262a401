import { expect, it } from 'vitest';
import { subjectFields } from '../../../shared/subject.ts';
import { planSubjects, requiredPeriods } from './national-plan.model.ts';

const weekly = (subject: (typeof planSubjects)[number]) =>
  requiredPeriods(subject).map(({ periodsPerWeek }) => periodsPerWeek);

it('asks of each grade at most its week, and the server would take it', () => {
  for (const [grade, most] of [26, 26, 30, 30, 30, 30, 34, 34, 34].entries()) {
    const sum = planSubjects
      .flatMap((subject) => requiredPeriods(subject))
      .filter((each) => each.grade === grade + 1)
      .reduce((total, { periodsPerWeek }) => total + periodsPerWeek, 0);
    expect(sum).toBeLessThanOrEqual(most);
    expect(sum).toBeGreaterThan(most * 0.6);
  }
  for (const [order, name] of planSubjects.entries())
    expect(subjectFields.safeParse({ name, order, requiredPeriods: requiredPeriods(name) }).success).toBe(
      true,
    );
});

it('follows the least shares of the plan, over the grades that have the subject', () => {
  expect(weekly('chinese')).toEqual([5, 5, 6, 6, 6, 6, 7, 7, 7]);
  expect(weekly('maths')).toEqual([3, 3, 4, 4, 4, 4, 4, 4, 4]);
  expect(requiredPeriods('english').map(({ grade }) => grade)).toEqual([3, 4, 5, 6, 7, 8, 9]);
  expect(weekly('history')).toEqual([1, 1, 1]);
  expect(weekly('computing')).toEqual([1, 1, 1, 1, 1, 1]);
});
