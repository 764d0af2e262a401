import type { SeatAttendance } from '../../shared/attendance.ts';
import type { ConnectionId, RoomId } from '../../shared/kernel/ids.ts';
import { type Interval, intersect, intervalOf, lengthMs, union } from '../../shared/kernel/intervals.ts';
import { type Attention, attentionOfRoom, noAttention } from '../../shared/session/session.attention.ts';
import type {
  ConfirmationFields,
  SeatKey,
  SessionEvent,
  SessionPlan,
} from '../../shared/session/session.events.ts';
import { evolve } from '../../shared/session/session.fold.ts';
import { emptySession, type HeadCount } from '../../shared/session/session.state.ts';
import { type ConnectionSpan, connectionSpans } from './connections.rules.ts';
import { type People, peopleOf } from './people.rules.ts';
import { type AskedInLog, questionsOf } from './questions.rules.ts';
import { staysOf } from './stays.rules.ts';

/** What a session's log says about who was there. */
export type AttendanceFold = {
  /** The last event that was folded; 0 for an empty log. */
  readonly seq: number;
  readonly plan: SessionPlan | null;
  readonly phase: 'unopened' | 'waiting' | 'live' | 'ended';
  /** First start; null when the lesson never started. */
  readonly startedAtMs: number | null;
  /** The end that counts; null while it has none. */
  readonly endedAtMs: number | null;
  /** Held length 实际时长: the time between an end and its reopening is not in it. */
  readonly lessonMs: number;
  readonly seats: ReadonlyMap<SeatKey, SeatAttendance>;
  /** When the lesson ran: start to end, and once more after every reopening. */
  readonly spans: readonly Interval[];
  /** Every connection's whole life, before the cut to the lesson; what is still open ends now. */
  readonly connections: readonly ConnectionSpan[];
  /** When seats were connected, before the cut to the lesson; what is still open has no end (`Infinity`). */
  readonly presence: ReadonlyMap<SeatKey, readonly Interval[]>;
  /** The last count that was set for each room. */
  readonly headCounts: ReadonlyMap<RoomId, HeadCount>;
  /** The last word of each room's local teacher 课后确认. */
  readonly words: ReadonlyMap<RoomId, Pick<ConfirmationFields, 'outcome' | 'cause'>>;
  /** Seats that could decode no picture at all. */
  readonly voiceOnly: ReadonlySet<SeatKey>;
  /** When the media of everybody broke off by a fault of ours. */
  readonly mediaFailedAtMs: readonly number[];
  readonly people: People;
  /** What a room has had of the lesson's attention 关注均衡, listening or leading. */
  readonly attention: ReadonlyMap<RoomId, Attention>;
  readonly questions: readonly AskedInLog[];
};

/**
 * Attendance 考勤 of a session, folded from its log in order of seq and measured by `occurredAtMs`. A lesson that still runs is
 * measured up to `nowMs`.
 */
export function attendanceOf(events: readonly SessionEvent[], nowMs: number): AttendanceFold {
  const lesson = lessonOf(events, nowMs);
  const untilMs = Math.max(nowMs, ...lesson.spans.map((each) => each.toMs));
  const connections = connectionSpans(events, untilMs);
  const bySeat = Map.groupBy(connections, (each) => each.seat);
  const seats = new Map<SeatKey, SeatAttendance>();
  const presence = new Map<SeatKey, readonly Interval[]>();
  for (const [seat, own] of bySeat) {
    seats.set(seat, seatAttendanceOf(seat, own, lesson));
    presence.set(seat, union(own.map(withoutEnd)));
  }
  return {
    seq: events.at(-1)?.seq ?? 0,
    plan: lesson.plan,
    phase: lesson.phase,
    startedAtMs: lesson.spans[0]?.fromMs ?? null,
    endedAtMs: lesson.endedAtMs,
    lessonMs: lengthMs(lesson.spans),
    seats,
    spans: union(lesson.spans),
    connections,
    presence,
    ...saidIn(events),
    people: peopleOf(events),
    attention: attentionIn(events, nowMs),
    questions: questionsOf(events),
  };
}

