import { Form, Input } from 'antd';
import { personId } from '../../../../shared/kernel/ids.ts';
import { PersonAccess } from '../../login/PersonAccess.tsx';
import { useText } from '../../text.ts';
import type { ActsProps, RegisterSpec, Row } from '../list/register.types.ts';
import { PinButton } from '../PinButton.tsx';
import { personBody, personValues } from '../person.model.ts';
import { RolesInput, rolesWords } from '../RolesInput.tsx';
import { roles } from './options.ts';

export const personSpec: RegisterSpec = {
  register: 'person',
  tab: 'people',
  title: 'name',
  places: ['region', 'school'],
  filter: { path: 'roles.role', label: 'person.roles', options: roles },
  initial: { roles: [{ role: 'lecturer', place: 'own' }] },
  toFields: personBody,
  toValues: personValues,
  AddFields: LoginFields,
  Acts: Access,
  extra: { label: 'pin.title', Cell: Pin },
  fields: [
    { name: 'name', label: 'person.realName', kind: { type: 'text' }, columnPx: 130 },
    {
      name: 'schoolId',
      label: 'person.school',
      help: 'person.schoolHelp',
      kind: { type: 'entry', from: 'school' },
      empty: null,
      columnPx: 220,
    },
    {
      name: 'roles',
      label: 'person.roles',
      help: 'person.rolesHelp',
      kind: { type: 'other', words: rolesWords, Input: RolesInput },
      empty: [],
      columnPx: 170,
    },
    {
      name: 'staffCode',
      label: 'person.staffCode',
      help: 'app.optional',
      kind: { type: 'text' },
      empty: '',
      columnPx: 110,
    },
    {
      name: 'phone',
      label: 'person.phone',
      help: 'app.optional',
      kind: { type: 'text' },
      empty: '',
      columnPx: 140,
    },
  ],
};

function LoginFields() {
  const t = useText();
  return (
    <>
      <Form.Item name="loginName" label={t('person.loginName')} extra={t('person.loginOptional')}>
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item name="password" label={t('person.password')} extra={t('person.passwordHelp')}>
        <Input.Password autoComplete="new-password" />
      </Form.Item>
    </>
  );
}

const nameOf = ({ fields }: Row) => `${fields['name']}`;

function Pin({ row }: { readonly row: Row }) {
  return <PinButton personId={personId.parse(row.id)} name={nameOf(row)} />;
}

function Access({ row }: ActsProps) {
  return (
    <>
      <PersonAccess personId={personId.parse(row.id)} name={nameOf(row)} />
      <Pin row={row} />
    </>
  );
}
