import './account.css';
import { App, Button, Form, Input } from 'antd';
import type { PersonId } from '../../../shared/kernel/ids.ts';
import { useAnswer } from '../api/queries.ts';
import { useRouteForm } from '../api/useRouteForm.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { Page } from '../shell/Page.tsx';
import { useKnownMe } from '../shell/RequireLogin.tsx';
import { Trouble } from '../shell/Trouble.tsx';
import { useText } from '../text.ts';
import { Logins } from './Logins.tsx';

/** One's own sign-in: password, and where one is signed in. */
export function AccountPage() {
  const t = useText();
  const me = useKnownMe();
  const roles = [...new Set(me.roles.map(({ role }) => t(`role.${role}`)))].join(t('app.listComma'));
  const known = useAnswer('login.list', { personId: me.personId });
  return (
    <Page
      title={t('account.title')}
      lead={t('account.lead', { name: me.name, place: me.school?.name ?? t('person.office') })}
    >
      <p>
        {t('account.roles')}
        {t('account.colon')}
        {roles || t('account.noRoles')}
      </p>
      <Loaded query={known}>
        {({ loginName, logins }) => (
          <div className="account">
            <section aria-labelledby="account-password">
              <h2 id="account-password">{t('account.password')}</h2>
              {loginName === null ? (
                <p>{t('account.byOfficeOnly')}</p>
              ) : (
                <>
                  <p>{t('account.loginName', { loginName })}</p>
                  <PasswordForm loginName={loginName} />
                </>
              )}
            </section>
            <OwnLogins personId={me.personId} logins={logins} />
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function OwnLogins(props: {
  readonly personId: PersonId;
  readonly logins: Parameters<typeof Logins>[0]['logins'];
}) {
  const t = useText();
  return (
    <section aria-labelledby="account-logins">
      <h2 id="account-logins">{t('logins.title')}</h2>
      <Logins {...props} />
    </section>
  );
}

type Values = { current?: string; password?: string };

function PasswordForm({ loginName }: { readonly loginName: string }) {
  const t = useText();
  const { message } = App.useApp();
  const change = useRouteForm('login.changePassword', {
    toBody: (values: Values) => ({ current: values.current ?? '', password: values.password }),
    refresh: ['login.list'],
    onDone: () => {
      change.reset();
      void message.success(t('account.changed'));
    },
  });
  const wrong = change.error?.code === 'WRONG_CREDENTIALS';
  return (
    <Form {...change.formProps}>
      {/* Password managers want to know whose password it is. */}
      <input type="text" autoComplete="username" value={loginName} readOnly hidden />
      <Form.Item
        name="current"
        label={t('account.current')}
        {...(wrong ? { validateStatus: 'error' as const, help: t('account.wrongCurrent') } : {})}
      >
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Form.Item name="password" label={t('account.new')} extra={t('person.passwordHelp')}>
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      {change.error && !wrong && <Trouble error={change.error} />}
      <Button type="primary" htmlType="submit" loading={change.pending}>
        {t('account.change')}
      </Button>
    </Form>
  );
}
