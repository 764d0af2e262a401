import type { RoomId } from '../../../shared/kernel/ids.ts';
import type { LessonCard } from '../../../shared/lesson.ts';
import { type Attention, attentionNow, neglectedIn } from '../../../shared/session/session.attention.ts';
import { type SeatKey, type SignalKind, seatOfRoom } from '../../../shared/session/session.events.ts';
import type { QuestionView } from '../../../shared/session/session.question.ts';
import type { SeatView, SessionView } from '../../../shared/session/session.view.ts';
import type { WallLayout } from '../../../shared/session/session.wall.ts';
import type { HelperSeat } from '../../live/helper-client.ts';
import type { LinkState, PendingCommand } from '../../live/live.types.ts';
import { type Conversation, conversationOf, worthSaving } from '../../live/private-line.ts';

export type RoomState = 'ready' | 'joining' | 'lost' | 'absent';

export type LecternRoom = {
  readonly room: LessonCard['rooms'][number];
  readonly seat: SeatKey;
  readonly state: RoomState;
  readonly onStageSinceMs: number | null;
  /** How long its call still lasts; null without a call or without an end. */
  readonly leftMs: number | null;
  /** Its microphone was closed by whoever leads. */
  readonly muted: boolean;
  readonly handSinceMs: number | null;
  /** Its last word, while it is fresh. */
  readonly signal: SignalKind | null;
  readonly presentCount: number | null;
  /** What it has had of the lesson's attention 关注均衡. */
  readonly attention: Attention;
  /** How long it has waited for a turn while others had one, when that is too long; null else. */
  readonly waitedMs: number | null;
  /** Asked for, not yet answered. */
  readonly calling: boolean;
  /** 私线 with its local teacher. */
  readonly line: Conversation;
};

/** What a lecturer sees on their own phone: the private side of the lesson. */
export type Lectern = {
  readonly phase: 'waiting' | 'live' | 'ended';
  readonly startedAtMs: number | null;
  /** In the plan's order. */
  readonly rooms: readonly LecternRoom[];
  /** Longest first. */
  readonly hands: readonly LecternRoom[];
  /** Longest first. */
  readonly onStage: readonly LecternRoom[];
  readonly walls: { readonly layout: WallLayout; readonly notice: { readonly words: string | null } | null };
  /** Whose private line has something unread, in the plan's order. */
  readonly unread: readonly LecternRoom[];
  /** The leading side's own pupils; null when nobody sits with the lecturer. */
  readonly own: {
    readonly roomId: RoomId;
    readonly expectedCount: number;
    readonly presentCount: number | null;
    readonly turnCount: number;
  } | null;
  /** Chance is to pick a room; not yet answered. */
  readonly picking: boolean;
  /** 快速提问; null while none is open. */
  readonly question: QuestionView | null;
  readonly offline: boolean;
  /** Something said has not been saved for a while. */
  readonly unsaved: boolean;
};

/** A command that has not been answered for this long is worth a word: before, it is on its way. */
const PATIENCE_MS = 1_200;
const FRESH_MS = 60_000;

type Sources = {
  readonly card: LessonCard;
  readonly seat: HelperSeat;
  readonly link: LinkState;
  readonly pending: readonly PendingCommand[];
};

/** Pure: the same facts and time give the same page. */
export function lecternOf({ card, seat, link, pending }: Sources, nowMs: number): Lectern {
  const view = seat.state === 'joined' ? seat.view : null;
  const neglected = neglectedOf(card, view, nowMs);
  const rooms = card.rooms.map((room) => ({
    ...roomOf(room, view, { pending, nowMs }),
    waitedMs: neglected.get(room.roomId) ?? null,
  }));
  const phase = view?.lesson.phase;
  return {
    phase: phaseOf(seat, view),
    startedAtMs: phase?.state === 'live' ? phase.startedAtMs : null,
    rooms,
    hands: rooms
      .filter(({ handSinceMs }) => handSinceMs !== null)
      .sort((a, b) => (a.handSinceMs ?? 0) - (b.handSinceMs ?? 0)),
    onStage: rooms
      .filter(({ onStageSinceMs }) => onStageSinceMs !== null)
      .sort((a, b) => (a.onStageSinceMs ?? 0) - (b.onStageSinceMs ?? 0)),
    walls: {
      layout: view?.lesson.wall?.layout ?? 'teacherAndContent',
      notice: view?.lesson.notice ?? null,
    },
    unread: rooms.filter(({ line }) => line.unreadCount > 0),
    own: ownOf(card, view, pending),
    question: view?.lesson.question ?? null,
    picking: pending.some(({ name }) => name === 'stage.pick'),
    offline: link.state === 'reconnecting',
    unsaved: worthSaving(pending).some((each) => nowMs - each.askedAtMs > PATIENCE_MS),
  };
}

