import { useSearchParams } from 'react-router';
import { LinkTabs } from '../shell/LinkTabs.tsx';
import { Page } from '../shell/Page.tsx';
import { useText } from '../text.ts';
import { SetupSteps } from './SetupSteps.tsx';
import { ClassesTab } from './tabs/ClassesTab.tsx';
import { LinksTab } from './tabs/LinksTab.tsx';
import { NeedsTab } from './tabs/NeedsTab.tsx';
import { PeopleTab } from './tabs/PeopleTab.tsx';
import { RoomsTab } from './tabs/RoomsTab.tsx';
import { SchoolsTab } from './tabs/SchoolsTab.tsx';

const tabs = [
  { key: 'schools', children: <SchoolsTab /> },
  { key: 'rooms', children: <RoomsTab /> },
  { key: 'classes', children: <ClassesTab /> },
  { key: 'people', children: <PeopleTab /> },
  { key: 'needs', children: <NeedsTab /> },
  { key: 'links', children: <LinksTab /> },
] as const;

export function DirectoryPage() {
  const t = useText();
  const [search] = useSearchParams();
  const active = tabs.find(({ key }) => key === search.get('tab'))?.key ?? 'schools';
  return (
    <Page title={t('directory.title')} lead={t('directory.lead')}>
      <SetupSteps />
      <LinkTabs
        label={t('directory.title')}
        parameter="tab"
        active={active}
        tabs={tabs.map(({ key }) => ({ key, label: t(`directory.${key}`) }))}
      />
      {tabs.find(({ key }) => key === active)?.children}
    </Page>
  );
}
