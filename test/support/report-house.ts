import { createHash } from 'node:crypto';
import { PostgresAdapter, sql } from 'kysely';
import { createAttendanceStore } from '../../server/attendance/attendance.store.ts';
import { createCoverage } from '../../server/coverage/coverage.module.ts';
import { createDirtyStore } from '../../server/coverage/dirty.store.ts';
import { createRollups } from '../../server/coverage/rollup.module.ts';
import { createSnapshots } from '../../server/coverage/snapshot.module.ts';
import { devicesAt } from '../../server/device/device.standing.ts';
import { createDirectory } from '../../server/directory/directory.module.ts';
import { permit } from '../../server/identity/identity.permit.rules.ts';
import { migrations } from '../../server/migrations.ts';
import { createPlanning } from '../../server/planning/planning.module.ts';
import { createNewId } from '../../server/platform/ids.ts';
import { silentLog } from '../../server/platform/log.ts';
import { migrate } from '../../server/platform/migrate.ts';
import type { Database } from '../../server/platform/ports.ts';
import { inputTables } from '../../server/sealed.ts';
import { defaultThresholds } from '../../shared/attendance.ts';
import { indicatorKey } from '../../shared/coverage/report.ts';
import { personId } from '../../shared/kernel/ids.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import { city, county, firstPoint, province } from './province.ts';
import { actorOf } from './registers.ts';

export type ReportHouse = Awaited<ReturnType<typeof createReportHouse>>;

