import { Tabs } from 'antd';
import { useSearchParams } from 'react-router';
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
  const [search, setSearch] = useSearchParams();
  const active = tabs.find(({ key }) => key === search.get('tab'))?.key ?? 'schools';
  return (
    <Page title={t('directory.title')} lead={t('directory.lead')}>
      <SetupSteps />
      <Tabs
        activeKey={active}
        destroyOnHidden
        onChange={(tab) => setSearch({ tab }, { replace: true })}
        items={tabs.map(({ key, children }) => ({ key, label: t(`directory.${key}`), children }))}
      />
    </Page>
  );
}
