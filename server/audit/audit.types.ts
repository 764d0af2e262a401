import type { AuditEntry } from '../../shared/audit.ts';
import type { AuditId } from '../../shared/kernel/ids.ts';
import type { ScopePath } from '../identity/identity.types.ts';

export type Facts = AuditEntry['facts'];
export type ActorKind = AuditEntry['actor']['kind'];

/** One row of the table: ids and numbers, never names. */
export type StoredEntry = {
  readonly id: AuditId;
  readonly atMs: number;
  readonly actorKind: ActorKind;
  readonly actorId: string;
  readonly action: string;
  readonly subjectId: string;
  readonly facts: Facts;
  readonly address: string;
};

/** A row with the regions and schools in whose part of the tree it happened. */
export type PlacedEntry = StoredEntry & { readonly placeIds: readonly string[] };

/** What is known of an id now: its name, where it stands, and its versions if it is a register's, oldest first. */
export type Thing = {
  readonly name: string;
  readonly paths: readonly ScopePath[];
  readonly versions: readonly { readonly version: number; readonly fields: object }[];
};

/** What the audit asks of the modules that know people and things. */
export interface Things {
  /** Ids that nobody knows are left out. */
  of(ids: readonly string[]): Promise<ReadonlyMap<string, Thing>>;
  /** People and things with a name like that. */
  named(search: string): Promise<readonly string[]>;
}