/** Reports of a generated province as its inspector asks for them, on whichever database. */
export async function createReportHouse(database: Database, today: LocalDate) {
  const nowMs = Date.parse(`${today}T20:00:00+08:00`);
  const startedMs = performance.now();
  const clock = { nowMs: () => nowMs + Math.round(performance.now() - startedMs) };
  const common = { database, clock, newId: createNewId(clock), log: silentLog };
  await migrate(database, migrations, nowMs);
  const directory = createDirectory({
    ...{ ...common, permit, createLogin: async () => ok(), alsoMerge: unused },
    linkedSchools: async () => ({ led: new Set(), leading: new Set() }),
  });
  const planning = createPlanning({ ...common, directory, agendaChanged: () => undefined });
  const thresholds = createAttendanceStore(common).thresholds;
  const attendance = {
    thresholdsOn: async () => defaultThresholds,
    settledOf: async () => [],
    onSettled: () => () => undefined,
  };
  const jobs = { every: () => undefined, stop: async () => undefined };
  const rollups = createRollups({
    ...{ ...common, jobs, serverId: 'bench', attendance, settledSince: async () => [] },
    recorded: { ...directory.recorded, ...planning.recorded, thresholds },
    reading: planning.reading,
    schools: directory.schools,
    plans: planning.schools,
    devicesIn: (rooms, untilMs) => devicesAt(database, rooms, untilMs),
  });
  const { report, downloads } = createCoverage({
    ...{ ...common, permit, attendance, rollups, plans: planning.schools, reading: planning.reading },
    planning: planning.reader,
    directory: directory.reader,
    sessions: { eventsOf: async () => [] },
  });
  const snapshots = createSnapshots({
    ...{ ...common, jobs, permit, inputTables, directory: directory.reader, plans: planning.schools },
    rollups: rollups.reader,
    thresholdsOn: attendance.thresholdsOn,
    afterDays: 5,
  });
  const admin = actorOf(personId.parse('01980000-0000-7000-8000-0000000000fe'), null, [
    { role: 'admin', scope: { kind: 'region', regionId: province } },
  ]);
  const dirty = createDirtyStore(database);
  const inspector = actorOf(personId.parse('01980000-0000-7000-8000-0000000000ff'), null, [
    { role: 'inspector', scope: { kind: 'region', regionId: province } },
  ]);
  const term = { kind: 'term' as const, date: today };
  const at = (scopeKind: 'region' | 'school', scopeId: string) => ({ ...term, scopeKind, scopeId });
  const places = {
    province: at('region', province),
    city: at('region', city),
    county: at('region', county),
    school: at('school', firstPoint),
  };
  const pages: Record<string, (name: string) => Promise<void>> = {};
  for (const [place, about] of Object.entries(places)) {
    pages[`page of the ${place}`] = (name) => answered(name, report.read(inspector, about));
    pages[`trend of the ${place}`] = (name) =>
      answered(name, report.trend(inspector, { ...about, periods: 12 }));
  }
  for (const indicator of indicatorKey.options)
    for (const part of ['all', 'lacking'] as const)
      pages[`list of ${indicator}, ${part}`] = (name) =>
        answered(
          name,
          report.list(inspector, {
            ...places.province,
            indicator,
            part,
            search: '',
            order: 'lowest',
            limit: 100,
          }),
        );

  return {
    database,
    clock,
    pages,
    forget() {
      directory.reader.forget();
      planning.forget();
    },
    work: () => rollups.work(() => false),
    async markAll(date: LocalDate): Promise<void> {
      await dirty.lease('bench', clock.nowMs(), clock.nowMs() + 60_000);
      await directory.schools.fresh();
      const days = directory.schools.ids().map((schoolId) => ({ schoolId, date }));
      for (let from = 0; from < days.length; from += 500)
        await dirty.mark(days.slice(from, from + 500), clock.nowMs());
    },
    /** A hash of all that is kept. */
    async sums(): Promise<string> {
      const hash = createHash('sha256');
      for (const each of directory.schools.ids()) {
        const { rows } = await sql<object>`select period_kind, period_from, period_to, counts, tallies
          from rollup_school where school_id = ${each} order by 1, 2, 3`.execute(database);
        hash.update(JSON.stringify(rows));
      }
      const scopes = await sql<object>`select * from rollup_scope
        order by region_id, period_kind, period_from, period_to, school_kind`.execute(database);
      return hash.update(JSON.stringify(scopes.rows)).digest('hex');
    },
    /** A frozen report of the month; tells how far it was each time that somebody looked. */
    async freezeMonth(): Promise<{ readonly doneCounts: readonly number[]; readonly totalCount: number }> {
      const about = { kind: 'month' as const, date: today, scopeKind: 'region' as const, scopeId: province };
      const begun = await snapshots.service.make(admin, about);
      if (!begun.ok) throw new Error(begun.error.code);
      const doneCounts = new Set<number>();
      let totalCount = 0;
      for (;;) {
        const listed = await snapshots.service.list(admin);
        const state = listed.ok
          ? listed.value.snapshots.find(({ id }) => id === begun.value.id)?.state
          : undefined;
        if (state?.state === 'frozen') return { doneCounts: [...doneCounts], totalCount };
        if (state?.state !== 'making') throw new Error('the report was not frozen');
        doneCounts.add(state.doneCount);
        totalCount = state.totalCount;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    /** A file of the province's term as its inspector fetches it; tells each piece's length as it comes. */
    async *file(name: string): AsyncGenerator<number> {
      const context = { actor: inspector, requestId: '', address: '', userAgent: '', cookies: {} };
      const [download] = downloads;
      const answer = await download?.handle(
        { ...context, setCookie: () => undefined },
        { ...places.province, file: name },
      );
      if (answer?.ok !== true)
        throw new Error(`${name}: ${answer?.error.code ?? 'there is no such download'}`);
      for await (const piece of answer.value.pieces ?? []) yield piece.length;
    },
    /** As rows that came over a year would stand: what a database does by itself after many new ones is over. */
    async settle(): Promise<void> {
      await sql
        .raw(database.getExecutor().adapter instanceof PostgresAdapter ? 'vacuum analyze' : 'analyze')
        .execute(database);
    },
    /** Somebody else's small writes, as a live lesson's log makes them: one every 50 ms. Tells how long each waited. */
    others() {
      const waits: number[] = [];
      let running = true;
      const write = async () => {
        for (let round = 0; running; round += 1) {
          const startMs = performance.now();
          await dirty.setMark('others', String(round));
          waits.push(performance.now() - startMs);
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      };
      const done = write();
      return {
        async stop(): Promise<readonly number[]> {
          running = false;
          await done;
          return waits.sort((a, b) => a - b);
        },
      };
    },
  };
}

const unused = async (): Promise<never> => {
  throw new Error('nothing is merged here');
};

async function answered(name: string, asked: Promise<Result<unknown>>): Promise<void> {
  const answer = await asked;
  if (!answer.ok) throw new Error(`${name}: ${answer.error.code}`);
}
