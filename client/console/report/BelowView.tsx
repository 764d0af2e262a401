import './chart/chart.css';
import './report.css';
import type { TableColumnsType } from 'antd';
import { Link } from 'react-router';
import type { IndicatorKey } from '../../../shared/coverage/indicator.ts';
import { indicators } from '../../../shared/coverage/indicators.ts';
import type { ReportPage } from '../../../shared/coverage/report.ts';
import { PaperTable } from '../shell/PaperTable.tsx';
import { useText } from '../text.ts';
import { AsChoice, useShownAs } from './AsChoice.tsx';
import { MapView } from './chart/MapView.tsx';
import { useMap } from './chart/useMap.ts';
import { IndicatorChoice } from './IndicatorChoice.tsx';
import { readIndicator } from './place.model.ts';
import { fullness, type RankedPart, ranked } from './report.model.ts';
import { placeAddress, usePlace } from './useReport.ts';
import { Bar, Value, valueText } from './Value.tsx';

/** The parts right below: ranked with bars, as a grid, or on the operator's map; each leads further down. */
export function BelowView({ report }: { readonly report: ReportPage }) {
  const t = useText();
  const { search } = usePlace();
  const by = readIndicator(search);
  const map = useMap(report);
  const shown = useShownAs(map === null ? ['ranking', 'grid'] : ['ranking', 'grid', 'map']);
  if (report.below.length === 0) return <p className="empty">{t('report.noBelow')}</p>;
  const rows = ranked(report.below, by);
  const ways = (map === null ? (['ranking', 'grid'] as const) : (['ranking', 'grid', 'map'] as const)).map(
    (value) => ({ value, label: t(`report.${value}`) }),
  );
  return (
    <>
      <div className="report-choices">
        <IndicatorChoice />
        <AsChoice shown={shown} ways={ways} />
      </div>
      {shown === 'ranking' && <Ranking rows={rows} by={by} />}
      {shown === 'grid' && <Grid rows={rows} by={by} />}
      {shown === 'map' && map !== null && <MapView map={map} rows={rows} by={by} />}
    </>
  );
}

type RowsProps = { readonly rows: readonly RankedPart[]; readonly by: IndicatorKey };

function Ranking({ rows, by }: RowsProps) {
  const t = useText();
  const { search, place } = usePlace();
  const full = fullness(rows, indicators[by].unit);
  const missing = (count: number) => (count === 0 ? <span className="quiet">0</span> : count);
  const columns: TableColumnsType<RankedPart> = [
    { title: t('report.rank'), key: 'rank', width: 72, render: (_, { rank }) => rank ?? '—' },
    {
      title: t('report.part'),
      key: 'name',
      sorter: (a, b) => a.part.name.localeCompare(b.part.name, 'zh-Hans-CN'),
      render: (_, { part }) => (
        <>
          <Link to={placeAddress(search, { ...place, scope: part.scope })}>{part.name}</Link>
          {part.closed && <span className="tag">{t('report.closed')}</span>}
          {part.schoolKind !== null && (
            <div className="quiet report-small">{t(`schoolKind.${part.schoolKind}`)}</div>
          )}
        </>
      ),
    },
    {
      title: t(`indicator.${by}.name`),
      key: 'bar',
      width: '32%',
      render: (_, { fraction }) => fraction !== null && <Bar ratio={full(fraction)} />,
    },
    {
      title: t('report.value'),
      key: 'value',
      align: 'right',
      sorter: (a, b) => (a.rank ?? rows.length + 1) - (b.rank ?? rows.length + 1),
      render: (_, { fraction }) => <Value fraction={fraction} name={by} />,
    },
    {
      title: t('report.withdrawn'),
      key: 'withdrawn',
      width: 130,
      align: 'right',
      sorter: (a, b) => a.part.besides.withdrawnUnservedCount - b.part.besides.withdrawnUnservedCount,
      render: (_, { part }) => missing(part.besides.withdrawnUnservedCount),
    },
    {
      title: t('report.silent'),
      key: 'silent',
      width: 130,
      align: 'right',
      sorter: (a, b) => a.part.besides.silentPointCount - b.part.besides.silentPointCount,
      render: (_, { part }) => missing(part.besides.silentPointCount),
    },
  ];
  return (
    <PaperTable
      label={t('report.ranking')}
      rowKey={({ part }) => part.scope.id}
      columns={columns}
      rows={rows}
      minWidthPx={860}
      empty={t('report.noBelow')}
    />
  );
}

/** A field for each part: its value in it, a bar that fills with it, and its shade. */
function Grid({ rows, by }: RowsProps) {
  const t = useText();
  const { search, place } = usePlace();
  const full = fullness(rows, indicators[by].unit);
  return (
    <>
      <p className="quiet">{t('report.gridLead')}</p>
      <ul className="heat">
        {rows.map(({ part, fraction }) => {
          const ratio = fraction === null ? null : full(fraction);
          return (
            <li key={part.scope.id}>
              <Link
                className="heat-field"
                style={{
                  background: `color-mix(in srgb, var(--jade-soft) ${Math.round((ratio ?? 0) * 100)}%, var(--raised))`,
                }}
                to={placeAddress(search, { ...place, scope: part.scope })}
              >
                <span className="heat-name">{part.name}</span>
                <span className="heat-value">{valueText(fraction, by, t)}</span>
                {ratio !== null && <Bar ratio={ratio} />}
              </Link>
            </li>
          );
        })}
      </ul>
    </>
  );
}
