import { useRows } from '../../api/queries.ts';
import { useText } from '../../text.ts';
import { useLeadChoices, useSchoolNames } from '../choices.ts';
import { ChoiceField, NumberField, TextField } from '../fields.tsx';
import { type LinkValues, linkBody } from '../link.model.ts';
import { Register } from '../Register.tsx';

export function LinksTab() {
  const t = useText();
  const links = useRows('link', {});
  const needs = useRows('need', {});
  const leads = useLeadChoices();
  const schoolName = useSchoolNames();
  const inForce = (needs.data ?? []).filter(({ fields }) => fields.status.state === 'inForce');
  return (
    <Register
      name="links"
      query={links}
      route="link.add"
      refresh="link.list"
      needs={needs.data && inForce.length === 0 ? 'needs' : null}
      toBody={(values: LinkValues) => linkBody(values, inForce)}
      columns={[
        {
          title: t('link.from'),
          key: 'from',
          render: (_, { fields }) => schoolName(fields.fromSchoolId),
        },
        { title: t('link.to'), key: 'to', render: (_, { fields }) => schoolName(fields.toSchoolId) },
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
        { title: t('link.label'), key: 'label', render: (_, { fields }) => fields.label || '—' },
      ]}
    >
      <ChoiceField
        name="needId"
        label="link.need"
        help="link.needHelp"
        options={inForce.map(({ id, fields }) => ({
          value: id,
          label: t('link.needChoice', {
            point: schoolName(fields.schoolId),
            subject: `${fields.subject} ${fields.grade}`,
            periods: fields.periodsPerWeek,
          }),
        }))}
      />
      <ChoiceField name="fromSchoolId" label="link.from" options={leads ?? []} />
      <NumberField name="periodsPerWeek" label="need.periods" help="link.periodsHelp" min={1} max={20} />
      <TextField name="label" label="link.label" help="link.labelHelp" />
    </Register>
  );
}
