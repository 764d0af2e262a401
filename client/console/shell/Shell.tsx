import './shell.css';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Dropdown } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { Outlet, useNavigate } from 'react-router';
import type { Me } from '../../../shared/person.ts';
import { useSubmit } from '../api/queries.ts';
import { SafetyLine } from '../safety/SafetyLine.tsx';
import { useText } from '../text.ts';
import { useShade } from '../theme.ts';
import { LanguageSwitch } from './LanguageSwitch.tsx';
import { Places } from './Places.tsx';

const PinDrawer = lazy(() =>
  import('../directory/PinButton.tsx').then((module) => ({ default: module.PinDrawer })),
);

/** Head and frame of every page but sign-in and the lesson. */
export function Shell({ me }: { readonly me: Me }) {
  const t = useText();
  return (
    <>
      <a className="skip-link" href="#content">
        {t('app.skip')}
      </a>
      <header className="shell-head">
        <span className="product">{t('app.name')}</span>
        <Places me={me} />
        <div className="shell-tools">
          <LanguageSwitch />
          <PersonMenu me={me} />
        </div>
      </header>
      <SafetyLine me={me} />
      <div id="content" tabIndex={-1}>
        <Suspense fallback={<p className="page">{t('app.loading')}</p>}>
          <Outlet />
        </Suspense>
      </div>
    </>
  );
}

function PersonMenu({ me }: { readonly me: Me }) {
  const t = useText();
  const { shade, turn } = useShade();
  const [pinOpen, setPinOpen] = useState(false);
  const client = useQueryClient();
  const navigate = useNavigate();
  const logout = useSubmit('login.end', {
    onDone: () => {
      client.clear();
      void navigate('/login');
    },
  });
  return (
    <>
      {pinOpen && (
        <Suspense fallback={null}>
          <PinDrawer personId={me.personId} name={me.name} open onClose={() => setPinOpen(false)} />
        </Suspense>
      )}
      <Dropdown
        trigger={['click']}
        getPopupContainer={(trigger) => trigger.parentElement ?? document.body}
        menu={{
          items: [
            { key: 'shade', label: shade === 'dark' ? t('app.light') : t('app.dark'), onClick: turn },
            { key: 'account', label: t('account.title'), onClick: () => void navigate('/account') },
            { key: 'pin', label: t('pin.mine'), onClick: () => setPinOpen(true) },
            { key: 'logout', label: t('app.logout'), onClick: () => logout.mutate({}) },
          ],
        }}
      >
        <Button type="text" aria-haspopup="menu">
          {me.name}
          {me.school !== null && <span className="quiet"> · {me.school.name}</span>}
        </Button>
      </Dropdown>
    </>
  );
}
