import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { personId, regionId, schoolId } from '../../shared/kernel/ids.ts';
import type { Me } from '../../shared/person.ts';
import { type OpenDatabase, openDatabase } from '../platform/database.ts';
import { createNewId } from '../platform/ids.ts';
import { silentLog } from '../platform/log.ts';
import { migrate } from '../platform/migrate.ts';
import type { CookieWish, RouteContext } from '../platform/ports.ts';
import { identityMigrations } from './identity.migrations.ts';
import { createIdentity, type Identity } from './identity.module.ts';
import type { Passwords } from './identity.password.ts';
import { createPasswords } from './identity.password.ts';
import { LOGIN_COOKIE } from './identity.routes.ts';
import type { RefusedSignIn } from './identity.service.ts';
import type { Actor } from './identity.types.ts';
import { LOGIN_IDLE_MS, LOGIN_MAX_MS } from './login.rules.ts';

const time = { nowMs: 1_800_000_000_000 };
const newId = createNewId({ nowMs: () => time.nowMs });
const root = regionId.parse(newId());
const school = schoolId.parse(newId());

const noOffice = { office: null, publicUrl: null, ownOrigin: () => null, peopleByStaffCode: async () => [] };

let open: OpenDatabase;
let identity: Identity;
let people: Map<string, Me>;
let verified: (string | null)[];
let closing: ((actor: Actor) => boolean)[];
let refused: RefusedSignIn[];
let registering: () => Promise<void>;

const plain: Passwords = {
  hash: async (password) => `hash of ${password}`,
  async verify(hashed, password) {
    verified.push(hashed);
    return hashed === `hash of ${password}`;
  },
};

beforeEach(async () => {
  time.nowMs = 1_800_000_000_000;
  open = openDatabase('file::memory:');
  await migrate(open.database, identityMigrations);
  people = new Map();
  verified = [];
  closing = [];
  refused = [];
  registering = async () => undefined;
  identity = createIdentity({
    database: open.database,
    clock: { nowMs: () => time.nowMs },
    newId,
    passwords: plain,
    personOf: async (id) => people.get(id) ?? null,
    registerFirstAdmin: async ({ name }) => {
      await registering();
      return addPerson(name);
    },
    closeConnections: (matches) => closing.push(matches),
    signInRefused: (each) => refused.push(each),
    ...noOffice,
    log: silentLog,
    standingOf: async () => null,
    recheck: async () => undefined,
  });
});
afterEach(() => open.close());

function addPerson(name: string) {
  const id = personId.parse(newId());
  const roles = [{ role: 'admin' as const, scope: { kind: 'region' as const, regionId: root } }];
  people.set(id, { personId: id, name, school: { schoolId: school, name: 'School' }, roles });
  return id;
}

async function withLogin(loginName = 'li.na') {
  const id = addPerson('Li Na');
  const made = await identity.service.createLogin(id, loginName, 'correct horse');
  expect(made.ok).toBe(true);
  return id;
}

const signIn = (wish: { loginName?: string; password?: string; address?: string } = {}) =>
  identity.service.signIn({ loginName: 'li.na', password: 'correct horse', address: '10.0.0.1', ...wish });

async function tokenOf(wish = {}) {
  const signedIn = await signIn(wish);
  if (!signedIn.ok) throw new Error(signedIn.error.code);
  return signedIn.value.token;
}

