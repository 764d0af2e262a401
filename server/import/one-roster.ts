import { IMPORT_MAX_ROWS } from '../../shared/import.ts';
import type { SchoolFields } from '../../shared/school.ts';
import { createPace } from '../platform/pace.ts';
import { isFault } from './import.cells.ts';
import { type Checked, headingsOf, type Progress, type Read, result } from './import.check.ts';
import type { Ground } from './import.kind.types.ts';
import type { Problems } from './import.problems.ts';
import type { Step } from './import.step.ts';
import { UnreadableError } from './import.types.ts';
import { wordOf } from './import.words.rules.ts';
import { Package, type PackageRow } from './one-roster.rows.ts';
import {
  faultOfParent,
  fullName,
  isKnownVersion,
  isStaffRole,
  kindByName,
  type Org,
  officesAbove,
} from './one-roster.rules.ts';

/** In the order in which they are read: what is named stands before what names it. */
export const oneRosterTables = [
  'manifest.csv',
  'orgs.csv',
  'roles.csv',
  'users.csv',
  'enrollments.csv',
  'classes.csv',
] as const;

export type OneRosterDeps = {
  readonly ground: Ground;
  readonly schools: Step;
  /** Asked for when the schools are known: their staff and classes may be of schools that the package brings. */
  readonly later: () => Promise<{ readonly people: Step; readonly classes: Step }>;
  readonly problems: Problems;
  readonly progress: Progress;
};

/** Schools, staff and classes of a OneRoster 1.2 (or 1.1) package. Pupils are counted into their classes and nothing else. */
export async function checkOneRoster(reader: AsyncIterable<Read>, deps: OneRosterDeps): Promise<Checked> {
  const roster = new Roster(deps);
  const pace = createPace();
  const files = new Package(deps.problems.report);
  let [done, total] = [0, 0];
  for await (const message of reader) {
    if (message.type === 'table') {
      await roster.between(message.table);
      files.begin(message.table);
      total += message.totalCount;
      continue;
    }
    for (const row of message.rows) {
      const read = files.take(row);
      if (read !== null) roster.take(files.table, read);
      done += 1;
      if (done > 5 * IMPORT_MAX_ROWS) throw new UnreadableError({ problem: 'tooManyRows', line: row.line });
      const rest = pace();
      if (rest !== null) await rest;
    }
    deps.progress(done, Math.max(done, total));
  }
  files.reportAbsent();
  return roster.end();
}

/** What is known of a package so far. */
class Roster {
  readonly #deps: OneRosterDeps;
  readonly #orgs = new Map<string, Org>();
  readonly #orgRows: { readonly org: Org; readonly row: PackageRow }[] = [];
  /** Where somebody is staff, by roles.csv of 1.2. */
  readonly #staff = new Map<string, string>();
  readonly #pupils = new Map<string, Set<string>>();
  readonly #classRows: PackageRow[] = [];
  readonly #schoolText = new Map<string, string>();
  #hasRoles = false;
  #later: { readonly people: Step; readonly classes: Step } | null = null;

  constructor(deps: OneRosterDeps) {
    this.#deps = deps;
  }

