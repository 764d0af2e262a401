import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type PersonId, personId, regionId, schoolId } from '../../shared/kernel/ids.ts';
import type { RoleGrant, StaffRole } from '../../shared/person.ts';
import { type OpenDatabase, openDatabase } from '../platform/database.ts';
import { createNewId } from '../platform/ids.ts';
import { silentLog } from '../platform/log.ts';
import { migrate } from '../platform/migrate.ts';
import { identityMigrations } from './identity.migrations.ts';
import { createIdentity, type Identity } from './identity.module.ts';
import type { Passwords } from './identity.password.ts';
import type { Standing } from './identity.reach.ts';
import type { Actor, ScopePath } from './identity.types.ts';
import { INVITATION_LIFE_MS } from './invitation.service.ts';

const time = { nowMs: 1_800_000_000_000 };
const newId = createNewId({ nowMs: () => time.nowMs });
const [county, school, sister] = [regionId.parse(newId()), schoolId.parse(newId()), schoolId.parse(newId())];
const inCounty: ScopePath = { regionIds: [county], schoolIds: [] };
const inSchool = (id = school): ScopePath => ({ regionIds: [county], schoolIds: [id] });
const atCounty = (role: StaffRole): RoleGrant => ({ role, scope: { kind: 'region', regionId: county } });
const atSchool = (role: StaffRole, id = school): RoleGrant => ({
  role,
  scope: { kind: 'school', schoolId: id },
});

const plain: Passwords = {
  hash: async (password) => `hash of ${password}`,
  verify: async (hashed, password) => hashed === `hash of ${password}`,
};

let open: OpenDatabase;
let identity: Identity;
let people: Map<PersonId, Standing>;
let closing: ((actor: Actor) => boolean)[];
let rechecked: PersonId[];

beforeEach(async () => {
  time.nowMs = 1_800_000_000_000;
  open = openDatabase('file::memory:');
  await migrate(open.database, identityMigrations);
  people = new Map();
  closing = [];
  rechecked = [];
  identity = createIdentity({
    database: open.database,
    clock: { nowMs: () => time.nowMs },
    newId,
    log: silentLog,
    passwords: plain,
    personOf: async (id) => people.get(id)?.me ?? null,
    standingOf: async (id) => people.get(id) ?? null,
    registerFirstAdmin: () => Promise.reject(new Error('not here')),
    signInRefused: () => undefined,
    closeConnections: (matches) => closing.push(matches),
    recheck: async (ids) => void rechecked.push(...ids),
    ownOrigin: () => null,
    peopleByStaffCode: async () => [],
    publicUrl: 'https://class.example.edu',
    office: null,
  });
});
afterEach(() => open.close());

function add(name: string, roles: readonly RoleGrant[], at: ScopePath = inSchool()): PersonId {
  const id = personId.parse(newId());
  const [schoolOf] = at.schoolIds;
  const paths = [
    at,
    ...roles.map(({ scope }) => (scope.kind === 'school' ? inSchool(scope.schoolId) : inCounty)),
  ];
  const me = {
    personId: id,
    name,
    school: schoolOf === undefined ? null : { schoolId: schoolOf, name: 'School' },
    roles: [...roles],
  };
  people.set(id, { me, paths, staffCode: '' });
  return id;
}

