import { AutoComplete, Form, Input, InputNumber, Select } from 'antd';
import { type ConsoleKey, useText } from '../text.ts';
import { type Choice, searchByLabel, useSubjectChoices } from './choices.ts';
import { EntriesPicker, EntryPicker } from './list/EntryPicker.tsx';
import type { ChosenFrom } from './list/register.types.ts';

type FieldProps = { readonly name: string; readonly label: ConsoleKey; readonly help?: ConsoleKey };

export function TextField({ name, label, help }: FieldProps) {
  const t = useText();
  return (
    <Form.Item name={name} label={t(label)} extra={help && t(help)}>
      <Input autoComplete="off" />
    </Form.Item>
  );
}

type NumberProps = FieldProps & { readonly min: number; readonly max: number };

export function NumberField({ name, label, help, min, max }: NumberProps) {
  const t = useText();
  return (
    <Form.Item name={name} label={t(label)} extra={help && t(help)}>
      <InputNumber min={min} max={max} precision={0} />
    </Form.Item>
  );
}

type ChoiceProps = FieldProps & { readonly options: readonly Choice[]; readonly optional?: boolean };

export function ChoiceField({ name, label, help, options, optional }: ChoiceProps) {
  const t = useText();
  return (
    <Form.Item name={name} label={t(label)} extra={help && t(help)}>
      <Select options={[...options]} showSearch={searchByLabel} allowClear={optional === true} />
    </Form.Item>
  );
}

type EntryProps = FieldProps & {
  readonly from: ChosenFrom;
  readonly narrowed?: Readonly<Record<string, string>>;
  readonly without?: string | null;
};

/** One entry of a register of any size. */
export function EntryField({
  name,
  label,
  help,
  onChosen,
  ...offer
}: EntryProps & { readonly optional?: boolean; readonly onChosen?: (id: string | undefined) => void }) {
  const t = useText();
  return (
    <Form.Item name={name} label={t(label)} extra={help && t(help)}>
      <EntryPicker {...offer} {...(onChosen ? { onChange: onChosen } : {})} />
    </Form.Item>
  );
}

/** Some of them. */
export function EntriesField({ name, label, help, ...offer }: EntryProps) {
  const t = useText();
  return (
    <Form.Item name={name} label={t(label)} extra={help && t(help)}>
      <EntriesPicker {...offer} />
    </Form.Item>
  );
}

export function SubjectField() {
  const t = useText();
  const options = useSubjectChoices();
  return (
    <Form.Item name="subject" label={t('lesson.subject')}>
      <AutoComplete options={options} />
    </Form.Item>
  );
}
