import type { UnservedCause } from '../../shared/coverage/cause.ts';
import { type PersonId, personId, type RoomId, type SchoolId } from '../../shared/kernel/ids.ts';
import { type Interval, intersect, lengthMs, union, without } from '../../shared/kernel/intervals.ts';
import { type ConfirmationFields, type SeatKey, seatOfRoom } from '../../shared/session/session.events.ts';
import type { AttendanceFold } from './attendance.rules.ts';
import type { ConnectionSpan } from './connections.rules.ts';

/** What else is known of a room in the lesson, beside the log. */
export type RoomEvidence = {
  /** When nothing but voice or not even that reached it: the two lowest steps of the ladder, and frozen pictures. */
  readonly weak: readonly Interval[];
  /** A device of the room had failed at its last check before the lesson's end. */
  readonly deviceFailed: boolean;
};

export type RoomTrouble = {
  /** Why the room was not connected for the longest part of what it missed; null when it missed nothing. */
  readonly missing: UnservedCause | null;
  /** What spoiled the lesson for a room that was connected; null where nothing says so. */
  readonly poor: UnservedCause | null;
};

/** Losses are dated back to the last beat, and beats come every 5 s: what went away at once is told within two of them. */
const AT_ONCE_MS = 10_000;
/** From this share of the lesson on a weak line explains that nobody took part. */
const WEAK_RATIO = 0.5;

export type Asked = {
  readonly fold: AttendanceFold;
  readonly room: { readonly roomId: RoomId; readonly schoolId: SchoolId };
  readonly evidence: RoomEvidence;
  /** Where people work, so that a console going silent counts among the things of its school. */
  readonly schoolOf: (person: PersonId) => SchoolId | null;
};

/**
 * Why a room missed what it missed. What the log shows decides; among what fits it the local teacher's word does, since from outside some
 * things look alike: a school whose line is cut and one without power, a closed page and a broken device.
 * - It was connected and broke off: `power` when at least two things of its school were there, all of them went silent at once, and no
 *   other school's room did; else `line`. One thing alone going silent is a line. So is what our own server or engine broke off:
 *   nothing else in the list carries the lesson to the room.
 * - It was on line without media: `device`; its browser or its school's firewall carried none.
 * - It came late, left by itself, or never came: `room-offline`.
 */
export function troubleOf(asked: Asked): RoomTrouble {
  const word = asked.fold.words.get(asked.room.roomId);
  const said = word === undefined || word.outcome === 'held' ? null : wordAsCause(word.cause);
  return { missing: missingCause(asked, said), poor: said ?? poorCause(asked) };
}

function missingCause(asked: Asked, said: UnservedCause | null): UnservedCause | null {
  const { fold, room } = asked;
  const own = fold.connections.filter(({ seat }) => seat === seatOfRoom(room.roomId));
  const missed = without(fold.spans, union(own.flatMap(({ media }) => media)));
  const noEngine = missed.filter(({ fromMs }) => fold.mediaFailedAtMs.includes(fromMs));
  const mute = intersect(without(missed, noEngine), union(own.map(({ present }) => present)));
  const away = without(missed, [...noEngine, ...mute]);
  const cut = away.filter(({ fromMs }) => lossBefore(own, fromMs) !== null);
  const parts: readonly Part[] = [
    {
      ms: lengthMs([...cut, ...noEngine]),
      found: () => cutCause(asked, cut),
      fits: ['line', 'power', 'device'],
    },
    { ms: lengthMs(mute), found: () => 'device', fits: ['device', 'line'] },
    { ms: lengthMs(without(away, cut)), found: () => 'room-offline', fits: null },
  ];
  const longest = parts.reduce((a, b) => (b.ms > a.ms ? b : a));
  if (longest.ms === 0) return null;
  return said !== null && (longest.fits === null || longest.fits.includes(said)) ? said : longest.found();
}

type Part = {
  readonly ms: number;
  found(): UnservedCause;
  /** What the local teacher may say of it; null: anything. */
  readonly fits: readonly UnservedCause[] | null;
};

/** The loss after which a time without connection began; null where it began with coming late or leaving. */
function lossBefore(own: readonly ConnectionSpan[], atMs: number): ConnectionSpan | null {
  const before = own.filter(({ present }) => present.toMs <= atMs);
  const last = before.reduce<ConnectionSpan | null>(
    (newest, each) => (newest === null || each.present.toMs >= newest.present.toMs ? each : newest),
    null,
  );
  return last?.ending.kind === 'lost' ? last : null;
}

function cutCause(asked: Asked, cut: readonly Interval[]): UnservedCause {
  const longest = cut.reduce<Interval | null>(
    (a, b) => (a === null || b.toMs - b.fromMs > a.toMs - a.fromMs ? b : a),
    null,
  );
  if (longest === null) return 'line';
  const own = asked.fold.connections.filter(({ seat }) => seat === seatOfRoom(asked.room.roomId));
  const loss = lossBefore(own, longest.fromMs);
  return loss !== null && wentDark(asked, loss.present.toMs) ? 'power' : 'line';
}

/** Everything of the school that was there went silent at once, at least two things of it, and no other school's room did. */
function wentDark({ fold, room, schoolOf }: Asked, atMs: number): boolean {
  const schools = schoolsOfSeats(fold, schoolOf);
  const there = fold.connections.filter(
    ({ present }) => present.fromMs < atMs - AT_ONCE_MS && present.toMs >= atMs - AT_ONCE_MS,
  );
  const silent = ({ present, ending }: ConnectionSpan) =>
    ending.kind === 'lost' && ending.cause !== 'server-restart' && present.toMs <= atMs + AT_ONCE_MS;
  const ofSchool = there.filter(({ seat }) => schools(seat) === room.schoolId);
  const ofOthers = there.filter(({ seat }) => schools(seat) !== room.schoolId && seat.startsWith('room:'));
  const things = new Set(ofSchool.map(({ seat }) => seat));
  return things.size >= 2 && ofSchool.every(silent) && !ofOthers.some(silent);
}

function schoolsOfSeats({ plan }: AttendanceFold, schoolOf: Asked['schoolOf']) {
  const rooms = new Map<string, SchoolId>(plan?.rooms.map((each) => [each.roomId, each.schoolId]));
  if (plan?.lectureRoom) rooms.set(plan.lectureRoom.roomId, plan.lectureRoom.schoolId);
  return (seat: SeatKey): SchoolId | null => {
    const id = seat.slice(seat.indexOf(':') + 1);
    return rooms.get(id) ?? schoolOf(personId.parse(id));
  };
}

function poorCause({ fold, room, evidence }: Asked): UnservedCause | null {
  if (evidence.deviceFailed || fold.voiceOnly.has(seatOfRoom(room.roomId))) return 'device';
  const weakMs = lengthMs(intersect(evidence.weak, fold.spans));
  return weakMs > 0 && weakMs >= WEAK_RATIO * lengthMs(fold.spans) ? 'line' : null;
}

function wordAsCause(cause: ConfirmationFields['cause']): UnservedCause | null {
  switch (cause) {
    case 'line':
    case 'power':
    case 'device':
      return cause;
    case 'sound':
    case 'picture':
      return 'device';
    case 'nobody':
      return 'nobody-there';
    case 'lecturer':
    case 'other':
    case null:
      return null;
  }
}