/** What was counted, said and reported. */
function saidIn(
  events: readonly SessionEvent[],
): Pick<AttendanceFold, 'headCounts' | 'words' | 'voiceOnly' | 'mediaFailedAtMs'> {
  const headCounts = new Map<RoomId, HeadCount>();
  const words = new Map<RoomId, Pick<ConfirmationFields, 'outcome' | 'cause'>>();
  const voiceOnly = new Set<SeatKey>();
  const mediaFailedAtMs: number[] = [];
  const seats = new Map<ConnectionId, SeatKey>();
  for (const event of events) {
    switch (event.type) {
      case 'presence.joined':
        seats.set(event.body.connectionId, event.body.seat);
        break;
      case 'headCount.set': {
        const { roomId, ...count } = event.body;
        headCounts.set(roomId, { ...count, setAtMs: event.occurredAtMs });
        break;
      }
      case 'confirmation.set':
        words.set(event.body.roomId, event.body);
        break;
      case 'codec.missed': {
        const seat = seats.get(event.body.connectionId);
        if (event.body.voiceOnly && seat !== undefined) voiceOnly.add(seat);
        break;
      }
      case 'media.failed':
        mediaFailedAtMs.push(event.occurredAtMs);
        break;
      default:
    }
  }
  return { headCounts, words, voiceOnly, mediaFailedAtMs };
}

/** Whether the local teacher's last word is that the lesson was held 正常完成. */
export const confirmedHeld = ({ words }: Pick<AttendanceFold, 'words'>, roomId: RoomId): boolean =>
  words.get(roomId)?.outcome === 'held';

/** Turns follow from who was really there: the session's own fold knows. */
function attentionIn(events: readonly SessionEvent[], nowMs: number): AttendanceFold['attention'] {
  const [first] = events;
  if (first === undefined) return new Map();
  const state = events.reduce(evolve, emptySession(first.sessionId));
  const rooms = Object.keys(state.attention) as RoomId[];
  return new Map(rooms.map((roomId) => [roomId, attentionOfRoom(state, roomId, nowMs)]));
}

/** What a room had; a room that had nothing is not in the fold. */
export const attentionOf = ({ attention }: Pick<AttendanceFold, 'attention'>, roomId: RoomId): Attention =>
  attention.get(roomId) ?? noAttention;

const withoutEnd = ({ present, ending }: ConnectionSpan): Interval =>
  ending.kind === 'open' ? { fromMs: present.fromMs, toMs: Number.POSITIVE_INFINITY } : present;

type Lesson = Pick<AttendanceFold, 'plan' | 'phase' | 'endedAtMs'> & {
  /** Start to end, and once more after every reopening; the last one is open while the lesson runs. */
  readonly spans: readonly Interval[];
};

function lessonOf(events: readonly SessionEvent[], nowMs: number): Lesson {
  const spans: Interval[] = [];
  let plan: SessionPlan | null = null;
  let phase: AttendanceFold['phase'] = 'unopened';
  let sinceMs: number | null = null;
  let endedAtMs: number | null = null;
  for (const event of events) {
    switch (event.type) {
      case 'session.opened':
        plan = event.body.plan;
        if (phase === 'unopened') phase = 'waiting';
        break;
      case 'session.started':
      case 'session.reopened':
        sinceMs ??= event.occurredAtMs;
        endedAtMs = null;
        phase = 'live';
        break;
      case 'session.ended':
        // An end may be dated back to when its lecturer was last there, but never to before what it ends.
        endedAtMs = Math.max(sinceMs ?? event.occurredAtMs, event.occurredAtMs);
        if (sinceMs !== null) spans.push(intervalOf(sinceMs, endedAtMs));
        sinceMs = null;
        phase = 'ended';
        break;
      default:
    }
  }
  if (sinceMs !== null) spans.push(intervalOf(sinceMs, nowMs));
  return { plan, phase, endedAtMs, spans };
}

function seatAttendanceOf(
  seat: SeatKey,
  connections: readonly ConnectionSpan[],
  lesson: Lesson,
): SeatAttendance {
  const spans = union(lesson.spans);
  const first = Math.min(...connections.map((each) => each.present.fromMs));
  return {
    seat,
    stays: staysOf(connections, spans, lesson.phase === 'ended'),
    connectedMs: lengthMs(intersect(union(connections.flatMap((each) => each.media)), spans)),
    cameraMs: lengthMs(intersect(union(connections.flatMap((each) => each.camera)), spans)),
    firstConnectedAtMs: Number.isFinite(first) ? first : null,
  };
}
