import { App, Button, Drawer, Form } from 'antd';
import type { RouteName } from '../../../../shared/wire/routes.ts';
import { useRows } from '../../api/queries.ts';
import { useRouteForm } from '../../api/useRouteForm.ts';
import { Trouble } from '../../shell/Trouble.tsx';
import { useText } from '../../text.ts';
import { fieldsOf } from './entry.model.ts';
import { FieldItem } from './FieldInput.tsx';
import { rootOf } from './region.model.ts';
import type { Fields, RegisterSpec } from './register.types.ts';
import { useUndo } from './undo.ts';
import { useRefresh } from './useWrite.ts';

type AddProps = { readonly spec: RegisterSpec; readonly open: boolean; readonly onClose: () => void };
type AddRoute = Extract<RouteName, `${string}.add`>;

/** Stays open after adding: registers are filled one after another. */
export function AddDrawer({ spec, open, onClose }: AddProps) {
  const t = useText();
  return (
    <Drawer
      open={open}
      onClose={onClose}
      title={t(`register.add.${spec.tab}`)}
      size={spec.formPx ?? 460}
      destroyOnHidden
    >
      <AddForm spec={spec} onClose={onClose} />
    </Drawer>
  );
}

function AddForm({ spec, onClose }: Omit<AddProps, 'open'>) {
  const t = useText();
  const { message } = App.useApp();
  const refresh = useRefresh();
  const remember = useUndo((undo) => undo.remember);
  const regions = useRows('region', { limit: 20_000 }).data ?? [];
  const rootId = rootOf(regions)?.id ?? null;
  const add = useRouteForm<AddRoute, Fields>(`${spec.register}.add`, {
    toBody: (values) => fieldsOf(spec, values, { before: {}, context: { rootId } }),
    onDone: (answer) => {
      add.reset();
      const entries = [{ id: answer.id, expectedVersion: 1 }];
      remember({ register: spec.register, act: 'add', entries, validFrom: undefined });
      void message.success(t('register.added'));
      void refresh();
    },
  });
  const only = regions.length === 1 && spec.fields.some(({ name }) => name === 'regionId');
  return (
    // What is filled in beforehand has to be there when the form is drawn first.
    <Form<Fields>
      {...add.formProps}
      key={only ? rootId : ''}
      initialValues={{ ...spec.initial, ...(only ? { regionId: rootId } : {}) }}
    >
      {spec.fields
        .filter(({ hiddenIn }) => hiddenIn !== 'add' && hiddenIn !== 'both')
        .map((field) => (
          <FieldItem key={field.name} field={field} />
        ))}
      {spec.AddFields && <spec.AddFields />}
      {add.error && <Trouble error={add.error} />}
      <div className="button-row">
        <Button type="primary" htmlType="submit" loading={add.pending}>
          {t('register.save')}
        </Button>
        <Button onClick={onClose}>{t('app.close')}</Button>
      </div>
    </Form>
  );
}
