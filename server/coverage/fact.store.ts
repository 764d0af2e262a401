import type { GroupId, LessonId, PersonId, RoomId, SchoolId } from '../../shared/kernel/ids.ts';
import { type LocalDate, localDate } from '../../shared/kernel/time.ts';
import type { Pace } from '../platform/pace.ts';
import type { Database } from '../platform/ports.ts';
import {
  type FactTables,
  fromLeadFactRow,
  fromPersonFactRow,
  fromRoomFactRow,
  type LeadFactRow,
  type PersonFactRow,
  type RoomFactRow,
  toLeadFactRow,
  toPersonFactRow,
  toRoomFactRow,
} from './fact.tables.ts';
import type { LeadFact, LessonFacts, PersonFact, RoomFact } from './fact.types.ts';
import { insertRows, isOneOf, readAll } from './rows.ts';

type Kept = { readonly lead: LeadFactRow; readonly rooms: RoomFactRow[]; readonly people: PersonFactRow[] };
/** As they were before and as they are now; null where there is nothing. */
export type FactChange = { readonly before: LessonFacts | null; readonly after: LessonFacts | null };

/** Facts: a cache of what the log, the registers and corrections say, which may be thrown away and made again. */
export function createFactStore(database: Database) {
  const own = database.withTables<FactTables>();

  async function keptOf(ids: readonly LessonId[], via: Database): Promise<ReadonlyMap<string, Kept>> {
    const tables = via.withTables<FactTables>();
    const leads = await tables
      .selectFrom('coverage_fact_lead')
      .selectAll()
      .where('lesson_id', 'in', ids)
      .execute();
    const kept = new Map<string, Kept>(
      leads.map((lead) => [lead.lesson_id, { lead, rooms: [], people: [] }]),
    );
    if (leads.length === 0) return kept;
    // By the moment first: of a lesson itself rooms have no index, which would be the largest of all.
    const rooms = await tables
      .selectFrom('coverage_fact_room')
      .selectAll()
      .where('local_date', 'in', unique(leads.map((each) => each.local_date)))
      .where('starts_at_ms', 'in', unique(leads.map((each) => each.starts_at_ms)))
      .where('lesson_id', 'in', [...kept.keys()])
      .orderBy('room_id')
      .execute();
    const people = await tables
      .selectFrom('coverage_fact_person')
      .selectAll()
      .where('lesson_id', 'in', [...kept.keys()])
      .orderBy('person_id')
      .orderBy('part')
      .execute();
    for (const row of rooms) kept.get(row.lesson_id)?.rooms.push(row);
    for (const row of people) kept.get(row.lesson_id)?.people.push(row);
    return kept;
  }

  return {
    /**
     * Makes what is kept of these lessons equal to what is found of them now. A part of the transaction `via`.
     * @returns what is another than before
     */
    async replace(
      found: ReadonlyMap<LessonId, LessonFacts | null>,
      via: Database,
    ): Promise<readonly FactChange[]> {
      const ids = [...found.keys()];
      if (ids.length === 0) return [];
      const kept = await keptOf(ids, via);
      const changed = ids.filter((id) => !isSame(kept.get(id), rowsOf(found.get(id) ?? null)));
      if (changed.length === 0) return [];
      const tables = via.withTables<FactTables>();
      const old = changed.flatMap((id) => kept.get(id) ?? []);
      if (old.length > 0) {
        const leads = old.map((each) => each.lead);
        await tables
          .deleteFrom('coverage_fact_room')
          .where('local_date', 'in', unique(leads.map((each) => each.local_date)))
          .where('starts_at_ms', 'in', unique(leads.map((each) => each.starts_at_ms)))
          .where('lesson_id', 'in', unique(leads.map((each) => each.lesson_id)))
          .execute();
        await tables.deleteFrom('coverage_fact_person').where('lesson_id', 'in', changed).execute();
        await tables.deleteFrom('coverage_fact_lead').where('lesson_id', 'in', changed).execute();
      }
      const fresh = changed.flatMap((id) => rowsOf(found.get(id) ?? null) ?? []);
      await insertAll(
        via,
        'coverage_fact_lead',
        fresh.map((each) => each.lead),
      );
      await insertAll(
        via,
        'coverage_fact_room',
        fresh.flatMap((each) => each.rooms),
      );
      await insertAll(
        via,
        'coverage_fact_person',
        fresh.flatMap((each) => each.people),
      );
      return changed.map((id) => ({ before: factsOf(kept.get(id)), after: found.get(id) ?? null }));
    },

    /** Each school's part in one day. */
    async ofDay(date: LocalDate, schoolIds: readonly SchoolId[], pace: Pace) {
      const rooms = own.selectFrom('coverage_fact_room').selectAll().where('local_date', '=', date);
      const [received = [], led = []] = await readAll(
        database,
        ['school_id', 'leading_school_id'].map(
          (column) => () => rooms.where(isOneOf(database, column, schoolIds)).execute(),
        ),
        pace,
      );
      const leads = await own
        .selectFrom('coverage_fact_lead')
        .selectAll()
        .where(isOneOf(database, 'leading_school_id', schoolIds))
        .where('local_date', '=', date)
        .execute();
      const people = await own
        .selectFrom('coverage_fact_person')
        .selectAll()
        .where(isOneOf(database, 'school_id', schoolIds))
        .where('local_date', '=', date)
        .execute();
      await pace();
      return {
        received: Map.groupBy(received.map(fromRoomFactRow), (each) => each.schoolId),
        led: Map.groupBy(led.map(fromRoomFactRow), (each) => each.leadingSchoolId),
        leads: Map.groupBy(leads.map(fromLeadFactRow), (each) => each.leadingSchoolId),
        people: Map.groupBy(people.map(fromPersonFactRow), (each) => each.schoolId),
      };
    },

    /** Meetings that groups of teachers held, by day. */
    async meetings(
      groupIds: readonly GroupId[],
      from: LocalDate,
      to: LocalDate,
    ): Promise<readonly { readonly groupId: string; readonly date: LocalDate }[]> {
      if (groupIds.length === 0) return [];
      const rows = await own
        .selectFrom('coverage_fact_lead')
        .select(['group_id', 'local_date'])
        .where('group_id', 'in', groupIds)
        .where('local_date', '>=', from)
        .where('local_date', '<=', to)
        .where('held', '=', 1)
        .execute();
      return rows.map((row) => ({ groupId: row.group_id ?? '', date: localDate.parse(row.local_date) }));
    },

    /** Lessons with facts on a day; those that were moved away since have some there too until they are looked at. */
    async lessonsOn(date: LocalDate): Promise<readonly LessonId[]> {
      const rows = await own
        .selectFrom('coverage_fact_lead')
        .select('lesson_id')
        .where('local_date', '=', date)
        .execute();
      return rows.map((row) => row.lesson_id as LessonId);
    },

    async roomFact(lessonId: LessonId, roomId: RoomId): Promise<RoomFact | null> {
      const found = (await keptOf([lessonId], database)).get(lessonId);
      const row = found?.rooms.find((each) => each.room_id === roomId);
      return row === undefined ? null : fromRoomFactRow(row);
    },

    async leadFacts(ids: readonly LessonId[]): Promise<readonly LeadFact[]> {
      if (ids.length === 0) return [];
      const rows = await own
        .selectFrom('coverage_fact_lead')
        .selectAll()
        .where('lesson_id', 'in', ids)
        .execute();
      return rows.map(fromLeadFactRow);
    },

    async personFacts(query: {
      readonly personId: PersonId;
      readonly from: LocalDate;
      readonly to: LocalDate;
      readonly limit: number;
    }): Promise<readonly PersonFact[]> {
      const rows = await own
        .selectFrom('coverage_fact_person')
        .selectAll()
        .where('person_id', '=', query.personId)
        .where('local_date', '>=', query.from)
        .where('local_date', '<=', query.to)
        .orderBy('local_date', 'desc')
        .orderBy('lesson_id', 'desc')
        .orderBy('part')
        .limit(query.limit)
        .execute();
      return rows.map(fromPersonFactRow);
    },

    async clear(via: Database): Promise<void> {
      const tables = via.withTables<FactTables>();
      await tables.deleteFrom('coverage_fact_room').execute();
      await tables.deleteFrom('coverage_fact_person').execute();
      await tables.deleteFrom('coverage_fact_lead').execute();
    },
  };
}

