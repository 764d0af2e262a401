import type { PersonId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { addDays, type LocalDate } from '../../shared/kernel/time.ts';
import type { ListQuery } from '../../shared/wire/register-routes.ts';
import type { Action, Actor } from '../identity/identity.types.ts';
import type { Database } from '../platform/ports.ts';
import { Refused } from '../platform/refused.ts';
import type { JsonFields } from '../platform/register.rules.ts';
import type { RegisterEntry } from '../platform/register.types.ts';
import { invalid } from './directory.rules.ts';
import { allowed, type Look } from './directory.service.ts';
import type { DirectoryView } from './directory.types.ts';
import { keepReason, reasonsOf } from './reason.store.ts';
import { claimUnique } from './registry.claims.ts';
import { pageOf, without } from './registry.list.rules.ts';
import { refusePlanned, type StillPlanned } from './registry.planned.ts';
import type { Becoming, RegistryName, RegistryRoutes, RegistrySpec } from './registry.types.ts';

export type RegistryDeps = {
  readonly database: Database;
  readonly look: Look;
  /** Brings the mirrors up to date with what was written before. */
  readonly fresh: () => Promise<void>;
  readonly today: () => Promise<LocalDate>;
  /** Work on the registers, one after the other: two equal codes must not both pass the check. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
  /** Whoever wrote a version, also when they are closed by now; null for the server itself. */
  readonly writer: (by: string) => { readonly personId: PersonId; readonly name: string } | null;
  /** From planning, which comes later. */
  readonly stillPlanned?: StillPlanned;
  /** Something was written. */
  readonly changed: (name: RegistryName, ids: readonly string[]) => void;
};

/** How far before today a correction may reach, and how far ahead a change may be entered. */
const CORRECTED_DAYS = 3_650;
const AHEAD_DAYS = 400;

type Seen<Id> = { readonly id: Id; readonly expectedVersion: number };
type Change<Id, Fields> = Seen<Id> & { readonly fields: Fields };
type Versions<Id> = { readonly versions: { readonly id: Id; readonly version: number }[] };
type Act = 'change' | 'close' | 'reopen';

/** The six rows of a register, the same for all: rights, checks, all or nothing, versions. */
export function createRegistry<N extends RegistryName, Id extends string, Fields extends JsonFields>(
  deps: RegistryDeps,
  spec: RegistrySpec<N, Id, Fields>,
) {
  type Entry = RegisterEntry<Id, Fields>;
  const { mirror, register } = spec;
  const action = <A extends string>(act: A) => `${spec.name}.${act}` as Action;
  const look = async (actor: Actor, date?: LocalDate) => {
    const view = await deps.look(actor, date);
    await deps.fresh();
    return view;
  };
  const newest = (id: Id) => mirror.versions(id).at(-1);
  /** What an asker is to name when they change an entry is its newest version, also one that begins later. */
  const shown = (entry: Entry) => ({ ...entry, version: newest(entry.id)?.version ?? entry.version });
  const mayWrite = (
    view: DirectoryView,
    act: string,
    entry: { readonly id: Id | null; readonly fields: Fields },
  ) => allowed(view.may(action(act), spec.writeScope(view, entry)));

  const inForce = (date: LocalDate, ids: string | undefined): Iterable<Entry> => {
    const entries = mirror.inForce({ date });
    return ids === undefined
      ? entries.values()
      : [...new Set(ids.split(','))].flatMap((id) => entries.get(id as Id) ?? []);
  };

  async function list(actor: Actor, query: ListQuery) {
    const view = await look(actor, query.date);
    if (!view.ok) return view;
    const date = query.date ?? (await deps.today());
    const all = query.closed === undefined ? inForce(date, query.ids) : mirror.closed(date);
    const page = pageOf<Id, Fields, Entry>(spec, all, { view: view.value, query });
    return ok({ rows: page.rows.map(shown), total: page.total });
  }

  async function history(actor: Actor, id: Id) {
    const view = await look(actor);
    if (!view.ok) return view;
    const versions = mirror.versions(id);
    const last = versions.at(-1);
    if (last === undefined || !spec.readable(view.value, last)) return fail('NOT_FOUND');
    const reasons = await reasonsOf(deps.database, id);
    return ok({
      versions: versions.map((each) => ({
        ...each,
        recordedBy: deps.writer(each.recordedBy),
        reason: reasons.get(each.version) ?? '',
      })),
    });
  }

  /** `first` runs when everything is checked and may still refuse; the entry is written after it, under the id that it answers. */
  const add = (actor: Actor, fields: Fields, first?: () => Promise<Result<Id>>) =>
    deps.inTurn(async (): Promise<Result<{ id: Id }>> => {
      const view = await look(actor);
      if (!view.ok) return view;
      const placed = spec.placed(fields, view.value);
      const may = placed.ok ? mayWrite(view.value, 'add', { id: null, fields }) : placed;
      if (!may.ok) return may;
      const today = await deps.today();
      const others = () => mirror.inForce({ date: today }).values();
      const checked = spec.check(fields, { view: view.value, id: null, others });
      if (!checked.ok) return checked;
      const prepared = first ? await first() : ok(undefined);
      if (!prepared.ok) return prepared;
      const since = spec.since?.(fields) ?? null;
      const validFrom = since === null || since > today ? today : since;
      const note = { by: view.value.actor.personId, validFrom };
      const id = prepared.value;
      const becoming = [{ id: null, before: null, fields, closed: false }];
      const written = await writeAll(becoming, { view: view.value, validFrom }, async (trx) => {
        const entry = await register.add(fields, id === undefined ? note : { ...note, id }, trx);
        return [entry];
      });
      if (!written.ok) return written;
      const [entry] = written.value;
      return entry === undefined ? fail('INTERNAL') : ok({ id: entry.id });
    });

  /** Everything in one transaction, with what has to be stored alongside. */
  async function writeAll(
    becoming: readonly Becoming<Id, Fields>[],
    at: { readonly view: DirectoryView; readonly validFrom: LocalDate; readonly reason?: string },
    write: (trx: Database) => Promise<readonly Entry[]>,
  ): Promise<Result<readonly Entry[]>> {
    const beside = await spec.alongside?.(becoming, { reason: '', ...at });
    if (beside?.ok === false) return beside;
    let ids = becoming.flatMap((each) => each.id ?? []);
    try {
      const entries = await deps.database.transaction().execute(async (trx) => {
        const written = await write(trx);
        ids = written.map((each) => each.id);
        const claims = becoming.flatMap(({ id: named, fields, closed }, row) => {
          const id = ids[row];
          const value = spec.unique?.of(fields) ?? '';
          return closed || id === undefined ? [] : [{ id, value, ...(named === null ? {} : { row }) }];
        });
        const own = await claimUnique(trx, spec, { claims, validFrom: at.validFrom });
        if (!own.ok) throw new Refused(own);
        await keepReason(trx, written, at.reason ?? '');
        const also = beside ? await beside.value.write(trx, ids) : ok();
        if (!also.ok) throw new Refused(also);
        return written;
      });
      beside?.value.done();
      return ok(entries);
    } catch (cause) {
      if (cause instanceof Refused) return cause.result;
      throw cause;
    } finally {
      deps.changed(spec.name, ids);
    }
  }

  /** A version of each entry, from the same day on. */
  async function revise(
    view: DirectoryView,
    wishes: readonly Change<Id, Fields>[],
    at: { readonly validFrom: LocalDate; readonly closed: boolean; readonly reason?: string },
  ): Promise<Result<Versions<Id>>> {
    const { validFrom, closed } = at;
    const becoming = wishes.map(({ id, fields }) => {
      return { id, before: newest(id)?.fields ?? null, fields, closed };
    });
    const written = await writeAll(becoming, { ...at, view }, async (trx) => {
      const free = await refusePlanned(trx, deps.stillPlanned, { spec, wishes, view, ...at });
      if (!free.ok) throw new Refused(free);
      const entries: Entry[] = [];
      for (const [row, { id, expectedVersion, fields }] of wishes.entries()) {
        // A change that is entered for a later day stays in force from that day on.
        const later = mirror.versions(id).find((each) => each.validFrom > validFrom);
        const until = later === undefined ? {} : { validTo: later.validFrom };
        const revision = { expectedVersion, fields, by: view.actor.personId, validFrom, closed, ...until };
        const result = await register.revise(id, revision, trx);
        if (!result.ok) throw new Refused(inRow(result, row));
        entries.push(result.value);
      }
      return entries;
    });
    return written.ok ? ok({ versions: written.value.map(({ id, version }) => ({ id, version })) }) : written;
  }

  /** The entries that somebody names, as far as they may see and write them. */
  async function named<T extends Seen<Id>>(
    actor: Actor,
    act: Act,
    { wishes, from }: { readonly wishes: readonly T[]; readonly from: LocalDate | undefined },
  ) {
    const view = await look(actor);
    if (!view.ok) return view;
    const today = await deps.today();
    const validFrom = from ?? today;
    if (validFrom < addDays(today, -CORRECTED_DAYS) || validFrom > addDays(today, AHEAD_DAYS))
      return invalid('validFrom', 'range');
    if (new Set(wishes.map((each) => each.id)).size < wishes.length) return invalid('id', 'duplicate');
    const found: { wish: T; before: Entry }[] = [];
    for (const [row, wish] of wishes.entries()) {
      const before = newest(wish.id);
      if (before === undefined || !spec.readable(view.value, before)) return fail('NOT_FOUND', { row });
      if (before.closed !== (act === 'reopen'))
        return fail('CONFLICT', { version: before.version, changed: 'closed', row });
      const may = mayWrite(view.value, act, before);
      if (!may.ok) return inRow(may, row);
      if (spec.beyond?.(view.value, before) === true) return fail('FORBIDDEN', { row });
      found.push({ wish, before });
    }
    return ok({ view: view.value, validFrom, found });
  }

  /** Each entry as it will be, beside all others and those before it in the same request. */
  function checkTogether(
    wishes: readonly Change<Id, Fields>[],
    act: 'change' | 'reopen',
    { view, validFrom }: { readonly view: DirectoryView; readonly validFrom: LocalDate },
  ): Result<void> {
    const after = new Map<Id, { readonly id: Id; readonly fields: Fields }>(
      mirror.inForce({ date: validFrom }),
    );
    for (const [row, { id, fields }] of wishes.entries()) {
      const placed = spec.placed(fields, view);
      const may = placed.ok ? mayWrite(view, act, { id, fields }) : placed;
      const others = () => without(after.values(), id);
      const checked = may.ok ? spec.check(fields, { view, id, others }) : may;
      if (!checked.ok) return inRow(checked, row);
      after.set(id, { id, fields });
    }
    return ok();
  }

  const change = (actor: Actor, wishes: readonly Change<Id, Fields>[], from: LocalDate | undefined) =>
    deps.inTurn(async (): Promise<Result<Versions<Id>>> => {
      const known = await named(actor, 'change', { wishes, from });
      if (!known.ok) return known;
      const { view, validFrom } = known.value;
      const checked = checkTogether(wishes, 'change', known.value);
      return checked.ok ? revise(view, wishes, { validFrom, closed: false }) : checked;
    });

  const close = (
    actor: Actor,
    wishes: readonly Seen<Id>[],
    { from, reason }: { readonly from: LocalDate | undefined; readonly reason: string },
  ) =>
    deps.inTurn(async (): Promise<Result<Versions<Id>>> => {
      const known = await named(actor, 'close', { wishes, from });
      if (!known.ok) return known;
      const { view, validFrom, found } = known.value;
      for (const [row, { before }] of found.entries()) {
        const free = spec.closing?.(before, view) ?? ok();
        if (!free.ok) return inRow(free, row);
      }
      const changes = found.map(({ wish, before }) => ({ ...wish, fields: before.fields }));
      return revise(view, changes, { validFrom, closed: true, reason });
    });

  const reopen = (actor: Actor, wishes: readonly Seen<Id>[], from: LocalDate | undefined) =>
    deps.inTurn(async (): Promise<Result<Versions<Id>>> => {
      const known = await named(actor, 'reopen', { wishes, from });
      if (!known.ok) return known;
      const { view, validFrom, found } = known.value;
      const changes = found.map(({ wish, before }) => ({ ...wish, fields: before.fields }));
      const checked = checkTogether(changes, 'reopen', known.value);
      return checked.ok ? revise(view, changes, { validFrom, closed: false }) : checked;
    });

  const routes = {
    list: ({ actor }: Asking, query: ListQuery) => list(actor, query),
    history: ({ actor }: Asking, { id }: { id: Id }) => history(actor, id),
    add: ({ actor }: Asking, fields: Fields) => add(actor, fields),
    change: ({ actor }: Asking, body: { changes: Change<Id, Fields>[]; validFrom?: LocalDate }) =>
      change(actor, body.changes, body.validFrom),
    close: (
      { actor }: Asking,
      { entries, reason, validFrom: from }: { entries: Seen<Id>[]; reason: string; validFrom?: LocalDate },
    ) => close(actor, entries, { from, reason }),
    reopen: ({ actor }: Asking, body: { entries: Seen<Id>[]; validFrom?: LocalDate }) =>
      reopen(actor, body.entries, body.validFrom),
  };
  return {
    add,
    // The keys are made of the register's name, which an object literal cannot say to the type checker.
    routes: Object.fromEntries(
      Object.entries(routes).map(([act, handle]) => [`${spec.name}.${act}`, handle]),
    ) as unknown as RegistryRoutes<N>,
  };
}

type Asking = { readonly actor: Actor };

/** The same refusal, with the place of the entry in what was sent, counted from 0. */
function inRow(result: Result<unknown>, row: number): Result<never> {
  if (result.ok) throw new Error('nothing was refused');
  return { ok: false, error: { ...result.error, params: { ...result.error.params, row } } };
}
