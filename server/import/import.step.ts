import type { Json } from '../../shared/kernel/canonical-json.ts';
import type { AppError } from '../../shared/kernel/errors.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { DirectoryView } from '../directory/directory.types.ts';
import type { Becoming, RegistryName, RegistrySpec } from '../directory/registry.types.ts';
import type { Action } from '../identity/identity.types.ts';
import { createPace } from '../platform/pace.ts';
import type { Database } from '../platform/ports.ts';
import type { JsonFields } from '../platform/register.rules.ts';
import type { Cells } from './import.cells.ts';
import type { Column, Draft, Ground, Held, Kind } from './import.kind.types.ts';
import { StagedVersions } from './import.staged.ts';

export type Act = 'add' | 'change' | 'keep';
export type Sampled = { readonly line: number; readonly act: Act; readonly cells: readonly string[] };

/** The rows of one table on their way into one register. */
export type Step = {
  readonly register: RegistryName;
  readonly columns: readonly Column[];
  readonly counts: Readonly<Record<Act, number>>;
  readonly staged: StagedVersions;
  /** Of entries that were there before. */
  readonly changedIds: readonly string[];
  row(cells: Cells): void;
  /** To be called after the last row. */
  end(): Promise<void>;
  /**
   * Prepares what else is stored with what was changed, null for nothing. A refusal, now or when it is written, names the line.
   */
  alongside(at: BesideAt): Promise<Result<BesideWritten> | null>;
  /** Rows as they would be written, those that change something first. */
  sample(): readonly Sampled[];
};

export type BesideAt = { readonly view: DirectoryView; readonly validFrom: LocalDate };
export type BesideWritten = { write(trx: Database): Promise<Result<void>>; done(): void };

type Found<Id, Fields> = { readonly act: Act; readonly line: number; readonly entry: Held<Id, Fields> };
const SAMPLE_ROWS = 20;

export type StepDeps = {
  readonly ground: Ground;
  readonly newId: () => string;
  /** Told of every new entry: rows of later tables may name it. */
  readonly onNew?: (id: string, fields: JsonFields) => void;
};