export type FactStore = ReturnType<typeof createFactStore>;

function insertAll(via: Database, table: string, rows: readonly object[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return Promise.resolve();
  return insertRows(via, {
    table,
    columns: Object.keys(first),
    rows: rows.map((row) => Object.values(row)),
  });
}

const unique = <T>(all: readonly T[]): T[] => [...new Set(all)];

function rowsOf(facts: LessonFacts | null): Kept | null {
  if (facts === null) return null;
  const by = (...keys: readonly string[]) => keys.join(' ');
  return {
    lead: toLeadFactRow(facts.lead, facts.startsAtMs),
    rooms: facts.rooms.map(toRoomFactRow).sort((a, b) => (a.room_id < b.room_id ? -1 : 1)),
    people: facts.people
      .map(toPersonFactRow)
      .sort((a, b) => (by(a.person_id, a.part) < by(b.person_id, b.part) ? -1 : 1)),
  };
}

const factsOf = (kept: Kept | undefined): LessonFacts | null =>
  kept === undefined
    ? null
    : {
        lead: fromLeadFactRow(kept.lead),
        startsAtMs: kept.lead.starts_at_ms,
        rooms: kept.rooms.map(fromRoomFactRow),
        people: kept.people.map(fromPersonFactRow),
      };

/** Whatever order a database gives columns in. */
function isSame(kept: Kept | undefined, found: Kept | null): boolean {
  if (kept === undefined || found === null) return kept === undefined && found === null;
  const same = (a: object, b: object) =>
    Object.entries(a).every(([name, value]) => Reflect.get(b, name) === value);
  const all = <T extends object>(a: readonly T[], b: readonly T[]) =>
    a.length === b.length && a.every((each, index) => same(each, b[index] ?? {}));
  return same(found.lead, kept.lead) && all(found.rooms, kept.rooms) && all(found.people, kept.people);
}
