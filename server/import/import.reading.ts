import type { ImportKind } from '../../shared/import.ts';
import { type SchoolId, schoolId } from '../../shared/kernel/ids.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import { type SchoolFields, schoolFields } from '../../shared/school.ts';
import type { Locale } from '../../shared/text/text.ts';
import type { Actor } from '../identity/identity.types.ts';
import { type Checked, checkTable, type Progress } from './import.check.ts';
import { type GroundDeps, groundFor, groundWith } from './import.ground.ts';
import { createProblems } from './import.problems.ts';
import { readFile } from './import.reader.ts';
import { boundKinds } from './import.registers.ts';
import { checkOneRoster, oneRosterTables } from './one-roster.ts';

export type FileWish = {
  readonly actor: Actor;
  readonly kind: ImportKind;
  readonly locale: Locale;
  readonly bytes: Uint8Array;
  readonly progress: Progress;
};

/** Reads a file and checks every row. @throws UnreadableError */
export async function readAndCheck(
  deps: GroundDeps & { readonly newId: () => string },
  { actor, kind, locale, bytes, progress }: FileWish,
): Promise<Result<Checked>> {
  const found = await groundFor(deps, actor, locale);
  if (!found.ok) return found;
  const ground = found.value;
  const { newId, permit } = deps;
  const kinds = boundKinds(deps.registers);
  const problems = createProblems();
  if (kind !== 'oneRoster') {
    const step = await kinds[kind].step({ ground, newId });
    const reader = readFile({ bytes, tables: null });
    return ok(await checkTable(step, reader, { problems, progress, locale }));
  }
  const fresh = new Map<SchoolId, SchoolFields>();
  const schools = await kinds.schools.step({
    ...{ ground, newId },
    onNew: (id, fields) => fresh.set(schoolId.parse(id), schoolFields.parse(fields)),
  });
  const later = async () => {
    const wider = { ground: groundWith({ ground, permit }, fresh), newId };
    return { people: await kinds.people.step(wider), classes: await kinds.classes.step(wider) };
  };
  const reader = readFile({ bytes, tables: oneRosterTables });
  return ok(await checkOneRoster(reader, { ground, schools, later, problems, progress }));
}
