import type { PersonId, SchoolId } from '../../shared/kernel/ids.ts';
import { ok } from '../../shared/kernel/result.ts';
import type { Permit } from '../identity/identity.types.ts';
import type { RegisterDeps } from '../platform/register.ts';
import { createDirectoryAdditions } from './directory.additions.ts';
import { createDirectoryEntering, registerFirstAdmin } from './directory.entering.ts';
import { directoryMigrations } from './directory.migrations.ts';
import { directoryRoutes } from './directory.routes.ts';
import { type CreateLogin, createDirectoryLists, type Look, personOf } from './directory.service.ts';
import { createSnapshots } from './directory.snapshot.ts';
import { createDirectoryStore } from './directory.store.ts';
import { type LinkedSchools, noLinks, staffOnly, viewDirectory } from './directory.view.ts';

export type DirectoryDeps = RegisterDeps & {
  readonly permit: Permit;
  readonly createLogin: CreateLogin;
  /** From planning, which comes later: a school's links widen what its staff may see. */
  readonly linkedSchools: (schoolId: SchoolId) => Promise<LinkedSchools>;
};

/** The directory: who and where. Nothing is read before its `migrations` have run. */
export function createDirectory(deps: DirectoryDeps) {
  const store = createDirectoryStore(deps);
  const snapshots = createSnapshots(store, deps.clock);
  const look: Look = async (actor) => {
    const staff = staffOnly(actor);
    if (!staff.ok) return staff;
    const { schoolId } = staff.value;
    const links = schoolId === null ? noLinks : await deps.linkedSchools(schoolId);
    return ok(viewDirectory(await snapshots.snapshot(), staff.value, { permit: deps.permit, links }));
  };
  const entering = createDirectoryEntering(store, snapshots);
  const { newId, createLogin } = deps;
  const additions = createDirectoryAdditions({ store, calendar: snapshots, look, newId, createLogin });
  return {
    reader: snapshots,
    look,
    entering,
    registerFirstAdmin: (office: { readonly officeName: string; readonly name: string }) =>
      registerFirstAdmin({ entering, snapshots }, office),
    personOf: (personId: PersonId) => personOf(snapshots, personId),
    migrations: directoryMigrations,
    routes: directoryRoutes(createDirectoryLists(look), additions),
  };
}

export type Directory = ReturnType<typeof createDirectory>;
