import type { RegionId, SchoolId } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { RouteName } from '../../shared/wire/routes.ts';
import type { Actor, Scope } from '../identity/identity.types.ts';
import type { Database, RouteHandlers } from '../platform/ports.ts';
import type { RegisterMirror } from '../platform/register.mirror.ts';
import type { JsonFields } from '../platform/register.rules.ts';
import type { Register } from '../platform/register.types.ts';
import type { DirectoryView } from './directory.types.ts';

/** The registers that are read and changed by the six rows of shared/wire/register-routes.ts. */
export type RegistryName = { [N in RouteName]: N extends `${infer R}.history` ? R : never }[RouteName];

/** What stands in the register while an entry is checked: changes of the same request that were checked before are in it already. */
export type Beside<Id, Fields> = {
  readonly view: DirectoryView;
  /** The entry that is being changed; null for a new one. */
  readonly id: Id | null;
  /** Every other entry in force. */
  readonly others: () => Iterable<{ readonly id: Id; readonly fields: Fields }>;
};

/** An entry as it will be; `before` is null for a new one. */
export type Becoming<Id, Fields> = {
  readonly id: Id | null;
  readonly before: Fields | null;
  readonly fields: Fields;
  readonly closed: boolean;
};

/** What else is stored together with entries. */
export type Alongside<Id> = {
  /** Within their transaction, which a refusal takes back. `ids` are theirs, in the order in which they were sent. */
  write(trx: Database, ids: readonly Id[]): Promise<Result<void>>;
  /** When all of it is stored. */
  done(): void;
};

/** What is particular to one register. */
export type RegistrySpec<N extends RegistryName, Id extends string, Fields extends JsonFields> = {
  readonly name: N;
  readonly id: { parse(value: unknown): Id };
  readonly register: Register<Id, Fields, never, never, unknown>;
  readonly mirror: RegisterMirror<Id, Fields>;
  readable(view: DirectoryView, entry: { readonly id: Id; readonly fields: Fields }): boolean;
  /** INVALID_VALUE {field, reason: 'unknown'} for a place that does not exist for the asker: said before anything about rights. */
  placed(fields: Fields, view: DirectoryView): Result<void>;
  /** Where an entry stands for whoever wants to write it; `id` null for a new one. Asked for the old fields and for the new. */
  writeScope(view: DirectoryView, entry: { readonly id: Id | null; readonly fields: Fields }): Scope;
  /** Whether an entry that is there is more than the asker may change or close, whatever they would make of it. */
  beyond?(view: DirectoryView, entry: { readonly id: Id; readonly fields: Fields }): boolean;
  /** INVALID_VALUE {field, reason} for fields that may not stand, FORBIDDEN for what only others may give. */
  check(fields: Fields, beside: Beside<Id, Fields>): Result<void>;
  /** The field that no two entries in force may have alike, which `check` looks at too; empty where an entry has none. */
  readonly unique?: { readonly field: string; of(fields: Fields): string };
  /** INVALID_VALUE {field: 'id', reason: 'inUse'} while others need the entry. */
  closing?(entry: { readonly id: Id; readonly fields: Fields }, view: DirectoryView): Result<void>;
  /** From which day on a new entry holds that says so itself, when that day has come; else it holds from today. */
  since?(fields: Fields): LocalDate | null;
  /** Prepares what else has to be stored with entries that were checked; it may read, but not write yet. */
  alongside?(
    entries: readonly Becoming<Id, Fields>[],
    at: { readonly view: DirectoryView; readonly validFrom: LocalDate; readonly reason: string },
  ): Promise<Result<Alongside<Id>>>;
  /** For `schoolId`, `regionId` of a list. */
  schoolOf(fields: Fields): SchoolId | null;
  regionOf?(entry: { readonly id: Id; readonly fields: Fields }): RegionId | null;
  /** What a search looks at. */
  words(fields: Fields, view: DirectoryView): readonly string[];
};

export type RegistryRoutes<N extends RegistryName> = Pick<
  RouteHandlers<Actor>,
  `${N}.${'list' | 'history' | 'add' | 'change' | 'close' | 'reopen'}`
>;
