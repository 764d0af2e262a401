import './link-graph.css';
import { useMemo } from 'react';
import { Link, useSearchParams } from 'react-router';
import { regionId as regionIds } from '../../../shared/kernel/ids.ts';
import { type RegisterRow, useAnswer } from '../api/queries.ts';
import { AnswerOffer } from '../directory/AnswerOffer.tsx';
import { mayAnswer } from '../directory/link.model.ts';
import { EntryName } from '../directory/list/EntryName.tsx';
import { EntryPicker } from '../directory/list/EntryPicker.tsx';
import { useNamesOf } from '../directory/list/names.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { Page } from '../shell/Page.tsx';
import { useKnownMe } from '../shell/RequireLogin.tsx';
import { todayAt } from '../shell/today.ts';
import { useNow } from '../shell/useNow.ts';
import { useText } from '../text.ts';
import { type GraphEdge, type LinkGraph, leadRatio, linkGraph } from './link-graph.model.ts';

/** More lines than this nobody can tell apart in one picture. */
const DRAWN_MAX = 300;

/** 一校带多点: the picture, what waits for an answer, and every link by name. */
export function LinksPage() {
  const t = useText();
  const [search, setSearch] = useSearchParams();
  const region = regionIds.safeParse(search.get('region')).data;
  const within = { ...(region === undefined ? {} : { regionId: region }), limit: DRAWN_MAX };
  const links = useAnswer('link.list', { ...within, field: 'status.state', value: 'accepted' });
  const offers = useAnswer('link.list', { ...within, field: 'status.state', value: 'offered' });
  const schoolName = useSchoolsOf(links.data?.rows);
  const today = todayAt(useNow(60_000));
  return (
    <Page
      title={t('linkGraph.title')}
      lead={t('linkGraph.lead')}
      action={<Link to="/directory?tab=links">{t('linkGraph.goLinks')}</Link>}
    >
      <EntryPicker
        className="link-region"
        from="region"
        label={t('list.region')}
        placeholder={t('linkGraph.everywhere')}
        value={region ?? null}
        onChange={(id) => setSearch(id === undefined ? {} : { region: id }, { replace: true })}
        optional
      />
      <Offers rows={offers.data?.rows ?? []} />
      <Loaded query={links}>
        {({ rows, total }) => {
          const graph = linkGraph(rows, schoolName, today);
          return (
            <>
              {total > rows.length && (
                <p className="quiet" role="status">
                  {t('linkGraph.cut', { total, shown: rows.length })}
                </p>
              )}
              {graph.edges.length === 0 ? (
                <p className="empty">{t('linkGraph.empty')}</p>
              ) : (
                <Picture graph={graph} />
              )}
              {graph.edges.length > 0 && <OneByOne graph={graph} />}
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

function useSchoolsOf(rows: readonly LinkRow[] | undefined): (id: string) => string {
  const ids = useMemo(
    () => [...new Set(rows?.flatMap(({ fields }) => [fields.fromSchoolId, fields.toSchoolId]) ?? [])],
    [rows],
  );
  return useNamesOf('school', ids);
}

const LEFT = 260;
const RIGHT = 740;

function Picture({ graph }: { readonly graph: LinkGraph }) {
  const t = useText();
  const ratio = leadRatio(graph);
  const top = 40;
  const path = ({ from, to }: GraphEdge) => {
    const middle = (LEFT + RIGHT) / 2;
    return `M ${LEFT} ${from.y + top} C ${middle} ${from.y + top}, ${middle} ${to.y + top}, ${RIGHT} ${to.y + top}`;
  };
  return (
    <figure className="link-graph">
      <svg viewBox={`0 0 1000 ${graph.height + top + 8}`} aria-hidden="true">
        <text className="link-graph-head" x={LEFT - 12} y={22} textAnchor="end">
          {t('linkGraph.leads')}
        </text>
        <text className="link-graph-head" x={RIGHT + 12} y={22}>
          {t('linkGraph.led')}
        </text>
        {graph.edges.map((edge) => (
          <path
            key={`${edge.from.id} ${edge.to.id}`}
            className="link-graph-line"
            d={path(edge)}
            strokeWidth={Math.min(14, 2 + edge.periodsPerWeek * 1.5)}
          />
        ))}
        {graph.leads.map(({ id, name, y, count }) => (
          <g key={id}>
            <circle className="link-graph-dot" cx={LEFT} cy={y + top} r={7} />
            <text x={LEFT - 16} y={y + top + 6} textAnchor="end">
              {name} · {t('linkGraph.points', { count })}
            </text>
          </g>
        ))}
        {graph.led.map(({ id, name, y }) => (
          <g key={id}>
            <circle className="link-graph-ring" cx={RIGHT} cy={y + top} r={6} />
            <text x={RIGHT + 16} y={y + top + 6}>
              {name}
            </text>
          </g>
        ))}
      </svg>
      {ratio !== null && <figcaption>{t('linkGraph.ratio', { count: ratio.toFixed(1) })}</figcaption>}
    </figure>
  );
}

/** The same as the picture, for who hears it, and with the way to each school's page. */
function OneByOne({ graph }: { readonly graph: LinkGraph }) {
  const t = useText();
  return (
    <section aria-labelledby="one-by-one">
      <h2 id="one-by-one">{t('linkGraph.table')}</h2>
      <ul className="link-lines">
        {graph.edges.flatMap(({ from, to, links }) =>
          links.map(({ id, fields }) => (
            <li key={id}>
              <Link to={`/school/${from.id}`}>{from.name}</Link> →{' '}
              <Link to={`/school/${to.id}`}>{to.name}</Link>{' '}
              <span className="quiet">
                {t('linkGraph.line', {
                  subject: fields.subject,
                  grade: fields.grade,
                  periods: fields.periodsPerWeek,
                })}
              </span>
              {fields.label !== '' && <span className="tag">{fields.label}</span>}
            </li>
          )),
        )}
      </ul>
    </section>
  );
}

type LinkRow = RegisterRow<'link'>;

function Offers({ rows }: { readonly rows: readonly LinkRow[] }) {
  const t = useText();
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby="offers" className="link-offers">
      <h2 id="offers">{t('linkGraph.offers')}</h2>
      <ul className="link-lines">
        {rows.map((row) => (
          <Offer key={row.id} row={row} />
        ))}
      </ul>
    </section>
  );
}

function Offer({ row }: { readonly row: LinkRow }) {
  const t = useText();
  const me = useKnownMe();
  const { fields } = row;
  return (
    <li>
      <EntryName from="school" id={fields.fromSchoolId} /> →{' '}
      <EntryName from="school" id={fields.toSchoolId} />{' '}
      <span className="quiet">
        {t('linkGraph.line', {
          subject: fields.subject,
          grade: fields.grade,
          periods: fields.periodsPerWeek,
        })}
      </span>
      {mayAnswer(me, fields) && (
        <span className="button-row">
          <AnswerOffer row={row} />
        </span>
      )}
    </li>
  );
}
