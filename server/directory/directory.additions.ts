import type { ClassFields } from '../../shared/class.ts';
import type { ClassId, PersonId, RoomId, SchoolId } from '../../shared/kernel/ids.ts';
import { personId } from '../../shared/kernel/ids.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import type { PersonFields } from '../../shared/person.ts';
import type { RoomFields } from '../../shared/room.ts';
import type { SchoolFields } from '../../shared/school.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { NewId } from '../platform/ports.ts';
import { checkClass, checkPerson, checkRoom, checkSchool, invalid, pathOfGrant } from './directory.rules.ts';
import { allowed, type CreateLogin, type Look } from './directory.service.ts';
import type { Calendar } from './directory.snapshot.ts';
import type { DirectoryStore } from './directory.store.ts';
import type { DirectoryView } from './directory.view.ts';

export type SignIn = { readonly loginName: string; readonly password: string };

/** One function per thing that can be added. Each answers INVALID_VALUE {field, reason}, FORBIDDEN, or the new id. */
export type DirectoryAdditions = {
  school(actor: Actor, fields: SchoolFields): Promise<Result<{ id: SchoolId }>>;
  room(actor: Actor, fields: RoomFields): Promise<Result<{ id: RoomId }>>;
  class(actor: Actor, fields: ClassFields): Promise<Result<{ id: ClassId }>>;
  person(actor: Actor, fields: PersonFields, signIn?: SignIn): Promise<Result<{ id: PersonId }>>;
};

type Deps = {
  readonly store: DirectoryStore;
  readonly calendar: Calendar & { forget(): void };
  readonly look: Look;
  readonly newId: NewId;
  readonly createLogin: CreateLogin;
};

export function createDirectoryAdditions(deps: Deps): DirectoryAdditions {
  const { store, look } = deps;
  const inTurn = oneAfterAnother();

  /** Looks, checks and writes with no other addition in between, so that two equal codes cannot both pass the check. */
  const add = <T>(
    actor: Actor,
    check: (view: DirectoryView) => Result<void>,
    write: (note: { by: string; validFrom: Awaited<ReturnType<Calendar['today']>> }) => Promise<T>,
  ) =>
    inTurn(async (): Promise<Result<T>> => {
      const view = await look(actor);
      if (!view.ok) return view;
      const checked = check(view.value);
      if (!checked.ok) return checked;
      const written = await write({ by: view.value.actor.personId, validFrom: await deps.calendar.today() });
      deps.calendar.forget();
      return ok(written);
    });

  return {
    school: (actor, fields) =>
      add(
        actor,
        (view) => {
          if (!view.seesRegion(fields.regionId)) return invalid('regionId', 'unknown');
          const may = allowed(view.may('school.add', ownScope(view.scopeOfRegion(fields.regionId))));
          return may.ok ? checkSchool(view.snapshot, fields) : may;
        },
        async (note) => ({ id: (await store.schools.add(fields, note)).id }),
      ),
    room: (actor, fields) =>
      add(
        actor,
        (view) => {
          const may = mayAddTo(view, 'room.add', fields.schoolId);
          return may.ok ? checkRoom(fields) : may;
        },
        async (note) => ({ id: (await store.rooms.add(fields, note)).id }),
      ),
    class: (actor, fields) =>
      add(
        actor,
        (view) => {
          const may = mayAddTo(view, 'class.add', fields.schoolId);
          return may.ok ? checkClass(view.snapshot.rooms, fields) : may;
        },
        async (note) => ({ id: (await store.classes.add(fields, note)).id }),
      ),
    async person(actor, fields, signIn) {
      const id = personId.parse(deps.newId());
      const added = await add(
        actor,
        (view) => checkNewPerson(view, fields),
        async (note) => {
          // The sign-in comes first: its name may be taken, and then there must be no person without one.
          const login = signIn ? await deps.createLogin(id, signIn.loginName, signIn.password) : ok();
          if (login.ok) await store.people.add(fields, { ...note, id });
          return login;
        },
      );
      if (!added.ok) return added;
      return added.value.ok ? ok({ id }) : added.value;
    },
  };
}

function mayAddTo(view: DirectoryView, action: 'room.add' | 'class.add', schoolId: SchoolId): Result<void> {
  if (!view.seesSchool(schoolId)) return invalid('schoolId', 'unknown');
  return allowed(view.may(action, view.scopeOfSchool(schoolId)));
}

/** Nobody may give a role where they could not add a person: an administrator of one school makes none for the county. */
function checkNewPerson(view: DirectoryView, fields: PersonFields): Result<void> {
  const { snapshot } = view;
  if (fields.schoolId !== null && !view.seesSchool(fields.schoolId)) return invalid('schoolId', 'unknown');
  const known = checkPerson(snapshot, fields);
  if (!known.ok) return known;
  const places = [
    ...(fields.schoolId === null ? [] : [snapshot.pathOf(fields.schoolId)]),
    ...fields.roles.map((grant) => pathOfGrant(snapshot, grant)),
  ];
  const root = [...snapshot.regions.values()].find((each) => each.fields.parentId === null);
  if (places.length === 0) places.push({ regionIds: root ? [root.id] : [], schoolIds: [] });
  return allowed(places.every((path) => view.may('person.add', { paths: [path], relations: [] })));
}

function ownScope(scope: ReturnType<DirectoryView['scopeOfRegion']>) {
  return { paths: scope.paths.slice(0, 1), relations: [] };
}

/** Work that must not overlap within this process. */
export function oneAfterAnother(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work, work);
    last = mine;
    return mine;
  };
}