describe('signing in', () => {
  test('a wrong password, an unknown name and a person who has left get the same answer after the same work', async () => {
    const id = await withLogin();
    const wrong = await signIn({ password: 'correct house' });
    const unknown = await signIn({ loginName: 'nobody' });
    people.delete(id);
    const left = await signIn();
    expect([wrong, unknown, left]).toEqual(
      Array(3).fill({ ok: false, error: { code: 'WRONG_CREDENTIALS' } }),
    );
    expect(verified).toEqual(['hash of correct horse', null, 'hash of correct horse']);
  });

  test('a refusal is told with whose name it was, and nothing of what was typed', async () => {
    const id = await withLogin();
    await signIn({ password: 'correct house' });
    await signIn({ loginName: 'zhang san' });
    await signIn();
    people.delete(id);
    await signIn();
    const address = '10.0.0.1';
    expect(refused).toEqual([
      { why: 'refused', personId: id, address },
      { why: 'refused', personId: null, address },
      { why: 'refused', personId: id, address },
    ]);
    for (let each = 0; each < 10; each++) await signIn({ password: 'correct house' });
    expect(refused.at(-1)).toEqual({ why: 'locked', personId: id, address });
  });

  test('names are compared without case and space', async () => {
    await withLogin('Li.Na');
    expect((await signIn({ loginName: ' LI.NA ' })).ok).toBe(true);
  });

  test('a taken name is refused', async () => {
    await withLogin();
    expect(await identity.service.createLogin(addPerson('x'), 'LI.NA', 'another one')).toMatchObject({
      error: { code: 'INVALID_VALUE', params: { field: 'loginName' } },
    });
  });

  test('ten wrong tries for an account, from wherever, and it is closed for a quarter of an hour', async () => {
    await withLogin();
    for (let each = 0; each < 10; each++)
      expect(await signIn({ password: 'no', address: `10.0.1.${each}` })).toMatchObject({
        error: { code: 'WRONG_CREDENTIALS' },
      });
    expect(await signIn({ address: '10.0.2.1' })).toEqual({
      ok: false,
      error: { code: 'TOO_MANY_TRIES', params: { minutes: 15 } },
    });
    expect(verified.length).toBe(10);
    time.nowMs += 15 * 60_000;
    expect((await signIn()).ok).toBe(true);
  });

  test('ten wrong tries from an address, at whatever names; right ones cost nothing', async () => {
    await withLogin();
    for (let each = 0; each < 30; each++) await tokenOf();
    for (let each = 0; each < 10; each++) await signIn({ loginName: `guess${each}` });
    expect(await signIn()).toMatchObject({ error: { code: 'TOO_MANY_TRIES' } });
    expect((await signIn({ address: '10.0.0.2' })).ok).toBe(true);
  });

  test('tries at the same moment do not pass each other by', async () => {
    await withLogin();
    const answers = await Promise.all(Array.from({ length: 40 }, () => signIn({ password: 'no' })));
    expect(answers.filter((each) => !each.ok && each.error.code === 'WRONG_CREDENTIALS').length).toBe(10);
  });
});

