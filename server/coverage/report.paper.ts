import type { Thresholds } from '../../shared/attendance.ts';
import type { IndicatorKey } from '../../shared/coverage/indicator.ts';
import { indicators } from '../../shared/coverage/indicators.ts';
import type { Period } from '../../shared/coverage/period.ts';
import { indicatorKey, type ReportPage, type ReportScope } from '../../shared/coverage/report.ts';
import type { Zone } from '../../shared/kernel/time.ts';
import { coverageEn } from '../../shared/text/coverage.en.ts';
import { coverageZhCn } from '../../shared/text/coverage.zh-CN.ts';
import { directoryEn } from '../../shared/text/directory.en.ts';
import { directoryZhCn } from '../../shared/text/directory.zh-CN.ts';
import { exportEn } from '../../shared/text/export.en.ts';
import { exportZhCn } from '../../shared/text/export.zh-CN.ts';
import { indicatorsEn } from '../../shared/text/indicators.en.ts';
import { indicatorsZhCn } from '../../shared/text/indicators.zh-CN.ts';
import { reportEn } from '../../shared/text/report.en.ts';
import { reportZhCn } from '../../shared/text/report.zh-CN.ts';
import { createText, type Locale, type Text } from '../../shared/text/text.ts';
import { rootOf, zoneOfRegion } from '../directory/directory.rules.ts';
import type { DirectoryTree } from '../directory/directory.types.ts';
import { momentText, withIsoTimes } from '../export/export.cells.rules.ts';
import type { Cell, Column, PaperHead, Row } from '../export/export.types.ts';

const en = { ...coverageEn, ...directoryEn, ...exportEn, ...indicatorsEn, ...reportEn };
const zh: Readonly<Record<keyof typeof en, string>> = {
  ...coverageZhCn,
  ...directoryZhCn,
  ...exportZhCn,
  ...indicatorsZhCn,
  ...reportZhCn,
};
export type Say = Text<keyof typeof en>;
export const sayIn = (locale: Locale): Say => createText(locale === 'en' ? en : zh);

/** Where a paper comes from: the office at the top of the tree, and the wall clock of the place that it is about. */
export function originOf(tree: DirectoryTree, scope: ReportScope): { office: string; zone: Zone } {
  const office = rootOf(tree.regions)?.fields.name ?? '';
  if (scope.kind === 'school' && tree.schools.has(scope.id)) return { office, zone: tree.zoneOf(scope.id) };
  return { office, zone: zoneOfRegion(tree.regions, scope.kind === 'region' ? scope.id : null) };
}

export type Front = {
  readonly title: string;
  readonly office: string;
  readonly zone: Zone;
  readonly scopeName: string;
  readonly period: Period;
  readonly standing: string;
  readonly freshAtMs: number;
  readonly madeAtMs: number;
  readonly thresholds: Thresholds;
  /** Beside what stands on every paper. */
  readonly more: readonly (readonly [label: string, words: string])[];
  readonly mark: string;
};

/** The block that stands on every paper: whose, of where and when, how far it stands, by which thresholds, made when. */
export function paperHead(say: Say, front: Front): PaperHead {
  const { title, office, zone, period, mark } = front;
  return {
    ...{ title, office, zone, mark },
    block: [
      [say('export.scope'), front.scopeName],
      [say('export.period'), periodWords(say, period)],
      [say('export.standing'), front.standing],
      ...front.more,
      [say('export.thresholds'), thresholdWords(say, front.thresholds)],
      [say('export.fresh'), momentText(front.freshAtMs, zone)],
      [say('export.madeAt'), momentText(front.madeAtMs, zone)],
    ],
    words: {
      about: say('export.sheet.about'),
      empty: say('export.empty'),
      page: say('export.page'),
      cut: say('export.cut'),
    },
  };
}

const periodWords = (say: Say, { kind, from, to }: Period): string =>
  say('export.periodOf', { from, to, kind: say(`report.kind.${kind}`) });

const MINUTE_MS = 60_000;
const whole = (ratio: number): number => Math.round(ratio * 100);

const thresholdWords = (say: Say, thresholds: Thresholds): string =>
  [
    say('report.thresholds', {
      held: whole(thresholds.heldRatio),
      connected: whole(thresholds.connectedRatio),
      minutes: thresholds.punctualMs / MINUTE_MS,
    }),
    say('export.thresholdsMore', {
      weeks: whole(thresholds.regularWeekRatio),
      days: thresholds.serviceableDays,
    }),
  ].join(' ');

