import { sql } from 'kysely';
import type { Period } from '../../shared/coverage/period.ts';
import type { LaterChange } from '../../shared/coverage/snapshot.ts';
import { personId, type SchoolId } from '../../shared/kernel/ids.ts';
import type { DirectoryNames } from '../directory/directory.types.ts';
import type { Database } from '../platform/ports.ts';

export type ChangesWish = {
  readonly period: Period;
  readonly sinceMs: number;
  /** Only what concerns one of them, and what concerns all. */
  readonly schoolIds: ReadonlySet<string>;
  readonly names: DirectoryNames;
};

type Change = {
  readonly at_ms: number;
  readonly kind: string;
  readonly by: string;
  readonly reason: string | null;
  readonly body: string | null;
};

/** So many are looked at; who corrects more than that afterwards has other questions. */
const READ_MAX = 5_000;
/** Registers whose entries hold over a time, and bear on figures. */
const LASTING = ['need', 'link', 'local_teaching', 'term', 'threshold', 'school', 'room', 'class', 'subject'];

/** What was recorded since a moment that bears on a period: registers, causes that were set right, and facts that came late into logs. */
export async function changesSince(database: Database, wish: ChangesWish): Promise<readonly LaterChange[]> {
  const { period, sinceMs } = wish;
  const changes = [
    ...(await correctionsSince(database, wish)),
    ...(await versionsSince(database, 'lesson', {
      sinceMs,
      within: sql`held.local_date >= ${period.from} and held.local_date <= ${period.to}`,
    })),
    ...(await factsSince(database, wish)),
  ];
  for (const table of LASTING)
    changes.push(
      ...(await versionsSince(database, table, {
        sinceMs,
        within: sql`held.valid_from <= ${period.to} and (held.valid_to is null or held.valid_to > ${period.from})`,
      })),
    );
  return changes
    .flatMap((change) => named(change, wish))
    .sort((a, b) => a.atMs - b.atMs || (a.kind < b.kind ? -1 : 1));
}

async function versionsSince(
  database: Database,
  table: string,
  { sinceMs, within }: { readonly sinceMs: number; readonly within: ReturnType<typeof sql> },
): Promise<readonly Change[]> {
  const { rows } = await sql<Change>`select held.recorded_at_ms as at_ms, ${sql.lit(table)} as kind,
      held.recorded_by as "by", register_reason.reason as reason, held.body as body
    from ${sql.table(table)} as held
    left join register_reason on register_reason.id = held.id and register_reason.version = held.version
    where held.recorded_at_ms > ${sinceMs} and ${within}
    order by held.recorded_at_ms limit ${READ_MAX}`.execute(database);
  return rows;
}

async function correctionsSince(
  database: Database,
  { period, sinceMs }: ChangesWish,
): Promise<readonly Change[]> {
  const { rows } = await sql<Change>`select correction.corrected_at_ms as at_ms, 'cause' as kind,
      correction.author_id as "by", correction.reason as reason, lesson.body as body
    from cause_correction as correction
    join lesson on lesson.id = correction.lesson_id and lesson.version = 1
    where correction.corrected_at_ms > ${sinceMs}
      and lesson.local_date >= ${period.from} and lesson.local_date <= ${period.to}
    order by correction.corrected_at_ms limit ${READ_MAX}`.execute(database);
  return rows;
}

async function factsSince(database: Database, { period, sinceMs }: ChangesWish): Promise<readonly Change[]> {
  const { rows } = await sql<Change>`select event.recorded_at_ms as at_ms, 'log' as kind,
      event.actor_id as "by", event.type as reason, lesson.body as body
    from session_event as event
    join lesson on lesson.session_id = event.session_id and lesson.version = 1
    where event.recorded_at_ms > ${sinceMs}
      and lesson.local_date >= ${period.from} and lesson.local_date <= ${period.to}
    order by event.recorded_at_ms limit ${READ_MAX}`.execute(database);
  return rows;
}

/** Everything by which an entry's body says whose it is. */
type Owned = {
  readonly schoolId?: SchoolId | null;
  readonly toSchoolId?: SchoolId;
  readonly leadingSchoolId?: SchoolId;
  readonly rooms?: readonly { readonly schoolId: SchoolId }[];
};

function named({ at_ms, kind, by, reason, body }: Change, { schoolIds, names }: ChangesWish): LaterChange[] {
  const owned: Owned = body === null ? {} : (JSON.parse(body) as Owned);
  const owners = [
    owned.schoolId,
    owned.toSchoolId,
    ...(owned.rooms ?? []).map((room) => room.schoolId),
  ].filter((id) => id !== undefined && id !== null);
  const here = owners.filter((id) => schoolIds.has(id));
  if (owners.length > 0 && here.length === 0) return [];
  const [school] = here;
  const author = personId.safeParse(by);
  return [
    {
      ...{ atMs: Number(at_ms), kind, reason: reason ?? '' },
      byName: (author.success ? names.person(author.data)?.name : undefined) ?? by,
      schoolName: school === undefined ? '' : (names.school(school)?.name ?? ''),
    },
  ];
}
