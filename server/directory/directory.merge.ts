import type { SchoolId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { PersonFields } from '../../shared/person.ts';
import type { RouteAnswer, RouteBody } from '../../shared/wire/routes.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { Database } from '../platform/ports.ts';
import { Refused } from '../platform/refused.ts';
import { invalid } from './directory.rules.ts';
import { allowed } from './directory.service.ts';
import type { DirectoryMirrors } from './directory.snapshot.ts';
import type { DirectoryStore } from './directory.store.ts';
import type { RegistryDeps } from './registry.ts';

/** 撤并: one school becomes part of another from a day on. */
export type Merge = {
  readonly fromId: SchoolId;
  readonly intoId: SchoolId;
  readonly validFrom: LocalDate;
  readonly by: string;
};

/** What later modules have of a school moves with it: read before the transaction, written within it, told after it. */
export type AlsoMerge = (merge: Merge) => Promise<{ write(trx: Database): Promise<void>; ended(): void }>;

type Deps = {
  readonly registry: RegistryDeps;
  readonly store: DirectoryStore;
  readonly mirrors: DirectoryMirrors;
  readonly alsoMerge: AlsoMerge;
};

/** NOT_FOUND, INVALID_VALUE {field: 'intoId'}, FORBIDDEN at either school, CONFLICT; else how much has moved. */
export const mergeSchools = (
  { registry, store, mirrors, alsoMerge }: Deps,
  actor: Actor,
  body: RouteBody<'school.merge'>,
): Promise<Result<RouteAnswer<'school.merge'>>> =>
  registry.inTurn(async () => {
    const looked = await registry.look(actor);
    if (!looked.ok) return looked;
    const view = looked.value;
    const { schools } = view.snapshot;
    const school = schools.get(body.id);
    if (school === undefined || !view.seesSchool(body.id)) return fail('NOT_FOUND');
    if (body.intoId === body.id) return invalid('intoId', 'mismatch');
    if (!schools.has(body.intoId) || !view.seesSchool(body.intoId)) return invalid('intoId', 'unknown');
    const at = (id: SchoolId) => ({ paths: [view.snapshot.pathOf(id)], relations: [] });
    const may = allowed(view.may('school.merge', at(body.id)) && view.may('school.merge', at(body.intoId)));
    if (!may.ok) return may;
    const validFrom = body.validFrom ?? (await registry.today());
    const merge: Merge = { fromId: body.id, intoId: body.intoId, validFrom, by: view.actor.personId };
    const move = <F extends OfSchool>(fields: F): F | null =>
      fields.schoolId === merge.fromId ? { ...fields, schoolId: merge.intoId } : null;
    const also = await alsoMerge(merge);
    try {
      const moved = await registry.database.transaction().execute(async (trx) => {
        const counts = {
          rooms: await moveAll(store.rooms, mirrors.rooms, { trx, merge, move }),
          classes: await moveAll(store.classes, mirrors.classes, { trx, merge, move }),
          people: await moveAll(store.people, mirrors.people, { trx, merge, move: movePerson(merge) }),
        };
        await also.write(trx);
        const closed = await store.schools.revise(
          body.id,
          {
            expectedVersion: body.expectedVersion,
            fields: { ...school.fields, mergedIntoId: body.intoId },
            by: merge.by,
            validFrom,
            closed: true,
          },
          trx,
        );
        if (!closed.ok) throw new Refused(closed);
        return counts;
      });
      return ok({ moved });
    } catch (cause) {
      if (cause instanceof Refused) return cause.result;
      throw cause;
    } finally {
      also.ended();
      registry.changed('school', [body.id]);
    }
  });

type OfSchool = { readonly schoolId: SchoolId | null };
type Moving<F> = {
  revise(
    id: never,
    revision: { expectedVersion: number; fields: F; by: string; validFrom: LocalDate },
    via: Database,
  ): Promise<Result<unknown>>;
};

/** A person's roles in the school go over with it, also of people who belong to another. */
const movePerson =
  ({ fromId, intoId }: Merge) =>
  (fields: PersonFields): PersonFields | null => {
    const concerned = fields.roles.some(({ scope }) => scope.kind === 'school' && scope.schoolId === fromId);
    if (fields.schoolId !== fromId && !concerned) return null;
    const roles = fields.roles.map((grant) =>
      grant.scope.kind === 'school' && grant.scope.schoolId === fromId
        ? { ...grant, scope: { kind: 'school' as const, schoolId: intoId } }
        : grant,
    );
    return { ...fields, roles, schoolId: fields.schoolId === fromId ? intoId : fields.schoolId };
  };

type Source<F> = {
  inForce(asOf: { date: LocalDate }): ReadonlyMap<string, { readonly id: string; readonly fields: F }>;
  versions(id: never): readonly { readonly version: number }[];
};
type Moves<F> = {
  readonly trx: Database;
  readonly merge: Pick<Merge, 'validFrom' | 'by'>;
  /** Null for what stays as it is. */
  readonly move: (fields: F) => F | null;
};

/** Writes a new version of every entry that moves; CONFLICT ends the transaction. */
export async function moveAll<F>(
  register: Moving<F>,
  mirror: Source<F>,
  { trx, merge, move }: Moves<F>,
): Promise<number> {
  const { by, validFrom } = merge;
  let count = 0;
  for (const { id, fields } of mirror.inForce({ date: validFrom }).values()) {
    const moved = move(fields);
    if (moved === null) continue;
    const expectedVersion = mirror.versions(id as never).at(-1)?.version ?? 0;
    const done = await register.revise(id as never, { expectedVersion, fields: moved, by, validFrom }, trx);
    if (!done.ok) throw new Refused(done);
    count += 1;
  }
  return count;
}
