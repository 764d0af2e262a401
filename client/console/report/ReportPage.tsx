import './report.css';
import { Button } from 'antd';
import { Link } from 'react-router';
import type { ListedKey, ReportPage as Report } from '../../../shared/coverage/report.ts';
import { useAnswer } from '../api/queries.ts';
import { dateTimeText } from '../shell/format.ts';
import { LinkTabs } from '../shell/LinkTabs.tsx';
import { Loaded } from '../shell/Loaded.tsx';
import { Page } from '../shell/Page.tsx';
import { useLanguage, useText } from '../text.ts';
import { BelowView } from './BelowView.tsx';
import { CausesTable } from './CausesTable.tsx';
import { ExportMenu } from './ExportMenu.tsx';
import { GraphView } from './GraphView.tsx';
import { Headline } from './Headline.tsx';
import { IndicatorTable } from './IndicatorTable.tsx';
import { ListDrawer } from './list/ListDrawer.tsx';
import { RoomsView } from './list/RoomsView.tsx';
import { PeriodPicker } from './PeriodPicker.tsx';
import { type ReportTab, readTab, reportTabs } from './place.model.ts';
import { SplitView } from './SplitView.tsx';
import { hasTrail, Trail } from './Trail.tsx';
import { TrendView } from './TrendView.tsx';
import { thresholdWords } from './threshold-words.ts';
import { usePlace } from './useReport.ts';

/** Where, when, how much: the coverage of one part of the tree, and the way down from it. */
export function ReportPage() {
  const t = useText();
  const { place, today, asked, change } = usePlace();
  const query = useAnswer('report.read', asked);
  const report = query.data ?? null;
  return (
    <Page
      title={report === null ? t('report.title') : `${t('report.title')} · ${report.name}`}
      {...(report !== null && hasTrail(report) ? { lead: <Trail report={report} /> } : {})}
      action={
        <>
          <Link className="no-print" to="/frozen">
            {t('snapshot.title')}
          </Link>
          <ExportMenu path="/api/report/files/report" query={asked} label={t('export.menu')} />
          <Button className="no-print" onClick={() => window.print()}>
            {t('report.print')}
          </Button>
        </>
      }
    >
      <PeriodPicker
        place={place}
        period={report?.period ?? null}
        today={today}
        onChange={({ kind, date }) => change({ kind, date })}
      />
      {query.isError && place.kind === 'term' && <NoTerm />}
      <Loaded query={query}>
        {(answer) => (
          <>
            <Standing report={answer} />
            <Headline report={answer} onOpen={(list) => change({ list, part: null, search: null })} />
            <Tabs report={answer} onOpen={(values) => change(values)} />
            <Also report={answer} onOpen={(list) => change({ list, part: null, search: null })} />
            <FinePrint report={answer} />
          </>
        )}
      </Loaded>
      <ListDrawer />
    </Page>
  );
}

function NoTerm() {
  const t = useText();
  return (
    <p className="empty">
      {t('report.noTerm')} <Link to="/timetable?tab=terms">{t('report.toTerms')}</Link>
    </p>
  );
}

/** Whether the figures stand, and what to do where there are none. */
function Standing({ report }: { readonly report: Report }) {
  const t = useText();
  const none = report.figures.every(({ key, denominator }) => key !== 'needWeighted' || denominator === 0);
  return (
    <>
      {report.provisional && (
        <p className="report-provisional" role="status">
          {t('report.provisional')}
        </p>
      )}
      {none && (
        <p className="empty">
          {t('report.noFigureLead')} <Link to="/directory?tab=needs">{t('report.toNeeds')}</Link>
        </p>
      )}
    </>
  );
}

type TabsProps = {
  readonly report: Report;
  readonly onOpen: (values: Record<string, string | null>) => void;
};

function Tabs({ report, onOpen }: TabsProps) {
  const t = useText();
  const { search } = usePlace();
  const tab = readTab(search);
  const ofSchool = report.scope.kind === 'school';
  const label = (each: ReportTab) =>
    t(each === 'below' && ofSchool ? 'report.tab.rooms' : `report.tab.${each}`);
  const open = (list: ListedKey, cause?: string) => onOpen({ list, cause: cause ?? null, part: null });
  return (
    <div className="lists">
      <LinkTabs
        label={t('report.tabs')}
        parameter="tab"
        active={tab}
        tabs={reportTabs.map((key) => ({ key, label: label(key) }))}
      />
      {tab === 'indicators' && <IndicatorTable report={report} onOpen={open} />}
      {tab === 'below' && (ofSchool ? <RoomsView /> : <BelowView report={report} />)}
      {tab === 'trend' && <TrendView />}
      {tab === 'split' && <SplitView report={report} />}
      {tab === 'causes' && <CausesTable report={report} onOpen={(cause) => open('needWeighted', cause)} />}
      {tab === 'graph' && <GraphView />}
    </div>
  );
}

const also = ['cancelled', 'unplanned', 'recorded', 'elsewhere', 'uncounted'] as const;

/** What is counted apart from every figure, each with its list. */
function Also({
  report: { besides },
  onOpen,
}: {
  readonly report: Report;
  readonly onOpen: (list: ListedKey) => void;
}) {
  const t = useText();
  return (
    <ul className="report-also">
      <li className="quiet">{t('report.also')}</li>
      {also.map((name) => {
        const count = besides[`${name}Count`];
        const words = `${t(`report.listed.${name}`)} ${count}`;
        return (
          <li key={name}>
            {count === 0 ? (
              <span className="quiet">{words}</span>
            ) : (
              <Button type="link" onClick={() => onOpen(name)}>
                {words}
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function FinePrint({ report }: { readonly report: Report }) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  return (
    <p className="fine-print">
      {t('report.thresholds', thresholdWords(report.thresholds))}{' '}
      {t('report.fresh', { time: dateTimeText(report.freshAtMs, locale) })}
    </p>
  );
}
