import { useSearchParams } from 'react-router';
import type { CoverageReport } from '../../../../shared/coverage.ts';
import { LinkTabs } from '../../shell/LinkTabs.tsx';
import { useText } from '../../text.ts';
import { LeadsTable } from './LeadsTable.tsx';
import { NeedsTable } from './NeedsTable.tsx';
import { OutcomesTable } from './OutcomesTable.tsx';
import { UnregisteredList, WithdrawnTable } from './SideLists.tsx';

/** The lists behind the figures, each with its length on its tab. */
export function CoverageLists({ report }: { readonly report: CoverageReport }) {
  const t = useText();
  const [search] = useSearchParams();
  const lists = [
    { key: 'needs', total: report.needs.length, children: <NeedsTable report={report} /> },
    { key: 'outcomes', total: report.outcomes.length, children: <OutcomesTable report={report} /> },
    { key: 'leads', total: report.leads.length, children: <LeadsTable report={report} /> },
    {
      key: 'withdrawn',
      total: report.withdrawnUnserved.length,
      children: <WithdrawnTable report={report} />,
    },
    {
      key: 'unregistered',
      total: report.pointsWithoutRegister.length,
      children: <UnregisteredList report={report} />,
    },
  ] as const;
  const active = lists.find(({ key }) => key === search.get('list')) ?? lists[0];
  return (
    <div className="lists">
      <LinkTabs
        label={t('coverage.lists')}
        parameter="list"
        active={active.key}
        tabs={lists.map(({ key, total }) => ({ key, label: t(`coverage.list.${key}`, { total }) }))}
      />
      {active.children}
    </div>
  );
}
