import { type BellEntry, ringingsOf } from '../../server/planning/bell.rules.ts';
import { plannerDefaults } from '../../server/planning/planner.rules.ts';
import type { PlannerInput, PlannerLink } from '../../server/planning/planner.types.ts';
import { type SlotEntry, slotGround } from '../../server/planning/slot.ground.rules.ts';
import type { BellPeriod } from '../../shared/bell.ts';
import type { ClassFields } from '../../shared/class.ts';
import {
  bellId,
  type ClassId,
  classId,
  type LinkId,
  linkId,
  type PersonId,
  personId,
  type RoomId,
  regionId,
  roomId,
  type SchoolId,
  schoolId,
  slotId,
  termId,
  uuidV7,
} from '../../shared/kernel/ids.ts';
import { type LocalDate, localDate, zone } from '../../shared/kernel/time.ts';
import { type LinkInput, linkFields, linkHolds } from '../../shared/link.ts';
import { type PersonFields, personFields } from '../../shared/person.ts';
import { type RoomFields, roomFields } from '../../shared/room.ts';
import { type SchoolFields, schoolFields } from '../../shared/school.ts';
import { type TermFields, teachingDays } from '../../shared/term.ts';

/** The same ids in every run. */
export const nthId = (kind: number, index: number): string =>
  uuidV7(1_700_000_000_000 + kind, new Uint8Array([0, 0, 0, 0, 0, 0, 0, 0, index >> 8, index & 255]));

export const termIdOf = termId.parse(nthId(1, 0));
const day = (text: string) => localDate.parse(text);

/** Twenty teaching weeks from Monday, with the National Day holidays and the two Saturdays that make up for them. */
export const autumn: TermFields = {
  regionId: regionId.parse(nthId(2, 0)),
  name: '2026 秋季学期',
  from: day('2026-08-31'),
  to: day('2027-01-17'),
  holidays: [{ name: '国庆节', from: day('2026-10-01'), to: day('2026-10-07') }],
  makeUpDays: [
    { date: day('2026-09-27'), asWeekday: 5 },
    { date: day('2026-10-10'), asWeekday: 4 },
  ],
};

/** Periods of 40 minutes: four in the morning from `first`, three in the afternoon from 14:00. */
export function periods(first: number, afternoon = 14 * 60): BellPeriod[] {
  const four = [0, 50, 115, 165].map((after, index) => ({ at: first + after, index }));
  const three = [0, 50, 100].map((after, index) => ({ at: afternoon + after, index: index + 4 }));
  return [...four, ...three].map(({ at, index }) => {
    return { name: `第${index + 1}节`, startMinute: at, durationMinutes: 40 };
  });
}

type Entry<Id, Fields> = {
  readonly id: Id;
  readonly version: number;
  readonly validFrom: TermFields['from'];
  readonly recordedAtMs: number;
  readonly fields: Fields;
};

