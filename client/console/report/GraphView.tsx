import './chart/chart.css';
import './report.css';
import type { TableColumnsType } from 'antd';
import { useMemo } from 'react';
import { Link } from 'react-router';
import type { ReportGraph } from '../../../shared/coverage/report.ts';
import { useAnswer } from '../api/queries.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { PaperTable } from '../shell/PaperTable.tsx';
import { useText } from '../text.ts';
import { AsChoice, useShownAs } from './AsChoice.tsx';
import { Chart } from './chart/Chart.tsx';
import { useInk } from './chart/ink.ts';
import { columnsOf, leadRatio, type NamedEdge, namedEdges } from './graph.model.ts';
import { graphOption } from './graph.option.ts';
import { countText, percentOf } from './report.model.ts';
import { placeAddress, usePlace } from './useReport.ts';
import { Bar } from './Value.tsx';

/** 一校带多点: who leads whom, and what really came of it. */
export function GraphView() {
  const t = useText();
  const { asked } = usePlace();
  const query = useAnswer('report.graph', asked);
  const shown = useShownAs(['chart', 'table']);
  return (
    <Loaded query={query}>
      {(graph) => {
        const ratio = leadRatio(graph);
        if (ratio === null)
          return (
            <p className="empty">
              {t('report.graphNone')} <Link to="/links">{t('report.toLinks')}</Link>
            </p>
          );
        return (
          <>
            <div className="report-choices">
              <p>
                {t('report.graphRatio', { count: countText(ratio) })}{' '}
                <span className="quiet">{t('report.graphLead')}</span>
              </p>
              <AsChoice
                shown={shown}
                ways={[
                  { value: 'chart', label: t('report.asChart') },
                  { value: 'table', label: t('report.asTable') },
                ]}
              />
            </div>
            {graph.pairCount > graph.edges.length && (
              <p role="status">
                {t('report.graphCut', { total: graph.pairCount, shown: graph.edges.length })}
              </p>
            )}
            {shown === 'chart' ? <Picture graph={graph} /> : <PairTable graph={graph} />}
          </>
        );
      }}
    </Loaded>
  );
}

type GraphProps = { readonly graph: ReportGraph };

function Picture({ graph }: GraphProps) {
  const t = useText();
  const ink = useInk();
  const option = useMemo(() => graphOption(graph, ink), [graph, ink]);
  return (
    <>
      <Chart option={option} label={t('report.tab.graph')} heightPx={columnsOf(graph).heightPx + 48} />
      <ul className="graph-key">
        <li>
          <span className="graph-lead" aria-hidden="true" /> {t('report.graphKey.leads')}
        </li>
        <li>
          <span className="graph-led" aria-hidden="true" /> {t('report.graphKey.led')}
        </li>
        <li>
          <span className="graph-idle" aria-hidden="true" /> {t('report.graphKey.idle')}
        </li>
      </ul>
    </>
  );
}

function PairTable({ graph }: GraphProps) {
  const t = useText();
  const { search, place } = usePlace();
  const school = (id: NamedEdge['fromSchoolId'], name: string) => (
    <Link to={placeAddress(search, { ...place, scope: { kind: 'school', id } })}>{name}</Link>
  );
  const columns: TableColumnsType<NamedEdge> = [
    { title: t('report.leading'), key: 'from', render: (_, edge) => school(edge.fromSchoolId, edge.from) },
    { title: t('report.receiving'), key: 'to', render: (_, edge) => school(edge.toSchoolId, edge.to) },
    { title: t('report.planned'), dataIndex: 'plannedCount', align: 'right' },
    { title: t('report.delivered'), dataIndex: 'validCount', align: 'right' },
    {
      title: t('report.shareOf'),
      key: 'share',
      width: 200,
      render: (_, { shareRatio }) =>
        shareRatio !== null && (
          <>
            {percentOf({ numerator: shareRatio, denominator: 1 })} % <Bar ratio={shareRatio} />
          </>
        ),
    },
    {
      title: t('report.linked'),
      key: 'linked',
      render: (_, { linked }) => t(linked ? 'report.linked.yes' : 'report.linked.no'),
    },
  ];
  return (
    <PaperTable
      label={t('report.tab.graph')}
      rowKey={(edge) => `${edge.fromSchoolId} ${edge.toSchoolId}`}
      columns={columns}
      rows={namedEdges(graph)}
      minWidthPx={820}
      empty={t('report.graphNone')}
    />
  );
}