  /** The schools must be known before staff and classes are read. */
  async between(table: string): Promise<void> {
    if (table === 'roles.csv') this.#hasRoles = true;
    if (table === 'manifest.csv' || table === 'orgs.csv' || this.#later !== null) return;
    this.#takeSchools();
    await this.#deps.schools.end();
    this.#later = await this.#deps.later();
  }

  take(table: string, row: PackageRow): void {
    if (row.get('status').toLowerCase() === 'tobedeleted') return;
    if (table === 'manifest.csv') this.#manifest(row);
    if (table === 'orgs.csv') this.#org(row);
    if (table === 'roles.csv' && isStaffRole(row.get('role'))) this.#role(row);
    if (table === 'users.csv') this.#user(row);
    if (table === 'enrollments.csv' && row.get('role').toLowerCase() === 'student') this.#pupil(row);
    if (table === 'classes.csv') this.#classRows.push(row);
  }

  async end(): Promise<Checked> {
    await this.between('');
    this.#takeClasses();
    const { ground, schools, problems } = this.#deps;
    const steps = [schools, ...(this.#later === null ? [] : [this.#later.people, this.#later.classes])];
    for (const step of steps.slice(1)) await step.end();
    return {
      ...result(steps, problems),
      headings: headingsOf(schools.columns, ground.locale),
      ignored: [],
      sample: schools.sample(),
    };
  }

  #manifest(row: PackageRow): void {
    const isVersion = row.get('propertyName') === 'oneroster.version';
    if (isVersion && !isKnownVersion(row.get('value'))) row.fault('value', 'packageVersion');
  }

  #org(row: PackageRow): void {
    const org: Org = {
      sourcedId: row.get('sourcedId'),
      name: row.get('name'),
      type: row.get('type').toLowerCase(),
      identifier: row.get('identifier'),
      parentId: row.get('parentSourcedId'),
    };
    const twin = this.#orgRows.find((each) => each.org.sourcedId === org.sourcedId);
    if (twin !== undefined) return void row.fault('sourcedId', 'duplicate', { line: twin.row.line });
    this.#orgs.set(org.sourcedId, org);
    this.#orgRows.push({ org, row });
  }

  #takeSchools(): void {
    const { ground, schools } = this.#deps;
    for (const { org, row } of this.#orgRows) {
      const wrong = faultOfParent(org, this.#orgs);
      if (wrong !== null) row.fault('parentSourcedId', wrong);
      else if (org.type === 'school') {
        const region = this.#regionOf(org);
        const known = org.identifier === '' ? null : ground.finder.school(org.identifier);
        const kind = known === null || isFault(known) ? kindByName(org.name) : known.fields.kind;
        schools.row(
          row.cells({
            name: ['name', org.name],
            officialCode: ['identifier', org.identifier],
            region: ['parentSourcedId', region],
            kind: ['name', wordOf(`kind.${kind satisfies SchoolFields['kind']}`, 'zh-CN')],
          }),
        );
        this.#schoolText.set(org.sourcedId, org.identifier === '' ? `${region}/${org.name}` : org.identifier);
      }
    }
  }

  /** The nearest office above that the tree knows, by code or by name. */
  #regionOf(org: Org): string {
    const ways = officesAbove(org, this.#orgs).flatMap((each) => [each.identifier, each.name]);
    return (
      ways.find((way) => way !== '' && !isFault(this.#deps.ground.finder.region(way))) ??
      ways.find(Boolean) ??
      ''
    );
  }

  #role(row: PackageRow): void {
    const user = row.get('userSourcedId');
    if (row.get('roleType') === 'primary' || !this.#staff.has(user))
      this.#staff.set(user, row.get('orgSourcedId'));
  }

  #user(row: PackageRow): void {
    const id = row.get('sourcedId');
    const org = this.#hasRoles
      ? this.#staff.get(id)
      : isStaffRole(row.get('role'))
        ? (row.get('orgSourcedIds').split(',')[0] ?? '').trim()
        : undefined;
    if (org === undefined) return;
    const from =
      row.has('primaryOrgSourcedId') && row.get('primaryOrgSourcedId') !== ''
        ? row.get('primaryOrgSourcedId')
        : org;
    const above = this.#orgs.get(from);
    if (above === undefined)
      return void row.fault(
        row.has('orgSourcedIds') ? 'orgSourcedIds' : 'primaryOrgSourcedId',
        'unknownParent',
      );
    this.#later?.people.row(
      row.cells({
        name: ['familyName', fullName(row.get('familyName'), row.get('givenName'))],
        staffCode: ['identifier', row.get('identifier')],
        // Staff of an office belong to no school.
        school: ['primaryOrgSourcedId', this.#schoolText.get(from) ?? ''],
        phone: ['phone', row.get('phone') || row.get('sms')],
      }),
    );
  }

  #pupil(row: PackageRow): void {
    const of = row.get('classSourcedId');
    const pupils = this.#pupils.get(of) ?? new Set<string>();
    pupils.add(row.get('userSourcedId'));
    this.#pupils.set(of, pupils);
  }

  /** Where a package tells classes that sit together from courses, only the former are classes here. */
  #takeClasses(): void {
    const together = this.#classRows.filter((row) => row.get('classType').toLowerCase() === 'homeroom');
    for (const row of together.length > 0 ? together : this.#classRows) {
      const school = this.#schoolText.get(row.get('schoolSourcedId'));
      if (school === undefined) {
        row.fault('schoolSourcedId', 'unknownSchool');
        continue;
      }
      this.#later?.classes.row(
        row.cells({
          school: ['schoolSourcedId', school],
          name: ['title', row.get('title')],
          grade: ['grades', (row.get('grades').split(',')[0] ?? '').trim()],
          enrolledCount: ['sourcedId', String(this.#pupils.get(row.get('sourcedId'))?.size ?? 0)],
        }),
      );
    }
  }
}
