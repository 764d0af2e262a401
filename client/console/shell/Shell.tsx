import './shell.css';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Dropdown } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { NavLink, Outlet, useNavigate } from 'react-router';
import type { Me } from '../../../shared/person.ts';
import { useSubmit } from '../api/queries.ts';
import { hasRole } from '../home/home.model.ts';
import { type ConsoleKey, useText } from '../text.ts';
import { useShade } from '../theme.ts';
import { LanguageSwitch } from './LanguageSwitch.tsx';

const PinDrawer = lazy(() =>
  import('../directory/PinButton.tsx').then((module) => ({ default: module.PinDrawer })),
);

type Place = { readonly to: string; readonly label: ConsoleKey; readonly roles: readonly Role[] | null };
type Role = Me['roles'][number]['role'];

const places: readonly Place[] = [
  { to: '/', label: 'nav.home', roles: null },
  { to: '/lessons', label: 'nav.lessons', roles: ['admin'] },
  { to: '/links', label: 'nav.links', roles: ['admin', 'inspector', 'researcher'] },
  {
    to: '/timetable',
    label: 'nav.timetable',
    roles: ['admin', 'lecturer', 'localTeacher', 'inspector', 'researcher'],
  },
  {
    to: '/recordings',
    label: 'nav.recordings',
    roles: ['admin', 'lecturer', 'localTeacher', 'inspector', 'researcher'],
  },
  { to: '/supervision', label: 'nav.supervision', roles: ['admin', 'inspector', 'researcher'] },
  { to: '/report', label: 'nav.report', roles: ['admin', 'inspector', 'researcher', 'viewer'] },
  { to: '/work', label: 'nav.work', roles: ['lecturer', 'localTeacher', 'researcher'] },
  { to: '/devices', label: 'nav.devices', roles: ['admin'] },
  { to: '/directory', label: 'nav.directory', roles: ['admin'] },
  { to: '/import', label: 'nav.import', roles: ['admin'] },
  { to: '/open', label: 'nav.open', roles: ['admin'] },
  { to: '/audit', label: 'nav.audit', roles: ['admin'] },
  { to: '/access', label: 'nav.access', roles: ['admin'] },
];

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
        <nav aria-label={t('nav.label')}>
          {places
            .filter((place) => place.roles === null || hasRole(me, ...place.roles))
            .map((place) => (
              <NavLink key={place.to} className="tab" to={place.to} end={place.to === '/'}>
                {t(place.label)}
              </NavLink>
            ))}
          {me.school !== null && (
            <>
              <NavLink className="tab" to={`/service/${me.school.schoolId}`}>
                {t('nav.service')}
              </NavLink>
              <NavLink className="tab" to={`/school/${me.school.schoolId}`}>
                {t('nav.mySchool')}
              </NavLink>
            </>
          )}
        </nav>
        <div className="shell-tools">
          <LanguageSwitch />
          <PersonMenu me={me} />
        </div>
      </header>
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
