import { isOpen, type Period, periodHolding } from '../../shared/coverage/period.ts';
import type { ReportScope } from '../../shared/coverage/report.ts';
import type { SnapshotDifferences, SnapshotEntry, SnapshotPlace } from '../../shared/coverage/snapshot.ts';
import { personId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { addDays, type LocalDate } from '../../shared/kernel/time.ts';
import type { DirectoryNames, Staff } from '../directory/directory.types.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { Clock, Log, NewId } from '../platform/ports.ts';
import { locate } from './report.place.ts';
import { maySee, nameOf, ofRegion, schoolsIn, topsOf } from './report.tree.rules.ts';
import type { About, Place, ReportDeps } from './report.types.ts';
import { changesSince } from './snapshot.changes.ts';
import { linesIn, placeDifferences } from './snapshot.compare.ts';
import { type FreezeDeps, freeze } from './snapshot.freeze.ts';
import { placesOf, sizeOf, treesOf } from './snapshot.lines.ts';
import { periodOfRow, type SnapshotRow, scopeOfRow } from './snapshot.store.ts';

export type SnapshotDeps = FreezeDeps &
  Pick<ReportDeps, 'directory' | 'termsOf' | 'permit'> & {
    readonly clock: Clock;
    readonly newId: NewId;
    readonly log: Log;
    /** How many days after its end a month is frozen. */
    readonly afterDays: number;
  };

type Making = { readonly entry: SnapshotEntry; readonly scope: ReportScope };

const LISTED_MAX = 500;
const SHOWN_MAX = 200;

/** Frozen reports 月报冻结: what a report said on a day, kept for good. */
export function createSnapshotService(deps: SnapshotDeps) {
  const { store, directory, clock, permit, log } = deps;
  const making = new Map<string, Making>();

  type Wish = {
    readonly place: Omit<Place, 'actor' | 'tops'>;
    readonly by: Staff | null;
    readonly schedule: string | null;
  };
  async function begin({
    place,
    by,
    schedule,
  }: Wish): Promise<{ entry: SnapshotEntry; done: Promise<void> }> {
    const id = deps.newId();
    const { scope, period, trees, today } = place;
    const madeAtMs = clock.nowMs();
    const names = await directory.names(today);
    const totalCount = sizeOf(place);
    const entryAt = (state: SnapshotEntry['state']): SnapshotEntry => ({
      ...{
        id,
        scope,
        name: nameOf(trees, scope),
        period,
        provisional: isOpen(period, today),
        madeAtMs,
        state,
      },
      madeByName: by === null ? null : (names.person(by.personId)?.name ?? ''),
    });
    const put = (state: SnapshotEntry['state']) => {
      const entry = entryAt(state);
      making.set(id, { entry, scope });
      return entry;
    };
    const entry = put({ state: 'making', doneCount: 0, totalCount });
    const told = (doneCount: number) => void put({ state: 'making', doneCount, totalCount });
    const done = freeze(deps, { id, place, madeBy: by?.personId ?? null, madeAtMs, schedule, told })
      .then(() => void making.delete(id))
      .catch(async (error: unknown) => {
        log.error({ error, id }, 'a report could not be frozen');
        put({ state: 'failed' });
        await store.drop(id);
      });
    return { entry, done };
  }

  async function placeOf(scope: ReportScope, period: Period): Promise<Omit<Place, 'actor' | 'tops'>> {
    const today = await directory.today();
    const asOf = isOpen(period, today) ? today : period.to;
    return { scope, period, today, asOf, trees: await treesOf(directory, period, today) };
  }

  /** FORBIDDEN for who has no part of the tree, NOT_FOUND for one that is not there or not of the asker's part. */
  async function found(
    actor: Actor,
    id: string,
    action: 'snapshot.list' | 'snapshot.differences',
  ): Promise<Result<SnapshotRow>> {
    if (actor.kind !== 'person') return fail('FORBIDDEN');
    const now = await directory.tree(await directory.today());
    if (topsOf(permit, actor, now, action).length === 0) return fail('FORBIDDEN');
    const row = await store.byId(id);
    if (row === null) return fail('NOT_FOUND');
    const { trees } = await placeOf(scopeOfRow(row), periodOfRow(row));
    return maySee(permit, { actor, action, trees }, scopeOfRow(row)) ? ok(row) : fail('NOT_FOUND');
  }

  return {
    async list(actor: Actor): Promise<Result<{ snapshots: SnapshotEntry[]; mayMake: boolean }>> {
      if (actor.kind !== 'person') return fail('FORBIDDEN');
      const today = await directory.today();
      const trees = [await directory.tree(today)];
      const sees = (scope: ReportScope) => maySee(permit, { actor, action: 'snapshot.list', trees }, scope);
      const names = await directory.names(today);
      const rows = (await store.list(LISTED_MAX)).filter((row) => sees(scopeOfRow(row)));
      const begun = [...making.values()].filter(({ scope }) => sees(scope)).map(({ entry }) => entry);
      const mayMake = trees.some((tree) => topsOf(permit, actor, tree, 'snapshot.make').length > 0);
      return ok({ snapshots: [...begun.toReversed(), ...rows.map((row) => entryOf(row, names))], mayMake });
    },
    /** Refusals are those of `locate`; the answer is given before it is made. */
    async make(actor: Actor, about: About): Promise<Result<SnapshotEntry>> {
      const place = await locate(deps, actor, { ...about, action: 'snapshot.make' });
      if (!place.ok) return place;
      const { entry } = await begin({ place: place.value, by: place.value.actor, schedule: null });
      return ok(entry);
    },
    /** What is kept of it, in parts that can be gone through as often as one likes. Refusals are those of `found`. */
    async open(
      actor: Actor,
      id: string,
    ): Promise<Result<{ readonly row: SnapshotRow; readonly parts: () => AsyncIterable<string> }>> {
      const row = await found(actor, id, 'snapshot.list');
      return row.ok ? ok({ row: row.value, parts: () => store.parts(id) }) : row;
    },
    async differences(actor: Actor, id: string): Promise<Result<SnapshotDifferences>> {
      const row = await found(actor, id, 'snapshot.differences');
      if (!row.ok) return row;
      const [scope, period] = [scopeOfRow(row.value), periodOfRow(row.value)];
      const place = await placeOf(scope, period);
      const now = new Map<string, SnapshotPlace>();
      for await (const each of placesOf({ ...place, rollups: deps.rollups })) now.set(each.scope.id, each);
      const differences = [];
      for await (const part of store.parts(id))
        for (const line of linesIn(part))
          if (line.line === 'place') differences.push(...placeDifferences(line, now.get(line.scope.id)));
      const changes = await changesSince(deps.database, {
        period,
        sinceMs: row.value.made_at_ms,
        schoolIds: new Set<string>(schoolsIn(place.trees, scope)),
        names: await directory.names(place.today),
      });
      return ok({
        ...{ differences: differences.slice(0, SHOWN_MAX), differenceCount: differences.length },
        ...{ changes: changes.slice(0, SHOWN_MAX), changeCount: changes.length },
      });
    },
    /** The month before, of the whole tree, some days after its end and when all of it is counted. Once, whichever server is first. */
    async freezeMonth(): Promise<void> {
      const today = await directory.today();
      const period = closedMonth(addDays(today, -deps.afterDays));
      const root = [...(await directory.tree(today)).regions.values()].find(
        ({ fields }) => fields.parentId === null,
      );
      if (root === undefined || period === null) return;
      const schedule = `${period.from} ${root.id}`;
      if (await store.isScheduled(schedule)) return;
      if ((await deps.rollups.standing(period)).waitingDayCount > 0) return;
      const { done } = await begin({ place: await placeOf(ofRegion(root.id), period), by: null, schedule });
      await done;
    },
    /** For those who tell of it; null for what is not there. */
    async frozen(id: string): Promise<SnapshotEntry | null> {
      const row = await store.byId(id);
      return row === null ? null : entryOf(row, await directory.names(await directory.today()));
    },
    /** For tests: when nothing is being made any more. */
    idle: () => making.size === 0,
  };
}

/** The last month that was over on a day. */
function closedMonth(date: LocalDate): Period | null {
  const current = periodHolding('month', date, []);
  return current === null ? null : periodHolding('month', addDays(current.from, -1), []);
}

function entryOf(row: SnapshotRow, names: DirectoryNames): SnapshotEntry {
  const by = personId.safeParse(row.made_by);
  return {
    id: row.id,
    scope: scopeOfRow(row),
    name: row.name,
    period: periodOfRow(row),
    provisional: row.provisional === 1,
    madeAtMs: row.made_at_ms,
    madeByName: by.success ? (names.person(by.data)?.name ?? '') : null,
    state: { state: 'frozen', sha256: row.sha256, lineCount: row.line_count },
  };
}

export type SnapshotService = ReturnType<typeof createSnapshotService>;
