import {
  connectionId,
  type PersonId,
  type RegionId,
  type RoomId,
  type SchoolId,
  type SessionId,
  sessionId,
} from '../../shared/kernel/ids.ts';
import { addDays, instantOf, type LocalDate, wallClock } from '../../shared/kernel/time.ts';
import type { RoleGrant } from '../../shared/person.ts';
import { gradeNumberOf } from '../../shared/subject.ts';
import { taughtAs } from '../../shared/term.ts';
import type { Directory } from '../directory/directory.module.ts';
import { DEFAULT_ZONE } from '../directory/directory.rules.ts';
import type { CreateLogin } from '../directory/directory.service.ts';
import type { Planning } from '../planning/planning.module.ts';
import {
  type Ground,
  type LinkEntry,
  lessonRoom,
  linkFits,
  type NeedEntry,
} from '../planning/planning.rules.ts';
import type { Clock, NewId } from '../platform/ports.ts';
import { planOfLesson } from '../session/session.rules.ts';
import type { DatedFact } from '../session/session.types.ts';
import { bellsOf, demoSubjects, demoTerm, taughtLocally } from './demo.calendar.rules.ts';
import { COUNTY_NAME, DEMO_PASSWORD, DEMO_PIN, people, schools, townships } from './demo.county.ts';
import { factsOf, pastLessons } from './demo.history.rules.ts';
import { needs } from './demo.needs.ts';
import { type DemoLesson, LESSON_MINUTES, mondayOf, timetable } from './demo.timetable.rules.ts';

export type DemoDeps = {
  readonly directory: Pick<Directory, 'reader' | 'entering'>;
  readonly planning: Pick<Planning, 'entering'>;
  readonly createLogin: CreateLogin;
  /** A PIN by which people come in with a phone. */
  readonly enterPins: (personIds: readonly PersonId[], pin: string) => Promise<void>;
  /** Writes what happened in a lesson that is over. */
  readonly writePast: (sessionId: SessionId, facts: readonly DatedFact[]) => Promise<void>;
  readonly clock: Clock;
  readonly newId: NewId;
};

/** Sign-ins stand in the documentation: a server that shows them must not be reachable by strangers. */
export type DemoSignIn = { readonly name: string; readonly loginName: string; readonly password: string };
export type DemoAnswer =
  | { readonly state: 'kept' }
  | { readonly state: 'loaded'; readonly signIns: readonly DemoSignIn[]; readonly pin: string };

const BY_DEMO = 'demo';
/** The registers hold since four weeks before this week, so that last week's coverage has its denominator too. */
const REGISTERED_BEFORE_DAYS = 28;

type Note = { readonly by: string; readonly validFrom: LocalDate };
type Places = {
  readonly countyId: RegionId;
  readonly schoolIds: ReadonlyMap<string, SchoolId>;
  readonly roomIds: ReadonlyMap<string, RoomId>;
};

/** Loads the fictional county into an empty database; where there is a region already, nothing is changed. */
export async function loadDemo(deps: DemoDeps): Promise<DemoAnswer> {
  const { regions } = await deps.directory.reader.snapshot();
  if (regions.size > 0) return { state: 'kept' };
  const now = wallClock(deps.clock.nowMs(), DEFAULT_ZONE);
  const monday = mondayOf(now.date);
  const note = { by: BY_DEMO, validFrom: addDays(monday, -REGISTERED_BEFORE_DAYS) };
  const places = await enterPlaces(deps, note);
  await enterCalendar(deps, places, { note, today: now.date });
  const { personIds, signIns } = await enterPeople(deps, places, note);
  await deps.enterPins([...personIds.values()], DEMO_PIN);
  const registered = await enterNeeds(deps, places, { note, monday });
  const ground = { snapshot: await deps.directory.reader.snapshot(), ...registered };
  const county = { ground, places, personIds, newId: deps.newId };
  await enterPast(deps, county, { note, today: now.date });
  for (const lesson of timetable(now).filter(({ localDate }) => localDate >= now.date))
    await deps.planning.entering.lessons(lessonFieldsOf(lesson, county), {
      by: BY_DEMO,
      validFrom: now.date,
    });
  return { state: 'loaded', signIns, pin: DEMO_PIN };
}

