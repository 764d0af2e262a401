import type { AlsoMerge } from '../../server/directory/directory.merge.ts';
import { directoryMigrations } from '../../server/directory/directory.migrations.ts';
import { createDirectory } from '../../server/directory/directory.module.ts';
import type { LinkedSchools } from '../../server/directory/directory.types.ts';
import type { StillPlanned } from '../../server/directory/registry.planned.ts';
import type { Actor, Permit } from '../../server/identity/identity.types.ts';
import { openDatabase } from '../../server/platform/database.ts';
import { createNewId } from '../../server/platform/ids.ts';
import { migrate } from '../../server/platform/migrate.ts';
import type { Migration } from '../../server/platform/ports.ts';
import type { PersonId, SchoolId } from '../../shared/kernel/ids.ts';
import { fail, ok } from '../../shared/kernel/result.ts';
import { localDate } from '../../shared/kernel/time.ts';
import type { RoleGrant } from '../../shared/person.ts';

/** Wednesday, 09:00 in Shanghai. */
export const WEDNESDAY_MS = Date.parse('2026-09-16T01:00:00Z');
export const TERM = localDate.parse('2026-09-01');

/** The directory on an empty database, in memory if not said otherwise, a hand on the clock, and names of sign-ins that are taken. */
export async function openRegisters(permit: Permit, more: readonly Migration[] = [], url = 'file::memory:') {
  let nowMs = WEDNESDAY_MS;
  const clock = { nowMs: () => nowMs };
  const { database, close } = openDatabase(url);
  await migrate(database, [...directoryMigrations, ...more], nowMs);
  const newId = createNewId(clock);
  const logins = new Map<string, PersonId>();
  let linkedSchools = async (_schoolId: SchoolId): Promise<LinkedSchools> => ({
    led: new Set(),
    leading: new Set(),
  });
  let stillPlanned: StillPlanned | null = null;
  let alsoMerge: AlsoMerge = async () => ({
    write: () => Promise.resolve(),
    ended: () => undefined,
  });
  const directory = createDirectory({
    database,
    clock,
    newId,
    permit,
    linkedSchools: (schoolId) => linkedSchools(schoolId),
    alsoMerge: (merge) => alsoMerge(merge),
    stillPlanned: async (...asked) => (await stillPlanned?.(...asked)) ?? null,
    createLogin: async (personId, loginName) => {
      if (logins.has(loginName)) return fail('INVALID_VALUE', { field: 'loginName' });
      logins.set(loginName, personId);
      return ok();
    },
  });
  return {
    database,
    close,
    clock,
    newId,
    logins,
    directory,
    setNow: (ms: number) => {
      nowMs = ms;
    },
    onMerge: (also: AlsoMerge) => {
      alsoMerge = also;
    },
    onClose: (also: StillPlanned) => {
      stillPlanned = also;
    },
    link: (find: typeof linkedSchools) => {
      linkedSchools = find;
    },
  };
}

export type Registers = Awaited<ReturnType<typeof openRegisters>>;

/** Two townships of one county: a central school and two points in the first, one more point in the second. */
export async function enterCounty({ directory: { entering } }: Registers) {
  const note = { by: 'test', validFrom: TERM };
  const region = (name: string, level: 'county' | 'township', parentId: typeof county.id | null) =>
    entering.regions({ parentId, level, name, officialCode: '', zone: null }, note);
  const school = async (name: string, regionId: typeof county.id, officialCode: string) =>
    (
      await entering.schools(
        {
          regionId,
          name,
          officialCode,
          phone: '',
          kind: officialCode === 'C1' ? 'central' : 'teachingPoint',
        },
        note,
      )
    ).id;
  const room = async (schoolId: SchoolId, ends: ('lecture' | 'listening')[]) =>
    (await entering.rooms({ schoolId, name: '一号教室', ends, phone: '' }, note)).id;
  const person = async (name: string, schoolId: SchoolId | null, ...roles: RoleGrant[]) =>
    actorOf((await entering.people({ name, schoolId, phone: '', roles }, note)).id, schoolId, roles);
  const county = await entering.regions(
    { parentId: null, level: 'county', name: '云溪县', officialCode: '', zone: null },
    note,
  );
  const east = await region('东乡', 'township', county.id);
  const west = await region('西乡', 'township', county.id);
  const central = await school('中心小学', east.id, 'C1');
  const pointA = await school('甲教学点', east.id, 'P1');
  const pointB = await school('乙教学点', east.id, 'P2');
  const pointC = await school('丙教学点', west.id, 'P3');
  const inSchool = (role: RoleGrant['role'], schoolId: SchoolId): RoleGrant => ({
    role,
    scope: { kind: 'school', schoolId },
  });
  const inRegion = (role: RoleGrant['role'], regionId: typeof county.id): RoleGrant => ({
    role,
    scope: { kind: 'region', regionId },
  });
  return {
    county,
    east,
    west,
    central,
    pointA,
    pointB,
    pointC,
    lectureRoom: await room(central, ['lecture']),
    roomA: await room(pointA, ['listening']),
    roomB: await room(pointB, ['listening']),
    roomC: await room(pointC, ['listening']),
    inSchool,
    inRegion,
    countyAdmin: await person('县管理员', null, inRegion('admin', county.id)),
    eastAdmin: await person('东乡管理员', null, inRegion('admin', east.id)),
    lecturer: await person('主讲教师', central, inSchool('lecturer', central)),
    teacherC: await person('丙点教师', pointC, inSchool('localTeacher', pointC)),
    note,
  };
}

export type TestCounty = Awaited<ReturnType<typeof enterCounty>>;

export function actorOf(
  personId: PersonId,
  schoolId: SchoolId | null,
  grants: readonly RoleGrant[],
): Extract<Actor, { kind: 'person' }> {
  return { kind: 'person', personId, loginId: 'login', schoolId, grants };
}
