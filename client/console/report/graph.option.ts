import type { EChartsOption } from 'echarts';
import type { ReportGraph } from '../../../shared/coverage/report.ts';
import type { Ink } from './chart/ink.ts';
import { columnsOf, lineWidthPx } from './graph.model.ts';

/** Leading schools on the left as full circles, the larger the more they lead; who is led on the right as rings. Without a valid lesson a line is broken. */
export function graphOption(graph: ReportGraph, ink: Ink): EChartsOption {
  const { edges } = graph;
  const most = Math.max(0, ...edges.map(({ validCount }) => validCount));
  const { leads, led } = columnsOf(graph);
  const label = { show: true, color: ink.ink, fontSize: 14 };
  return {
    grid: { left: '26%', right: '26%', top: 8, bottom: 8 },
    xAxis: { show: false, min: 0, max: 1 },
    yAxis: { show: false, min: 0, max: 1, inverse: true },
    series: [
      {
        type: 'graph',
        coordinateSystem: 'cartesian2d',
        symbol: 'circle',
        emphasis: { focus: 'adjacency', lineStyle: { opacity: 1 } },
        data: [
          ...leads.map(({ schoolId, schoolName, leadsCount, y }) => ({
            id: schoolId,
            name: schoolName,
            value: [0, y],
            symbolSize: Math.min(36, 14 + leadsCount * 2),
            itemStyle: { color: ink.jade },
            label: { ...label, position: 'left' as const, formatter: `${schoolName}  ${leadsCount}` },
          })),
          ...led.map(({ schoolId, schoolName, y }) => ({
            id: schoolId,
            name: schoolName,
            value: [1, y],
            symbolSize: 14,
            itemStyle: { color: ink.raised, borderColor: ink.jade, borderWidth: 3 },
            label: { ...label, position: 'right' as const },
          })),
        ],
        links: edges.map(({ fromSchoolId, toSchoolId, validCount }) => ({
          source: fromSchoolId,
          target: toSchoolId,
          lineStyle: {
            width: lineWidthPx(validCount, most),
            color: validCount === 0 ? ink.vermilion : ink.jade,
            type: validCount === 0 ? ('dashed' as const) : ('solid' as const),
            opacity: 0.6,
          },
        })),
      },
    ],
  };
}
