import { type Input, stringify } from 'csv-stringify/sync';
import type { SeatAttendance, SessionAttendance } from '../../shared/attendance.ts';
import { OPTIONS_MAX, optionSign } from '../../shared/session/session.question.ts';
import { attendanceCsvEn } from '../../shared/text/attendance-csv.en.ts';
import { attendanceCsvZhCn } from '../../shared/text/attendance-csv.zh-CN.ts';
import { coverageEn } from '../../shared/text/coverage.en.ts';
import { coverageZhCn } from '../../shared/text/coverage.zh-CN.ts';
import { createText, type Locale } from '../../shared/text/text.ts';
import { qualitySection } from './attendance.quality.csv.ts';

const zhCn = createText({ ...coverageZhCn, ...attendanceCsvZhCn });
const texts: Readonly<Record<Locale, typeof zhCn>> = {
  'zh-CN': zhCn,
  en: createText({ ...coverageEn, ...attendanceCsvEn }),
};

type Say = typeof zhCn;
type Cell = string | number | null;

/**
 * One lesson's attendance as one table for spreadsheets, an empty line between its parts. UTF-8 with a byte order mark, so that spreadsheets
 * read Chinese; instants as ISO-8601, minutes with one decimal. A text that a spreadsheet would run as a formula gets a leading `'`.
 */
export function attendanceCsv(facts: SessionAttendance, locale: Locale): string {
  const say = texts[locale];
  const sections = [
    head(facts, say),
    rooms(facts, say),
    qualitySection(facts, locale),
    balance(facts, say),
    questions(facts, say),
    leading(facts, say),
    people(facts, say),
    viewers(facts, say),
  ];
  const lines: Input = sections.filter((each) => each.length > 0).flatMap((section) => [...section, []]);
  return stringify(lines, { bom: true, escape_formulas: true, record_delimiter: 'windows' });
}

const minutes = (ms: number): number => Math.round(ms / 6_000) / 10;
const instant = (ms: number | null): Cell => (ms === null ? '' : new Date(ms).toISOString());
const cuts = ({ stays }: SeatAttendance): number =>
  stays.filter(({ ending }) => ending.kind === 'lost').length;

function head(facts: SessionAttendance, say: Say): Cell[][] {
  return [
    [say('csv.title', { lesson: facts.lessonId })],
    [say('csv.started'), instant(facts.startedAtMs)],
    [say('csv.ended'), instant(facts.endedAtMs)],
    [say('csv.heldMinutes'), minutes(facts.lessonMs)],
    [say('csv.plannedMinutes'), minutes(facts.plannedMs)],
  ];
}

function rooms(facts: SessionAttendance, say: Say): Cell[][] {
  if (facts.rooms.length === 0) return [];
  const heading = [
    say('csv.school'),
    say('csv.room'),
    say('csv.class'),
    say('csv.connectedMinutes'),
    say('csv.cameraMinutes'),
    say('csv.firstConnected'),
    say('csv.cuts'),
    say('csv.punctual'),
    say('csv.present'),
    say('csv.expected'),
    say('csv.source'),
    say('csv.verdict'),
    say('csv.reason'),
    say('csv.turns'),
    say('csv.onAirMinutes'),
    say('csv.hands'),
    say('csv.handMinutes'),
  ];
  return [[say('csv.rooms')], heading, ...facts.rooms.map((room) => roomRow(room, say))];
}

function roomRow(room: SessionAttendance['rooms'][number], say: Say): Cell[] {
  const { attendance, headCount, verdict, attention } = room;
  return [
    room.schoolName,
    room.roomName,
    room.className ?? '',
    minutes(attendance.connectedMs),
    minutes(attendance.cameraMs),
    instant(attendance.firstConnectedAtMs),
    cuts(attendance),
    say(room.punctual ? 'csv.yes' : 'csv.no'),
    headCount?.presentCount ?? null,
    headCount?.expectedCount ?? null,
    headCount === null ? '' : say(`countSource.${headCount.source}`),
    say(`verdict.${verdict.state}`),
    verdict.state === 'invalid' ? say(`invalidReason.${verdict.reason}`) : '',
    attention.turnCount,
    minutes(attention.onAirMs),
    attention.handCount,
    minutes(attention.handWaitMs),
  ];
}

const percent = (ratio: number | null): Cell => (ratio === null ? null : `${Math.round(ratio * 100)}%`);

/** Indicator 14 with its definition, as every figure has it. */
function balance({ balance: shared }: SessionAttendance, say: Say): Cell[][] {
  if (shared === null || shared.remoteTurnCount + shared.ownTurnCount === 0) return [];
  return [
    [say('csv.balance')],
    [say('csv.remoteTurns'), shared.remoteTurnCount],
    [say('csv.ownTurns'), shared.ownTurnCount],
    [say('csv.remoteShare'), percent(shared.remoteRatio), say('csv.remoteShareMeans')],
    [say('csv.evenness'), percent(shared.evenRatio), say('csv.evennessMeans')],
  ];
}

/** A line for each answer: pupils by option, or the one number. */
function questions({ questions: asked }: SessionAttendance, say: Say): Cell[][] {
  if (asked.length === 0) return [];
  const signs = Array.from({ length: OPTIONS_MAX }, (_, option) => optionSign('single', option));
  const heading = [say('csv.asked'), say('csv.kind'), say('csv.school'), say('csv.room'), ...signs];
  const lines = asked.flatMap(({ kind, askedAtMs, answers }) =>
    answers.map(({ schoolName, roomName, answer }): Cell[] => [
      instant(askedAtMs),
      say(`csv.kind.${kind}`),
      schoolName,
      roomName,
      ...(answer.kind === 'number' ? [answer.value] : answer.counts),
    ]),
  );
  return [[say('csv.questions')], heading, ...lines];
}

function leading({ leadingRoom }: SessionAttendance, say: Say): Cell[][] {
  if (leadingRoom === null) return [];
  const { className, roomName, headCount, expectedCount } = leadingRoom;
  return [
    [say('csv.leading')],
    [say('csv.room'), say('csv.class'), say('csv.present'), say('csv.expected')],
    [roomName, className ?? '', headCount?.presentCount ?? null, expectedCount],
  ];
}

function people(facts: SessionAttendance, say: Say): Cell[][] {
  if (facts.people.length === 0) return [];
  return [
    [say('csv.people')],
    [say('csv.name'), say('csv.school'), say('csv.part'), say('csv.connectedMinutes'), say('csv.cuts')],
    ...facts.people.map(({ name, schoolName, part, attendance }): Cell[] => [
      name,
      schoolName,
      say(`csv.part.${part}`),
      minutes(attendance.connectedMs),
      cuts(attendance),
    ]),
  ];
}

const viewers = ({ viewers: watched }: SessionAttendance, say: Say): Cell[][] =>
  watched === null
    ? []
    : [
        [say('csv.viewers'), watched.count],
        [say('csv.watchedMinutes'), minutes(watched.watchedMs)],
      ];
