import { useSearchParams } from 'react-router';
import { LinkTabs } from '../shell/LinkTabs.tsx';
import { Page } from '../shell/Page.tsx';
import { useText } from '../text.ts';
import { RegisterList } from './list/RegisterList.tsx';
import { elsewhereSpec, groupSpec } from './registers/beside.tsx';
import { personSpec } from './registers/people.tsx';
import { classSpec, regionSpec, roomSpec, schoolSpec } from './registers/places.tsx';
import { linkSpec, localTeachingSpec, needSpec, subjectSpec } from './registers/teaching.tsx';
import { SetupSteps } from './SetupSteps.tsx';

const specs = [
  schoolSpec,
  roomSpec,
  classSpec,
  personSpec,
  needSpec,
  linkSpec,
  localTeachingSpec,
  subjectSpec,
  regionSpec,
  groupSpec,
  elsewhereSpec,
];

export function DirectoryPage() {
  const t = useText();
  const [search] = useSearchParams();
  const active = specs.find(({ tab }) => tab === search.get('tab')) ?? schoolSpec;
  return (
    <Page title={t('directory.title')} lead={t('directory.lead')} wide>
      <SetupSteps />
      <LinkTabs
        label={t('directory.title')}
        parameter="tab"
        active={active.tab}
        tabs={specs.map(({ tab }) => ({ key: tab, label: t(`directory.${tab}`) }))}
        alone
      />
      <RegisterList key={active.tab} spec={active} />
    </Page>
  );
}
