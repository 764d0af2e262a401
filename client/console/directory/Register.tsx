import type { UseQueryResult } from '@tanstack/react-query';
import { App, Button, Drawer, Form, type TableColumnsType } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import type { RouteName } from '../../../shared/wire/routes.ts';
import { useRouteForm } from '../api/useRouteForm.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { PaperTable } from '../shell/PaperTable.tsx';
import { Trouble } from '../shell/Trouble.tsx';
import { useText } from '../text.ts';
import type { StepName } from './steps.model.ts';

type AddRoute = Extract<RouteName, `${string}.add`>;

type RegisterProps<Row, Values extends object> = {
  readonly name: StepName;
  readonly query: UseQueryResult<Row[]>;
  readonly columns: TableColumnsType<Row>;
  readonly route: AddRoute;
  readonly refresh: RouteName;
  readonly toBody: (values: Values) => object;
  readonly initialValues?: Partial<Values>;
  /** The register that has to be filled first, when it is empty. */
  readonly needs?: StepName | null;
  /** The fields of the form. */
  readonly children: ReactNode;
};

/** One register: its list, and a drawer that adds to it. */
export function Register<Row extends { readonly id: string }, Values extends object>(
  props: RegisterProps<Row, Values>,
) {
  const t = useText();
  const [adding, setAdding] = useState(false);
  const blocked = props.needs ?? null;
  return (
    <section className="register">
      {blocked !== null && (
        <p className="empty">
          {t(`register.first.${blocked}`)}{' '}
          <Link to={`/directory?tab=${blocked}`}>{t(`steps.do.${blocked}`)}</Link>
        </p>
      )}
      <Loaded query={props.query}>
        {(rows) => (
          <>
            <div className="register-head">
              <Button type="primary" disabled={blocked !== null} onClick={() => setAdding(true)}>
                {t(`register.add.${props.name}`)}
              </Button>
            </div>
            <PaperTable
              label={t(`directory.${props.name}`)}
              rowKey="id"
              columns={props.columns}
              rows={rows}
              minWidthPx={640}
              empty={t(`register.empty.${props.name}`)}
            />
          </>
        )}
      </Loaded>
      <AddDrawer {...props} open={adding} onClose={() => setAdding(false)} />
    </section>
  );
}

type AddProps<Row, Values extends object> = RegisterProps<Row, Values> & {
  readonly open: boolean;
  readonly onClose: () => void;
};

/** Stays open after adding: registers are filled one after another. */
function AddDrawer<Row, Values extends object>(props: AddProps<Row, Values>) {
  const t = useText();
  const { message } = App.useApp();
  const add = useRouteForm<AddRoute, Values>(props.route, {
    toBody: props.toBody,
    refresh: [props.refresh],
    onDone: () => {
      add.reset();
      void message.success(t('register.added'));
    },
  });
  return (
    <Drawer
      open={props.open}
      onClose={props.onClose}
      title={t(`register.add.${props.name}`)}
      size={440}
      destroyOnHidden
    >
      <Form<Values> {...add.formProps} initialValues={props.initialValues ?? {}}>
        {props.children}
        {add.error && <Trouble error={add.error} />}
        <div className="button-row">
          <Button type="primary" htmlType="submit" loading={add.pending}>
            {t('register.save')}
          </Button>
          <Button onClick={props.onClose}>{t('app.close')}</Button>
        </div>
      </Form>
    </Drawer>
  );
}
