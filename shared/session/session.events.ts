import { z } from 'zod';
import {
  classId,
  connectionId,
  deviceId,
  lessonId,
  needId,
  type PersonId,
  personId,
  questionId,
  type RoomId,
  recordingId,
  roomId,
  schoolId,
  type sessionId,
  streamId,
  textId,
  type ViewerId,
} from '../kernel/ids.ts';
import { localDate, zone } from '../kernel/time.ts';
import { lessonKind, lessonMode } from '../lesson.ts';
import { streamSource } from '../media.ts';
import { captionEvents } from './session.caption.ts';
import { coursewareEvents } from './session.courseware-events.ts';
import { lineSide } from './session.line.ts';
import { lineVoiceEvents } from './session.line-voice.ts';
import { playingEvents } from './session.playing.ts';
import { answerFields, questionKind } from './session.question.ts';
import { recordingEvents } from './session.recording.ts';
import { wallLayout } from './session.wall.ts';

/**
 * A place in a session that presence folds by: `room:ID` or `person:ID`. Two tabs of one person are one seat. Whoever observes sits
 * apart at `observer:ID`, so that watching unseen never touches the seat in which the same person is seen. A helper's phone sits at
 * `phone:ID` of its room (a lecturer's own phone at that of the person), an anonymous viewer at `viewer:ID`, the equipment of a lecture
 * room at `host:ID` of that room.
 */
export const seatKey = z
  .string()
  .regex(/^(room|person|observer|phone|viewer|host):[0-9a-f-]{36}$/)
  .brand<'SeatKey'>();
export type SeatKey = z.infer<typeof seatKey>;
export const seatOfRoom = (room: RoomId): SeatKey => seatKey.parse(`room:${room}`);
/** The room that sits there; null at a place of any other kind. */
export const roomOfSeat = (seat: SeatKey): RoomId | null =>
  seat.startsWith('room:') ? (seat.slice('room:'.length) as RoomId) : null;
export const seatOfPerson = (person: PersonId): SeatKey => seatKey.parse(`person:${person}`);
export const seatOfObserver = (person: PersonId): SeatKey => seatKey.parse(`observer:${person}`);
export const seatOfPhone = (place: RoomId | PersonId): SeatKey => seatKey.parse(`phone:${place}`);
export const seatOfViewer = (viewer: ViewerId): SeatKey => seatKey.parse(`viewer:${viewer}`);
export const seatOfHost = (room: RoomId): SeatKey => seatKey.parse(`host:${room}`);

/**
 * In what part somebody sits there. Observers 督导 are seen by consoles of inspectors only; a phone 助教手机 says things and shows them,
 * but sends and gets no media; viewers 观众 are counted, not seen; a recording host 录播主机 sends what the lecture room's equipment takes.
 */
export const seatPart = z.enum([
  'lecturer',
  'assistant',
  'room',
  'member',
  'observer',
  'phone',
  'viewer',
  'host',
]);
export type SeatPart = z.infer<typeof seatPart>;

export const lostCause = z.enum(['timeout', 'transport', 'server-restart']);
export const leftReason = z.enum(['closed', 'replaced', 'removed', 'session-ended']);
/** `played`: every room of a recorded lesson has played to its end, or its time was over. */
export const endReason = z.enum([
  'lecturer',
  'lecturer-gone',
  'overtime',
  'day-end',
  'never-started',
  'played',
]);
export const mediaFailure = z.enum(['worker-died', 'worker-hung', 'server-restart']);
/** Why a seat is no longer on stage. Whoever is lost leaves it too; that is told by their presence. */
export const releaseReason = z.enum(['command', 'replaced', 'limit']);
/** One-tap words of the local teacher 助教 to the lecturer: 请重复 repeat, 慢一点 slower, 看不见, 听不见, 请稍等 wait. */
export const signalKind = z.enum(['repeat', 'slower', 'cannotSee', 'cannotHear', 'wait']);
export type SignalKind = z.infer<typeof signalKind>;
/** What the local teacher says afterwards about the lesson 课后确认: held 正常完成, partly 部分完成, failed 未能上课. */
export const confirmationOutcome = z.enum(['held', 'partly', 'failed']);
export const confirmationCause = z.enum([
  'line',
  'device',
  'power',
  'sound',
  'picture',
  'nobody',
  'lecturer',
  'other',
]);
/** Two questions, 1 (not at all) to 5 (very well): could we see and hear it, could the children follow. */
export const confirmationFields = z.strictObject({
  outcome: confirmationOutcome,
  /** Given for anything but `held`. */
  cause: confirmationCause.nullable(),
  clarity: z.int().min(1).max(5).nullable(),
  following: z.int().min(1).max(5).nullable(),
});
export type ConfirmationFields = z.infer<typeof confirmationFields>;
export const confirmationSource = z.enum(['phoneNamed', 'phoneSubstitute', 'login']);
/** Where a head-count comes from; reports show shares by source. */
export const headCountSource = z.enum(['phoneNamed', 'phoneSubstitute', 'console', 'corrected']);