describe('a login', () => {
  const known = async (token: string | undefined, touch = true) =>
    (await identity.service.personBehind(token, touch)) !== null;

  test('is known by its token and by nothing else', async () => {
    await withLogin();
    const token = await tokenOf();
    expect(await known(token)).toBe(true);
    for (let place = 0; place < token.length; place++) {
      const other = token[place] === 'A' ? 'B' : 'A';
      expect(await known(token.slice(0, place) + other + token.slice(place + 1))).toBe(false);
    }
    for (const wrong of [undefined, '', 'A'.repeat(43), `${token}A`, "' or 1=1 --", token.toLowerCase()])
      expect(await known(wrong)).toBe(false);
  });

  test('stands in the records only as a hash', async () => {
    await withLogin();
    const token = await tokenOf();
    const { rows } = await sql`select * from login`.execute(open.database);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  test('ends when it was not used for twelve hours, and after seven days at the latest', async () => {
    await withLogin();
    const [used, idle] = [await tokenOf(), await tokenOf()];
    for (let sinceMs = 0; sinceMs + 6 * 3_600_000 < LOGIN_MAX_MS; sinceMs += 6 * 3_600_000) {
      time.nowMs += 6 * 3_600_000;
      expect(await known(used)).toBe(true);
      expect(await known(idle, false)).toBe(sinceMs + 6 * 3_600_000 < LOGIN_IDLE_MS);
    }
    time.nowMs += 6 * 3_600_000;
    expect(await known(used)).toBe(false);
    await identity.prune();
    const { rows } = await sql`select * from login`.execute(open.database);
    expect(rows).toEqual([]);
  });

  test('ends with its person', async () => {
    const id = await withLogin();
    const token = await tokenOf();
    people.delete(id);
    expect(await known(token)).toBe(false);
  });

  test('signed out is unknown and its sockets are closed, not those of other logins', async () => {
    await withLogin();
    const [token, other] = [await tokenOf(), await tokenOf()];
    const [actor, otherActor] = await Promise.all(
      [token, other].map((each) => identity.service.personBehind(each, false)),
    );
    await identity.service.signOut(token);
    await identity.service.signOut('nonsense');
    expect(await known(token)).toBe(false);
    expect(await known(other)).toBe(true);
    if (!actor || !otherActor) throw new Error('not signed in');
    expect(closing.map((matches) => [matches(actor), matches(otherActor)])).toEqual([[true, false]]);
  });
});

describe('the first administrator', () => {
  const wish = (token: string) => ({
    token,
    officeName: 'Office',
    name: 'Wang Fang',
    loginName: 'wang',
    password: 'long enough',
  });
  const link = async () => (await identity.setup.newLink('https://x'))?.split('#token=')[1] ?? '';

  test('comes by the link, once', async () => {
    expect(await identity.setup.isOpen()).toBe(true);
    const token = await link();
    const created = await identity.setup.create(wish(token), { address: 'a' });
    expect(created).toMatchObject({ ok: true, value: { me: { name: 'Wang Fang' } } });
    expect(await identity.setup.isOpen()).toBe(false);
    expect(await identity.setup.newLink('https://x')).toBeNull();
    expect(await identity.setup.create(wish(token), { address: 'a' })).toMatchObject({
      error: { code: 'CODE_INVALID' },
    });
    expect(people.size).toBe(1);
  });

  test('two at the same moment: one', async () => {
    const token = await link();
    const answers = await Promise.all(
      [1, 2, 3].map(() => identity.setup.create(wish(token), { address: 'a' })),
    );
    expect(answers.filter((each) => each.ok).length).toBe(1);
    expect(people.size).toBe(1);
  });

  test('a wrong link, an earlier link and the eleventh try are refused', async () => {
    const [earlier, token] = [await link(), await link()];
    for (const wrong of [earlier, 'x', `${token}x`, 'A'.repeat(43), '', earlier, 'y', 'z', 'u', 'v'])
      expect(await identity.setup.create(wish(wrong), { address: 'a' })).toMatchObject({
        error: { code: 'CODE_INVALID' },
      });
    expect(await identity.setup.create(wish(token), { address: 'a' })).toMatchObject({
      error: { code: 'TOO_MANY_TRIES' },
    });
    expect((await identity.setup.create(wish(token), { address: 'b' })).ok).toBe(true);
  });

  test('when the registers fail the link still works', async () => {
    const token = await link();
    registering = () => Promise.reject(new Error('disk'));
    await expect(identity.setup.create(wish(token), { address: 'a' })).rejects.toThrow('disk');
    registering = async () => undefined;
    expect((await identity.setup.create(wish(token), { address: 'a' })).ok).toBe(true);
  });
});

describe('the routes', () => {
  function context(cookies: Record<string, string> = {}, actor: Actor = { kind: 'visitor' }) {
    const wishes: CookieWish[] = [];
    const made: RouteContext<Actor> = {
      actor,
      requestId: 'r',
      address: 'a',
      cookies,
      setCookie: (each) => wishes.push(each),
    };
    return { made, wishes };
  }

  test('signing in anew ends the login that the browser held', async () => {
    await withLogin();
    const before = await tokenOf();
    const { made, wishes } = context({ [LOGIN_COOKIE]: before });
    const answer = await identity.routes['login.create'](made, {
      loginName: 'li.na',
      password: 'correct horse',
    });
    expect(answer.ok).toBe(true);
    expect(await identity.authenticate({ [LOGIN_COOKIE]: before })).toBeNull();
    expect(await identity.authenticate({ [LOGIN_COOKIE]: wishes[0]?.value })).toMatchObject({
      schoolId: school,
    });
    expect(wishes).toMatchObject([{ name: LOGIN_COOKIE, maxAgeMs: LOGIN_MAX_MS }]);
  });

  test('a refusal sets no cookie; signing out takes it away, twice as well', async () => {
    const { made, wishes } = context();
    await identity.routes['login.create'](made, { loginName: 'x', password: 'y' });
    expect(wishes).toEqual([]);
    expect((await identity.routes['login.end'](made, {})).ok).toBe(true);
    expect(wishes).toEqual([{ name: LOGIN_COOKIE, value: '', maxAgeMs: 0 }]);
  });

  test('who is signed in', async () => {
    const id = await withLogin();
    const actor = await identity.authenticate({ [LOGIN_COOKIE]: await tokenOf() });
    if (actor === null) throw new Error('not signed in');
    expect(await identity.routes['login.read'](context({}, actor).made, {})).toMatchObject({
      value: { personId: id },
    });
    expect(await identity.routes['login.read'](context().made, {})).toMatchObject({
      error: { code: 'UNAUTHENTICATED' },
    });
  });
});

test('passwords are kept as argon2id with a salt, and compared in one form', async () => {
  const passwords = createPasswords({ memoryCost: 1_024, timeCost: 1, parallelism: 1 });
  const [one, two] = [await passwords.hash('密码 ｐａｓｓ'), await passwords.hash('密码 ｐａｓｓ')];
  expect(one).toMatch(/^\$argon2id\$/);
  expect(one).not.toBe(two);
  expect(await passwords.verify(one, '密码 pass')).toBe(true);
  expect(await passwords.verify(one, '密码 Pass')).toBe(false);
  expect(await passwords.verify(null, 'nobody has this password')).toBe(false);
});
