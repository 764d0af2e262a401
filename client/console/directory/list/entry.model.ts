import { canonicalJson, type Json } from '../../../../shared/kernel/canonical-json.ts';
import type { Version } from './entries.ts';
import type { Field, Fields, FormContext, RegisterSpec, RowColumn } from './register.types.ts';

export const same = (a: unknown, b: unknown): boolean =>
  canonicalJson((a ?? null) as Json) === canonicalJson((b ?? null) as Json);

/** Names of fields that differ, in the order of the register's description, then those that it does not know. */
export function changedNames(fields: readonly Field[], before: Fields, after: Fields): string[] {
  const described = fields.map(({ name }) => name);
  const all = new Set([...described, ...Object.keys(before), ...Object.keys(after)]);
  return [...all].filter((name) => !same(before[name], after[name]));
}

/** The register's fields out of what was typed: what was left empty is what the description says of it. */
export function fieldsOf(
  spec: RegisterSpec,
  values: Fields,
  {
    before,
    context,
  }: {
    readonly before: Fields;
    readonly context: FormContext;
  },
): Fields {
  const typed = Object.fromEntries(
    spec.fields
      .filter(({ name }) => name in values)
      .map(({ name, empty, kind }) => {
        const value = kind.type === 'rows' ? filledRows(kind.columns, values[name]) : values[name];
        const nothing = value === undefined || value === null || value === '';
        return [name, nothing ? empty : value];
      }),
  );
  const complete = { ...emptyOf(spec), ...before, ...typed };
  return spec.toFields ? spec.toFields({ ...values, ...complete }, context) : complete;
}

const emptyOf = ({ fields }: RegisterSpec): Fields =>
  Object.fromEntries(
    fields.filter(({ empty }) => empty !== undefined).map(({ name, empty }) => [name, empty]),
  );

/** The rows of a field, as far as what it holds are any. */
export const rowsIn = (value: unknown): readonly Fields[] =>
  Array.isArray(value) ? value.filter((row) => typeof row === 'object' && row !== null) : [];

const isTyped = (value: unknown) => value !== undefined && value !== null && value !== '';

/** A row that was begun and left empty is none. */
const filledRows = (columns: readonly RowColumn[], value: unknown): Fields[] =>
  rowsIn(value)
    .filter((row) => Object.values(row).some(isTyped))
    .map((row) => {
      const stood = columns.flatMap((column) =>
        column.else === undefined || isTyped(row[column.name]) ? [] : [[column.name, row[column.else]]],
      );
      return { ...row, ...Object.fromEntries(stood) };
    });

export type HistoryStep = {
  readonly version: Version;
  readonly kind: 'added' | 'changed' | 'closed' | 'reopened' | 'same';
  readonly changed: readonly { readonly name: string; readonly before: unknown; readonly after: unknown }[];
};

/** What each version changed against the one recorded before it, newest first. */
export function historySteps(fields: readonly Field[], versions: readonly Version[]): HistoryStep[] {
  const steps = versions.map((version, index): HistoryStep => {
    const before = versions[index - 1];
    if (before === undefined) return { version, kind: 'added', changed: [] };
    const changed = changedNames(fields, before.fields, version.fields).map((name) => ({
      name,
      before: before.fields[name],
      after: version.fields[name],
    }));
    return { version, kind: kindOf(before, version, changed.length), changed };
  });
  return steps.reverse();
}

function kindOf(before: Version, after: Version, changedCount: number): HistoryStep['kind'] {
  if (after.closed && !before.closed) return 'closed';
  if (before.closed && !after.closed) return 'reopened';
  return changedCount === 0 ? 'same' : 'changed';
}

export type Choice = 'theirs' | 'mine';
export type Conflict = {
  /** Fields that the other changed and so did I, to something else. */
  readonly both: readonly string[];
  /** Fields that only the other changed. */
  readonly theirs: readonly string[];
};

/** How two changes of the same entry meet, field by field. */
export function conflictOf(
  fields: readonly Field[],
  { base, theirs, mine }: { readonly base: Fields; readonly theirs: Fields; readonly mine: Fields },
): Conflict {
  const byThem = changedNames(fields, base, theirs).filter((name) => !same(theirs[name], mine[name]));
  const byMe = new Set(changedNames(fields, base, mine));
  return {
    both: byThem.filter((name) => byMe.has(name)),
    theirs: byThem.filter((name) => !byMe.has(name)),
  };
}

/** What only one of the two changed is taken over; where both did, the choice counts, and mine if there is none. */
export function mergedFields(
  { both, theirs: onlyTheirs }: Conflict,
  {
    theirs,
    mine,
    choices,
  }: {
    readonly theirs: Fields;
    readonly mine: Fields;
    readonly choices: Readonly<Record<string, Choice>>;
  },
): Fields {
  const taken = [...onlyTheirs, ...both.filter((name) => choices[name] === 'theirs')];
  return { ...mine, ...Object.fromEntries(taken.map((name) => [name, theirs[name]])) };
}