export const sessionPlan = z.strictObject({
  lessonId,
  kind: lessonKind,
  mode: lessonMode,
  plannedStartAtMs: z.int(),
  plannedEndAtMs: z.int(),
  localDate,
  zone,
  unplanned: z.boolean(),
  leadingSchoolId: schoolId,
  lecturerId: personId,
  rooms: z.array(
    z.strictObject({
      roomId,
      schoolId,
      classId: classId.nullable(),
      expectedCount: z.int(),
      needId: needId.nullable(),
    }),
  ),
  /** The leading side's own pupils: counted there, never in coverage. Null when nobody sits with the lecturer. */
  lectureRoom: z
    .strictObject({ roomId, schoolId, classId: classId.nullable(), expectedCount: z.int() })
    .nullable()
    .default(null),
  /** Teachers who take part by name: of a seminar 研讨, of an observed lesson 观摩. */
  memberIds: z.array(personId).default([]),
  /** What its rooms play 录播. */
  plays: recordingId.optional(),
});
export type SessionPlan = z.infer<typeof sessionPlan>;

/** Every fact that can happen in a lesson, once. Bodies hold ids and numbers, never names. */
export const sessionEvents = {
  'session.opened': z.strictObject({ plan: sessionPlan }),
  'session.started': z.strictObject({ lecturerId: personId }),
  /**
   * `occurredAtMs` is the end that counts: for a forgotten lesson the last moment its lecturer was connected. Media is over with it;
   * connections stay, so that a reopened lesson finds everybody in their seat.
   */
  'session.ended': z.strictObject({
    reason: endReason,
    /** Events before this one, and the hash of the last of them: the chain's claim about itself. */
    eventCount: z.int(),
    head: z.string(),
  }),
  'session.reopened': z.strictObject({}),
  'presence.joined': z.strictObject({
    connectionId,
    seat: seatKey,
    part: seatPart,
    deviceId: deviceId.nullable(),
  }),
  'presence.lost': z.strictObject({ connectionId, cause: lostCause }),
  'presence.left': z.strictObject({ connectionId, reason: leftReason }),
  'media.connected': z.strictObject({ connectionId }),
  'media.disconnected': z.strictObject({ connectionId }),
  /** The space is gone: every stream and every media connection of the session with it. */
  'media.failed': z.strictObject({ cause: mediaFailure }),
  'stream.published': z.strictObject({
    streamId,
    connectionId,
    source: streamSource,
    codec: z.string(),
    /** The same picture once more, small and in VP8, for those who cannot decode the one beside it. */
    compatible: z.literal(true).optional(),
  }),
  'stream.closed': z.strictObject({ streamId, reason: z.string() }),
  /**
   * Somebody who sits there cannot decode a picture as it is sent; said once a connection. `voiceOnly`: nor could they a compatible
   * one, so that voice is all they get.
   */
  'codec.missed': z.strictObject({ connectionId, voiceOnly: z.boolean() }),
  'headCount.set': z.strictObject({
    roomId,
    presentCount: z.int().min(0).max(500),
    expectedCount: z.int(),
    source: headCountSource,
  }),
  /** A seat's microphone opens and its picture is on every wall. */
  'stage.called': z.strictObject({
    seat: seatKey,
    /** How long from now, if nobody ends or renews it; not there in logs from before there was a limit. */
    limitMs: z.int().min(1).optional(),
  }),
  'stage.released': z.strictObject({ seat: seatKey, reason: releaseReason }),
  /** Chance chose a room 随机点名 among so many; the call follows it. */
  'stage.picked': z.strictObject({ seat: seatKey, candidateCount: z.int().min(1) }),
  /** One of the leading side's own pupils has had a turn: nobody calls them on stage, so their lecturer notes it. */
  'ownTurn.noted': z.strictObject({ roomId }),
  'hand.raised': z.strictObject({ roomId }),
  'hand.lowered': z.strictObject({ roomId }),
  'signal.sent': z.strictObject({ roomId, signal: signalKind }),
  'confirmation.set': z.strictObject({
    roomId,
    ...confirmationFields.shape,
    source: confirmationSource,
    /** Said after the day of the lesson. */
    late: z.boolean(),
  }),
  /** 私线: the words stand in the table of texts, so that they can be erased; `textHash` proves that they are those. */
  'line.said': z.strictObject({
    roomId,
    from: lineSide,
    textId,
    textHash: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  /** A seat's microphone is closed by whoever leads, on stage or not, until it is opened again. */
  'seat.muted': z.strictObject({ seat: seatKey }),
  'seat.unmuted': z.strictObject({ seat: seatKey }),
  /** Shown out of the lesson by whoever leads; may not come in again before it is readmitted. */
  'seat.removed': z.strictObject({ seat: seatKey }),
  'seat.readmitted': z.strictObject({ seat: seatKey }),
  /** Another teacher who is there leads from now on. */
  'lectern.handed': z.strictObject({ lecturerId: personId }),
  'wall.arranged': z.strictObject({ layout: wallLayout }),
  /** One room's picture is large on every wall; its microphone stays as it is. */
  'wall.spotlit': z.strictObject({ seat: seatKey.nullable() }),
  /** A message to all rooms; its words stand in the table of texts. */
  'notice.said': z.strictObject({ textId, textHash: z.string().regex(/^[0-9a-f]{64}$/) }),
  'notice.cleared': z.strictObject({}),
  /** Music mode of song lessons: sound as it is, nothing taken out of it. */
  'music.set': z.strictObject({ on: z.boolean() }),
  /** Data saving 省流 of one room: it gets less than its line would carry. */
  'saving.set': z.strictObject({ roomId, on: z.boolean() }),
  ...coursewareEvents,
  /** 快速提问. Words, when there are any, stand in the table of texts like those of the private line. */
  'question.asked': z.strictObject({
    questionId,
    kind: questionKind,
    optionCount: z.int().min(0).max(6),
    textId: textId.nullable(),
    textHash: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .nullable(),
  }),
  'question.answered': z.strictObject({
    questionId,
    roomId,
    answer: answerFields,
    source: headCountSource,
  }),
  'question.shown': z.strictObject({ questionId }),
  'question.closed': z.strictObject({ questionId }),
  'line.read': z.strictObject({ roomId, by: lineSide, upTo: z.int().min(1) }),
  ...lineVoiceEvents,
  ...recordingEvents,
  ...captionEvents,
  ...playingEvents,
} as const;

export type SessionEventType = keyof typeof sessionEvents;
export type SessionEventBody<T extends SessionEventType> = z.infer<(typeof sessionEvents)[T]>;

/** What rules decide: a fact without its place in the log. */
export type SessionFact = {
  [T in SessionEventType]: { readonly type: T; readonly body: SessionEventBody<T> };
}[SessionEventType];

export const actorKind = z.enum(['person', 'device', 'phone', 'viewer', 'server']);

/** Where a fact stands in its session's log. `occurredAtMs` ≤ `recordedAtMs`; both are server time. */
export type EventPlace = {
  readonly sessionId: z.infer<typeof sessionId>;
  readonly seq: number;
  readonly recordedAtMs: number;
  readonly occurredAtMs: number;
  readonly actorKind: z.infer<typeof actorKind>;
  readonly actorId: string;
  /** What was written, from the table of texts. Left out where an event has no words, they were erased, or the reader needs none. */
  readonly words?: string;
};
export type SessionEvent = SessionFact & EventPlace;
export type EventOf<T extends SessionEventType> = Extract<SessionFact, { readonly type: T }> & EventPlace;

/** Reads a stored body. An unknown type or a body that its type does not allow throws: the log is ours, so that is damage. */
export function readFact(type: string, body: unknown): SessionFact {
  if (!(type in sessionEvents)) throw new Error(`unknown event type ${type}`);
  const known = type as SessionEventType;
  return { type: known, body: sessionEvents[known].parse(body) } as SessionFact;
}
