import type { RegisterRow } from '../api/queries.ts';

export type LinkValues = {
  needId?: string;
  fromSchoolId?: string;
  periodsPerWeek?: number | null;
  label?: string;
};

/** A link takes subject, grade and point from the need that it serves, and its periods too unless others were typed. */
export function linkBody(values: LinkValues, needs: RegisterRow<'need'>[]): object {
  const need = needs.find(({ id }) => id === values.needId)?.fields;
  return {
    fromSchoolId: values.fromSchoolId,
    needId: values.needId,
    toSchoolId: need?.schoolId,
    subject: need?.subject,
    grade: need?.grade,
    periodsPerWeek: values.periodsPerWeek ?? need?.periodsPerWeek,
    label: values.label ?? '',
  };
}
