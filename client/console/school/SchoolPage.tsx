import '../report/figures.css';
import './school.css';
import { Button, Popover } from 'antd';
import { Link, useParams } from 'react-router';
import { schoolId as schoolIdSchema } from '../../../shared/kernel/ids.ts';
import type { OfferingRow, SchoolOffering } from '../../../shared/offering.ts';
import { useAnswer } from '../api/queries.ts';
import { dateText } from '../shell/format.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { NotFoundPage } from '../shell/NotFoundPage.tsx';
import { Page } from '../shell/Page.tsx';
import { useLanguage, useText } from '../text.ts';
import { lackingPeriods, type OfferingCell, offeringGrid, type PeriodKind } from './offering.model.ts';

/** What a school lacks, in one look. */
export function SchoolPage() {
  const id = schoolIdSchema.safeParse(useParams()['schoolId']);
  return id.success ? <Offering schoolId={id.data} /> : <NotFoundPage />;
}

function Offering({ schoolId }: { readonly schoolId: SchoolOffering['schoolId'] }) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const query = useAnswer('offering.read', { schoolId });
  const title = query.data?.schoolName ?? '…';
  return (
    <Page
      title={title}
      lead={
        <>
          {t('school.lead')}
          {query.data && (
            <span className="quiet"> {t('school.asOf', { date: dateText(query.data.date, locale) })}</span>
          )}
        </>
      }
    >
      <Loaded query={query}>{(offering) => <OfferingView offering={offering} />}</Loaded>
      <MakeUp />
    </Page>
  );
}

/** 补课: what a school does about a lesson that one of its rooms missed. */
function MakeUp() {
  const t = useText();
  return (
    <section aria-labelledby="make-up">
      <h2 id="make-up">{t('school.makeUp')}</h2>
      <p className="quiet">{t('school.makeUpHow')}</p>
    </section>
  );
}

function OfferingView({ offering }: { readonly offering: SchoolOffering }) {
  const t = useText();
  const lacking = lackingPeriods(offering);
  const { requiredSubjects, offeredSubjects, sufficientSubjects } = offering;
  const whole = { whole: requiredSubjects };
  return (
    <>
      <div className="figures">
        <Figure
          label={t('school.lacking')}
          number={lacking}
          line={lacking === 0 ? t('school.nothingLacking') : t('school.lackingLine')}
        />
        {requiredSubjects > 0 && (
          <>
            <Figure
              label={t('school.offered')}
              number={offeredSubjects}
              line={t('school.offeredLine', whole)}
            />
            <Figure
              label={t('school.sufficient')}
              number={sufficientSubjects}
              line={t('school.sufficientLine', whole)}
            />
          </>
        )}
      </div>
      {requiredSubjects === 0 && (
        <p className="empty">
          {offering.grades.length === 0 ? t('school.noGrades') : t('school.noCurriculum')}{' '}
          <Link to="/directory">{t('school.toRegister')}</Link>
        </p>
      )}
      {offering.rows.length > 0 && <Grid offering={offering} />}
      <p className="quiet">{t('school.definition')}</p>
    </>
  );
}

function Figure({
  label,
  number,
  line,
}: {
  readonly label: string;
  readonly number: number;
  readonly line: string;
}) {
  return (
    <section className="figure" aria-label={label}>
      <h2>{label}</h2>
      <p className="figure-line">
        <span className="figure-number">{number}</span>
        <span className="figure-fraction">{line}</span>
      </p>
    </section>
  );
}

const kinds: readonly PeriodKind[] = ['own', 'linked', 'missing'];

function Grid({ offering }: { readonly offering: SchoolOffering }) {
  const t = useText();
  const { grades, lines } = offeringGrid(offering);
  return (
    <>
      <ul className="offering-key">
        {kinds.map((kind) => (
          <li key={kind}>
            <span className={`period period-${kind}`} aria-hidden="true" /> {t(`school.${kind}`)}
          </li>
        ))}
      </ul>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways has to be reached by the keyboard */}
      <section className="paper offering-scroll" aria-label={offering.schoolName} tabIndex={0}>
        <table className="offering">
          <thead>
            <tr>
              <th scope="col">{t('school.subject')}</th>
              {grades.map((grade) => (
                <th key={grade} scope="col">
                  {grade || '—'}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.subject}>
                <th scope="row">
                  {line.subject}
                  {!line.required && <span className="quiet offering-note">{t('school.notRequired')}</span>}
                </th>
                {line.cells.map((cell, index) => (
                  <td key={grades[index]}>{cell === null ? '' : <Cell cell={cell} />}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function Cell({ cell: { row, periods } }: { readonly cell: OfferingCell }) {
  const t = useText();
  const say = t('school.cell', {
    subject: row.subject,
    grade: row.grade,
    required: row.requiredPeriods,
    own: row.localPeriods,
    linked: row.linkedPeriods,
    missing: row.lackingPeriods,
  });
  const shown =
    row.lackingPeriods > 0
      ? t('school.missingCount', { count: row.lackingPeriods })
      : t('school.full', { count: row.localPeriods + row.linkedPeriods });
  return (
    <Popover
      trigger="click"
      getPopupContainer={(trigger) => trigger.closest('main') ?? document.body}
      title={`${row.subject} ${row.grade}`}
      content={<Detail row={row} />}
    >
      <Button type="text" className="offering-cell" aria-label={`${shown} · ${say}`}>
        <span className="periods" aria-hidden="true">
          {periods.map((kind, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: periods are alike; their place is all they are
            <span key={index} className={`period period-${kind}`} />
          ))}
        </span>
        <span className={row.lackingPeriods > 0 ? 'offering-lacks' : 'quiet'}>{shown}</span>
      </Button>
    </Popover>
  );
}

function Detail({ row }: { readonly row: OfferingRow }) {
  const t = useText();
  return (
    <ul className="offering-detail">
      <li>
        {t('school.own')}: {row.localPeriods}
      </li>
      {row.links.map((link) => (
        <li key={link.linkId}>
          {t(link.state === 'offered' ? 'school.offeredBy' : 'school.ledBy', { school: link.fromSchoolName })}
        </li>
      ))}
      {row.needs.length > 0 && <li>{t('school.needsRegistered', { count: row.neededPeriods })}</li>}
      {row.needs.map((need) => need.reason !== '' && <li key={need.needId}>{need.reason}</li>)}
      {row.scheduledPeriods > 0 && <li>{t('school.scheduled', { count: row.scheduledPeriods })}</li>}
    </ul>
  );
}
