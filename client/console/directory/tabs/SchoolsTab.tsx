import { schoolKind } from '../../../../shared/school.ts';
import { useRows } from '../../api/queries.ts';
import { useText } from '../../text.ts';
import { ChoiceField, TextField } from '../fields.tsx';
import { Register } from '../Register.tsx';

type Values = { name?: string; kind?: string; regionId?: string; officialCode?: string; phone?: string };

export function SchoolsTab() {
  const t = useText();
  const schools = useRows('school', {});
  const regions = useRows('region', {}).data ?? [];
  const [only] = regions;
  const regionName = new Map<string, string>(regions.map(({ id, fields }) => [id, fields.name]));
  return (
    <Register
      key={only?.id}
      name="schools"
      query={schools}
      route="school.add"
      refresh="school.list"
      initialValues={only && regions.length === 1 ? { regionId: only.id } : {}}
      toBody={(values: Values) => ({
        ...values,
        officialCode: values.officialCode ?? '',
        phone: values.phone ?? '',
      })}
      columns={[
        { title: t('school.name'), key: 'name', render: (_, { fields }) => fields.name },
        { title: t('school.kind'), key: 'kind', render: (_, { fields }) => t(`schoolKind.${fields.kind}`) },
        {
          title: t('school.region'),
          key: 'region',
          render: (_, { fields }) => regionName.get(fields.regionId) ?? '',
        },
        { title: t('school.code'), key: 'code', render: (_, { fields }) => fields.officialCode || '—' },
        { title: t('person.phone'), key: 'phone', render: (_, { fields }) => fields.phone || '—' },
      ]}
    >
      <TextField name="name" label="school.name" />
      <ChoiceField
        name="kind"
        label="school.kind"
        options={schoolKind.options.map((value) => ({ value, label: t(`schoolKind.${value}`) }))}
      />
      <ChoiceField
        name="regionId"
        label="school.region"
        options={regions.map(({ id, fields }) => ({ value: id, label: fields.name }))}
      />
      <TextField name="officialCode" label="school.code" help="app.optional" />
      <TextField name="phone" label="person.phone" help="app.optional" />
    </Register>
  );
}
