import { z } from 'zod';
import { grantId, personId, roomId, sessionId } from './kernel/ids.ts';
import { lessonCard } from './lesson.ts';
import { seatView } from './session/session.view.ts';

/** What the QR code on a room's screen carries behind `/phone#c=`: 132 random bits. Few characters, so that the squares are large. */
export const phoneCode = z.string().regex(/^[A-Za-z0-9_-]{22}$/);

/** A code to show. A newer one is asked for when it expires. */
export const shownCode = z.object({
  code: phoneCode,
  expiresAtMs: z.int(),
  /** Where phones reach this server by the operator's word; null: where the page itself came from. */
  origin: z.string().nullable(),
});
export type ShownCode = z.infer<typeof shownCode>;

/** Personal number 个人口令 by which a member of staff says who they are on a phone: 4 to 8 digits. */
export const pin = z.string().regex(/^\d{4,8}$/);

/** Who takes the phone: somebody of the school's staff, or a substitute 代课 with a typed name. */
export const helper = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('staff'), personId, pin }),
  z.strictObject({ kind: z.literal('substitute'), name: z.string().trim().min(1).max(40) }),
]);
export type Helper = z.infer<typeof helper>;

/** Before anybody has said who they are: which lesson and room, and whom to choose from. `room` is null for a lecturer's own phone. */
export const phoneChoice = z.object({
  state: z.literal('choosing'),
  lesson: z.object({
    subject: z.string(),
    grade: z.string(),
    lecturerName: z.string(),
    leadingSchoolName: z.string(),
    plannedStartAtMs: z.int(),
  }),
  room: z.object({ name: z.string(), schoolName: z.string() }).nullable(),
  /** Another phone helps there already. */
  taken: z.boolean(),
  staff: z.array(z.object({ personId, name: z.string() })),
});
export type PhoneChoice = z.infer<typeof phoneChoice>;

/** A phone that helps, and what it shows while it has no live line. */
export const phoneEntered = z.object({
  state: z.literal('entered'),
  grantId,
  sessionId,
  /** Null for a lecturer's own phone. */
  roomId: roomId.nullable(),
  /** Null for a substitute. */
  personId: personId.nullable(),
  name: z.string(),
  /** Until when it may help: midnight where the lesson was taught. */
  untilMs: z.int(),
  card: lessonCard,
  endedAtMs: z.int().nullable(),
  headCount: seatView.shape.headCount,
  confirmation: seatView.shape.confirmation,
  serverNowMs: z.int(),
});
export type PhoneEntered = z.infer<typeof phoneEntered>;

export const phoneState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('unknown') }),
  phoneChoice,
  phoneEntered,
  z.object({ state: z.literal('over'), reason: z.enum(['released', 'left', 'expired']) }),
]);
export type PhoneState = z.infer<typeof phoneState>;

/** A phone that helps in a lesson now, for those who may release it. */
export const phoneCard = z.object({
  roomId: roomId.nullable(),
  name: z.string(),
  substitute: z.boolean(),
  sinceMs: z.int(),
});
export type PhoneCard = z.infer<typeof phoneCard>;
