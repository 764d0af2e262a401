import { InputNumber } from 'antd';
import { useId } from 'react';
import { subjectFields } from '../../../shared/subject.ts';
import { type ConsoleText, useText } from '../text.ts';
import type { OtherInputProps } from './list/register.types.ts';

const GRADES = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;
const periodsOf = (value: unknown) => subjectFields.shape.requiredPeriods.safeParse(value).data ?? [];

/** Required periods a week, one number for each grade; an empty one is not taught. */
export function PeriodsInput({ id, value, onChange }: OtherInputProps) {
  const t = useText();
  const known = periodsOf(value);
  const fieldId = useId();
  const put = (grade: number, periodsPerWeek: number | null) => {
    const others = known.filter((each) => each.grade !== grade);
    const next = periodsPerWeek === null ? others : [...others, { grade, periodsPerWeek }];
    onChange?.(next.toSorted((a, b) => a.grade - b.grade));
  };
  return (
    <fieldset
      className="periods-input"
      {...(id === undefined ? {} : { id })}
      aria-label={t('subject.required')}
    >
      {GRADES.map((grade) => (
        <div key={grade}>
          <label htmlFor={`${fieldId}${grade}`}>{t('subject.grade', { grade })}</label>
          <InputNumber
            id={`${fieldId}${grade}`}
            min={1}
            max={20}
            precision={0}
            value={known.find((each) => each.grade === grade)?.periodsPerWeek ?? null}
            onChange={(periods) => put(grade, periods)}
          />
        </div>
      ))}
    </fieldset>
  );
}

export function periodsWords(t: ConsoleText, value: unknown): string {
  const words = periodsOf(value).map(({ grade, periodsPerWeek }) =>
    t('subject.periods', { grade, periods: periodsPerWeek }),
  );
  return words.join(t('app.listComma')) || t('list.empty');
}
