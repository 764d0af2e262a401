import { App, Button, Form, Input } from 'antd';
import { useState } from 'react';
import type { RouteName } from '../../../../shared/wire/routes.ts';
import { useRouteForm } from '../../api/useRouteForm.ts';
import { useText } from '../../text.ts';
import { ConflictChoice } from './ConflictChoice.tsx';
import { fieldsOf, same } from './entry.model.ts';
import { FieldItem } from './FieldInput.tsx';
import type { Fields, RegisterSpec, Row } from './register.types.ts';
import { changesBack, useUndo } from './undo.ts';
import { useRefresh } from './useWrite.ts';
import { Why } from './Why.tsx';

type EditProps = { readonly spec: RegisterSpec; readonly row: Row; readonly onDone: () => void };
type ChangeRoute = Extract<RouteName, `${string}.change`>;
type Base = { readonly version: number; readonly fields: Fields };

/** Changes one entry from a day on. Whoever else changed it meanwhile is shown, field by field, before anything is written over. */
export function EditForm({ spec, row, onDone }: EditProps) {
  const t = useText();
  const { message } = App.useApp();
  const refresh = useRefresh();
  const remember = useUndo((undo) => undo.remember);
  const [base, setBase] = useState<Base>(row);
  const [mine, setMine] = useState<Fields>(row.fields);
  const valuesOf = (fields: Fields) => (spec.toValues ? spec.toValues(fields) : fields);
  const readFields = (values: Fields) =>
    fieldsOf(spec, values, { before: base.fields, context: { rootId: null } });
  const fromOf = (values: Fields) => (values['validFrom'] ? { validFrom: values['validFrom'] } : {});
  const edit = useRouteForm<ChangeRoute, Fields>(`${spec.register}.change`, {
    toBody: (values) => ({
      changes: [{ id: row.id, expectedVersion: base.version, fields: readFields(values) }],
      ...fromOf(values),
    }),
    onDone: (written) => {
      const from = edit.form.getFieldValue('validFrom');
      const validFrom = typeof from === 'string' && from !== '' ? from : undefined;
      const changes = changesBack([{ id: row.id, fields: base.fields }], written);
      remember({ register: spec.register, act: 'change', changes, validFrom });
      void message.success(t('entry.saved'));
      void refresh();
      onDone();
    },
  });
  const submit = (values: Fields) => {
    const fields = readFields(values);
    setMine(fields);
    if (same(fields, base.fields)) void message.info(t('entry.unchanged'));
    else edit.formProps.onFinish(values);
  };
  const takeOver = (theirs: Base, merged: Fields) => {
    edit.reset();
    setBase(theirs);
    edit.form.setFieldsValue(valuesOf(merged));
  };
  const conflict = edit.error?.code === 'CONFLICT';
  return (
    <Form<Fields> {...edit.formProps} onFinish={submit} initialValues={{ ...valuesOf(row.fields) }}>
      {spec.fields
        .filter(({ hiddenIn }) => hiddenIn !== 'edit' && hiddenIn !== 'both')
        .map((field) => (
          <FieldItem key={field.name} field={field} />
        ))}
      <Form.Item name="validFrom" label={t('entry.from')} extra={t('entry.fromHelp')}>
        <Input type="date" />
      </Form.Item>
      {edit.error && !conflict && <Why spec={spec} rows={[row]} cause={edit.cause} />}
      {conflict && (
        <ConflictChoice spec={spec} id={row.id} base={base.fields} mine={mine} onTake={takeOver} />
      )}
      <div className="button-row">
        <Button type="primary" htmlType="submit" loading={edit.pending} disabled={conflict}>
          {t('register.save')}
        </Button>
        <Button onClick={onDone}>{t('app.cancel')}</Button>
      </div>
    </Form>
  );
}
