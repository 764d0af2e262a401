import { useRows } from '../../api/queries.ts';
import { useText } from '../../text.ts';
import { usePointChoices, useSchoolNames } from '../choices.ts';
import { ChoiceField, NumberField, SubjectField, TextField } from '../fields.tsx';
import { Register } from '../Register.tsx';

type Values = {
  schoolId?: string;
  subject?: string;
  grade?: string;
  periodsPerWeek?: number | null;
  reason?: string;
};

export function NeedsTab() {
  const t = useText();
  const needs = useRows('need', {});
  const points = usePointChoices();
  const schoolName = useSchoolNames();
  return (
    <Register
      name="needs"
      query={needs}
      route="need.add"
      refresh="need.list"
      needs={points?.length === 0 ? 'schools' : null}
      initialValues={{ periodsPerWeek: 2 }}
      toBody={(values: Values) => ({
        ...values,
        grade: values.grade ?? '',
        reason: values.reason ?? '',
        status: { state: 'inForce' },
      })}
      columns={[
        { title: t('need.point'), key: 'school', render: (_, { fields }) => schoolName(fields.schoolId) },
        {
          title: t('lesson.subject'),
          key: 'subject',
          render: (_, { fields }) => `${fields.subject} ${fields.grade}`,
        },
        {
          title: t('need.periods'),
          key: 'periods',
          align: 'right',
          render: (_, { fields }) => fields.periodsPerWeek,
        },
        { title: t('need.reason'), key: 'reason', render: (_, { fields }) => fields.reason || '—' },
        {
          title: t('need.state'),
          key: 'state',
          render: (_, { fields: { status } }) =>
            status.state === 'inForce' ? t('need.inForce') : t('need.withdrawn', { reason: status.reason }),
        },
      ]}
    >
      <ChoiceField name="schoolId" label="need.point" options={points ?? []} />
      <SubjectField />
      <TextField name="grade" label="lesson.grade" />
      <NumberField name="periodsPerWeek" label="need.periods" help="need.periodsHelp" min={1} max={20} />
      <TextField name="reason" label="need.reason" help="need.reasonHelp" />
    </Register>
  );
}
