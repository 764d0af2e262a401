import { AutoComplete, Form, Input, InputNumber, Select } from 'antd';
import { type ConsoleKey, useText } from '../text.ts';
import { type Choice, searchByLabel, useSubjectChoices } from './choices.ts';

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

type ChoiceProps = FieldProps & {
  readonly options: readonly Choice[];
  readonly multiple?: boolean;
  readonly optional?: boolean;
  readonly onChange?: (value: string) => void;
};

export function ChoiceField({ name, label, help, options, multiple, optional, onChange }: ChoiceProps) {
  const t = useText();
  return (
    <Form.Item name={name} label={t(label)} extra={help && t(help)}>
      <Select
        options={[...options]}
        showSearch={searchByLabel}
        allowClear={optional === true}
        {...(multiple === true ? { mode: 'multiple' as const } : {})}
        {...(onChange ? { onChange } : {})}
      />
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
