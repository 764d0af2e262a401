import type { LeadFact, PersonFact, RoomFact } from '../../server/coverage/fact.types.ts';
import type { SchoolFacts } from '../../server/coverage/school.types.ts';
import { DAY_MS, type LocalDate, localDate } from '../../shared/kernel/time.ts';
import { nth } from './session-log.ts';

export const onDay = (text: string): LocalDate => localDate.parse(text);
/** A Monday. */
export const MONDAY = onDay('2026-03-02');
export const LESSON_MS = 2_400_000;

/** Lesson `n` at its room `n` of point 1, led by school 0: planned, held and valid unless told otherwise. */
export function roomFact(n: number, changes: Partial<RoomFact> = {}): RoomFact {
  const date = changes.localDate ?? MONDAY;
  return {
    lessonId: nth.lesson(n),
    sessionId: nth.session(n),
    roomId: nth.room(n),
    schoolId: nth.school(1),
    leadingSchoolId: nth.school(0),
    localDate: date,
    startsAtMs: Date.parse(`${date}T08:00:00+08:00`),
    subject: '音乐',
    grade: '三年级',
    linkId: null,
    needId: null,
    way: 'live',
    unplanned: false,
    cancelled: false,
    plannedMs: LESSON_MS,
    lessonMs: LESSON_MS,
    connectedMs: LESSON_MS,
    presentCount: 18,
    expectedCount: 20,
    punctual: true,
    disturbedMs: 0,
    turnCount: 0,
    onAirMs: 0,
    verdict: 'valid',
    foundCause: null,
    correctedCause: null,
    ...changes,
  };
}

/** What a room that does not count looks like. */
export const failed = {
  notHeld: { lessonMs: 0, connectedMs: 0, punctual: false, presentCount: null, verdict: 'not-held' },
  absent: { connectedMs: 0, punctual: false, presentCount: null, verdict: 'room-absent' },
  cut: { connectedMs: LESSON_MS / 2, verdict: 'connected-too-short', foundCause: 'line' },
  nobody: { presentCount: null, verdict: 'no-head-count', foundCause: 'nobody-there' },
  cancelled: { cancelled: true, lessonMs: 0, connectedMs: 0, presentCount: null, verdict: 'open' },
} as const satisfies Record<string, Partial<RoomFact>>;

export const leadFact = (n: number, changes: Partial<LeadFact> = {}): LeadFact => ({
  lessonId: nth.lesson(n),
  localDate: MONDAY,
  leadingSchoolId: nth.school(0),
  kind: 'delivery',
  held: true,
  remoteTurnCount: 0,
  turnCount: 0,
  balanceThousandths: null,
  groupId: null,
  ...changes,
});

export const personFact = (n: number, changes: Partial<PersonFact> = {}): PersonFact => ({
  lessonId: nth.lesson(n),
  localDate: MONDAY,
  personId: nth.person(1),
  schoolId: nth.school(0),
  part: 'lectured',
  workedMs: LESSON_MS,
  ...changes,
});

/** A teaching point with nothing but its name. */
export const schoolFacts = (changes: Partial<SchoolFacts> = {}): SchoolFacts => ({
  kind: 'teachingPoint',
  registeredNeedCount: 0,
  grades: [],
  localTeaching: [],
  subjects: [],
  rooms: [],
  asOfMs: 100 * DAY_MS,
  devices: [],
  groups: [],
  ...changes,
});
