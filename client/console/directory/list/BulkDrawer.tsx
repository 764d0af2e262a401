import { Button, Drawer, Form, Select } from 'antd';
import { useState } from 'react';
import { useText } from '../../text.ts';
import { searchByLabel } from '../choices.ts';
import { type Change, changeEntries } from './entries.ts';
import { fieldsOf } from './entry.model.ts';
import { FieldItem } from './FieldInput.tsx';
import type { Fields, RegisterSpec, Row } from './register.types.ts';
import { changesBack } from './undo.ts';
import { useWrite } from './useWrite.ts';
import { Why } from './Why.tsx';

type BulkProps = {
  readonly spec: RegisterSpec;
  readonly rows: readonly Row[];
  readonly onClose: () => void;
  readonly onDone: () => void;
};

/** One field gets the same value in all of them, or in none. */
export function BulkDrawer({ spec, rows, onClose, onDone }: BulkProps) {
  const t = useText();
  const offered = spec.fields.filter(({ bulk }) => bulk === true);
  const [name, setName] = useState(offered[0]?.name ?? '');
  const [form] = Form.useForm<Fields>();
  const field = offered.find((each) => each.name === name);
  // Nobody types a whole day's periods anew to change one of them.
  const begun = Object.fromEntries(
    offered.filter(({ kind }) => kind.type === 'rows').map((each) => [each.name, rows[0]?.fields[each.name]]),
  );
  const change = useWrite((changes: readonly Change[]) => changeEntries(spec.register, changes, undefined), {
    onDone,
    say: () => t('bulk.done', { count: rows.length }),
    back: (written) => {
      const changes = changesBack(rows, written);
      return { register: spec.register, act: 'change', changes, validFrom: undefined };
    },
  });
  const submit = (values: Fields) =>
    change.mutate(
      rows.map(({ id, version, fields }) => {
        const value = { [name]: values[name] ?? (field?.kind.type === 'flag' ? false : undefined) };
        const after = fieldsOf({ ...spec, toFields: (typed) => typed }, value, {
          before: fields,
          context: { rootId: null },
        });
        return { id, expectedVersion: version, fields: after };
      }),
    );
  return (
    <Drawer
      open
      title={t('bulk.title', { count: rows.length })}
      onClose={onClose}
      size={spec.formPx ?? 440}
      destroyOnHidden
    >
      <Form<Fields>
        name="bulk"
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={begun}
        onFinish={submit}
      >
        <p className="dialog-lead">{t('bulk.lead')}</p>
        <Form.Item label={t('bulk.field')} htmlFor="bulk-field">
          <Select
            id="bulk-field"
            showSearch={searchByLabel}
            value={name}
            onChange={(chosen: string) => {
              setName(chosen);
              change.reset();
            }}
            options={offered.map((each) => ({ value: each.name, label: t(each.label) }))}
          />
        </Form.Item>
        {field && <FieldItem key={field.name} field={field} />}
        {change.isError && <Why spec={spec} rows={rows} cause={change.error} />}
        <div className="button-row">
          <Button type="primary" htmlType="submit" loading={change.isPending}>
            {t('register.save')}
          </Button>
          <Button onClick={onClose}>{t('app.cancel')}</Button>
        </div>
      </Form>
    </Drawer>
  );
}
