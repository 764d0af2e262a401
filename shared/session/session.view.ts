import { z } from 'zod';
import { personId, type RoomId, sessionId, streamId } from '../kernel/ids.ts';
import { lessonKind, lessonMode } from '../lesson.ts';
import { streamSource } from '../media.ts';
import { attentionView } from './session.attention.ts';
import {
  confirmationFields,
  confirmationSource,
  endReason,
  headCountSource,
  leftReason,
  lostCause,
  type SeatKey,
  seatKey,
  seatOfPhone,
  seatOfRoom,
  seatPart,
  signalKind,
} from './session.events.ts';
import { lineNews, lineNewsBetween, lineViews, withNews } from './session.line.ts';
import { questionFor, questionView } from './session.question.ts';
import { misfitsIn, type Onlooker, sees, viewersIn, wantsCompatible } from './session.sight.ts';
import type { Seat, SessionState, Stream } from './session.state.ts';

/**
 * Who looks. What somebody may not see is left out before it leaves the server. `lectern`: whoever leads, their own phone, and who assists
 * from the leading school; `console`: others who assist.
 */
export type Audience =
  | { readonly kind: 'lectern' | 'console' | 'observer' | 'member' | 'watch' }
  | { readonly kind: 'screen' | 'phone'; readonly roomId: RoomId };

const phaseView = z.discriminatedUnion('state', [
  z.object({ state: z.literal('unopened') }),
  z.object({ state: z.literal('waiting') }),
  z.object({ state: z.literal('live'), startedAtMs: z.int() }),
  z.object({
    state: z.literal('ended'),
    startedAtMs: z.int().nullable(),
    endedAtMs: z.int(),
    recordedAtMs: z.int(),
    reason: endReason,
  }),
]);

const presenceView = z.discriminatedUnion('state', [
  z.object({ state: z.literal('absent') }),
  z.object({ state: z.literal('connected'), sinceMs: z.int(), media: z.boolean() }),
  z.object({ state: z.literal('lost'), sinceMs: z.int(), cause: lostCause }),
  z.object({ state: z.literal('left'), sinceMs: z.int(), reason: leftReason }),
]);

const headCountView = z.object({
  presentCount: z.int(),
  expectedCount: z.int(),
  source: headCountSource,
  setAtMs: z.int(),
});

export const lessonView = z.object({
  phase: phaseView,
  kind: lessonKind.nullable(),
  mode: lessonMode.nullable(),
  lecturerId: personId.nullable(),
  mediaEpoch: z.int(),
  /** Who was called on stage, longest first; whoever is there by default is not named. */
  stage: z.array(z.object({ seat: seatKey, sinceMs: z.int() })),
  /** Anonymous viewers now; null for whom it does not concern. */
  viewerCount: z.int().nullable(),
  /** How many of the leading side's own pupils are there; left out before anybody counted, and for whom it does not concern. */
  leadingCount: headCountView.optional(),
  /** Turns of the own pupils, as noted; left out before the first, and for whom it does not concern. */
  leadingAttention: attentionView.optional(),
  /** 快速提问; left out while none is open. */
  question: questionView.optional(),
  /**
   * Who cannot decode the pictures as they are sent: seats, and viewers whom a compatible picture helps. Left out while there is nobody
   * and for whom it does not concern.
   */
  misfits: z
    .object({ seats: z.array(z.object({ seat: seatKey, voiceOnly: z.boolean() })), viewerCount: z.int() })
    .optional(),
  /** Told to a room on stage: somebody sees its picture only when it is sent once more, in the compatible codec. */
  compatibleWanted: z.literal(true).optional(),
});
export const seatView = z.object({
  seat: seatKey,
  part: seatPart,
  presence: presenceView,
  headCount: headCountView.nullable(),
  hand: z.object({ raisedAtMs: z.int() }).nullable(),
  signal: z.object({ signal: signalKind, sentAtMs: z.int() }).nullable(),
  confirmation: z
    .object({
      ...confirmationFields.shape,
      source: confirmationSource,
      late: z.boolean(),
      setAtMs: z.int(),
    })
    .nullable(),
  /** What a room has had of the lesson's attention; left out before there is any, and for whom it does not concern. */
  attention: attentionView.optional(),
});
export const streamView = z.object({
  streamId,
  seat: seatKey,
  part: seatPart,
  source: streamSource,
  codec: z.string(),
  /** For those who cannot decode the stream of the same seat and source beside it. */
  compatible: z.literal(true).optional(),
});
export type LessonView = z.infer<typeof lessonView>;
export type SeatView = z.infer<typeof seatView>;
export type StreamView = z.infer<typeof streamView>;

