import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Skeleton } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import type { RouteAnswer } from '../../../shared/wire/routes.ts';
import { appErrorOf, askOrThrow } from '../api/ask.ts';
import { useRememberMe } from '../api/queries.ts';
import { useRouteForm } from '../api/useRouteForm.ts';
import { Trouble } from '../shell/Trouble.tsx';
import { useText } from '../text.ts';
import { Front } from './Front.tsx';
import { takeLinkToken } from './link-token.ts';

/** What a link leads to by which somebody chooses their sign-in, or a new password. */
export function InvitationPage() {
  const t = useText();
  const [token] = useState(() => takeLinkToken(window.location, window.history));
  const opened = useQuery({
    queryKey: ['invitation.open', token],
    queryFn: () => askOrThrow('invitation.open', { token: token ?? '' }),
    enabled: token !== null,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  if (token === null) return <NoWay lead={t('invitation.noToken')} />;
  if (opened.isPending)
    return (
      <Front title={t('invitation.title')} lead="">
        <Skeleton active title={false} />
      </Front>
    );
  if (opened.isError) {
    const error = appErrorOf(opened.error);
    if (error.code === 'CODE_INVALID') return <NoWay lead={t('invitation.over')} />;
    return (
      <Front title={t('invitation.title')} lead="">
        <Trouble error={error} onRetry={() => void opened.refetch()} />
      </Front>
    );
  }
  return <Invited token={token} invited={opened.data} />;
}

function NoWay({ lead }: { readonly lead: string }) {
  const t = useText();
  return (
    <Front title={t('invitation.title')} lead={lead}>
      <Link to="/login">{t('login.title')}</Link>
    </Front>
  );
}

type InvitedProps = { readonly token: string; readonly invited: RouteAnswer<'invitation.open'> };

function Invited({ token, invited: { name, schoolName, loginName } }: InvitedProps) {
  const t = useText();
  const title = t(loginName === null ? 'invitation.title' : 'invitation.resetTitle');
  const isNew = schoolName === '' ? t('invitation.leadOffice', { name }) : '';
  const lead =
    loginName === null
      ? isNew || t('invitation.lead', { name, school: schoolName })
      : t('invitation.resetLead', { name });
  return (
    <Front title={title} lead={lead}>
      <ChooseForm token={token} loginName={loginName} />
      <p className="quiet">{t('invitation.forgetLead')}</p>
    </Front>
  );
}

type Values = { loginName?: string; password?: string; again?: string };

function ChooseForm({ token, loginName }: { readonly token: string; readonly loginName: string | null }) {
  const t = useText();
  const navigate = useNavigate();
  const remember = useRememberMe();
  const accept = useRouteForm('invitation.accept', {
    toBody: ({ again: _, ...values }: Values) => ({ ...values, token }),
    onDone: (me) => {
      remember(me);
      void navigate('/', { replace: true });
    },
  });
  const over = accept.error?.code === 'CODE_INVALID';
  return (
    <Form {...accept.formProps} initialValues={{ loginName: loginName ?? '' }}>
      <Form.Item
        name="loginName"
        label={t('person.loginName')}
        {...(loginName === null ? { extra: t('person.loginNameHelp') } : {})}
      >
        <Input
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          readOnly={loginName !== null}
          autoFocus={loginName === null}
          size="large"
        />
      </Form.Item>
      <Form.Item name="password" label={t('person.password')} extra={t('person.passwordHelp')}>
        <Input.Password autoComplete="new-password" autoFocus={loginName !== null} size="large" />
      </Form.Item>
      <Form.Item
        name="again"
        label={t('invitation.again')}
        dependencies={['password']}
        rules={[
          ({ getFieldValue }) => ({
            validator: async (_, value) => {
              if (value !== getFieldValue('password')) throw new Error(t('invitation.differs'));
            },
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" size="large" />
      </Form.Item>
      {over && <Alert type="error" showIcon role="alert" title={t('invitation.over')} />}
      {accept.error && !over && <Trouble error={accept.error} />}
      <Button type="primary" htmlType="submit" size="large" block loading={accept.pending}>
        {t('invitation.submit')}
      </Button>
    </Form>
  );
}