function phaseOf(seat: HelperSeat, view: SessionView | null): Lectern['phase'] {
  if (seat.state === 'refused' && seat.error.code === 'LESSON_ENDED') return 'ended';
  const state = view?.lesson.phase.state;
  return state === 'live' || state === 'ended' ? state : 'waiting';
}

function roomOf(
  room: LecternRoom['room'],
  view: SessionView | null,
  { pending, nowMs }: { readonly pending: readonly PendingCommand[]; readonly nowMs: number },
): Omit<LecternRoom, 'waitedMs'> {
  const seat = seatOfRoom(room.roomId);
  const there = view?.seats[seat];
  const signal = there?.signal;
  const onStageSinceMs = onStageSince(view, seat);
  const untilMs = view?.lesson.stage.find((each) => each.seat === seat)?.untilMs ?? null;
  return {
    room,
    seat,
    state: stateOf(there),
    onStageSinceMs,
    leftMs: untilMs === null ? null : Math.max(0, untilMs - nowMs),
    muted: view?.lesson.muted?.includes(seat) ?? false,
    attention: attentionNow(there?.attention, onStageSinceMs, nowMs),
    handSinceMs: there?.hand?.raisedAtMs ?? null,
    signal: signal && nowMs - signal.sentAtMs < FRESH_MS ? signal.signal : null,
    presentCount: there?.headCount?.presentCount ?? null,
    line: conversationOf({ view, pending, roomId: room.roomId, side: 'lecturer' }),
    calling: pending.some(({ name, body }) => name === 'stage.call' && says(body, 'seat') === seat),
  };
}

const onStageSince = (view: SessionView | null, seat: SeatKey): number | null =>
  view?.lesson.stage.find((each) => each.seat === seat)?.sinceMs ?? null;

function neglectedOf(
  { rooms }: LessonCard,
  view: SessionView | null,
  nowMs: number,
): ReadonlyMap<RoomId, number> {
  if (view === null || view.lesson.phase.state !== 'live') return new Map();
  const { phase, leadingAttention } = view.lesson;
  const waiting = rooms.map(({ roomId }) => {
    const seat = view.seats[seatOfRoom(roomId)];
    const presence = seat?.presence;
    return {
      roomId,
      connectedSinceMs: presence?.state === 'connected' && presence.media ? presence.sinceMs : null,
      onStage: onStageSince(view, seatOfRoom(roomId)) !== null,
      attention: seat?.attention,
    };
  });
  const ownLastTurnAtMs = leadingAttention?.lastTurnAtMs ?? null;
  return neglectedIn(waiting, { startedAtMs: phase.startedAtMs, ownLastTurnAtMs }, nowMs);
}

function stateOf(seat: SeatView | undefined): RoomState {
  switch (seat?.presence.state) {
    case 'connected':
      return seat.presence.media ? 'ready' : 'joining';
    case 'lost':
      return 'lost';
    default:
      return 'absent';
  }
}

function ownOf(
  { lectureRoom, leadingClass }: LessonCard,
  view: SessionView | null,
  pending: readonly PendingCommand[],
): Lectern['own'] {
  if (lectureRoom === null || leadingClass === null) return null;
  const { roomId } = lectureRoom;
  const said = pending.findLast(
    ({ name, body }) => name === 'headCount.set' && says(body, 'roomId') === roomId,
  );
  const unsaved = said === undefined ? undefined : says(said.body, 'presentCount');
  return {
    roomId,
    expectedCount: leadingClass.expectedCount,
    presentCount: typeof unsaved === 'number' ? unsaved : (view?.lesson.leadingCount?.presentCount ?? null),
    turnCount: view?.lesson.leadingAttention?.turnCount ?? 0,
  };
}

const says = (body: unknown, field: string): unknown =>
  typeof body === 'object' && body !== null ? Reflect.get(body, field) : undefined;
