import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useAnswer, useRememberMe } from '../api/queries.ts';
import { useRouteForm } from '../api/useRouteForm.ts';
import { Trouble } from '../shell/Trouble.tsx';
import { useText } from '../text.ts';
import { Front } from './Front.tsx';
import { takeLinkToken } from './link-token.ts';

export function SetupPage() {
  const t = useText();
  const [token] = useState(() => takeLinkToken(window.location, window.history));
  const setup = useAnswer('setup.state', {});
  if (setup.data?.open === false)
    return (
      <Front title={t('setup.title')} lead={t('setup.done')}>
        <Link to="/login">{t('login.title')}</Link>
      </Front>
    );
  if (token === null)
    return (
      <Front title={t('setup.title')} lead={t('setup.noToken')}>
        <Link to="/login">{t('login.title')}</Link>
      </Front>
    );
  return (
    <Front title={t('setup.title')} lead={t('setup.lead')}>
      <SetupForm token={token} />
    </Front>
  );
}

type Values = { officeName?: string; name?: string; loginName?: string; password?: string };

function SetupForm({ token }: { readonly token: string }) {
  const t = useText();
  const navigate = useNavigate();
  const remember = useRememberMe();
  const setup = useRouteForm('setup.create', {
    toBody: (values: Values) => ({ ...values, token }),
    refresh: ['setup.state'],
    onDone: (me) => {
      remember(me);
      void navigate('/access?first', { replace: true });
    },
  });
  return (
    <Form {...setup.formProps}>
      <Form.Item name="officeName" label={t('setup.officeName')} extra={t('setup.officeNameHelp')}>
        <Input autoFocus autoComplete="organization" />
      </Form.Item>
      <Form.Item name="name" label={t('person.realName')}>
        <Input autoComplete="name" />
      </Form.Item>
      <Form.Item name="loginName" label={t('person.loginName')} extra={t('person.loginNameHelp')}>
        <Input autoComplete="username" autoCapitalize="none" spellCheck={false} />
      </Form.Item>
      <Form.Item name="password" label={t('person.password')} extra={t('person.passwordHelp')}>
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      {setup.error && <Trouble error={setup.error} />}
      <Button type="primary" htmlType="submit" size="large" block loading={setup.pending}>
        {t('setup.submit')}
      </Button>
    </Form>
  );
}
