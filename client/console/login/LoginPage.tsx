import { Alert, Button, Divider, Form, Input } from 'antd';
import { Navigate, useLocation, useNavigate } from 'react-router';
import { useAnswer, useMe, useRememberMe } from '../api/queries.ts';
import { useRouteForm } from '../api/useRouteForm.ts';
import { Trouble } from '../shell/Trouble.tsx';
import { useText } from '../text.ts';
import { Front } from './Front.tsx';
import { officeAddress, officeProblemIn } from './office.model.ts';

/** Where somebody wanted to go before signing in; pages of this site only. */
function wantedPlace(state: unknown): string {
  const from = typeof state === 'object' && state !== null && 'from' in state ? state.from : null;
  return typeof from === 'string' && /^\/(?!\/)/.test(from) ? from : '/';
}

export function LoginPage() {
  const t = useText();
  const navigate = useNavigate();
  const { state, search } = useLocation();
  const target = wantedPlace(state);
  const problem = officeProblemIn(search);
  const remember = useRememberMe();
  const me = useMe();
  const setup = useAnswer('setup.state', {});
  const office = useAnswer('login.ways', {}).data?.office ?? null;
  const login = useRouteForm('login.create', {
    toBody: (values: { loginName?: string; password?: string }) => ({
      loginName: (values.loginName ?? '').trim(),
      password: values.password ?? '',
    }),
    onDone: (who) => {
      remember(who);
      void navigate(target, { replace: true });
    },
  });
  if (me.data) return <Navigate to={target} replace />;
  return (
    <Front title={t('login.title')} lead={t('login.lead')}>
      {setup.data?.open === true && (
        <Alert type="warning" showIcon title={t('login.setupOpen')} description={t('login.setupOpenLead')} />
      )}
      {problem !== null && <Alert type="error" showIcon role="alert" title={t(`office.${problem}`)} />}
      {office !== null && (
        <>
          <Button size="large" block href={officeAddress(target)}>
            {t('login.byOffice', { name: office.name })}
          </Button>
          <Divider plain>{t('login.or')}</Divider>
        </>
      )}
      <Form {...login.formProps}>
        <Form.Item
          name="loginName"
          label={t('person.loginName')}
          rules={[{ required: true, message: t('form.required') }]}
        >
          <Input autoComplete="username" autoFocus autoCapitalize="none" spellCheck={false} size="large" />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('person.password')}
          rules={[{ required: true, message: t('form.required') }]}
        >
          <Input.Password autoComplete="current-password" size="large" />
        </Form.Item>
        {login.error && <Trouble error={login.error} />}
        <Button type="primary" htmlType="submit" size="large" block loading={login.pending}>
          {t('login.submit')}
        </Button>
      </Form>
    </Front>
  );
}
