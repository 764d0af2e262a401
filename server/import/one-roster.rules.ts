/** An organisation of a OneRoster package: a school, or an office above schools. */
export type Org = {
  readonly sourcedId: string;
  readonly name: string;
  readonly type: string;
  readonly identifier: string;
  readonly parentId: string;
};

/** What is wrong with an organisation's place in the tree; null when nothing is. */
export function faultOfParent(
  org: Org,
  orgs: ReadonlyMap<string, Org>,
): 'itself' | 'unknownParent' | 'cycle' | null {
  if (org.parentId === '') return null;
  if (org.parentId === org.sourcedId) return 'itself';
  const passed = new Set([org.sourcedId]);
  let next = orgs.get(org.parentId);
  if (next === undefined) return 'unknownParent';
  while (next !== undefined) {
    if (passed.has(next.sourcedId)) return next.sourcedId === org.sourcedId ? 'cycle' : null;
    passed.add(next.sourcedId);
    next = orgs.get(next.parentId);
  }
  return null;
}

/** Offices above a school, the nearest first. */
export function officesAbove(org: Org, orgs: ReadonlyMap<string, Org>): readonly Org[] {
  const above: Org[] = [];
  let next = orgs.get(org.parentId);
  while (next !== undefined && !above.includes(next)) {
    above.push(next);
    next = orgs.get(next.parentId);
  }
  return above.filter((each) => each.type !== 'school');
}

/** The standard has no word for what schools are here: their names have one, and an administrator may correct it. */
export function kindByName(name: string): 'teachingPoint' | 'central' | 'town' {
  if (/教学点|teaching point/i.test(name)) return 'teachingPoint';
  return /中心|central/i.test(name) ? 'central' : 'town';
}

/** Pupils and their families are in such packages too. They are not read beyond being told apart. */
const notStaff = new Set(['student', 'parent', 'guardian', 'relative']);

export const isStaffRole = (role: string): boolean => role !== '' && !notStaff.has(role.toLowerCase());

/** 何晓琴, but Mary Smith. */
export function fullName(family: string, given: string): string {
  const isLatin = /^[\p{Script=Latin}\s'.-]+$/u.test(family + given);
  return isLatin ? `${given} ${family}`.trim() : `${family}${given}`;
}

/** A version of the standard that is understood: those that name their columns as 1.1 and 1.2 do. */
export const isKnownVersion = (version: string): boolean => /^1\.[12]$/.test(version);
