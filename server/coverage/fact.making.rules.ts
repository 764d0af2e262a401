import type { UnservedCause } from '../../shared/coverage/cause.ts';
import type { ElsewhereFields } from '../../shared/elsewhere.ts';
import {
  type ElsewhereId,
  lessonId,
  type NeedId,
  type PersonId,
  type RoomId,
  roomId,
  type SchoolId,
} from '../../shared/kernel/ids.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { SettledFact, SettledRoomFact } from '../attendance/attendance.types.ts';
import type { Entry } from '../directory/directory.types.ts';
import type { LessonEntry } from '../planning/planning.types.ts';
import type { LeadFact, LessonFacts, PersonFact, RoomFact } from './fact.types.ts';

export type MakingInput = {
  readonly lesson: LessonEntry;
  /** Null while it has not ended, or never was. */
  readonly settled: SettledFact | null;
  readonly corrections: ReadonlyMap<RoomId, UnservedCause>;
  /** The tree's own day: what was not held by its end was not held. */
  readonly today: LocalDate;
  /** Where somebody works on the lesson's day; null for nobody's school. */
  readonly schoolOf: (personId: PersonId) => SchoolId | null;
};

/** The facts of one lesson; null before its day. Only delivery lessons 专递课堂 count at rooms, and the leading school's own pupils never. */
export function makeFacts(input: MakingInput): LessonFacts | null {
  const { fields } = input.lesson;
  if (fields.localDate > input.today) return null;
  const rooms = fields.kind === 'delivery' ? receivingRooms(fields.rooms, fields.leadingSchoolId) : [];
  return {
    startsAtMs: fields.plannedStartAtMs,
    lead: leadFact(input),
    rooms: rooms.map((room) => roomFact(input, room)),
    people: peopleFacts(input),
  };
}

type PlannedRoom = LessonEntry['fields']['rooms'][number];

function receivingRooms(rooms: readonly PlannedRoom[], leadingSchoolId: SchoolId): PlannedRoom[] {
  const once = new Map(rooms.map((room) => [room.roomId, room]));
  return [...once.values()].filter((room) => room.schoolId !== leadingSchoolId);
}

function roomFact({ lesson, settled, corrections, today }: MakingInput, room: PlannedRoom): RoomFact {
  const { fields } = lesson;
  const found = settled?.rooms.find((each) => each.roomId === room.roomId);
  const linkId = room.linkId ?? fields.linkId;
  return {
    lessonId: lesson.id,
    sessionId: fields.sessionId,
    roomId: room.roomId,
    schoolId: room.schoolId,
    leadingSchoolId: fields.leadingSchoolId,
    localDate: fields.localDate,
    startsAtMs: fields.plannedStartAtMs,
    subject: fields.subject,
    grade: fields.grade,
    linkId,
    needId: room.needId,
    way: fields.mode === 'recorded' ? 'recorded' : 'live',
    unplanned: fields.unplanned && linkId === null,
    cancelled: fields.cancelled !== null,
    plannedMs: fields.durationMinutes * 60_000,
    lessonMs: settled?.lessonMs ?? 0,
    ...measured(found, room),
    ...judged(found, fields.localDate < today),
    correctedCause: corrections.get(room.roomId) ?? null,
  };
}

const measured = (found: SettledRoomFact | undefined, room: PlannedRoom) => ({
  connectedMs: found?.connectedMs ?? 0,
  presentCount: found?.presentCount ?? null,
  expectedCount: found?.expectedCount ?? room.expectedCount,
  punctual: found?.punctual ?? false,
  disturbedMs: found?.disturbedMs ?? 0,
  turnCount: found?.turnCount ?? 0,
  onAirMs: found?.onAirMs ?? 0,
});

function judged(found: SettledRoomFact | undefined, over: boolean): Pick<RoomFact, 'verdict' | 'foundCause'> {
  if (found === undefined) return { verdict: over ? 'not-held' : 'open', foundCause: null };
  const { verdict, foundCause } = found;
  return { verdict: verdict.state === 'invalid' ? verdict.reason : verdict.state, foundCause };
}

function leadFact({ lesson, settled }: MakingInput): LeadFact {
  const { fields } = lesson;
  const receiving = receivingRooms(fields.rooms, fields.leadingSchoolId).map((room) => room.roomId);
  const rooms = (settled?.rooms ?? []).filter((each) => receiving.includes(each.roomId));
  const remoteTurnCount = rooms.reduce((total, each) => total + each.turnCount, 0);
  return {
    lessonId: lesson.id,
    localDate: fields.localDate,
    leadingSchoolId: fields.leadingSchoolId,
    kind: fields.kind,
    // Nobody of that school taught it then.
    held: fields.mode !== 'recorded' && fields.cancelled === null && (settled?.lessonMs ?? 0) > 0,
    remoteTurnCount,
    turnCount: remoteTurnCount + (settled?.ownTurnCount ?? 0),
    balanceThousandths: balanceOf(rooms.filter((each) => each.present).map((each) => each.turnCount)),
    groupId: fields.groupId ?? null,
  };
}

/**
 * A lesson held in another tool: counted apart and by nobody's log. The school that entered it names no room where it did not say in which;
 * its own id stands for that, since a fact is of one place.
 */
export function makeElsewhereFacts(
  { id, fields }: Entry<ElsewhereId, ElsewhereFields>,
  needId: NeedId | null,
): LessonFacts {
  const { localDate, schoolId, leadingSchoolId } = fields;
  const lesson = lessonId.parse(id);
  const startsAtMs = Date.parse(localDate);
  const lengthMs = fields.minutes * 60_000;
  return {
    startsAtMs,
    lead: {
      ...{ lessonId: lesson, localDate, leadingSchoolId, kind: 'delivery', held: false },
      ...{ remoteTurnCount: 0, turnCount: 0, balanceThousandths: null, groupId: null },
    },
    rooms: [
      {
        ...{ lessonId: lesson, sessionId: null, schoolId, leadingSchoolId, localDate, startsAtMs },
        roomId: fields.roomId ?? roomId.parse(schoolId),
        ...{ subject: fields.subject, grade: fields.grade, linkId: null, needId },
        ...{ way: 'elsewhere', unplanned: false, cancelled: false },
        ...{ plannedMs: lengthMs, lessonMs: lengthMs, connectedMs: 0 },
        ...{ presentCount: fields.presentCount, expectedCount: 0, punctual: false },
        ...{ disturbedMs: 0, turnCount: 0, onAirMs: 0 },
        ...{ verdict: 'open', foundCause: null, correctedCause: null },
      },
    ],
    people: [],
  };
}

/** Evenness 关注均衡 among rooms that were there: of fewer than two, and without a turn, there is none. */
export function balanceOf(turns: readonly number[]): number | null {
  const most = Math.max(0, ...turns);
  return turns.length < 2 || most === 0 ? null : Math.round((1000 * Math.min(...turns)) / most);
}

function peopleFacts({ lesson, settled, schoolOf }: MakingInput): PersonFact[] {
  return (settled?.people ?? []).map(({ personId, part, workedMs }) => ({
    lessonId: lesson.id,
    localDate: lesson.fields.localDate,
    personId,
    schoolId: schoolOf(personId) ?? lesson.fields.leadingSchoolId,
    part,
    workedMs,
  }));
}
