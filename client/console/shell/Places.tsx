import { useEffect, useId, useRef, useState } from 'react';
import { NavLink, useLocation } from 'react-router';
import type { Me } from '../../../shared/person.ts';
import { hasRole } from '../home/home.model.ts';
import { type ConsoleKey, useText } from '../text.ts';

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
];

/** What is set up once and looked at now and then; together they would take two lines of every page. */
const managed: readonly Place[] = [
  { to: '/devices', label: 'nav.devices', roles: ['admin'] },
  { to: '/directory', label: 'nav.directory', roles: ['admin'] },
  { to: '/import', label: 'nav.import', roles: ['admin'] },
  { to: '/open', label: 'nav.open', roles: ['admin'] },
  { to: '/audit', label: 'nav.audit', roles: ['admin'] },
  { to: '/access', label: 'nav.access', roles: ['admin'] },
];

/** The pages that somebody's roles lead to. */
export function Places({ me }: { readonly me: Me }) {
  const t = useText();
  const mine = ({ roles }: Place) => roles === null || hasRole(me, ...roles);
  return (
    <nav aria-label={t('nav.label')}>
      {places.filter(mine).map((place) => (
        <Tab key={place.to} {...place} />
      ))}
      {me.school !== null && (
        <>
          <Tab to={`/service/${me.school.schoolId}`} label="nav.service" />
          <Tab to={`/school/${me.school.schoolId}`} label="nav.mySchool" />
        </>
      )}
      <Managed places={managed.filter(mine)} />
    </nav>
  );
}

function Tab({ to, label }: Pick<Place, 'to' | 'label'>) {
  const t = useText();
  return (
    <NavLink className="tab" to={to} end={to === '/'}>
      {t(label)}
    </NavLink>
  );
}

function Managed({ places: shown }: { readonly places: readonly Place[] }) {
  const t = useText();
  const listId = useId();
  const { pathname } = useLocation();
  const { open, setOpen, frame } = useFlap();
  if (shown.length === 0) return null;
  return (
    <div className="tab-group" ref={frame}>
      <button
        type="button"
        className="tab"
        aria-expanded={open}
        aria-controls={open ? listId : undefined}
        data-current={shown.some(({ to }) => pathname.startsWith(to))}
        onClick={() => setOpen(!open)}
      >
        {t('nav.manage')}
      </button>
      {open && (
        <ul id={listId}>
          {shown.map(({ to, label }) => (
            <li key={to}>
              <NavLink className="tab" to={to} onClick={() => setOpen(false)}>
                {t(label)}
              </NavLink>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Something that opens below its button, until somebody looks elsewhere. */
function useFlap() {
  const [open, setOpen] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    const away = ({ target }: Event) => {
      if (target instanceof Node && frame.current?.contains(target) === false) setOpen(false);
    };
    const onKey = ({ key }: KeyboardEvent) => {
      if (key !== 'Escape') return;
      setOpen(false);
      frame.current?.querySelector('button')?.focus();
    };
    document.addEventListener('pointerdown', away);
    document.addEventListener('focusin', away);
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('pointerdown', away);
      document.removeEventListener('focusin', away);
      document.removeEventListener('keydown', onKey);
    };
  }, [open]);
  return { open, setOpen, frame };
}