/** A county of registers in memory, to which schools, people, links and slots are added. */
export function createTimetable(term: TermFields = autumn) {
  const entry = <Id extends string, Fields>(into: Map<Id, Entry<Id, Fields>>, id: Id, fields: Fields): Id => {
    into.set(id, { id, version: 1, validFrom: term.from, recordedAtMs: 0, fields });
    return id;
  };
  const schools = new Map<SchoolId, Entry<SchoolId, SchoolFields>>();
  const rooms = new Map<RoomId, Entry<RoomId, RoomFields>>();
  const classes = new Map<ClassId, Entry<ClassId, ClassFields>>();
  const people = new Map<PersonId, Entry<PersonId, PersonFields>>();
  const bells: BellEntry[] = [];
  const links: PlannerLink[] = [];
  const slots: SlotEntry[] = [];
  const zoneOf = () => zone.parse('Asia/Shanghai');
  const snapshot = { schools, rooms, classes, people, zoneOf };
  return {
    term,
    snapshot,
    bells,
    links,
    slots,
    school(name: string) {
      const id = schoolId.parse(nthId(3, schools.size));
      const fields = { regionId: term.regionId, name, kind: 'teachingPoint', officialCode: '', phone: '' };
      return entry(schools, id, schoolFields.parse(fields));
    },
    room(school: SchoolId, ends: RoomFields['ends'], name = '一号教室') {
      const fields = roomFields.parse({ schoolId: school, name, ends, phone: '' });
      return entry(rooms, roomId.parse(nthId(4, rooms.size)), fields);
    },
    class(school: SchoolId, grade: string, homeRoomId: RoomId | null) {
      const fields = { schoolId: school, name: grade, grade, enrolledCount: 20, homeRoomId };
      return entry(classes, classId.parse(nthId(5, classes.size)), fields);
    },
    lecturer(school: SchoolId, name = '主讲教师') {
      const roles = [{ role: 'lecturer', scope: { kind: 'school', schoolId: school } }];
      const fields = personFields.parse({ name, schoolId: school, phone: '', roles });
      return entry(people, personId.parse(nthId(6, people.size)), fields);
    },
    bell(school: SchoolId, of: BellPeriod[], more: Partial<BellEntry['fields']> = {}) {
      const weekdays: BellEntry['fields']['weekdays'] = [1, 2, 3, 4, 5];
      const fields = {
        schoolId: school,
        name: '作息',
        fromDate: null,
        toDate: null,
        weekdays,
        periods: of,
        ...more,
      };
      bells.push({ id: bellId.parse(nthId(7, bells.length)), fields });
    },
    link(fields: Pick<LinkInput, 'fromSchoolId' | 'toSchoolId'> & Partial<LinkInput>) {
      const id = linkId.parse(nthId(8, links.length));
      const music = { needId: null, subject: '音乐', grade: '三年级', periodsPerWeek: 2, label: '' };
      links.push({ id, fields: linkFields.parse({ ...music, ...fields }) });
      return id;
    },
    slot(fields: SlotEntry['fields']) {
      slots.push({ id: slotId.parse(nthId(9, slots.length)), fields });
    },
    ground(from = term.from) {
      const days = teachingDays(term, from);
      const byId = new Map(links.map((each) => [each.id, each]));
      const calendar = {
        ...{ term, days, ringings: ringingsOf(bells, days), links: byId },
        holds: (id: LinkId, date: LocalDate) => {
          const link = byId.get(id);
          return link !== undefined && linkHolds(link.fields, date);
        },
      };
      return slotGround({
        ...{ snapshot, termId: termIdOf, calendar, slots, terms: [{ id: termIdOf, fields: term }] },
        labelOf: ({ fields }) => `${fields.subject} ${fields.grade}`,
      });
    },
    planner(settings: Partial<PlannerInput['settings']> = {}): PlannerInput {
      return {
        ground: this.ground(),
        slots,
        termId: termIdOf,
        links,
        classOfLink: new Map(),
        settings: { ...plannerDefaults, ...settings },
        labelOf: ({ subject, grade }) => `${subject} ${grade}`,
      };
    },
  };
}

export type Timetable = ReturnType<typeof createTimetable>;

/** Runs a proposal to its end. */
export function finish<T>(work: Generator<void, T, void>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

type Size = { readonly pointCount: number; readonly leadingCount: number; readonly lecturersEach?: number };
/** Five periods a week for each point: 英语 twice, and 音乐, 美术, 科学 once. */
const wanted = [
  ['英语', 2],
  ['音乐', 1],
  ['美术', 1],
  ['科学', 1],
] as const;

/** A county whose points each lack five periods a week, each led by one of several schools. Bells differ by up to a quarter of an hour. */
export function enterCountyWeek(timetable: Timetable, { pointCount, leadingCount, lecturersEach = 4 }: Size) {
  const leading = Array.from({ length: leadingCount }, (_, index) => {
    const id = timetable.school(`第${index + 1}中心小学`);
    timetable.room(id, ['lecture'], '录播教室');
    for (let each = 0; each < lecturersEach; each++) timetable.lecturer(id, `主讲${index + 1}-${each + 1}`);
    timetable.bell(id, periods(8 * 60 + 20 + (index % 3) * 5));
    return id;
  });
  for (let index = 0; index < pointCount; index++) {
    const from = leading[index % leadingCount];
    if (from === undefined) throw new Error('nobody leads');
    const point = timetable.school(`第${index + 1}教学点`);
    const room = timetable.room(point, ['listening']);
    timetable.class(point, '三年级', room);
    timetable.bell(point, periods(8 * 60 + 20 + (index % 4) * 5, 14 * 60 + (index % 2) * 5));
    for (const [subject, periodsPerWeek] of wanted)
      timetable.link({ fromSchoolId: from, toSchoolId: point, subject, periodsPerWeek });
  }
}