/** Some weeks that lie behind, so that reports have something to say. */
async function enterPast(
  { planning, writePast, newId }: DemoDeps,
  county: County,
  { note, today }: { readonly note: Note; readonly today: LocalDate },
): Promise<void> {
  const term = { ...demoTerm(today), regionId: county.places.countyId };
  for (const { lesson, happened } of pastLessons(today, (date) => taughtAs(term, date) !== null)) {
    const cancelled = happened.state === 'cancelled' ? { reason: happened.reason } : null;
    const entry = await planning.entering.lessons({ ...lessonFieldsOf(lesson, county), cancelled }, note);
    if (happened.state === 'cancelled') continue;
    const newConnection = () => connectionId.parse(newId());
    const facts = factsOf({ plan: planOfLesson(entry), happened, newConnection });
    await writePast(entry.fields.sessionId, facts);
  }
}

async function enterPlaces({ directory: { entering } }: DemoDeps, note: Note): Promise<Places> {
  const region = { officialCode: '', parentId: null, zone: null };
  const county = await entering.regions(
    { ...region, level: 'county', name: COUNTY_NAME, zone: DEFAULT_ZONE },
    note,
  );
  const townshipIds = new Map<string, RegionId>();
  for (const name of townships) {
    const added = await entering.regions({ ...region, parentId: county.id, level: 'township', name }, note);
    townshipIds.set(name, added.id);
  }
  const schoolIds = new Map<string, SchoolId>();
  const roomIds = new Map<string, RoomId>();
  for (const [index, { key, name, kind, township, rooms }] of schools.entries()) {
    const officialCode = `DEMO${String(index + 1).padStart(2, '0')}`;
    const { id: schoolId } = await entering.schools(
      { regionId: known(townshipIds, township), name, kind, officialCode, phone: '' },
      note,
    );
    schoolIds.set(key, schoolId);
    for (const room of rooms) {
      const added = await entering.rooms({ schoolId, name: room.name, ends: [room.end], phone: '' }, note);
      roomIds.set(room.key, added.id);
      if (room.home) await entering.classes({ ...room.home, schoolId, homeRoomId: added.id }, note);
    }
  }
  return { countyId: county.id, schoolIds, roomIds };
}

/** What is to be taught, when, and what each point teaches by itself. */
async function enterCalendar(
  { directory, planning }: DemoDeps,
  { countyId, schoolIds }: Places,
  { note, today }: { readonly note: Note; readonly today: LocalDate },
): Promise<void> {
  for (const subject of demoSubjects) await directory.entering.subjects(subject, note);
  await planning.entering.terms({ ...demoTerm(today), regionId: countyId }, note);
  for (const [index, { key, kind, rooms }] of schools.entries()) {
    const schoolId = known(schoolIds, key);
    await planning.entering.bells({ ...bellsOf(index % 3 === 2 ? 5 : 0), schoolId }, note);
    if (kind !== 'teachingPoint') continue;
    for (const grade of new Set(rooms.flatMap(({ home }) => home?.grade ?? [])))
      for (const subject of demoSubjects.filter(({ name }) => taughtLocally.includes(name))) {
        const required = subject.requiredPeriods.find((each) => each.grade === gradeNumberOf(grade));
        if (required === undefined) continue;
        const { periodsPerWeek } = required;
        await planning.entering.localTeaching(
          { schoolId, subject: subject.name, grade, periodsPerWeek },
          note,
        );
      }
  }
}

