import { invalidReason } from '../../shared/attendance.ts';
import type { ListName } from '../../shared/coverage/indicator.ts';
import type { ReportList } from '../../shared/coverage/report.ts';
import type { Cell, CellKind, Column, Row } from '../export/export.types.ts';
import { type LessonLine, minutesOf } from './report.lines.rules.ts';
import type { Say } from './report.paper.ts';

type Key = Parameters<Say>[0];
type Plan = readonly (readonly [key: Key, kind: CellKind, width: number, screenOnly?: true])[];

const plans: Readonly<Record<ListName, Plan>> = {
  needs: [
    ['report.point', 'text', 24],
    ['report.subject', 'text', 10],
    ['export.grade', 'text', 10],
    ['export.neededPeriods', 'number', 10],
    ['export.plannedLessons', 'count', 8],
    ['export.validLessons', 'count', 8],
    ['report.cause', 'text', 18],
    ['report.counts', 'text', 10],
  ],
  lessons: [
    ['report.date', 'date', 12],
    ['export.startsAt', 'moment', 17, true],
    ['report.subject', 'text', 10],
    ['export.grade', 'text', 10],
    ['report.leading', 'text', 20],
    ['report.receiving', 'text', 20],
    ['report.room', 'text', 12],
    ['export.way', 'text', 14, true],
    ['export.unplanned', 'text', 8, true],
    ['export.plannedMinutes', 'number', 9, true],
    ['export.lessonMinutes', 'number', 9],
    ['export.connectedMinutes', 'number', 9],
    ['export.disturbedMinutes', 'number', 9, true],
    ['export.turns', 'count', 6, true],
    ['export.present', 'count', 6],
    ['export.expected', 'count', 6],
    ['report.verdict', 'text', 22],
    ['report.cause', 'text', 16],
    ['export.foundCause', 'text', 16, true],
    ['export.correctedBy', 'text', 12, true],
    ['export.correctedWhy', 'text', 24, true],
    ['report.counts', 'text', 9],
  ],
  schools: [
    ['report.school', 'text', 28],
    ['export.schoolKind', 'text', 16],
    ['report.numerator', 'number', 12],
    ['report.denominator', 'number', 12],
    ['report.share', 'share', 10],
    ['report.counts', 'text', 10],
  ],
  rooms: [
    ['report.school', 'text', 28],
    ['report.room', 'text', 16],
    ['export.validWeeks', 'count', 12],
    ['export.weeks', 'count', 12],
    ['report.share', 'share', 10],
    ['report.counts', 'text', 10],
  ],
  pairs: [
    ['report.leading', 'text', 26],
    ['report.receiving', 'text', 26],
    ['export.plannedLessons', 'count', 10],
    ['export.validLessons', 'count', 10],
    ['report.linked', 'text', 12],
    ['report.counts', 'text', 10],
  ],
  people: [
    ['report.person', 'text', 16],
    ['report.school', 'text', 26],
    ['export.lecturedMinutes', 'number', 11],
    ['export.assistedMinutes', 'number', 11],
    ['export.researchedMinutes', 'number', 11],
    ['export.allMinutes', 'number', 11],
    ['report.lessonCount', 'count', 9],
  ],
};

export const lineColumns = (list: ListName, say: Say): Column[] =>
  plans[list].map(([key, kind, width, screenOnly = false]) => ({
    ...{ heading: say(key), kind, width, screenOnly },
  }));

/** Lines of a list as rows of its columns. */
export function lineRows(rows: ReportList['rows'], say: Say): Row[] {
  const counting = (counts: boolean) => say(counts ? 'report.counts.yes' : 'report.counts.no');
  const causeOf = (cause: LessonLine['cause']) => (cause === null ? null : say(`unserved.${cause}`));
  const yes = (is: boolean) => say(is ? 'export.yes' : 'export.no');
  switch (rows.list) {
    case 'needs':
      return rows.lines.map((line) => [
        ...[line.schoolName, line.subject, line.grade],
        ...[line.neededCount, line.plannedCount, line.deliveredCount],
        ...[causeOf(line.cause), counting(line.counts)],
      ]);
    case 'lessons':
      return rows.lines.map((line) => [
        ...[line.localDate, line.startsAtMs, line.subject, line.grade],
        ...[line.leadingSchoolName, line.schoolName, line.roomName],
        ...[say(`report.way.${line.way}`), yes(line.unplanned)],
        ...[line.plannedMs, line.lessonMs, line.connectedMs, line.disturbedMs].map(minutesOf),
        ...[line.turnCount, line.presentCount, line.expectedCount],
        ...[verdictWords(line, say), causeOf(line.cause), causeOf(line.foundCause)],
        ...[line.correction?.byName ?? null, line.correction?.reason ?? null, counting(line.counts)],
      ]);
    case 'schools':
      return rows.lines.map((line) => [
        ...[line.schoolName, say(`schoolKind.${line.schoolKind}`), line.numerator, line.denominator],
        ...[shareOf(line), counting(line.counts)],
      ]);
    case 'rooms':
      return rows.lines.map((line) => [
        ...[line.schoolName, line.roomName, line.numerator, line.denominator],
        ...[shareOf(line), counting(line.counts)],
      ]);
    case 'pairs':
      return rows.lines.map((line) => [
        ...[line.fromSchoolName, line.toSchoolName, line.plannedCount, line.validCount],
        ...[say(line.linked ? 'report.linked.yes' : 'report.linked.no'), counting(line.counts)],
      ]);
    case 'people':
      return rows.lines.map((line) => {
        const minutes = [line.lecturedMinutes, line.assistedMinutes, line.researchedMinutes];
        const sum = Math.round(minutes.reduce((total, each) => total + each, 0) * 10) / 10;
        return [line.name, line.schoolName, ...minutes, sum, line.lessonCount];
      });
  }
}

const shareOf = ({ numerator, denominator }: { numerator: number; denominator: number }): Cell =>
  denominator === 0 ? null : numerator / denominator;

function verdictWords({ verdict }: LessonLine, say: Say): string {
  const reason = invalidReason.safeParse(verdict);
  if (reason.success) return say(`invalidReason.${reason.data}`);
  if (verdict === 'cancelled') return say('unserved.cancelled');
  return say(verdict === 'open' ? 'report.verdict.open' : 'report.verdict.valid');
}
