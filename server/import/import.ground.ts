import type { SchoolId } from '../../shared/kernel/ids.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import { type SchoolFields, schoolFields } from '../../shared/school.ts';
import type { Locale } from '../../shared/text/text.ts';
import { pathOfSchool } from '../directory/directory.rules.ts';
import type { Look } from '../directory/directory.service.ts';
import type { DirectorySnapshot, Entry } from '../directory/directory.types.ts';
import { noLinks, viewDirectory } from '../directory/directory.view.ts';
import type { Actor, Permit } from '../identity/identity.types.ts';
import { createFinder } from './import.finder.ts';
import type { Ground } from './import.kind.types.ts';
import type { ImportRegisters } from './import.registers.ts';

export type GroundDeps = {
  readonly registers: ImportRegisters;
  readonly look: Look;
  readonly permit: Permit;
  /** Brings directory and planning up to date with what was written before. */
  readonly fresh: () => Promise<void>;
  readonly today: () => Promise<LocalDate>;
};

/** The registers of today as somebody sees them. */
export async function groundFor(deps: GroundDeps, actor: Actor, locale: Locale): Promise<Result<Ground>> {
  const { registers, look } = deps;
  await deps.fresh();
  const view = await look(actor);
  if (!view.ok) return view;
  const today = await deps.today();
  const asOf = { date: today };
  return ok({
    ...{ view: view.value, today, locale },
    finder: await createFinder(view.value),
    planning: {
      needs: registers.needs.mirror.inForce(asOf),
      terms: registers.terms.mirror.inForce(asOf),
      bells: registers.bells.mirror.inForce(asOf),
    },
  });
}

/** The same ground with schools that are not written yet. */
export function groundWith(
  { ground, permit }: { readonly ground: Ground; readonly permit: Permit },
  fresh: ReadonlyMap<SchoolId, SchoolFields>,
): Ground {
  const { snapshot, actor } = ground.view;
  const added = [...fresh].map(([id, fields]): [SchoolId, Entry<SchoolId, SchoolFields>] => [
    id,
    { id, version: 1, validFrom: ground.today, recordedAtMs: 0, fields },
  ]);
  const wider: DirectorySnapshot = {
    ...snapshot,
    schools: new Map([...snapshot.schools, ...added]),
    pathOf: (id) => {
      const fields = fresh.get(id);
      return fields === undefined ? snapshot.pathOf(id) : pathOfSchool(snapshot.regions, { id, fields });
    },
  };
  for (const [id, entry] of added) ground.finder.addSchool({ id, fields: schoolFields.parse(entry.fields) });
  return { ...ground, view: viewDirectory(wider, actor, { permit, links: noLinks }) };
}
