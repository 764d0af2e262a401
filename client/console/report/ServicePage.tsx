import './figures.css';
import './report.css';
import './service.css';
import { Link, useParams } from 'react-router';
import type { OwnService } from '../../../shared/coverage/own.ts';
import { schoolId as schoolIds } from '../../../shared/kernel/ids.ts';
import { useAnswer } from '../api/queries.ts';
import { dateTimeText } from '../shell/format.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { NotFoundPage } from '../shell/NotFoundPage.tsx';
import { Page } from '../shell/Page.tsx';
import { useLanguage, useText } from '../text.ts';
import { ExportMenu } from './ExportMenu.tsx';
import { LessonLines } from './list/LessonLines.tsx';
import { OwnPeriod } from './OwnPeriod.tsx';
import { countText, fractionOf, percentOf } from './report.model.ts';
import { needStanding, needsInOrder } from './service.model.ts';
import { usePlace } from './useReport.ts';
import { Bar } from './Value.tsx';

/** 本校服务: what a school needs, what it got, and why not. */
export function ServicePage() {
  const id = schoolIds.safeParse(useParams()['schoolId']);
  return id.success ? <Service schoolId={id.data} /> : <NotFoundPage />;
}

function Service({ schoolId }: { readonly schoolId: OwnService['schoolId'] }) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const { place } = usePlace();
  const query = useAnswer('report.service', { schoolId, kind: place.kind, date: place.date });
  const name = query.data?.schoolName;
  return (
    <Page
      title={name === undefined ? t('service.title') : `${t('service.title')} · ${name}`}
      lead={
        <>
          {t('service.lead')} <Link to={`/school/${schoolId}`}>{t('service.toOffering')}</Link>
        </>
      }
      action={
        <ExportMenu
          path="/api/report/files/report"
          query={{ scopeKind: 'school', scopeId: schoolId, kind: place.kind, date: place.date }}
          label={t('export.menu')}
        />
      }
    >
      <OwnPeriod answer={query.data ?? null} />
      <Loaded query={query}>
        {(service) => (
          <>
            <Whole service={service} />
            {service.needs.length === 0 ? (
              <p className="empty">
                {t('service.noNeeds')} <Link to="/directory?tab=needs">{t('report.toNeeds')}</Link>
              </p>
            ) : (
              <ul className="service-needs">
                {needsInOrder(service.needs).map((need) => (
                  <Need key={need.needId} need={need} />
                ))}
              </ul>
            )}
            {service.lessons.length > 0 && (
              <>
                <h2>{t('report.lessonCount')}</h2>
                <LessonLines lines={service.lessons} />
              </>
            )}
            <p className="fine-print">
              {t('report.fresh', { time: dateTimeText(service.freshAtMs, locale) })}
            </p>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Whole({ service: { figures } }: { readonly service: OwnService }) {
  const t = useText();
  const fraction = fractionOf(figures, 'needWeighted');
  if (fraction === null) return null;
  const amounts = { delivered: countText(fraction.numerator), needed: countText(fraction.denominator) };
  return (
    <section className="figure" aria-labelledby="service-whole">
      <h2 id="service-whole">{t('indicator.needWeighted.name')}</h2>
      <p className="figure-line">
        <span className="figure-number">
          {percentOf(fraction)}
          <span className="figure-unit">%</span>
        </span>
        <span className="figure-fraction">{t('report.periods.short', amounts)}</span>
      </p>
      <p>{t('report.headline.words', amounts)}</p>
    </section>
  );
}

function Need({ need }: { readonly need: OwnService['needs'][number] }) {
  const t = useText();
  const standing = needStanding(need);
  return (
    <li className="service-need">
      <strong>
        {need.subject} {need.grade}
      </strong>
      <span className="service-amount">
        {t('service.got', { delivered: need.deliveredCount, needed: countText(need.neededCount) })}
        <span className="quiet"> {t('service.planned', { planned: need.plannedCount })}</span>
      </span>
      <Bar ratio={need.neededCount > 0 ? need.deliveredCount / need.neededCount : 0} />
      {standing.state === 'full' && <span className="state state-good">✓ {t('service.full')}</span>}
      {standing.state === 'partly' && (
        <span className="state">{standing.cause === null ? t('service.soFar') : why(standing.cause)}</span>
      )}
    </li>
  );
  function why(cause: NonNullable<(typeof need)['cause']>) {
    return (
      <>
        {t('service.why', { cause: t(`unserved.${cause}`) })}
        <span className="state-reason report-small">{t(`unserved.do.${cause}`)}</span>
      </>
    );
  }
}