const actorOf = (id: PersonId, loginId = `login of ${id}`): Actor => {
  const standing = people.get(id);
  if (standing === undefined) throw new Error('nobody');
  const { school: own, roles } = standing.me;
  return { kind: 'person', personId: id, loginId, schoolId: own?.schoolId ?? null, grants: roles };
};
const ask = {
  context: (actor: Actor, address = 'a') => ({
    actor,
    requestId: 'r',
    address,
    cookies: {},
    setCookie: () => undefined,
  }),
  invite: (by: PersonId, whom: PersonId) =>
    identity.routes['invitation.create'](ask.context(actorOf(by)), { personId: whom }),
  open: (token: string, address = 'a') =>
    identity.routes['invitation.open'](ask.context({ kind: 'visitor' }, address), { token }),
  accept: (token: string, loginName = 'li.na', password = 'long enough', address = 'a') =>
    identity.routes['invitation.accept'](ask.context({ kind: 'visitor' }, address), {
      token,
      loginName,
      password,
    }),
};
async function linkFor(by: PersonId, whom: PersonId): Promise<string> {
  const made = await ask.invite(by, whom);
  if (!made.ok) throw new Error(made.error.code);
  expect(made.value.address).toMatch(/^https:\/\/class\.example\.edu\/invitation#token=[\w-]{43}$/);
  return made.value.address.split('#token=')[1] ?? '';
}
const over = { ok: false, error: { code: 'CODE_INVALID' } };
const signIn = (loginName: string, password: string) =>
  identity.service.signIn({ loginName, password, address: 'b' });

describe('who may invite whom', () => {
  const cases: readonly (readonly [string, RoleGrant, RoleGrant[], ScopePath, string | null])[] = [
    ['a school’s administrator their teacher', atSchool('admin'), [atSchool('lecturer')], inSchool(), null],
    ['the county’s the same', atCounty('admin'), [atSchool('lecturer')], inSchool(), null],
    ['the county’s another of the county', atCounty('admin'), [atCounty('admin')], inCounty, null],
    [
      'a school’s somebody with a role in the county',
      atSchool('admin'),
      [atCounty('viewer')],
      inSchool(),
      'FORBIDDEN',
    ],
    [
      'a school’s somebody with a role in the next school',
      atSchool('admin'),
      [atSchool('viewer', sister)],
      inSchool(),
      'FORBIDDEN',
    ],
    [
      'a school’s somebody of the next school',
      atSchool('admin'),
      [atSchool('lecturer', sister)],
      inSchool(sister),
      'NOT_FOUND',
    ],
    ['a school’s somebody of the office', atSchool('admin'), [], inCounty, 'NOT_FOUND'],
    ['a lecturer a colleague', atSchool('lecturer'), [atSchool('viewer')], inSchool(), 'FORBIDDEN'],
    ['an inspector anybody', atCounty('inspector'), [atSchool('viewer')], inSchool(), 'FORBIDDEN'],
    ['a viewer anybody', atCounty('viewer'), [atSchool('viewer')], inSchool(), 'NOT_FOUND'],
  ];
  test.each(cases)('%s', async (_who, by, roles, at, refused) => {
    const asker = add('asker', [by]);
    const made = await ask.invite(asker, add('asked', roles, at));
    expect(made.ok ? null : made.error.code).toBe(refused);
  });

  test('nobody invites themselves, and nobody those who are not there', async () => {
    const admin = add('admin', [atCounty('admin')]);
    expect(await ask.invite(admin, admin)).toMatchObject({ error: { code: 'FORBIDDEN' } });
    expect(await ask.invite(admin, personId.parse(newId()))).toMatchObject({ error: { code: 'NOT_FOUND' } });
  });
});

describe('a link', () => {
  let admin: PersonId;
  let teacher: PersonId;
  beforeEach(() => {
    admin = add('admin', [atCounty('admin')], inCounty);
    teacher = add('Li Na', [atSchool('lecturer')]);
  });

  test('that is none, an earlier one, a used and an old one are all the same', async () => {
    const earlier = await linkFor(admin, teacher);
    const used = await linkFor(admin, teacher);
    expect((await ask.accept(used)).ok).toBe(true);
    const old = await linkFor(admin, teacher);
    time.nowMs += INVITATION_LIFE_MS;
    for (const token of ['', 'x', 'A'.repeat(43), earlier, used, old]) {
      expect(await ask.open(token, token)).toEqual(over);
      expect(await ask.accept(token, 'li.na', 'another one', token)).toEqual(over);
    }
    expect((await signIn('li.na', 'long enough')).ok).toBe(true);
  });

  test('stands in the records only as a hash, and is forgotten', async () => {
    const token = await linkFor(admin, teacher);
    const { rows } = await sql`select * from invitation`.execute(open.database);
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(token);
    time.nowMs += INVITATION_LIFE_MS;
    await identity.prune();
    expect((await sql`select * from invitation`.execute(open.database)).rows).toEqual([]);
  });

  test('is worth what its maker may do today', async () => {
    const token = await linkFor(admin, teacher);
    const standing = people.get(admin);
    if (standing === undefined) throw new Error('nobody');
    people.set(admin, { ...standing, me: { ...standing.me, roles: [atCounty('viewer')] } });
    expect(await ask.open(token)).toEqual(over);
    people.delete(admin);
    expect(await ask.accept(token)).toEqual(over);
    people.set(admin, standing);
    const raised = people.get(teacher);
    if (raised !== undefined) people.set(teacher, { ...raised, paths: [{ regionIds: [], schoolIds: [] }] });
    expect(await ask.accept(token), 'its person has become more than its maker reaches').toEqual(over);
  });

  test('lets its person in, once, however many come at the same moment', async () => {
    const token = await linkFor(admin, teacher);
    expect(await ask.open(token)).toEqual({
      ok: true,
      value: { name: 'Li Na', schoolName: 'School', loginName: null },
    });
    const answers = await Promise.all([1, 2, 3].map((each) => ask.accept(token, `li.na${each}`)));
    expect(answers.filter(({ ok }) => ok)).toMatchObject([{ value: { name: 'Li Na' } }]);
    expect((await sql`select * from credential`.execute(open.database)).rows).toHaveLength(1);
  });

  test('goes on when the name is taken', async () => {
    await identity.service.createLogin(admin, 'li.na', 'something else');
    const token = await linkFor(admin, teacher);
    expect(await ask.accept(token)).toMatchObject({
      error: { code: 'INVALID_VALUE', params: { field: 'loginName', reason: 'taken' } },
    });
    expect((await ask.accept(token, 'li.na2')).ok).toBe(true);
  });

  test('gives who has a sign-in a new password under the same name, and ends their logins', async () => {
    await identity.service.createLogin(teacher, 'li.na', 'the old one');
    const before = await signIn('li.na', 'the old one');
    if (!before.ok) throw new Error(before.error.code);
    const was = await identity.service.personBehind(before.value.token, false);
    const token = await linkFor(admin, teacher);
    expect(await ask.open(token)).toMatchObject({ value: { loginName: 'li.na' } });
    expect(await ask.accept(token, 'other.name')).toMatchObject({
      error: { params: { field: 'loginName', reason: 'mismatch' } },
    });
    expect((await ask.accept(token)).ok).toBe(true);
    expect(await identity.service.personBehind(before.value.token, false)).toBeNull();
    expect(await signIn('li.na', 'the old one')).toMatchObject({ error: { code: 'WRONG_CREDENTIALS' } });
    const after = await signIn('li.na', 'long enough');
    if (!after.ok || was === null) throw new Error('not signed in');
    const is = await identity.service.personBehind(after.value.token, false);
    if (is === null) throw new Error('not signed in');
    expect(closing.map((matches) => [matches(was), matches(is)])).toEqual([[true, false]]);
  });

  test('eleven tries from one address are too many, and right ones cost nothing', async () => {
    const token = await linkFor(admin, teacher);
    for (let each = 0; each < 20; each += 1) expect((await ask.open(token, 'c')).ok).toBe(true);
    for (let each = 0; each < 10; each += 1) expect(await ask.open('x', 'c')).toEqual(over);
    expect(await ask.open(token, 'c')).toMatchObject({ error: { code: 'TOO_MANY_TRIES' } });
    expect((await ask.open(token, 'd')).ok).toBe(true);
  });
});

describe('logins', () => {
  let teacher: PersonId;
  const list = (by: PersonId, whom: PersonId) =>
    identity.routes['login.list'](ask.context(actorOf(by)), { personId: whom });
  const revoke = (by: PersonId, whom: PersonId, id?: string) =>
    identity.routes['login.revoke'](ask.context(actorOf(by)), { personId: whom, ...(id && { id }) });
  async function login(browser: string) {
    const begun = await identity.service.begin(teacher, browser);
    if (!begun.ok) throw new Error(begun.error.code);
    const actor = await identity.service.personBehind(begun.value.token, false);
    if (actor?.kind !== 'person') throw new Error('not signed in');
    return { token: begun.value.token, actor };
  }
  beforeEach(async () => {
    teacher = add('Li Na', [atSchool('lecturer')]);
    await identity.service.createLogin(teacher, 'li.na', 'the old one');
  });

  test('are shown to their person and administrator, not to colleagues', async () => {
    const here = await login('Windows Edge 120');
    const seen = await identity.routes['login.list'](ask.context(here.actor), { personId: teacher });
    expect(seen).toMatchObject({
      value: { loginName: 'li.na', office: false, logins: [{ browser: 'Windows Edge 120', current: true }] },
    });
    expect(JSON.stringify(seen)).not.toContain(here.token);
    const admin = add('admin', [atSchool('admin')]);
    expect(await list(admin, teacher)).toMatchObject({ value: { logins: [{ current: false }] } });
    expect(await list(add('colleague', [atSchool('lecturer')]), teacher)).toMatchObject({
      error: { code: 'FORBIDDEN' },
    });
  });

  test('end one by one or all, and close their own sockets alone', async () => {
    const [one, two] = [await login('1'), await login('2')];
    expect((await revoke(teacher, teacher, one.actor.loginId)).ok).toBe(true);
    expect(await identity.service.personBehind(one.token, false)).toBeNull();
    expect(await identity.service.personBehind(two.token, false)).not.toBeNull();
    const admin = add('admin', [atSchool('admin')]);
    expect(await revoke(add('other', [atSchool('admin', sister)]), teacher)).toMatchObject({
      error: { code: 'NOT_FOUND' },
    });
    expect((await revoke(admin, teacher)).ok).toBe(true);
    expect(await identity.service.personBehind(two.token, false)).toBeNull();
    expect(closing.map((matches) => [matches(one.actor), matches(two.actor)])).toEqual([
      [true, false],
      [false, true],
    ]);
  });

  test('of somebody else end by no id of theirs', async () => {
    const mine = await login('1');
    const other = add('other', [atSchool('lecturer')]);
    expect((await revoke(other, other, mine.actor.loginId)).ok).toBe(true);
    expect(await identity.service.personBehind(mine.token, false)).not.toBeNull();
  });

  test('a new password wants the old one, and ends the other logins and open links', async () => {
    const [here, there] = [await login('1'), await login('2')];
    const admin = add('admin', [atSchool('admin')]);
    const link = await linkFor(admin, teacher);
    const change = (current: string) =>
      identity.routes['login.changePassword'](ask.context(here.actor), { current, password: 'a new one!' });
    expect(await change('wrong')).toEqual({ ok: false, error: { code: 'WRONG_CREDENTIALS' } });
    expect((await change('the old one')).ok).toBe(true);
    expect(await identity.service.personBehind(here.token, false)).not.toBeNull();
    expect(await identity.service.personBehind(there.token, false)).toBeNull();
    expect(await ask.open(link)).toEqual(over);
    expect((await signIn('li.na', 'a new one!')).ok).toBe(true);
    for (let each = 0; each < 10; each += 1) await change('wrong');
    expect(await change('a new one!')).toMatchObject({ error: { code: 'TOO_MANY_TRIES' } });
  });

  test('of somebody who goes end, and do not come back with them', async () => {
    const { token } = await login('1');
    const standing = people.get(teacher);
    const admin = add('admin', [atSchool('admin')]);
    const link = await linkFor(admin, teacher);
    people.delete(teacher);
    await identity.personChanged([teacher, admin]);
    expect(rechecked).toEqual([teacher, admin]);
    if (standing !== undefined) people.set(teacher, standing);
    expect(await identity.service.personBehind(token, false)).toBeNull();
    expect(await ask.open(link)).toEqual(over);
  });
});
