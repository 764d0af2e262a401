import { indicators } from '../../shared/coverage/indicators.ts';
import { indicatorKey, type ReportPage, type ReportTrend } from '../../shared/coverage/report.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import type { Locale } from '../../shared/text/text.ts';
import type { Column, Exported, Row, Sheet } from '../export/export.types.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { Clock } from '../platform/ports.ts';
import { readPage, readTrend } from './report.page.ts';
import {
  besideRows,
  causeRows,
  countColumns,
  dataOf,
  definitionColumns,
  figureColumns,
  figureRows,
  indicatorColumns,
  inOne,
  originOf,
  paperHead,
  type Say,
  sayIn,
  valueCell,
  valuesOf,
} from './report.paper.ts';
import type { About, ReportDeps } from './report.types.ts';

export type PaperDeps = ReportDeps & { readonly clock: Clock };

const TREND_PERIODS = 12;

/** The report page as a document. Refusals are those of `locate`. */
export async function exportPage(
  deps: PaperDeps,
  actor: Actor,
  { locale, ...about }: About & { readonly locale: Locale },
): Promise<Result<Exported>> {
  const [page, trend] = [
    await readPage(deps, actor, about),
    await readTrend(deps, actor, { ...about, periods: TREND_PERIODS }),
  ];
  if (!page.ok) return page;
  if (!trend.ok) return trend;
  const { value: report } = page;
  const say = sayIn(locale);
  const origin = originOf(await deps.directory.tree(await deps.directory.today()), report.scope);
  const madeAtMs = deps.clock.nowMs();
  const head = paperHead(say, {
    ...origin,
    ...{ title: say('export.title', { name: report.name }), scopeName: scopeWords(report), madeAtMs },
    ...{ period: report.period, freshAtMs: report.freshAtMs, thresholds: report.thresholds },
    standing: say(report.provisional ? 'export.standing.provisional' : 'export.standing.over'),
    ...{ more: [], mark: '' },
  });
  const { kind, from } = report.period;
  return ok({
    fileName: `report-${kind}-${from}`,
    paper: { ...head, sheets: sheetsOf(say, report, trend.value) },
    table: allFigures(say, report),
    json: () => dataOf(head, { report, trend: trend.value, madeAtMs }),
  });
}

const scopeWords = ({ above, name }: ReportPage): string =>
  [...above.map((each) => each.name), name].join(' / ');

function sheetsOf(say: Say, report: ReportPage, trend: ReportTrend): Sheet[] {
  const { figures, besides, causes, byKind, below, scope } = report;
  const names: readonly Column[] = [
    { heading: say('export.part'), kind: 'text', width: 20 },
    { heading: say('export.code'), kind: 'text', width: 14, screenOnly: true },
    { heading: say('export.schoolKind'), kind: 'text', width: 14 },
  ];
  const kinds: readonly Column[] = [
    { heading: say('report.number'), kind: 'text', width: 6 },
    { heading: say('report.indicator'), kind: 'text', width: 26 },
    ...byKind.map(({ kind }): Column => ({ heading: say(`schoolKind.${kind}`), kind: 'number', width: 12 })),
  ];
  const partRows = below.map(
    (part): Row => [
      part.name,
      part.officialCode,
      part.schoolKind === null ? null : say(`schoolKind.${part.schoolKind}`),
      ...valuesOf(part.figures),
    ],
  );
  const kindRows = indicatorKey.options.map(
    (key): Row => [
      indicators[key].number,
      say(`indicator.${key}.name`),
      ...byKind.map((each) => valueCell(each.figures, key)),
    ],
  );
  const inScope = scope.kind === 'region';
  const counts = { columns: countColumns(say) };
  return [
    {
      name: say('export.sheet.figures'),
      columns: figureColumns(say),
      rows: inOne(figureRows(say, figures)),
    },
    { ...counts, name: say('export.sheet.besides'), rows: inOne(besideRows(say, besides)) },
    { ...counts, name: say('export.sheet.causes'), rows: inOne(causeRows(say, causes)) },
    ...(inScope
      ? [
          {
            name: say('export.sheet.below'),
            columns: [...names, ...indicatorColumns(say)],
            rows: inOne(partRows),
          },
          { name: say('export.sheet.kinds'), columns: kinds, rows: inOne(kindRows) },
        ]
      : []),
    trendSheet(say, trend),
    { name: say('export.sheet.definitions'), columns: definitionColumns(say), rows: inOne(definitions(say)) },
  ];
}

function trendSheet(say: Say, { points }: ReportTrend): Sheet {
  return {
    name: say('export.sheet.trend'),
    columns: [
      { heading: say('export.from'), kind: 'date', width: 12 },
      { heading: say('export.to'), kind: 'date', width: 12 },
      { heading: say('export.provisional'), kind: 'text', width: 8 },
      ...indicatorColumns(say),
    ],
    rows: inOne(
      points.map(
        ({ from, to, provisional, figures }): Row => [
          from,
          to,
          say(provisional ? 'export.yes' : 'export.no'),
          ...valuesOf(figures),
        ],
      ),
    ),
  };
}

const definitions = (say: Say): Row[] =>
  indicatorKey.options.map((key) => [
    indicators[key].number,
    say(`indicator.${key}.name`),
    say(`indicator.${key}.definition`),
    say(`indicator.${key}.numerator`),
    say(`indicator.${key}.denominator`),
  ]);

/** Every figure in a row of its own: what other programs take best. */
function allFigures(say: Say, report: ReportPage): Sheet {
  const rowsOf = (lead: Row, figures: ReportPage['figures']): Row[] =>
    figureRows(say, figures).map((row) => [...lead, ...row]);
  const { name, figures, byKind, below } = report;
  const rows = [
    ...rowsOf([name, say('export.level.whole'), '', ''], figures),
    ...byKind.flatMap(({ kind, figures: own }) =>
      rowsOf([name, say('export.level.kind'), '', say(`schoolKind.${kind}`)], own),
    ),
    ...below.flatMap((part) =>
      rowsOf(
        [
          part.name,
          say('export.level.below'),
          part.officialCode,
          part.schoolKind === null ? '' : say(`schoolKind.${part.schoolKind}`),
        ],
        part.figures,
      ),
    ),
  ];
  const lead = (['export.part', 'export.level', 'export.code', 'export.schoolKind'] as const).map(
    (key): Column => ({ heading: say(key), kind: 'text', width: 16 }),
  );
  return {
    name: say('export.sheet.figures'),
    columns: [...lead, ...figureColumns(say)],
    rows: inOne(rows),
  };
}