async function enterPeople(deps: DemoDeps, { countyId, schoolIds }: Places, note: Note) {
  const personIds = new Map<string, PersonId>();
  const signIns: DemoSignIn[] = [];
  for (const { key, name, role, school, loginName } of people) {
    const schoolId = school === null ? null : known(schoolIds, school);
    const scope: RoleGrant['scope'] =
      schoolId === null ? { kind: 'region', regionId: countyId } : { kind: 'school', schoolId };
    const person = await deps.directory.entering.people(
      { name, schoolId, phone: '', roles: [{ role, scope }] },
      note,
    );
    personIds.set(key, person.id);
    if (loginName === null) continue;
    const made = await deps.createLogin(person.id, loginName, DEMO_PASSWORD);
    if (!made.ok) throw new Error(`demo: no sign-in ${loginName}: ${made.error.code}`);
    signIns.push({ name, loginName, password: DEMO_PASSWORD });
  }
  return { personIds, signIns };
}

async function enterNeeds(
  { planning: { entering } }: DemoDeps,
  { schoolIds }: Places,
  { note, monday }: { readonly note: Note; readonly monday: LocalDate },
): Promise<{ needs: NeedEntry[]; links: LinkEntry[] }> {
  const inForce: NeedEntry[] = [];
  const links: LinkEntry[] = [];
  for (const { point, from, label, withdrawn, reason, ...wanted } of needs) {
    const schoolId = known(schoolIds, point);
    const need = await entering.needs({ ...wanted, schoolId, reason, status: { state: 'inForce' } }, note);
    if (withdrawn !== null)
      await entering.reviseNeed(need.id, {
        expectedVersion: need.version,
        fields: { ...need.fields, status: { state: 'withdrawn', reason: withdrawn.reason } },
        by: BY_DEMO,
        validFrom: addDays(monday, withdrawn.afterDays),
      });
    else inForce.push(need);
    if (from === null) continue;
    const link = {
      ...wanted,
      fromSchoolId: known(schoolIds, from),
      toSchoolId: schoolId,
      needId: need.id,
      label,
    };
    links.push(await entering.links(link, note));
  }
  return { needs: inForce, links };
}

type County = {
  readonly ground: Ground;
  readonly places: Places;
  readonly personIds: ReadonlyMap<string, PersonId>;
  readonly newId: NewId;
};

function lessonFieldsOf(
  { lecturer, subject, grade, rooms, localDate, startMinute }: DemoLesson,
  county: County,
) {
  const { ground, places } = county;
  const school = people.find((each) => each.key === lecturer)?.school ?? '';
  const leadingSchoolId = known(places.schoolIds, school);
  const lesson = { subject, grade, fromSchoolId: leadingSchoolId };
  const roomIds = rooms.map((key) => known(places.roomIds, key));
  const listening = roomIds.flatMap((id) => lessonRoom(ground, id, { subject, grade, link: null }) ?? []);
  const receiving = listening.map((room) => room.schoolId);
  const fitting = ground.links.filter((link) => linkFits(link.fields, lesson, receiving));
  return {
    sessionId: sessionId.parse(county.newId()),
    kind: 'delivery' as const,
    mode: 'interactive' as const,
    subject,
    grade,
    localDate,
    startMinute,
    durationMinutes: LESSON_MINUTES,
    zone: DEFAULT_ZONE,
    plannedStartAtMs: instantOf(localDate, startMinute, DEFAULT_ZONE),
    leadingSchoolId,
    lectureRoomId: known(places.roomIds, `${school}-studio`),
    lecturerId: known(county.personIds, lecturer),
    linkId: fitting.length === 1 ? (fitting[0]?.id ?? null) : null,
    rooms: listening,
    leadingClass: null,
    memberIds: [],
    unplanned: false,
    cancelled: null,
  };
}

function known<V>(map: ReadonlyMap<string, V>, key: string): V {
  const found = map.get(key);
  if (found === undefined) throw new Error(`demo: nothing is called ${key}`);
  return found;
}
