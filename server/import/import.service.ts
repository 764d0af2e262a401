import { setImmediate as breath } from 'node:timers/promises';
import { IMPORT_MAX_BYTES, IMPORT_PART_BYTES, type ImportState } from '../../shared/import.ts';
import type { AppError } from '../../shared/kernel/errors.ts';
import { importId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { RouteBody } from '../../shared/wire/routes.ts';
import { allowed } from '../directory/directory.service.ts';
import type { RegistryDeps } from '../directory/registry.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { OpenDatabase } from '../platform/database.ts';
import { oneAfterAnother } from '../platform/in-turn.ts';
import type { Clock, Log, NewId } from '../platform/ports.ts';
import { applyChecked, marksOf } from './import.apply.ts';
import type { Checked } from './import.check.ts';
import type { GroundDeps } from './import.ground.ts';
import { type ImportJob, newJob, Shelf, stateOf, type Why } from './import.job.ts';
import { readAndCheck } from './import.reading.ts';
import { UnreadableError } from './import.types.ts';

const TOLD_TOGETHER = 500;

export type ImportDeps = GroundDeps &
  Pick<OpenDatabase, 'database' | 'dialect'> & {
    readonly clock: Clock;
    readonly newId: NewId;
    readonly log: Log;
    readonly inTurn: RegistryDeps['inTurn'];
    readonly changed: RegistryDeps['changed'];
  };

/** NOT_FOUND for files of others. */
export type ImportService = {
  /** TOO_LARGE before a byte is sent. One file at a time for each person: an earlier one is forgotten. */
  open(actor: Actor, wish: RouteBody<'import.open'>): Promise<Result<ImportState>>;
  /** The next part; with the last the reading begins. A part that came already is answered like the first time. */
  part(
    actor: Actor,
    id: string,
    part: { readonly at: number; readonly bytes: Buffer },
  ): Promise<Result<ImportState>>;
  read(actor: Actor, id: string): Promise<Result<ImportState>>;
  /** INVALID_STATE unless it is checked and without problems. */
  apply(actor: Actor, id: string): Promise<Result<ImportState>>;
  drop(actor: Actor, id: string): Promise<Result<Record<string, never>>>;
  prune(): Promise<void>;
};

export function createImportService(deps: ImportDeps): ImportService {
  const { clock, log } = deps;
  const shelf = new Shelf();
  /** Of all files one is read at a time: what one needs of memory is known, what ten need is ten times that. */
  const readInTurn = oneAfterAnother();

  const may = async (
    actor: Actor,
    action: 'import.open' | 'import.read' | 'import.apply' | 'import.drop',
  ) => {
    const view = await deps.look(actor);
    if (!view.ok) return view;
    const permitted = allowed(view.value.may(action, view.value.everywhere));
    return permitted.ok ? ok(view.value.actor) : permitted;
  };
  const found = async (
    actor: Actor,
    id: string,
    action: 'import.open' | 'import.read' | 'import.apply' | 'import.drop',
  ) => {
    const permitted = await may(actor, action);
    if (!permitted.ok) return permitted;
    const job = shelf.get(id);
    if (job?.by !== permitted.value.personId) return fail('NOT_FOUND');
    job.touchedAtMs = clock.nowMs();
    return ok(job);
  };

  async function check(job: ImportJob, actor: Actor): Promise<void> {
    const bytes = Buffer.concat(job.parts);
    job.parts = [];
    try {
      const marks = await marksOf(deps.registers, deps.database);
      const progress = (doneCount: number, totalCount: number) => {
        if (job.dropped) throw new Dropped();
        job.now = { state: 'reading', doneCount, totalCount };
      };
      const checked = await readAndCheck(deps, { ...job, actor, bytes, progress });
      job.now = checked.ok
        ? { state: 'checked', checked: checked.value, marks }
        : { state: 'failed', problem: { problem: 'refused', line: 0 } };
    } catch (cause) {
      if (cause instanceof Dropped) return;
      if (!(cause instanceof UnreadableError))
        log.error({ error: cause, importId: job.id }, 'an import could not be checked');
      job.now = {
        state: 'failed',
        problem: cause instanceof UnreadableError ? cause.unreadable : { problem: 'internal', line: 0 },
      };
    }
  }

  async function write(job: ImportJob, actor: Actor): Promise<void> {
    if (job.now.state !== 'applying') return;
    const { checked, marks } = job.now;
    const state = job.now;
    try {
      const written = await deps.inTurn(async () => {
        const view = await deps.look(actor);
        if (!view.ok) return view;
        await deps.fresh();
        const validFrom = await deps.today();
        const progress = (doneCount: number) => {
          state.doneCount = doneCount;
        };
        const wish = { checked, marks, by: job.by, validFrom, view: view.value, progress };
        return applyChecked(deps, wish);
      });
      job.now = written.ok
        ? { state: 'applied', counts: checked.counts }
        : { state: 'failed', problem: whyNot(written.error) };
    } catch (cause) {
      log.error({ error: cause, importId: job.id }, 'an import could not be written');
      job.now = { state: 'failed', problem: { problem: 'internal', line: 0 } };
    } finally {
      await tell(checked);
    }
  }

  /** Whoever lost a right loses it now; who is new had none. */
  async function tell({ staged }: Checked): Promise<void> {
    for (const { register, changedIds } of staged)
      for (let from = 0; from === 0 || from < changedIds.length; from += TOLD_TOGETHER) {
        deps.changed(register, changedIds.slice(from, from + TOLD_TOGETHER));
        await breath();
      }
  }

  return {
    async open(actor, { kind, fileName, bytes, locale }) {
      const permitted = await may(actor, 'import.open');
      if (!permitted.ok) return permitted;
      if (bytes > IMPORT_MAX_BYTES) return fail('TOO_LARGE', { limit: IMPORT_MAX_BYTES });
      const { personId } = permitted.value;
      if (shelf.isWriting(personId)) return fail('INVALID_STATE');
      shelf.dropOf(personId);
      if (shelf.isFull()) return fail('UNAVAILABLE');
      const id = importId.parse(deps.newId());
      const job = newJob({ id, by: personId, kind, fileName, locale, bytes, nowMs: clock.nowMs() });
      shelf.put(job);
      return ok(stateOf(job));
    },
    async part(actor, id, { at, bytes }) {
      const job = await found(actor, id, 'import.open');
      if (!job.ok) return job;
      const { now } = job.value;
      if (now.state !== 'uploading')
        return at + bytes.length <= job.value.bytes ? ok(stateOf(job.value)) : fail('INVALID_STATE');
      if (at + bytes.length <= now.doneCount) return ok(stateOf(job.value));
      if (at !== now.doneCount) return fail('CONFLICT', { changed: 'at', at: now.doneCount });
      if (bytes.length > IMPORT_PART_BYTES || at + bytes.length > now.totalCount)
        return fail('TOO_LARGE', { limit: IMPORT_PART_BYTES });
      job.value.parts.push(bytes);
      const doneCount = at + bytes.length;
      job.value.now = { ...now, doneCount };
      if (doneCount === now.totalCount) {
        job.value.now = { state: 'reading', doneCount: 0, totalCount: 0 };
        void readInTurn(() => (job.value.dropped ? Promise.resolve() : check(job.value, actor)));
      }
      return ok(stateOf(job.value));
    },
    async read(actor, id) {
      const job = await found(actor, id, 'import.read');
      return job.ok ? ok(stateOf(job.value)) : job;
    },
    async apply(actor, id) {
      const job = await found(actor, id, 'import.apply');
      if (!job.ok) return job;
      const { now } = job.value;
      // Whoever had no answer asks once more.
      if (now.state === 'applying' || now.state === 'applied') return ok(stateOf(job.value));
      if (now.state !== 'checked' || now.checked.problemCount > 0) return fail('INVALID_STATE');
      job.value.now = { ...now, state: 'applying', doneCount: 0 };
      void write(job.value, actor);
      return ok(stateOf(job.value));
    },
    async drop(actor, id) {
      const job = await found(actor, id, 'import.drop');
      if (!job.ok) return job;
      if (job.value.now.state === 'applying') return fail('INVALID_STATE');
      shelf.drop(job.value);
      return ok({});
    },
    async prune() {
      shelf.prune(clock.nowMs());
    },
  };
}

/** Lessons that rest on a changed row and have no room where they would have to be are told by its line. */
function whyNot({ code, params }: AppError): Why {
  const line = Number(params?.['line'] ?? 0);
  if (code !== 'INVALID_VALUE' || line === 0)
    return { problem: code === 'CONFLICT' ? 'changedMeanwhile' : 'refused', line: 0 };
  return { problem: 'lessonsTaken', line, params: { date: String(params?.['date'] ?? '') } };
}

class Dropped extends Error {}
