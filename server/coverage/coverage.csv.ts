import { type Input, stringify } from 'csv-stringify/sync';
import type { CoverageReport } from '../../shared/coverage.ts';
import { coverageCsvEn } from '../../shared/text/coverage-csv.en.ts';
import { type CoverageCsvKey, coverageCsvZhCn } from '../../shared/text/coverage-csv.zh-CN.ts';
import { createText, type Locale, type Text } from '../../shared/text/text.ts';

const texts: Readonly<Record<Locale, Text<CoverageCsvKey>>> = {
  'zh-CN': createText<CoverageCsvKey>(coverageCsvZhCn),
  en: createText<CoverageCsvKey>(coverageCsvEn),
};

type Cell = string | number | null;
type Say = Text<CoverageCsvKey>;

/**
 * The report as one table for spreadsheets: figures first, then the list behind each, an empty line between. UTF-8 with a byte order
 * mark, so that spreadsheets read Chinese. Numbers stand bare; a text that a spreadsheet would run as a formula gets a leading `'`.
 */
export function coverageCsv(report: CoverageReport, locale: Locale): string {
  const say = texts[locale];
  const sections: Cell[][][] = [
    head(report, say),
    figures(report, say),
    needs(report, say),
    lessons(report, say),
    leads(report, say),
    withdrawn(report, say),
    unregistered(report, say),
  ];
  const lines: Input = sections.flatMap((section) => [...section, []]);
  return stringify(lines, { bom: true, escape_formulas: true, record_delimiter: 'windows' });
}

const minutes = (ms: number): number => Math.round(ms / 6_000) / 10;
const tenth = (count: number): number => Math.round(count * 10) / 10;

function head(report: CoverageReport, say: Say): Cell[][] {
  const { from, to, thresholds } = report;
  const held = Math.round(thresholds.heldRatio * 100);
  const connected = Math.round(thresholds.connectedRatio * 100);
  return [
    [say('csv.title', { from, to })],
    [say('csv.computedAt'), new Date(report.computedAtMs).toISOString()],
    [say('csv.validRule', { held, connected })],
  ];
}

function figures(report: CoverageReport, say: Say): Cell[][] {
  const { plannedCount, heldCount, validCount, unplannedCount } = report.lessons;
  const row = (name: CoverageCsvKey, numerator: number, denominator: number): Cell[] => [
    say(name),
    tenth(numerator),
    tenth(denominator),
    // Rounded down: 99.96 % is not all.
    denominator === 0 ? null : Math.floor((numerator / denominator) * 1000 + 1e-9) / 10,
  ];
  return [
    [say('csv.figures')],
    [say('csv.figure'), say('csv.numerator'), say('csv.denominator'), say('csv.percent')],
    row('csv.figure.needWeighted', report.needWeighted.numerator, report.needWeighted.denominator),
    row('csv.figure.pointsWithNeed', report.pointsWithNeed.numerator, report.pointsWithNeed.denominator),
    row('csv.figure.held', heldCount, plannedCount),
    row('csv.figure.valid', validCount, plannedCount),
    [say('csv.figure.unplanned'), unplannedCount, null, null],
  ];
}

function needs(report: CoverageReport, say: Say): Cell[][] {
  return [
    [say('csv.needs')],
    [
      say('csv.school'),
      say('csv.subject'),
      say('csv.grade'),
      say('csv.needed'),
      say('csv.planned'),
      say('csv.delivered'),
      say('csv.leadingSchools'),
      say('csv.cause'),
    ],
    ...report.needs.map((each): Cell[] => [
      each.schoolName,
      each.subject,
      each.grade,
      tenth(each.neededCount),
      each.plannedCount,
      each.deliveredCount,
      each.leadingSchools.join(' / '),
      each.cause === null ? '' : say(`csv.cause.${each.cause}`),
    ]),
  ];
}

function lessons(report: CoverageReport, say: Say): Cell[][] {
  const yesNo = (yes: boolean): string => say(yes ? 'csv.yes' : 'csv.no');
  return [
    [say('csv.lessons')],
    [
      say('csv.date'),
      say('csv.subject'),
      say('csv.grade'),
      say('csv.leadingSchool'),
      say('csv.school'),
      say('csv.unplanned'),
      say('csv.held'),
      say('csv.valid'),
      say('csv.connectedMinutes'),
      say('csv.lessonMinutes'),
      say('csv.present'),
      say('csv.expected'),
    ],
    ...report.outcomes.map((each): Cell[] => [
      each.localDate,
      each.subject,
      each.grade,
      each.leadingSchoolName,
      each.schoolName,
      yesNo(each.unplanned),
      yesNo(each.held),
      yesNo(each.valid),
      minutes(each.connectedMs),
      minutes(each.lessonMs),
      each.presentCount,
      each.expectedCount,
    ]),
  ];
}

function leads(report: CoverageReport, say: Say): Cell[][] {
  return [
    [say('csv.leads')],
    [say('csv.school'), say('csv.servedPoints'), say('csv.linkedPoints'), say('csv.validLessons')],
    ...report.leads.map((each): Cell[] => [
      each.schoolName,
      each.servedPointCount,
      each.linkedPointCount,
      each.lessonCount,
    ]),
  ];
}

function withdrawn(report: CoverageReport, say: Say): Cell[][] {
  return [
    [say('csv.withdrawn')],
    [say('csv.school'), say('csv.subject'), say('csv.reason')],
    ...report.withdrawnUnserved.map((each): Cell[] => [each.schoolName, each.subject, each.reason]),
  ];
}

function unregistered(report: CoverageReport, say: Say): Cell[][] {
  return [
    [say('csv.unregistered')],
    [say('csv.school')],
    ...report.pointsWithoutRegister.map((each): Cell[] => [each.schoolName]),
  ];
}
