import { indicatorKey } from '../../shared/coverage/report.ts';
import type { SnapshotHead, SnapshotLine } from '../../shared/coverage/snapshot.ts';
import type { Zone } from '../../shared/kernel/time.ts';
import type { Locale } from '../../shared/text/text.ts';
import { momentText, withIsoTimes } from '../export/export.cells.rules.ts';
import type { Column, Exported, Row, Sheet } from '../export/export.types.ts';
import { createPace } from '../platform/pace.ts';
import { FIFTHS } from './fact.rules.ts';
import {
  besideRows,
  causeRows,
  countColumns,
  definitionColumns,
  figureColumns,
  figureRows,
  indicatorColumns,
  inOne,
  paperHead,
  type Say,
  sayIn,
  valuesOf,
} from './report.paper.ts';
import { linesIn } from './snapshot.compare.ts';

export type Frozen = {
  readonly sha256: string;
  /** Its lines, some at a time, from the first on. */
  readonly parts: () => AsyncIterable<string>;
  readonly office: string;
  readonly zone: Zone;
};

type Place = Extract<SnapshotLine, { line: 'place' }>;
type Need = Extract<SnapshotLine, { line: 'need' }>;
type Lines = () => AsyncGenerator<SnapshotLine[]>;

/** A frozen report as a document, in the words and with the definitions that were frozen with it, marked with its SHA-256. */
export async function snapshotPaper(frozen: Frozen, locale: Locale): Promise<Exported> {
  const { sha256, office, zone } = frozen;
  const say = sayIn(locale);
  const lines: Lines = () => linesOf(frozen);
  const { head, whole } = await beginOf(lines);
  const time = momentText(head.madeAtMs, zone);
  const front = paperHead(say, {
    ...{ office, zone, period: head.period, scopeName: head.name, thresholds: head.thresholds },
    ...{ title: say('export.titleFrozen', { name: head.name }), mark: `SHA-256 ${sha256}` },
    ...{ freshAtMs: head.freshAtMs, madeAtMs: head.madeAtMs },
    standing: say(head.provisional ? 'export.standing.frozenProvisional' : 'export.standing.frozen', {
      time,
    }),
    more: [
      [say('export.sha256'), sha256],
      ['', say('export.verify')],
    ],
  });
  const places = placeSheet(say, lines);
  return {
    fileName: `frozen-${head.period.kind}-${head.period.from}-${sha256.slice(0, 8)}`,
    paper: {
      ...front,
      sheets: [...wholeSheets(say, { head, whole, locale }), places, needSheet(say, lines)],
    },
    table: places,
    json: () => jsonOf(lines, { sha256, office, zone }),
  };
}

async function* linesOf({ parts }: Frozen): AsyncGenerator<SnapshotLine[]> {
  const pace = createPace();
  for await (const part of parts()) {
    yield linesIn(part);
    await pace();
  }
}

async function beginOf(lines: Lines): Promise<{ head: SnapshotHead; whole: Place }> {
  let head: SnapshotHead | null = null;
  for await (const some of lines())
    for (const line of some) {
      if (line.line === 'head') head = line;
      if (line.line === 'place' && head !== null) return { head, whole: line };
    }
  throw new Error('a frozen report has no beginning');
}

type Begin = { readonly head: SnapshotHead; readonly whole: Place; readonly locale: Locale };

function wholeSheets(say: Say, { head, whole, locale }: Begin): Sheet[] {
  const counts = countColumns(say);
  const language = locale === 'en' ? 'en' : 'zh';
  const definitions = head.definitions.map((each): Row => {
    const { name, definition, numerator, denominator } = each[language];
    return [each.number, name, definition, numerator, denominator];
  });
  const sheet = (name: string, columns: readonly Column[], rows: readonly Row[]): Sheet => ({
    ...{ name, columns, rows: inOne(rows) },
  });
  return [
    sheet(say('export.sheet.figures'), figureColumns(say), figureRows(say, whole.figures)),
    sheet(say('export.sheet.besides'), counts, besideRows(say, whole.besides)),
    sheet(say('export.sheet.causes'), counts, causeRows(say, whole.causes)),
    sheet(say('export.sheet.definitions'), definitionColumns(say), definitions),
  ];
}

const placeSheet = (say: Say, lines: Lines): Sheet => ({
  name: say('export.sheet.places'),
  columns: [
    { heading: say('export.part'), kind: 'text', width: 22 },
    { heading: say('export.schoolKind'), kind: 'text', width: 14 },
    ...indicatorColumns(say),
  ],
  async *rows() {
    for await (const some of lines())
      yield some
        .filter((line): line is Place => line.line === 'place')
        .map(
          (place): Row => [
            place.name,
            place.schoolKind === null ? null : say(`schoolKind.${place.schoolKind}`),
            ...valuesOf(place.figures),
          ],
        );
  },
});

const needSheet = (say: Say, lines: Lines): Sheet => ({
  name: say('export.sheet.unserved'),
  columns: [
    { heading: say('report.point'), kind: 'text', width: 24 },
    { heading: say('report.subject'), kind: 'text', width: 10 },
    { heading: say('export.grade'), kind: 'text', width: 10 },
    { heading: say('export.neededPeriods'), kind: 'number', width: 10 },
    { heading: say('export.plannedLessons'), kind: 'count', width: 8 },
    { heading: say('report.cause'), kind: 'text', width: 20 },
  ],
  async *rows() {
    for await (const some of lines())
      yield some
        .filter((line): line is Need => line.line === 'need')
        .map(
          (need): Row => [
            ...[need.schoolName, need.subject, need.grade, need.neededFifths / FIFTHS, need.plannedCount],
            need.cause === null ? null : say(`unserved.${need.cause}`),
          ],
        );
  },
});

async function* jsonOf(
  lines: Lines,
  { sha256, office, zone }: Pick<Frozen, 'sha256' | 'office' | 'zone'>,
): AsyncGenerator<string> {
  yield `${JSON.stringify({ office, sha256, indicators: indicatorKey.options }).slice(0, -1)},"lines":[`;
  let isFirst = true;
  for await (const some of lines()) {
    if (some.length === 0) continue;
    yield `${isFirst ? '\n' : ',\n'}${some.map((line) => JSON.stringify(withIsoTimes(line, zone))).join(',\n')}`;
    isFirst = false;
  }
  yield '\n]}\n';
}