type Figures = ReportPage['figures'];

/** A share in per cent, a mean as a number; null where there is nothing to divide by. */
export function valueCell(figures: Figures, key: IndicatorKey): Cell {
  const found = figures.find((each) => each.key === key);
  if (found === undefined || found.denominator <= 0) return null;
  const value = found.numerator / found.denominator;
  return indicators[key].unit === 'share'
    ? { kind: 'share', value }
    : { kind: 'number', value: Math.round(value * 10) / 10 };
}

/** What a page of paper has room for beside a name. */
const printedKeys: ReadonlySet<IndicatorKey> = new Set([
  'needWeighted',
  'pointsWithNeed',
  'validLessons',
  'delivery',
  'offering',
  'sufficiency',
  'pupilAttendance',
  'punctuality',
  'availability',
]);

/** A column for every indicator. */
export const indicatorColumns = (say: Say): Column[] =>
  indicatorKey.options.map((key) => ({
    heading: say(`indicator.${key}.name`),
    kind: 'number',
    width: 11,
    screenOnly: !printedKeys.has(key),
  }));

export const valuesOf = (figures: Figures): Cell[] =>
  indicatorKey.options.map((key) => valueCell(figures, key));

export const figureColumns = (say: Say): readonly Column[] => [
  { heading: say('report.number'), kind: 'text', width: 6 },
  { heading: say('report.indicator'), kind: 'text', width: 26, wraps: true },
  { heading: say('export.value'), kind: 'number', width: 10 },
  { heading: say('report.numerator'), kind: 'number', width: 12 },
  { heading: say('report.denominator'), kind: 'number', width: 12 },
  { heading: say('report.target'), kind: 'share', width: 8 },
];

/** All indicators of one place, each in a row. */
export const figureRows = (say: Say, figures: Figures): Row[] =>
  indicatorKey.options.map((key) => {
    const found = figures.find((each) => each.key === key);
    const { number, target, targetCount } = indicators[key];
    const goal: Cell = targetCount === null ? target : { kind: 'count', value: targetCount };
    return [
      number,
      say(`indicator.${key}.name`),
      valueCell(figures, key),
      found?.numerator ?? null,
      found?.denominator ?? null,
      goal,
    ];
  });

export const definitionColumns = (say: Say): readonly Column[] => [
  { heading: say('report.number'), kind: 'text', width: 6 },
  { heading: say('report.indicator'), kind: 'text', width: 18, wraps: true },
  { heading: say('export.definition'), kind: 'text', width: 46, wraps: true },
  { heading: say('report.numerator'), kind: 'text', width: 22, wraps: true },
  { heading: say('report.denominator'), kind: 'text', width: 22, wraps: true },
];

export const besideNames = [
  'withdrawnUnserved',
  'silentPoint',
  'cancelled',
  'unplanned',
  'recorded',
  'elsewhere',
  'uncounted',
] as const;

/** What stands beside every coverage figure, by what it is called. */
export const besideRows = (say: Say, besides: ReportPage['besides']): Row[] =>
  besideNames.map((name) => [
    say(`report.listed.${name === 'silentPoint' ? 'silentPoints' : name}`),
    besides[`${name}Count`],
  ]);

export const causeRows = (say: Say, causes: ReportPage['causes']): Row[] =>
  causes.map(({ cause, needCount }) => [say(`unserved.${cause}`), needCount]);

export const countColumns = (say: Say): readonly Column[] => [
  { heading: say('export.item'), kind: 'text', width: 34 },
  { heading: say('export.count'), kind: 'count', width: 10 },
];

/** Rows that are all there, as a sheet takes them. */
export const inOne =
  (rows: readonly Row[]): (() => AsyncIterable<readonly Row[]>) =>
  () =>
    oneOf(rows);

async function* oneOf(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  yield rows;
}

/** What is small enough to be one piece, with moments as people read them. */
export async function* dataOf({ office, zone }: PaperHead, data: object): AsyncGenerator<string> {
  yield `${JSON.stringify(withIsoTimes({ office, ...data }, zone), null, 2)}\n`;
}
