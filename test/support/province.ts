import { insertRows } from '../../server/coverage/rows.ts';
import { createDirectoryStore } from '../../server/directory/directory.store.ts';
import { createPlanningStore } from '../../server/planning/planning.store.ts';
import { createNewId } from '../../server/platform/ids.ts';
import type { Clock, Database } from '../../server/platform/ports.ts';
import {
  classId,
  linkId,
  needId,
  personId,
  type RegionId,
  regionId,
  roomId,
  type SchoolId,
  schoolId,
  termId,
} from '../../shared/kernel/ids.ts';
import { type LocalDate, localDate } from '../../shared/kernel/time.ts';

/** Points of a province, and of every ten points one central school that leads. */
type ProvinceSize = { readonly points: number };

export const YEAR_BEGINS = localDate.parse('2025-09-01');
const NOTE = { by: 'bench', validFrom: YEAR_BEGINS };
const SUBJECTS = ['音乐', '美术', '英语'] as const;
const GRADE = '三年级';
/** Lessons at each point on a day, and rooms in each lesson. */
const LESSONS_A_DAY = 6;
const ROOMS_A_LESSON = 3;
const MINUTE_MS = 60_000;
const PLANNED_MS = 40 * MINUTE_MS;

/** The `n`th id of a kind, of the right shape and in order. */
const idOf = (kind: string, n: number): string =>
  `0198000${kind}-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
const region = (n: number): RegionId => regionId.parse(idOf('1', n));
export const pointId = (n: number): SchoolId => schoolId.parse(idOf('2', n));
const centralId = (n: number): SchoolId => schoolId.parse(idOf('3', n));
export const roomOf = (point: number) => roomId.parse(idOf('4', point));
const teacherOf = (point: number) => personId.parse(idOf('5', point));
const lecturerOf = (central: number) => personId.parse(idOf('6', central));
const needOf = (point: number, subject: number) => needId.parse(idOf('7', point * SUBJECTS.length + subject));

export const province = region(0);
export const city = region(1);
/** A county of the first city. */
export const county = region(1_000);
export const firstPoint = pointId(0);

const COUNTIES_A_CITY = 10;
const POINTS_A_COUNTY = 100;
const centrals = ({ points }: ProvinceSize) => Math.max(1, Math.floor(points / 10));

/** Registers of a province: cities, counties, points with three needs each, each need linked to a central school; one term. */
export async function enterProvince(database: Database, clock: Clock, size: ProvinceSize): Promise<void> {
  const deps = { database, clock, newId: createNewId(clock) };
  const directory = createDirectoryStore(deps);
  const planning = createPlanningStore(deps);
  const counties = Math.max(1, Math.ceil(size.points / POINTS_A_COUNTY));
  const cities = Math.ceil(counties / COUNTIES_A_CITY);
  const range = (count: number) => Array.from({ length: count }, (_, index) => index);
  const place = { officialCode: '', zone: null };
  const all = [...range(size.points)];
  await database.transaction().execute(async (via) => {
    await directory.regions.bulk.add(
      [
        { id: province, fields: { parentId: null, level: 'province', name: '省', ...place } },
        ...range(cities).map((n) => ({
          id: region(1 + n),
          fields: { parentId: province, level: 'city' as const, name: `市${n}`, ...place },
        })),
        ...range(counties).map((n) => ({
          id: region(1_000 + n),
          fields: {
            parentId: region(1 + Math.floor(n / COUNTIES_A_CITY)),
            level: 'county' as const,
            name: `县${n}`,
            ...place,
          },
        })),
      ],
      NOTE,
      via,
    );
    const school = { officialCode: '', phone: '', responsibleId: null, mergedIntoId: null };
    const inCounty = (n: number) => region(1_000 + (n % counties));
    await directory.schools.bulk.add(
      [
        ...all.map((n) => ({
          id: pointId(n),
          fields: {
            ...school,
            regionId: region(1_000 + Math.floor(n / POINTS_A_COUNTY)),
            name: `教学点${n}`,
            kind: 'teachingPoint' as const,
          },
        })),
        ...range(centrals(size)).map((n) => ({
          id: centralId(n),
          fields: { ...school, regionId: inCounty(n), name: `中心校${n}`, kind: 'central' as const },
        })),
      ],
      NOTE,
      via,
    );
    for (const n of all) {
      await directory.rooms.add(
        { schoolId: pointId(n), name: '教室', ends: ['listening'], phone: '' },
        { ...NOTE, id: roomOf(n) },
        via,
      );
    }
    await directory.classes.bulk.add(
      all.map((n) => ({
        id: classId.parse(idOf('8', n)),
        fields: {
          ...{ schoolId: pointId(n), name: '三年级', grade: GRADE },
          ...{ enrolledCount: 20, homeRoomId: roomOf(n) },
        },
      })),
      NOTE,
      via,
    );
    await planning.terms.bulk.add(
      [
        {
          id: termId.parse(idOf('9', 0)),
          fields: {
            regionId: province,
            name: '第二学期',
            from: localDate.parse('2026-02-16'),
            to: localDate.parse('2026-07-03'),
            holidays: [],
            makeUpDays: [],
          },
        },
      ],
      NOTE,
      via,
    );
    const wish = { grade: GRADE, periodsPerWeek: 10 };
    const pairs = all.flatMap((point) => SUBJECTS.map((subject, index) => ({ point, subject, index })));
    await planning.needs.bulk.add(
      pairs.map(({ point, subject, index }) => ({
        id: needOf(point, index),
        fields: {
          ...{ ...wish, schoolId: pointId(point), subject, reason: '' },
          ...{ classId: null, termId: null, status: { state: 'inForce' as const } },
        },
      })),
      NOTE,
      via,
    );
    await planning.links.bulk.add(
      pairs.map(({ point, subject, index }) => ({
        id: linkId.parse(idOf('a', point * SUBJECTS.length + index)),
        fields: {
          ...{
            ...wish,
            fromSchoolId: centralId(point % centrals(size)),
            toSchoolId: pointId(point),
            subject,
          },
          ...{ needId: needOf(point, index), label: '', status: { state: 'accepted' as const } },
          ...{ fromDate: null, toDate: null },
        },
      })),
      NOTE,
      via,
    );
  });
}

const ROOM_COLUMNS = [
  ...['lesson_id', 'session_id', 'room_id', 'school_id', 'leading_school_id', 'local_date', 'starts_at_ms'],
  ...['subject', 'grade', 'link_id', 'need_id', 'way', 'unplanned', 'cancelled', 'planned_ms', 'lesson_ms'],
  ...[
    'connected_ms',
    'present_count',
    'expected_count',
    'punctual',
    'disturbed_ms',
    'turn_count',
    'on_air_ms',
  ],
  ...['verdict', 'found_cause', 'corrected_cause'],
];
const LEAD_COLUMNS = [
  ...['lesson_id', 'local_date', 'starts_at_ms', 'leading_school_id', 'kind', 'held', 'remote_turn_count'],
  ...['turn_count', 'balance_thousandths', 'group_id'],
];
const PERSON_COLUMNS = ['lesson_id', 'local_date', 'person_id', 'school_id', 'part', 'worked_ms'];

/**
 * What a day's lessons left behind: six at each point, one in seven of them spoiled by its line, and who led and helped.
 * @param people also what each teacher did, for days that will be added up
 * @returns how many rooms attended
 */
export async function enterDay(
  database: Database,
  size: ProvinceSize,
  { date, number, people }: { readonly date: LocalDate; readonly number: number; readonly people: boolean },
): Promise<number> {
  const rooms: (string | number | null)[][] = [];
  const leads: (string | number | null)[][] = [];
  const staff: (string | number | null)[][] = [];
  const lessons = Math.ceil((size.points * LESSONS_A_DAY) / ROOMS_A_LESSON);
  for (let j = 0; j < lessons; j += 1) {
    const lesson = idOf('b', number * 1_000_000 + j);
    const session = idOf('c', number * 1_000_000 + j);
    const first = (j * ROOMS_A_LESSON) % size.points;
    const slot = Math.floor((j * ROOMS_A_LESSON) / size.points);
    const subject = slot % SUBJECTS.length;
    const central = first % centrals(size);
    const startsAtMs = Date.parse(`${date}T08:00:00+08:00`) + slot * 60 * MINUTE_MS;
    leads.push([lesson, date, startsAtMs, centralId(central), 'delivery', 1, 6, 8, 500, null]);
    if (people) staff.push([lesson, date, lecturerOf(central), centralId(central), 'lectured', PLANNED_MS]);
    for (let k = 0; k < ROOMS_A_LESSON; k += 1) {
      const point = (first + k) % size.points;
      const bad = (j + k + number) % 7 === 0;
      rooms.push([
        ...[lesson, session, roomOf(point), pointId(point), centralId(central), date, startsAtMs],
        ...[
          SUBJECTS[subject] ?? '',
          GRADE,
          null,
          needOf(point, subject),
          'live',
          0,
          0,
          PLANNED_MS,
          PLANNED_MS,
        ],
        ...[bad ? 600_000 : PLANNED_MS, 18, 20, 1, bad ? 1_800_000 : 0, 2, 60_000],
        ...[bad ? 'connected-too-short' : 'valid', bad ? 'line' : null, null],
      ]);
      if (people) staff.push([lesson, date, teacherOf(point), pointId(point), 'assisted', PLANNED_MS]);
    }
  }
  const some = 5_000;
  const tables = [
    { table: 'coverage_fact_room', columns: ROOM_COLUMNS, rows: rooms },
    { table: 'coverage_fact_lead', columns: LEAD_COLUMNS, rows: leads },
    { table: 'coverage_fact_person', columns: PERSON_COLUMNS, rows: staff },
  ];
  for (const { table, columns, rows: all } of tables)
    for (let from = 0; from < all.length; from += some)
      await database
        .transaction()
        .execute((via) => insertRows(via, { table, columns, rows: all.slice(from, from + some) }));
  return rooms.length;
}
