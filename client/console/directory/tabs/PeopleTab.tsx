import { Form, Input } from 'antd';
import { staffRole } from '../../../../shared/person.ts';
import { useRows } from '../../api/queries.ts';
import { useText } from '../../text.ts';
import { useSchoolChoices, useSchoolNames } from '../choices.ts';
import { ChoiceField, TextField } from '../fields.tsx';
import { PinButton } from '../PinButton.tsx';
import { type PersonValues, personBody } from '../person.model.ts';
import { Register } from '../Register.tsx';

export function PeopleTab() {
  const t = useText();
  const people = useRows('person', {});
  const schools = useSchoolChoices();
  const schoolName = useSchoolNames();
  const regions = useRows('region', {}).data ?? [];
  const root = regions.find(({ fields }) => fields.parentId === null) ?? regions[0];
  return (
    <Register
      name="people"
      query={people}
      route="person.add"
      refresh="person.list"
      initialValues={{ roles: ['lecturer'] }}
      toBody={(values: PersonValues) => personBody(values, root?.id ?? null)}
      columns={[
        { title: t('person.realName'), key: 'name', render: (_, { fields }) => fields.name },
        {
          title: t('person.school'),
          key: 'school',
          render: (_, { fields }) => schoolName(fields.schoolId) || t('person.office'),
        },
        {
          title: t('person.roles'),
          key: 'roles',
          render: (_, { fields }) =>
            [...new Set(fields.roles.map(({ role }) => t(`role.${role}`)))].join(t('app.listComma')) || '—',
        },
        { title: t('person.phone'), key: 'phone', render: (_, { fields }) => fields.phone || '—' },
        {
          title: t('pin.title'),
          key: 'pin',
          render: (_, { id, fields }) => <PinButton personId={id} name={fields.name} />,
        },
      ]}
    >
      <TextField name="name" label="person.realName" />
      <ChoiceField
        name="schoolId"
        label="person.school"
        help="person.schoolHelp"
        options={schools ?? []}
        optional
      />
      <ChoiceField
        name="roles"
        label="person.roles"
        help="person.rolesHelp"
        multiple
        options={staffRole.options.map((value) => ({ value, label: t(`role.${value}`) }))}
      />
      <TextField name="phone" label="person.phone" help="app.optional" />
      <TextField name="loginName" label="person.loginName" help="person.loginOptional" />
      <Form.Item name="password" label={t('person.password')} extra={t('person.passwordHelp')}>
        <Input.Password autoComplete="new-password" />
      </Form.Item>
    </Register>
  );
}
