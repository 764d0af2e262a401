import type { CaptionChoice } from '../caption/choice.ts';
import type { ConnectionId, RoomId } from '../kernel/ids.ts';
import { roomOfSeat, type SeatKey, seatOfPerson, seatOfPhone, seatOfRoom } from './session.events.ts';
import { isOnLine, lineVoiceViewFor } from './session.line-voice.ts';
import { type Playing, playingViewOf } from './session.playing.ts';
import { questionFor } from './session.question.ts';
import { recordingViewOf } from './session.recording.ts';
import {
  leadingStreams,
  misfitsIn,
  type Onlooker,
  sees,
  seesStream,
  viewersIn,
  wantsCompatible,
} from './session.sight.ts';
import type { Seat, SessionState, Stream } from './session.state.ts';
import type { LessonView, SeatView, SessionView, StreamView } from './session.view.ts';

/**
 * Who looks. What somebody may not see is left out before it leaves the server. `lectern`: whoever leads, their own phone, and who assists
 * from the leading school; `console`: others who assist. `ends`: the connection, when the voice of a private line is asked for
 * or carried by it.
 */
export type Audience = (
  | { readonly kind: 'lectern' | 'console' | 'observer' | 'member' | 'watch' }
  | { readonly kind: 'screen' | 'phone'; readonly roomId: RoomId }
) & { readonly ends?: ConnectionId };

/** What `audience` may see of a session. Pure, so live news and a later snapshot cannot differ. */
export function viewOf(state: SessionState, audience: Audience): SessionView {
  const view = commonView(state, audience);
  const { lineVoice } = state;
  if (lineVoice === null || !hearsOf(lineVoice.roomId, audience)) return view;
  const lesson = { ...view.lesson, lineVoice: lineVoiceViewFor(lineVoice, audience.ends) };
  if (!isOnLine(lineVoice, audience.ends)) return { ...view, lesson };
  const streams = { ...view.streams };
  for (const stream of Object.values<Stream>(state.streams))
    if (stream.source === 'line' && isOnLine(lineVoice, stream.connectionId))
      streams[stream.streamId] = streamViewOf(state, stream);
  return { ...view, lesson, streams };
}

/** Whom the private line of a room concerns. */
const hearsOf = (roomId: RoomId, audience: Audience): boolean =>
  audience.kind === 'lectern' || (audience.kind === 'phone' && audience.roomId === roomId);

function commonView(state: SessionState, audience: Audience): SessionView {
  if (!('roomId' in audience)) return wholeView(state, audience);
  // Hundreds of rooms look at each state: what they share is made once, and each adds its own seats.
  const shared = roomViews.get(state) ?? wholeView(state, { kind: 'room' });
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

function wholeView(state: SessionState, looker: { readonly kind: Onlooker | 'room' }): SessionView {
  // Rooms see each other as anybody does, but for whose pictures stand on their walls.
  const kind = looker.kind === 'room' ? 'watch' : looker.kind;
  const seats: Record<SeatKey, SeatView> = {};
  for (const seat of Object.values<Seat>(state.seats)) {
    if (sees(state, seat, kind))
      seats[seat.seat] = { ...seatViewOf(state, seat), ...attentionIn(state, seat.seat, kind) };
  }
  const streams: SessionView['streams'] = {};
  for (const stream of Object.values<Stream>(state.streams)) {
    if (seesStream(state, stream, looker.kind)) streams[stream.streamId] = streamViewOf(state, stream);
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
    ...wallIn(state),
    ...recordingIn(state, kind),
    ...outIn(state, kind),
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
  const roomId = roomOfSeat(seat);
  const attention = roomId === null ? undefined : state.attention[roomId];
  return attention === undefined || !seesAttention(kind) ? {} : { attention };
}

function leadingAttentionIn(state: SessionState, kind: Onlooker): Pick<LessonView, 'leadingAttention'> {
  const lectureRoom = state.plan?.lectureRoom;
  const known = lectureRoom ? state.attention[lectureRoom.roomId] : undefined;
  return known === undefined || !seesAttention(kind) ? {} : { leadingAttention: known };
}

/** What stands on every wall beside who is called; what is as it was at the start is not told. */
function wallIn({ wall, notice, music, courseware, captions, muted }: SessionState): Partial<LessonView> {
  const silent = Object.keys(muted) as SeatKey[];
  const isFirst = wall.layout === 'teacherAndContent' && wall.spotlight === null;
  return {
    ...(isFirst ? {} : { wall }),
    ...(notice === null ? {} : { notice }),
    ...(music ? { music } : {}),
    ...(courseware === null ? {} : { courseware }),
    ...(captions.length === 0
      ? {}
      : { captions: captions.map(({ language, lines }) => ({ language, lines: [...lines] })) }),
    ...(silent.length === 0 ? {} : { muted: silent }),
  };
}

/** Whoever is recorded, and whoever sees it, knows it. */
function recordingIn(state: SessionState, kind: Onlooker): Pick<LessonView, 'recording'> {
  const sent = kind === 'lectern' ? leadingStreams(state).map(({ streamId }) => streamId) : [];
  const view = recordingViewOf(state.recording, sent);
  return view === null ? {} : { recording: view };
}

/** Who was shown out is known to those who lead or inspect. */
function outIn({ removed }: SessionState, kind: Onlooker): Pick<LessonView, 'removed'> {
  const seats = Object.keys(removed) as SeatKey[];
  return seats.length === 0 || !seesAttention(kind) ? {} : { removed: seats };
}

/** What equipment of the lecture room sends is shown as the lecturer's, so that every page has one teacher. */
function streamViewOf(state: SessionState, { connectionId: _, ...stream }: Stream): StreamView {
  const lecturerId = state.lecturerId ?? state.plan?.lecturerId ?? null;
  return stream.part === 'host' && lecturerId !== null
    ? { ...stream, part: 'lecturer', seat: seatOfPerson(lecturerId) }
    : stream;
}

function seatViewOf(state: SessionState, seat: Seat): SeatView {
  const roomId = roomOfSeat(seat.seat);
  const of = <V>(facts: Readonly<Record<RoomId, V>>): V | null =>
    roomId === null ? null : (facts[roomId] ?? null);
  return {
    ...seat,
    headCount: of(state.headCounts),
    hand: of(state.hands),
    signal: of(state.signals),
    confirmation: of(state.confirmations),
    ...(of(state.savings) === null ? {} : { saving: true as const }),
    ...playingIn(of(state.playings)),
    ...choiceIn(of(state.captionChoices)),
  };
}

const choiceIn = (choice: CaptionChoice | null): Pick<SeatView, 'captions'> =>
  choice === null ? {} : { captions: { on: choice.on, languages: [...choice.languages] } };

const playingIn = (playing: Playing | null): Pick<SeatView, 'playing'> =>
  playing === null ? {} : { playing: playingViewOf(playing) };
