import './figures.css';
import './report.css';
import type { TableColumnsType } from 'antd';
import { Link } from 'react-router';
import type { OwnWork } from '../../../shared/coverage/own.ts';
import { useAnswer } from '../api/queries.ts';
import { dateTimeText } from '../shell/format.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { Page } from '../shell/Page.tsx';
import { PaperTable } from '../shell/PaperTable.tsx';
import { useLanguage, useText } from '../text.ts';
import { ExportMenu } from './ExportMenu.tsx';
import { OwnPeriod } from './OwnPeriod.tsx';
import { countText, percentOf } from './report.model.ts';
import { SaidTable } from './SaidTable.tsx';
import { usePlace } from './useReport.ts';
import { workByPart } from './work.model.ts';

/** 我的工作量: what somebody taught, helped with and researched, and what their points said of it. */
export function WorkPage() {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const { place } = usePlace();
  const query = useAnswer('report.mine', { kind: place.kind, date: place.date });
  return (
    <Page
      title={t('work.title')}
      lead={t('work.lead')}
      action={
        <ExportMenu
          path="/api/report/files/work"
          query={{ kind: place.kind, date: place.date }}
          label={t('export.menu')}
        />
      }
    >
      <OwnPeriod answer={query.data ?? null} />
      <Loaded query={query}>
        {(own) => (
          <>
            {own.lessonCount === 0 ? (
              <p className="empty">
                {t('work.none')} <Link to="/timetable">{t('work.toTimetable')}</Link>
              </p>
            ) : (
              <Work own={own} />
            )}
            <p className="fine-print">{t('report.fresh', { time: dateTimeText(own.freshAtMs, locale) })}</p>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Work({ own }: { readonly own: OwnWork }) {
  const t = useText();
  return (
    <>
      <div className="figures">
        {workByPart(own.work).map(({ part, minutes, lessonCount }) => (
          <section className="figure" key={part} aria-labelledby={`work-${part}`}>
            <h2 id={`work-${part}`}>{t(`report.${part}`)}</h2>
            <p className="figure-line">
              <span className="figure-number">
                {countText(Math.floor(minutes))}
                <span className="figure-unit"> {t('work.minutes')}</span>
              </span>
              <span className="figure-fraction">{t('work.lessonsIn', { count: lessonCount })}</span>
            </p>
          </section>
        ))}
        <Balance balance={own.balance} />
      </div>
      <h2>{t('work.said')}</h2>
      <SaidTable said={own.said} />
      <h2>{t('work.lessons')}</h2>
      <LessonTable lessons={own.lessons} />
    </>
  );
}

/** 关注均衡: how turns on air were shared with remote rooms, and among them. */
function Balance({ balance }: Pick<OwnWork, 'balance'>) {
  const t = useText();
  const { remoteTurnCount, turnCount, evenRatio, lessonCount } = balance;
  if (turnCount === 0) return null;
  return (
    <section className="figure" aria-labelledby="work-balance">
      <h2 id="work-balance">{t('indicator.remoteTurns.name')}</h2>
      <p className="figure-line">
        <span className="figure-number">
          {percentOf({ numerator: remoteTurnCount, denominator: turnCount })}
          <span className="figure-unit">%</span>
        </span>
        <span className="figure-fraction">
          {t('work.turns', { remote: remoteTurnCount, total: turnCount })}
        </span>
      </p>
      {evenRatio !== null && (
        <p>
          {t('work.even', {
            percent: percentOf({ numerator: evenRatio, denominator: 1 }),
            count: lessonCount,
          })}
        </p>
      )}
    </section>
  );
}

type OwnLesson = OwnWork['lessons'][number];

function LessonTable({ lessons }: Pick<OwnWork, 'lessons'>) {
  const t = useText();
  const columns: TableColumnsType<OwnLesson> = [
    {
      title: t('report.date'),
      key: 'date',
      render: (_, { sessionId, localDate }) =>
        sessionId === null ? (
          localDate
        ) : (
          <Link to={`/attendance/${sessionId}?date=${localDate}`}>{localDate}</Link>
        ),
    },
    { title: t('report.subject'), key: 'subject', render: (_, own) => `${own.subject} ${own.grade}` },
    { title: t('report.kind'), key: 'kind', render: (_, own) => t(`kind.${own.kind}`) },
    { title: t('work.part'), key: 'part', render: (_, own) => t(`report.${own.part}`) },
    {
      title: t('work.time'),
      key: 'minutes',
      align: 'right',
      render: (_, own) => t('report.minutes', { minutes: Math.floor(own.minutes) }),
    },
  ];
  return (
    <>
      <p className="quiet">{t('work.lessonsLead')}</p>
      <PaperTable
        label={t('work.lessons')}
        rowKey={(own) => `${own.lessonId} ${own.part}`}
        columns={columns}
        rows={lessons}
        minWidthPx={620}
        empty={t('work.noLessons')}
      />
    </>
  );
}
