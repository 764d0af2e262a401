import type { SessionAttendance } from '../../shared/attendance.ts';
import { attendanceCsvEn } from '../../shared/text/attendance-csv.en.ts';
import { attendanceCsvZhCn } from '../../shared/text/attendance-csv.zh-CN.ts';
import { ladderEn } from '../../shared/text/ladder.en.ts';
import { ladderZhCn } from '../../shared/text/ladder.zh-CN.ts';
import { lessonQualityEn } from '../../shared/text/lesson-quality.en.ts';
import { lessonQualityZhCn } from '../../shared/text/lesson-quality.zh-CN.ts';
import { reportEn } from '../../shared/text/report.en.ts';
import { reportZhCn } from '../../shared/text/report.zh-CN.ts';
import { createText, type Locale } from '../../shared/text/text.ts';

const zhCn = createText({ ...attendanceCsvZhCn, ...ladderZhCn, ...lessonQualityZhCn, ...reportZhCn });
const texts: Readonly<Record<Locale, typeof zhCn>> = {
  'zh-CN': zhCn,
  en: createText({ ...attendanceCsvEn, ...ladderEn, ...lessonQualityEn, ...reportEn }),
};
const STEPS = [5, 4, 3, 2, 1, 0] as const;

type Cell = string | number | null;

const minutes = (ms: number): number => Math.round(ms / 6_000) / 10;
const percent = (ratio: number | null): Cell =>
  ratio === null ? null : `${Math.round(ratio * 1_000) / 10}%`;

/** How each room's line and device did, and why the lesson does not count there; nothing before it is settled. */
export function qualitySection({ rooms }: SessionAttendance, locale: Locale): Cell[][] {
  const say = texts[locale];
  const known = rooms.filter(({ quality, cause }) => quality !== null || cause !== null);
  if (known.length === 0) return [];
  const heading = [
    ...[say('csv.school'), say('csv.room')],
    ...STEPS.map((step) => say('csv.stepMinutes', { step: say(`ladder.step${step}`) })),
    ...[say('csv.silentMinutes'), say('quality.freezes'), say('csv.frozenSeconds'), say('quality.loss')],
    ...[say('csv.worstLoss'), say('quality.reconnects'), say('csv.roundTripMs'), say('csv.firstFrameMs')],
    say('quality.cause'),
  ];
  return [[say('quality.title')], heading, ...known.map((room) => rowOf(room, locale))];
}

function rowOf(
  { schoolName, roomName, quality, cause }: SessionAttendance['rooms'][number],
  locale: Locale,
): Cell[] {
  const why = cause === null ? '' : texts[locale](`unserved.${cause}`);
  if (quality === null) return [schoolName, roomName, ...Array.from({ length: 14 }, () => null), why];
  return [
    ...[schoolName, roomName],
    ...STEPS.map((step) => minutes(quality.stepMs[step] ?? 0)),
    minutes(quality.silentMs),
    quality.freezeCount,
    Math.round(quality.frozenMs / 100) / 10,
    percent(quality.lossRatio),
    percent(quality.worstLossRatio),
    quality.reconnectCount,
    quality.roundTripMs === null ? null : Math.round(quality.roundTripMs),
    quality.firstFrameMs,
    why,
  ];
}
