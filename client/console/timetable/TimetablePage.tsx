import { useSearchParams } from 'react-router';
import { hasRole } from '../home/home.model.ts';
import { LinkTabs } from '../shell/LinkTabs.tsx';
import { Page } from '../shell/Page.tsx';
import { useKnownMe } from '../shell/RequireLogin.tsx';
import { useText } from '../text.ts';
import { BellsView } from './BellsView.tsx';
import { PlannerView } from './PlannerView.tsx';
import { SlotsView } from './SlotsView.tsx';
import { TermsView } from './TermsView.tsx';
import { WeekView } from './WeekView.tsx';

const views = [
  { key: 'week', admin: false, children: <WeekView /> },
  { key: 'planner', admin: true, children: <PlannerView /> },
  { key: 'slots', admin: true, children: <SlotsView /> },
  { key: 'terms', admin: true, children: <TermsView /> },
  { key: 'bells', admin: true, children: <BellsView /> },
] as const;

/** The timetable 课表: the week, and what it is made of. */
export function TimetablePage() {
  const t = useText();
  const me = useKnownMe();
  const [search] = useSearchParams();
  const shown = views.filter((view) => !view.admin || hasRole(me, 'admin'));
  const active = shown.find(({ key }) => key === search.get('view')) ?? views[0];
  return (
    <Page title={t('timetable.title')} wide={active.key !== 'week' && active.key !== 'planner'}>
      {shown.length > 1 && (
        <LinkTabs
          label={t('timetable.title')}
          parameter="view"
          active={active.key}
          alone
          tabs={shown.map(({ key }) => ({ key, label: t(`timetable.${key}`) }))}
        />
      )}
      {active.children}
    </Page>
  );
}
