import type { IndicatorKey } from '../../shared/coverage/indicator.ts';
import { figuresOf } from '../../shared/coverage/indicators.ts';
import { noMeasures } from '../../shared/coverage/measures.ts';
import type { ListedKey, ReportList } from '../../shared/coverage/report.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import type { Locale } from '../../shared/text/text.ts';
import { cellText, typed, withIsoTimes } from '../export/export.cells.rules.ts';
import type { Exported, PaperHead, Row } from '../export/export.types.ts';
import type { Actor } from '../identity/identity.types.ts';
import { createPace } from '../platform/pace.ts';
import { isIndicator } from './report.lines.rules.ts';
import { listOf, listPages } from './report.list.ts';
import { standing, tallyOf } from './report.page.ts';
import { lineColumns, lineRows } from './report.paper.lines.ts';
import type { PaperDeps } from './report.paper.page.ts';
import { originOf, paperHead, type Say, sayIn, valueCell } from './report.paper.ts';
import { locate } from './report.place.ts';
import { nameOf } from './report.tree.rules.ts';
import type { ListAsk, Place } from './report.types.ts';

export type ExportAsk = Omit<ListAsk, 'from' | 'limit'> & { readonly locale: Locale };

/** A spreadsheet holds hardly more, and nobody reads them. */
const LINES_MAX = 1_000_000;
const TOGETHER = 250;

/** The list behind a figure as a document, however long it is. Refusals are those of `locate`. */
export async function exportList(
  deps: PaperDeps,
  actor: Actor,
  { locale, ...ask }: ExportAsk,
): Promise<Result<Exported>> {
  const found = await locate(deps, actor, { ...ask, action: 'report.list' });
  if (!found.ok) return found;
  const place = found.value;
  const { period } = place;
  const say = sayIn(locale);
  const names = await deps.directory.names(place.asOf);
  const head = await headOf(deps, { say, place, ask });
  const list = listOf(ask);
  const columns = lineColumns(list, say);
  const pages = () => cut(listPages(deps, place, { ...ask, names }));
  async function* rows(): AsyncGenerator<readonly Row[]> {
    for await (const page of pages())
      yield page === null ? [[{ kind: 'text', value: fullWords(say) }]] : lineRows(page, say);
  }
  const sheet = { name: say('export.sheet.lines'), columns, rows };
  return ok({
    fileName: `${ask.indicator}-${period.kind}-${period.from}`,
    paper: { ...head, sheets: [sheet] },
    table: sheet,
    json: () => jsonOf(head, { place, ask, list, madeAtMs: deps.clock.nowMs() }, pages()),
  });
}

const fullWords = (say: Say): string => say('export.full', { count: LINES_MAX });

type Asked = { readonly say: Say; readonly place: Place; readonly ask: Omit<ExportAsk, 'locale'> };

async function headOf(deps: PaperDeps, { say, place, ask }: Asked): Promise<PaperHead> {
  const { scope, period, trees, asOf } = place;
  const { provisional, freshAtMs } = await standing(deps, place);
  const scopeName = nameOf(trees, scope);
  const list = titleOf(ask.indicator, say);
  const origin = originOf(trees[0], scope);
  const asked: (readonly [string, string])[] = [];
  if (isIndicator(ask.indicator))
    asked.push(...(await figureWords(deps, { say, place, key: ask.indicator })));
  if (ask.part !== 'all') asked.push([say('export.which'), say(`report.list.${ask.part}`)]);
  if (ask.cause !== undefined) asked.push([say('report.cause'), say(`unserved.${ask.cause}`)]);
  if (ask.search !== '') asked.push([say('export.search'), ask.search]);
  return paperHead(say, {
    ...origin,
    ...{ title: say('export.titleOfList', { list, name: scopeName }), scopeName, period, freshAtMs },
    standing: say(provisional ? 'export.standing.provisional' : 'export.standing.over'),
    madeAtMs: deps.clock.nowMs(),
    thresholds: await deps.thresholdsOn(asOf),
    ...{ more: asked, mark: '' },
  });
}

const titleOf = (key: ListedKey, say: Say): string =>
  isIndicator(key) ? say(`indicator.${key}.name`) : say(`report.listed.${key}`);

/** The figure that the list is behind, and what it is made of. */
async function figureWords(
  { rollups }: PaperDeps,
  { say, place, key }: Pick<Asked, 'say' | 'place'> & { readonly key: IndicatorKey },
): Promise<(readonly [string, string])[]> {
  const { period, scope, trees } = place;
  const measures = (await tallyOf(rollups, period, [scope])).get(scope.id)?.measures ?? noMeasures;
  const figures = figuresOf(measures);
  const { numerator = 0, denominator = 0 } = figures.find((each) => each.key === key) ?? {};
  const column = { heading: '', kind: 'number', width: 0 } as const;
  const value = cellText(typed(valueCell(figures, key), column), originOf(trees[0], scope).zone);
  return [
    [say('export.value'), value === '' ? say('report.noFigure') : `${value} = ${numerator} ÷ ${denominator}`],
    [say('export.definition'), say(`indicator.${key}.definition`)],
    [say('report.numerator'), say(`indicator.${key}.numerator`)],
    [say('report.denominator'), say(`indicator.${key}.denominator`)],
  ];
}

/** Pages in small parts, so that nothing is at work for long; null at the end where it was not all. */
async function* cut(pages: AsyncIterable<ReportList['rows']>): AsyncGenerator<ReportList['rows'] | null> {
  const pace = createPace();
  let count = 0;
  for await (const page of pages)
    for (let from = 0; from < page.lines.length; from += TOGETHER) {
      if (count >= LINES_MAX) {
        yield null;
        return;
      }
      const part = slice(page, from);
      count += part.lines.length;
      yield part;
      await pace();
    }
}

function slice(page: ReportList['rows'], from: number): ReportList['rows'] {
  const to = from + TOGETHER;
  switch (page.list) {
    case 'needs':
      return { ...page, lines: page.lines.slice(from, to) };
    case 'lessons':
      return { ...page, lines: page.lines.slice(from, to) };
    case 'schools':
      return { ...page, lines: page.lines.slice(from, to) };
    case 'rooms':
      return { ...page, lines: page.lines.slice(from, to) };
    case 'pairs':
      return { ...page, lines: page.lines.slice(from, to) };
    case 'people':
      return { ...page, lines: page.lines.slice(from, to) };
  }
}

type Said = Pick<Asked, 'place' | 'ask'> & {
  readonly list: ReportList['rows']['list'];
  readonly madeAtMs: number;
};

/** What was asked, then the lines, one in each line of text, and whether they are all. */
async function* jsonOf(
  { office, zone, title }: PaperHead,
  { place, ask, list, madeAtMs }: Said,
  pages: AsyncIterable<ReportList['rows'] | null>,
): AsyncGenerator<string> {
  const { scope, period, trees } = place;
  const { indicator, part, cause, search } = ask;
  const asked = { indicator, part, ...(cause === undefined ? {} : { cause }), search };
  const head = { office, title, scope, name: nameOf(trees, scope), period, ...asked, list, madeAtMs };
  yield `${JSON.stringify(withIsoTimes(head, zone)).slice(0, -1)},"lines":[`;
  let isFirst = true;
  let isComplete = true;
  for await (const page of pages) {
    if (page === null) {
      isComplete = false;
      continue;
    }
    const lines = page.lines.map((line) => JSON.stringify(withIsoTimes(line, zone))).join(',\n');
    yield `${isFirst ? '\n' : ',\n'}${lines}`;
    isFirst = false;
  }
  yield `\n],"complete":${isComplete}}\n`;
}
