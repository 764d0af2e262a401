import type { PersonId, SchoolId } from '../../shared/kernel/ids.ts';
import { ok } from '../../shared/kernel/result.ts';
import type { RouteBody } from '../../shared/wire/routes.ts';
import type { Actor, Permit } from '../identity/identity.types.ts';
import { oneAfterAnother } from '../platform/in-turn.ts';
import { versionsIn } from '../platform/register.mirror.ts';
import type { RegisterDeps } from '../platform/register.ts';
import { createDirectoryEntering, registerFirstAdmin } from './directory.entering.ts';
import { type AlsoMerge, mergeSchools } from './directory.merge.ts';
import { directoryMigrations } from './directory.migrations.ts';
import { directoryRegistries } from './directory.registries.ts';
import { directoryRoutes } from './directory.routes.ts';
import { createSchoolDirectory } from './directory.schools.ts';
import { type CreateLogin, type Look, personOf } from './directory.service.ts';
import { createDirectoryMirrors, createSnapshots } from './directory.snapshot.ts';
import { createDirectoryStore } from './directory.store.ts';
import type { LinkedSchools } from './directory.types.ts';
import { noLinks, staffOnly, viewDirectory } from './directory.view.ts';
import type { StillPlanned } from './registry.planned.ts';
import type { RegistryDeps } from './registry.ts';
import type { RegistryName } from './registry.types.ts';

export type DirectoryDeps = RegisterDeps & {
  readonly permit: Permit;
  readonly createLogin: CreateLogin;
  /** From planning, which comes later: a school's links widen what its staff may see. */
  readonly linkedSchools: (schoolId: SchoolId) => Promise<LinkedSchools>;
  /** What planning has of a school that is merged. */
  readonly alsoMerge: AlsoMerge;
  /** Lessons to come with rooms, people and classes, from planning too. */
  readonly stillPlanned?: StillPlanned;
  /** Entries were added or changed. */
  readonly registersChanged?: (name: RegistryName, ids: readonly string[]) => void;
};

/** The directory: who and where. Nothing is read before its `migrations` have run. */
export function createDirectory(deps: DirectoryDeps) {
  const store = createDirectoryStore(deps);
  const mirrors = createDirectoryMirrors(store);
  const snapshots = createSnapshots(mirrors, deps.clock);
  const look: Look = async (actor, date) => {
    const staff = staffOnly(actor);
    if (!staff.ok) return staff;
    const { schoolId } = staff.value;
    const links = schoolId === null ? noLinks : await deps.linkedSchools(schoolId);
    const snapshot = await snapshots.snapshot(date === undefined ? undefined : { date });
    return ok(viewDirectory(snapshot, staff.value, { permit: deps.permit, links }));
  };
  const entering = createDirectoryEntering(store, snapshots);
  /** What every register's six rows need; planning's too. */
  const registryDeps: RegistryDeps = {
    database: deps.database,
    look,
    fresh: snapshots.fresh,
    today: snapshots.today,
    ...(deps.stillPlanned ? { stillPlanned: deps.stillPlanned } : {}),
    inTurn: oneAfterAnother(),
    writer: (by) => {
      const person = mirrors.people.versions(by as PersonId).at(-1);
      return person === undefined ? null : { personId: person.id, name: person.fields.name };
    },
    changed: (name, ids) => {
      snapshots.forget();
      deps.registersChanged?.(name, ids);
    },
  };
  const specs = directoryRegistries(store, mirrors);
  const { newId, createLogin } = deps;
  const { regions, schools, rooms, classes, subjects } = store;
  return {
    reader: snapshots,
    schools: createSchoolDirectory(mirrors, snapshots),
    /** For those who follow what is entered: versions after a moment. */
    recorded: { regions, schools, rooms, classes, subjects },
    look,
    entering,
    registryDeps,
    specs,
    registerFirstAdmin: (office: { readonly officeName: string; readonly name: string }) =>
      registerFirstAdmin({ entering, snapshots }, office),
    personOf: (personId: PersonId) => personOf(snapshots, personId),
    /** Of any entry of any register here. */
    async versionsOf(id: string) {
      await snapshots.fresh();
      return versionsIn(Object.values(mirrors), id);
    },
    migrations: directoryMigrations,
    routes: {
      ...directoryRoutes({ ...registryDeps, specs, newId, createLogin }),
      'school.merge': ({ actor }: { readonly actor: Actor }, body: RouteBody<'school.merge'>) =>
        mergeSchools({ registry: registryDeps, store, mirrors, alsoMerge: deps.alsoMerge }, actor, body),
    },
  };
}

export type Directory = ReturnType<typeof createDirectory>;