export async function createStep<N extends RegistryName, Id extends string, Fields extends JsonFields>(
  kind: Kind<Id, Fields>,
  spec: RegistrySpec<N, Id, Fields>,
  { ground, newId, onNew }: StepDeps,
): Promise<Step> {
  const { view, today } = ground;
  const reading = await kind.begin(ground, spec.mirror.inForce({ date: today }));
  const lines = new Map<string, number>();
  const counts = { add: 0, change: 0, keep: 0 };
  const staged = new StagedVersions();
  const changedIds: string[] = [];
  /** Changes with which something else has to be stored. */
  const resting: { readonly line: number; readonly becoming: Becoming<Id, Fields> }[] = [];
  const samples: Record<Act, Found<Id, Fields>[]> = { add: [], change: [], keep: [] };
  const may = (act: 'add' | 'change', entry: { readonly id: Id | null; readonly fields: Fields }) =>
    view.may(`${spec.name}.${act}` as Action, spec.writeScope(view, entry));

  /** The same questions as when one entry is written by hand. */
  function check(fields: Fields, { before, others }: Draft<Id, Fields>): Result<void> {
    const placed = spec.placed(fields, view);
    if (!placed.ok) return placed;
    const id = before?.id ?? null;
    const permitted =
      before === null
        ? may('add', { id, fields })
        : may('change', before) && may('change', { id, fields }) && spec.beyond?.(view, before) !== true;
    if (!permitted) return fail('FORBIDDEN');
    return spec.check(fields, { view, id, others: () => others.filter((each) => each.id !== id) });
  }

  function take(draft: Draft<Id, Fields>): void {
    const { cells, before } = draft;
    const twin = lines.get(draft.key);
    if (twin !== undefined) return void cells.fault(draft.keyField, 'duplicate', { line: twin });
    lines.set(draft.key, cells.line);
    const read = kind.schema.safeParse(draft.fields);
    if (!read.success) {
      const [issue] = read.error.issues;
      const [field = ''] = (issue?.path ?? []).map(String);
      const tooLong = issue?.code === 'too_big' && typeof issue.maximum === 'number';
      return void cells.fault(
        columnOf(field),
        tooLong ? 'tooLong' : 'invalid',
        tooLong ? { limit: Number(issue.maximum) } : {},
      );
    }
    const fields = read.data;
    const act = before === null ? 'add' : isSame(before.fields, fields) ? 'keep' : 'change';
    if (act !== 'keep') {
      const checked = check(fields, draft);
      if (!checked.ok) return void noteRefusal(cells, checked.error);
    }
    const id = before?.id ?? spec.id.parse(newId());
    counts[act] += 1;
    if (samples[act].length < SAMPLE_ROWS)
      samples[act].push({ act, line: cells.line, entry: { id, fields } });
    if (act === 'keep') return;
    if (act === 'add') onNew?.(id, fields);
    else {
      changedIds.push(id);
      if (spec.alongside !== undefined && before !== null)
        resting.push({
          line: cells.line,
          becoming: { id, before: before.fields, fields, closed: false },
        });
    }
    const versions = spec.mirror.versions(id);
    // What is entered for a later day stays in force from that day on.
    const later = versions.find((each) => each.validFrom > today);
    const version = (versions.at(-1)?.version ?? 0) + 1;
    const since = act === 'add' ? (spec.since?.(fields) ?? today) : today;
    const ready = spec.register.bulk.ready({
      ...{ id, version, validTo: later?.validFrom ?? null, fields },
      ...(since < today ? { validFrom: since } : {}),
    });
    staged.push({ ...ready, claim: spec.unique?.of(fields) ?? '' });
  }

  const columnOf = (field: string) => kind.columnOf[field] ?? field;
  function noteRefusal(cells: Cells, { code, params }: AppError): void {
    const [field = ''] = String(params?.['field'] ?? '').split('.');
    if (code === 'INVALID_VALUE') cells.fault(columnOf(field), reasonOf(params?.['reason']));
    else cells.fault(kind.columns.find((each) => each.required)?.field ?? '', 'forbidden');
  }

  return {
    register: spec.name,
    columns: kind.columns,
    counts,
    staged,
    changedIds,
    row(cells) {
      const draft = reading.row(cells);
      if (draft !== null && cells.sound) take(draft);
    },
    async end() {
      const pace = createPace();
      for (const draft of reading.end?.() ?? []) {
        if (draft.cells.sound) take(draft);
        const rest = pace();
        if (rest !== null) await rest;
      }
    },
    async alongside(at) {
      if (resting.length === 0 || spec.alongside === undefined) return null;
      const becoming = resting.map((each) => each.becoming);
      const inLine = (refused: Result<unknown>) => refusedIn(refused, resting);
      const beside = await spec.alongside(becoming, { ...at, reason: '' });
      if (!beside.ok) return { ok: false, error: inLine(beside) };
      const ids = becoming.flatMap(({ id }) => id ?? []);
      return ok({
        async write(trx) {
          const written = await beside.value.write(trx, ids);
          return written.ok ? ok() : { ok: false, error: inLine(written) };
        },
        done: () => beside.value.done(),
      });
    },
    sample: () =>
      [...samples.add, ...samples.change, ...samples.keep]
        .slice(0, SAMPLE_ROWS)
        .map(({ act, line, entry }) => ({
          ...{ act, line },
          cells: [...(kind.rows(entry, ground)[0] ?? [])],
        })),
  };
}

/** The same refusal, by the line of the file. */
function refusedIn(refused: Result<unknown>, resting: readonly { readonly line: number }[]): AppError {
  if (refused.ok) throw new Error('nothing was refused');
  const { code, params } = refused.error;
  const row = params?.['row'];
  const line = typeof row === 'number' ? (resting[row]?.line ?? 0) : 0;
  return { code, params: { ...params, line } };
}

const reasons = ['unknown', 'taken', 'mismatch', 'duplicate', 'range', 'cycle', 'inUse'] as const;
const reasonOf = (reason: unknown) =>
  `refused.${reasons.find((each) => each === reason) ?? 'mismatch'}` as const;

/** As `canonicalJson` would say, without writing it down. */
function isSame(one: Json | undefined, two: Json | undefined): boolean {
  if (one === two) return true;
  if (typeof one !== 'object' || typeof two !== 'object' || one === null || two === null || one === undefined)
    return false;
  if (two === undefined || Array.isArray(one) !== Array.isArray(two)) return false;
  const [a, b] = [Object.entries(one), new Map(Object.entries(two))];
  return a.length === b.size && a.every(([key, value]) => b.has(key) && isSame(value, b.get(key)));
}
