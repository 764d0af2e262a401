import { AutoComplete, Checkbox, Form, Input, InputNumber, Select } from 'antd';
import { useText } from '../../text.ts';
import { searchByLabel, useSubjectChoices } from '../choices.ts';
import { EntryPicker } from './EntryPicker.tsx';
import { RowsInput } from './RowsInput.tsx';
import type { Field, FieldKind, Fields, OtherInputProps } from './register.types.ts';

/** One field of a form, by what it holds; one that is asked for only sometimes comes and goes. */
export function FieldItem({ field }: { readonly field: Field }) {
  const { when } = field;
  return when === undefined ? <AskedItem field={field} /> : <WhenItem field={field} when={when} />;
}

function WhenItem({ field, when }: { readonly field: Field; readonly when: (values: Fields) => boolean }) {
  const values: Fields = Form.useWatch([], Form.useFormInstance()) ?? {};
  // What it holds stays: a register's entry has it whether somebody is asked or not.
  return (
    <div hidden={!when(values)}>
      <AskedItem field={field} />
    </div>
  );
}

function AskedItem({ field }: { readonly field: Field }) {
  const t = useText();
  if (field.kind.type === 'other' && field.kind.Input === undefined) return null;
  if (field.kind.type === 'flag')
    return (
      <Form.Item name={field.name} valuePropName="checked" {...(field.help ? { extra: t(field.help) } : {})}>
        <Checkbox>{t(field.label)}</Checkbox>
      </Form.Item>
    );
  return (
    <Form.Item name={field.name} label={t(field.label)} {...(field.help ? { extra: t(field.help) } : {})}>
      <KindInput kind={field.kind} optional={field.empty === null} />
    </Form.Item>
  );
}

/** What `Form.Item` hands on. */
type Handed = OtherInputProps & { readonly kind: FieldKind; readonly optional: boolean };

function KindInput({ kind, optional, ...handed }: Handed) {
  const t = useText();
  switch (kind.type) {
    case 'text':
      return <Input autoComplete="off" {...(handed as object)} />;
    case 'date':
      return <Input type="date" {...(handed as object)} />;
    case 'subject':
      return <SubjectInput {...handed} />;
    case 'number':
      return (
        <InputNumber min={kind.min} max={kind.max} precision={kind.precision ?? 0} {...(handed as object)} />
      );
    case 'flag':
      return <Checkbox {...(handed as object)} />;
    case 'choice':
      return (
        <Select
          options={kind.options.map(({ value, label }) => ({ value, label: t(label) }))}
          showSearch={searchByLabel}
          {...(kind.several === true ? { mode: 'multiple' as const } : {})}
          {...(handed as object)}
        />
      );
    case 'entry':
      return <NarrowedPicker {...handed} kind={kind} optional={optional} />;
    case 'rows':
      return <RowsInput {...handed} kind={kind} />;
    case 'other':
      return kind.Input === undefined ? null : <kind.Input {...handed} />;
  }
}

type EntryProps = OtherInputProps & {
  readonly kind: Extract<FieldKind, { type: 'entry' }>;
  readonly optional: boolean;
};

function NarrowedPicker({ kind, optional, value, onChange, id }: EntryProps) {
  const form = Form.useFormInstance();
  const values: Fields = Form.useWatch([], form) ?? {};
  return (
    <EntryPicker
      {...(id === undefined ? {} : { id })}
      from={kind.from}
      value={typeof value === 'string' ? value : null}
      onChange={(chosen) => onChange?.(chosen)}
      optional={optional}
      {...(kind.narrowed ? { narrowed: kind.narrowed(values) } : {})}
    />
  );
}

function SubjectInput(handed: OtherInputProps) {
  const options = useSubjectChoices();
  return <AutoComplete options={options} {...(handed as object)} />;
}