/** A session as one audience may see it. */
export const sessionView = z.object({
  lesson: lessonView,
  seats: z.record(seatKey, seatView),
  streams: z.record(streamId, streamView),
  /** Private lines 私线; left out while nothing was said, and for everybody whose lines they are not. */
  lines: lineViews.optional(),
});
export type SessionView = z.infer<typeof sessionView>;

export const viewMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('lesson.changed'), lesson: lessonView }),
  z.object({ type: z.literal('seat.changed'), seat: seatView }),
  z.object({ type: z.literal('seat.removed'), seat: seatKey }),
  z.object({ type: z.literal('stream.published'), stream: streamView }),
  z.object({ type: z.literal('stream.closed'), streamId }),
  z.object({ type: z.literal('line.changed'), line: lineNews }),
]);
export type ViewMessage = z.infer<typeof viewMessage>;

/** News for one connection: applies to the view at `afterSeq` and makes it the view at `seq`. */
export const viewEnvelope = z.object({
  sessionId,
  afterSeq: z.int(),
  seq: z.int(),
  messages: z.array(viewMessage),
});
export type ViewEnvelope = z.infer<typeof viewEnvelope>;

export const viewSnapshot = z.object({ sessionId, seq: z.int(), view: sessionView });
export type ViewSnapshot = z.infer<typeof viewSnapshot>;

/** What `audience` may see of a session. Pure, so live news and a later snapshot cannot differ. */
export function viewOf(state: SessionState, audience: Audience): SessionView {
  if (!('roomId' in audience)) return wholeView(state, audience);
  // Hundreds of rooms look at each state: what they share is made once, and each adds its own seats.
  const shared = roomViews.get(state) ?? wholeView(state, { kind: 'watch' });
  roomViews.set(state, shared);
  const own = [seatOfRoom(audience.roomId), seatOfPhone(audience.roomId)].flatMap(
    (seat) => state.seats[seat] ?? [],
  );
  if (own.length === 0) return shared;
  const seats = { ...shared.seats };
  for (const seat of own) seats[seat.seat] = seatViewOf(state, seat);
  const lesson =
    state.question === null
      ? shared.lesson
      : { ...shared.lesson, question: questionFor(state.question, audience.roomId) };
  const view = { ...shared, lesson, seats };
  return audience.kind === 'screen'
    ? onScreen(state, view, audience.roomId)
    : onPhone(state, view, audience.roomId);
}

function onScreen(state: SessionState, view: SessionView, roomId: RoomId): SessionView {
  return wantsCompatible(state, seatOfRoom(roomId))
    ? { ...view, lesson: { ...view.lesson, compatibleWanted: true } }
    : view;
}

function onPhone(state: SessionState, view: SessionView, roomId: RoomId): SessionView {
  const line = state.lines[roomId];
  return line === undefined ? view : { ...view, lines: { [roomId]: line } };
}

const roomViews = new WeakMap<SessionState, SessionView>();

function wholeView(state: SessionState, { kind }: { readonly kind: Onlooker }): SessionView {
  const seats: Record<SeatKey, SeatView> = {};
  for (const seat of Object.values<Seat>(state.seats)) {
    if (sees(state, seat, kind))
      seats[seat.seat] = { ...seatViewOf(state, seat), ...attentionIn(state, seat.seat, kind) };
  }
  const streams: SessionView['streams'] = {};
  for (const stream of Object.values<Stream>(state.streams)) {
    if (sees(state, stream, kind)) streams[stream.streamId] = streamViewOf(stream);
  }
  const lectureRoom = state.plan?.lectureRoom ?? null;
  const leadingCount = lectureRoom === null ? undefined : state.headCounts[lectureRoom.roomId];
  const lesson: LessonView = {
    phase: state.phase,
    kind: state.plan?.kind ?? null,
    mode: state.plan?.mode ?? null,
    lecturerId: state.lecturerId,
    mediaEpoch: state.mediaEpoch,
    stage: [...state.stage],
    viewerCount: kind === 'watch' ? null : viewersIn(state),
    ...(kind === 'watch' || leadingCount === undefined ? {} : { leadingCount }),
    ...leadingAttentionIn(state, kind),
    ...(state.question === null
      ? {}
      : { question: questionFor(state.question, seesAttention(kind) ? 'all' : null) }),
    ...misfitsIn(state, kind),
  };
  const hasLines = kind === 'lectern' && Object.keys(state.lines).length > 0;
  return { lesson, seats, streams, ...(hasLines ? { lines: state.lines } : {}) };
}

