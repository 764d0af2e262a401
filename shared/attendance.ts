import { z } from 'zod';
import { unservedCause } from './coverage/cause.ts';
import { lessonId, personId, roomId, schoolId, sessionId } from './kernel/ids.ts';
import { lessonQuality } from './lesson-quality.ts';
import { attentionView, balanceView } from './session/session.attention.ts';
import { headCountSource, leftReason, lostCause, seatKey } from './session/session.events.ts';
import { answerFields, questionKind } from './session/session.question.ts';

/** One unbroken stay. How it ended tells a cut line from somebody who left. */
export const stay = z.object({
  fromMs: z.int(),
  toMs: z.int(),
  ending: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('lost'), cause: lostCause }),
    z.object({ kind: z.literal('left'), reason: leftReason }),
    z.object({ kind: z.literal('lesson-over') }),
    z.object({ kind: z.literal('still-there') }),
  ]),
});
export type Stay = z.infer<typeof stay>;

/** A seat's attendance 考勤, folded from the log. 0 ≤ cameraMs ≤ connectedMs ≤ lessonMs. */
export const seatAttendance = z.object({
  seat: seatKey,
  /** Stays of the seat by its signalling connections, merged over tabs and cut to the lesson. */
  stays: z.array(stay),
  /** Time with media connected. */
  connectedMs: z.int(),
  /** Time with the seat's camera on air while connected. */
  cameraMs: z.int(),
  /** First moment connected, also before the start; null when never. */
  firstConnectedAtMs: z.int().nullable(),
});
export type SeatAttendance = z.infer<typeof seatAttendance>;

/** Why a lesson does not count as valid 有效课 for a room, in the order in which they are looked at. */
export const invalidReason = z.enum([
  'not-held',
  'too-short',
  'room-absent',
  'connected-too-short',
  'no-head-count',
]);

const headCountRead = z.object({
  presentCount: z.int(),
  expectedCount: z.int(),
  source: headCountSource,
  setAtMs: z.int(),
});

/** A teacher who takes part by name: who leads, assists, or is a member 成员. Nobody else is counted by name. */
export const personAttendance = z.object({
  personId,
  name: z.string(),
  schoolName: z.string(),
  part: z.enum(['lecturer', 'assistant', 'member']),
  attendance: seatAttendance,
});
export type PersonAttendance = z.infer<typeof personAttendance>;

export const roomAttendance = z.object({
  roomId,
  roomName: z.string(),
  schoolId,
  schoolName: z.string(),
  className: z.string().nullable(),
  attendance: seatAttendance,
  punctual: z.boolean(),
  headCount: headCountRead.nullable(),
  verdict: z.discriminatedUnion('state', [
    z.object({ state: z.literal('valid') }),
    z.object({ state: z.literal('invalid'), reason: invalidReason }),
    z.object({ state: z.literal('open') }),
  ]),
  /** Turns on air and raised hands 关注均衡. */
  attention: attentionView,
  /** How its line and device did; null until the lesson is over and settled. */
  quality: lessonQuality.nullable(),
  /** Why the lesson does not count here, as the log and quality say; null where it counts or is not over. */
  cause: unservedCause.nullable(),
});

/** 快速提问 of the lesson with what rooms said last; of others only their own. */
const askedQuestion = z.object({
  kind: questionKind,
  optionCount: z.int(),
  askedAtMs: z.int(),
  answers: z.array(z.object({ roomName: z.string(), schoolName: z.string(), answer: answerFields })),
});
export type AskedQuestion = z.infer<typeof askedQuestion>;

export const sessionAttendance = z.object({
  lessonId,
  sessionId,
  plannedMs: z.int(),
  lessonMs: z.int(),
  startedAtMs: z.int().nullable(),
  endedAtMs: z.int().nullable(),
  rooms: z.array(roomAttendance),
  /** The leading side's own pupils 主讲端本班: never in coverage. Null when nobody sits with the lecturer, or for whom it is not to see. */
  leadingRoom: z
    .object({
      roomId,
      roomName: z.string(),
      className: z.string().nullable(),
      expectedCount: z.int(),
      headCount: headCountRead.nullable(),
    })
    .nullable(),
  people: z.array(personAttendance),
  /** Anonymous viewers 观众 and what they watched together; null where the lesson has none. */
  viewers: z.object({ count: z.int(), watchedMs: z.int() }).nullable(),
  /** How turns were shared among all rooms of the lesson; null for whom the other rooms are not to see. */
  balance: balanceView.nullable(),
  questions: z.array(askedQuestion),
});
export type SessionAttendance = z.infer<typeof sessionAttendance>;

/**
 * What makes a lesson valid and a room punctual, and by what periods are judged; an administrator may change them, and every figure prints
 * them. A lesson is judged by those of its day, a period by those of its last.
 */
export const thresholds = z.object({
  heldRatio: z.number().min(0).max(1),
  connectedRatio: z.number().min(0).max(1),
  punctualMs: z.int().min(0),
  /** Regular use 常态化: in what share of teaching weeks a room needs a valid lesson. */
  regularWeekRatio: z.number().min(0).max(1).default(0.8),
  /** Serviceable 完好: for how many days a check that passed counts. */
  serviceableDays: z.int().min(1).max(366).default(14),
  /** What everyday recording kit 常态化录播 is a share of. */
  everydayBase: z.enum(['schools', 'rooms']).default('schools'),
});
export type Thresholds = z.infer<typeof thresholds>;
/** product.md §4, indicators 2, 6, 10, 11 and 13. */
export const defaultThresholds: Thresholds = thresholds.parse({
  heldRatio: 0.8,
  connectedRatio: 0.8,
  punctualMs: 180_000,
});
