import { z } from 'zod';
import { indicatorKey } from './coverage/report.ts';
import { bigScreenId } from './kernel/ids.ts';
import { localDate } from './kernel/time.ts';
import { alarmRule } from './supervision.ts';

/** One that was given out, for those who may take it back. */
export const bigScreenEntry = z.object({
  bigScreenId,
  /** The part of the tree that it shows. */
  scopeName: z.string(),
  label: z.string(),
  madeByName: z.string(),
  madeAtMs: z.int(),
  /** When it last asked for figures; null when it never has. */
  seenAtMs: z.int().nullable(),
});
export type BigScreenEntry = z.infer<typeof bigScreenEntry>;

/** The headline 1b, indicator 1 beside it, lessons held of planned, pupils who were there. */
export const bigScreenKey = indicatorKey.extract([
  'needWeighted',
  'pointsWithNeed',
  'delivery',
  'pupilAttendance',
]);
const share = { numerator: z.number(), denominator: z.number() };

/** What anybody with the address may see: sums and names of places, of people nothing. */
export const bigScreenFigures = z.object({
  /** The part of the tree. */
  name: z.string(),
  label: z.string(),
  serverNowMs: z.int(),
  today: localDate,
  zone: z.string(),
  /** Lessons of today that begin or are received here; cancelled ones left out of `planned`. */
  lessons: z.object({
    planned: z.int(),
    running: z.int(),
    held: z.int(),
    cancelled: z.int(),
  }),
  /** Large screens that are connected, of rooms that have one. */
  rooms: z.object({ onlineCount: z.int(), equippedCount: z.int() }),
  /** Of the term that runs, or of the school year outside of every term. */
  period: z.object({ kind: z.enum(['term', 'year']), from: localDate, to: localDate }),
  /** In that order. */
  figures: z.array(z.object({ key: bigScreenKey, ...share })),
  alarms: z.object({
    open: z.array(z.object({ rule: alarmRule, count: z.int() })),
    todayCount: z.int(),
  }),
  /** Parts right below by the headline, the best first. */
  ranking: z.array(z.object({ name: z.string(), ...share })),
});
export type BigScreenFigures = z.infer<typeof bigScreenFigures>;