/** How attention is shared is for those who lead or inspect: rooms, members and viewers are not compared before each other's eyes. */
const seesAttention = (kind: Onlooker): boolean =>
  kind === 'lectern' || kind === 'console' || kind === 'observer';

function attentionIn(state: SessionState, seat: SeatKey, kind: Onlooker): Pick<SeatView, 'attention'> {
  const attention = seat.startsWith('room:') ? state.attention[seat.slice(5) as RoomId] : undefined;
  return attention === undefined || !seesAttention(kind) ? {} : { attention };
}

function leadingAttentionIn(state: SessionState, kind: Onlooker): Pick<LessonView, 'leadingAttention'> {
  const lectureRoom = state.plan?.lectureRoom;
  const known = lectureRoom ? state.attention[lectureRoom.roomId] : undefined;
  return known === undefined || !seesAttention(kind) ? {} : { leadingAttention: known };
}

const streamViewOf = ({ connectionId: _, ...stream }: Stream): StreamView => stream;

function seatViewOf(state: SessionState, seat: Seat): SeatView {
  const roomId = seat.seat.startsWith('room:') ? (seat.seat.slice(5) as RoomId) : null;
  const of = <V>(facts: Readonly<Record<RoomId, V>>): V | null =>
    roomId === null ? null : (facts[roomId] ?? null);
  return {
    ...seat,
    headCount: of(state.headCounts),
    hand: of(state.hands),
    signal: of(state.signals),
    confirmation: of(state.confirmations),
  };
}

/** The news that turns one view into another. Empty when the audience sees no difference. */
export function messagesBetween(before: SessionView, after: SessionView): ViewMessage[] {
  const messages: ViewMessage[] = [];
  if (!same(before.lesson, after.lesson)) messages.push({ type: 'lesson.changed', lesson: after.lesson });
  for (const seat of Object.values<SeatView>(after.seats)) {
    if (!same(before.seats[seat.seat], seat)) messages.push({ type: 'seat.changed', seat });
  }
  for (const seat of Object.keys(before.seats) as SeatKey[]) {
    if (!(seat in after.seats)) messages.push({ type: 'seat.removed', seat });
  }
  for (const stream of Object.values<StreamView>(before.streams)) {
    if (!(stream.streamId in after.streams))
      messages.push({ type: 'stream.closed', streamId: stream.streamId });
  }
  for (const stream of Object.values<StreamView>(after.streams)) {
    // A stream whose owner came to lead is told again: mirrors replace what they have under its id.
    if (!same(before.streams[stream.streamId], stream)) messages.push({ type: 'stream.published', stream });
  }
  for (const line of lineNewsBetween(before.lines, after.lines))
    messages.push({ type: 'line.changed', line });
  return messages;
}

/** What a mirror does with one piece of news. */
export function applyMessage(view: SessionView, message: ViewMessage): SessionView {
  switch (message.type) {
    case 'lesson.changed':
      return { ...view, lesson: message.lesson };
    case 'seat.changed':
      return { ...view, seats: { ...view.seats, [message.seat.seat]: message.seat } };
    case 'seat.removed': {
      const { [message.seat]: _, ...seats } = view.seats;
      return { ...view, seats };
    }
    case 'stream.published':
      return { ...view, streams: { ...view.streams, [message.stream.streamId]: message.stream } };
    case 'stream.closed': {
      const { [message.streamId]: _, ...streams } = view.streams;
      return { ...view, streams };
    }
    case 'line.changed':
      return { ...view, lines: withNews(view.lines, message.line) };
  }
}

/** Equal as the wire would carry them; views are small and their keys are written in one order. */
function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
