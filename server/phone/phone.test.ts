import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import type { PersonId } from '../../shared/kernel/ids.ts';
import { regionId } from '../../shared/kernel/ids.ts';
import type { RoleGrant } from '../../shared/person.ts';
import type { RouteName, routes } from '../../shared/wire/routes.ts';
import {
  actors,
  cardOf,
  codeOf,
  type House,
  joinLesson,
  lessonEntry,
  must,
  neighbourhood,
  SESSION,
} from '../../test/support/session-house.ts';
import { nth, nthId, PLANNED_START_MS } from '../../test/support/session-log.ts';
import type { Look } from '../directory/directory.service.ts';
import type { DirectoryReader } from '../directory/directory.types.ts';
import { createPasswords } from '../identity/identity.password.ts';
import { permit } from '../identity/identity.permit.rules.ts';
import type { Actor } from '../identity/identity.types.ts';
import { type OpenDatabase, openDatabase } from '../platform/database.ts';
import { silentLog } from '../platform/log.ts';
import { migrate } from '../platform/migrate.ts';
import type { CookieWish, RouteContext } from '../platform/ports.ts';
import { phoneMigrations } from './phone.migrations.ts';
import { createPhones, type Phones } from './phone.module.ts';
import { PASS_COOKIE, PHONE_COOKIE } from './phone.routes.ts';
import { CODE_GRACE_MS, CODE_LIFE_MS, grantEndsAtMs } from './phone.rules.ts';

const homes = neighbourhood();
const passwords = createPasswords({ memoryCost: 8, timeCost: 1, parallelism: 1 });
const lessons = [lessonEntry([1, 2], 1), lessonEntry([1, 2], 2)];
const county = regionId.parse(nthId(800_001));
/** Person 1 leads at school 0; persons 11 and 12 work at school 1, where room 1 is; person 21 at school 2. */
const people = new Map(
  (
    [
      [1, 0],
      [11, 1],
      [12, 1],
      [21, 2],
    ] as const
  ).map(([person, school]) => [
    nth.person(person),
    {
      id: nth.person(person),
      fields: {
        name: `Teacher ${person}`,
        schoolId: nth.school(school),
        phone: '',
        roles: [] as readonly RoleGrant[],
      },
    },
  ]),
);
const snapshot = {
  people,
  rooms: new Map(
    [1, 2].map((room) => [nth.room(room), { fields: { name: `Room ${room}`, schoolId: nth.school(room) } }]),
  ),
  schools: new Map([0, 1, 2].map((school) => [nth.school(school), { fields: { name: `Point ${school}` } }])),
  regions: new Map([[county, { id: county, fields: { parentId: null } }]]),
  pathOf: (school: string) => ({ regionIds: [county], schoolIds: [school] }),
};
const directory = { snapshot: async () => snapshot } as unknown as DirectoryReader;

let house: House;
let phones: Phones;
let open: OpenDatabase;
let closed: Actor[];

beforeEach(async () => {
  house = await homes.open({ lessons });
  closed = [];
  open = openDatabase('file::memory:');
  await migrate(open.database, phoneMigrations);
  house.clock.set(PLANNED_START_MS - 5 * 60_000);
  phones = createPhones({
    database: open.database,
    clock: house.clock,
    newId: house.newId,
    log: silentLog,
    permit,
    passwords,
    directory,
    planning: {
      lessonOfSession: async (id) => lessons.find((each) => each.fields.sessionId === id) ?? null,
      card: async (lesson, phase) => cardOf(lesson, phase),
    },
    sessions: house.sessions.reader,
    look: (async (actor: Actor) => ({
      ok: true,
      value: {
        snapshot,
        actor,
        may: (action: 'person.setPin' | 'person.list', scope: Parameters<typeof permit>[2]) =>
          permit(actor, action, scope),
        scopeOfPerson: ({ id, fields }: { id: PersonId; fields: { schoolId: string } }) => ({
          paths: [snapshot.pathOf(fields.schoolId)],
          relations: actor.kind === 'person' && actor.personId === id ? ['self'] : [],
        }),
      },
    })) as unknown as Look,
    publicUrl: null,
    closeConnections: (matches) => {
      closed.push(...candidates.filter(matches));
    },
  });
  for (const [person, number] of [
    [11, '1111'],
    [12, '2222'],
    [21, '3333'],
    [1, '9999'],
  ] as const)
    must(
      await call(
        'person.setPin',
        { personId: nth.person(person), pin: number },
        { actor: office(), jar: new Map() },
      ),
    );
});
afterEach(async () => {
  await homes.clear();
  await open.close();
});

const adminOf = (school: number): RoleGrant => ({
  role: 'admin',
  scope: { kind: 'school', schoolId: nth.school(school) },
});
let candidates: Actor[] = [];
const office = (): Actor => ({
  kind: 'person',
  personId: nth.person(91),
  loginId: 'login-91',
  schoolId: nth.school(0),
  grants: [{ role: 'admin', scope: { kind: 'region', regionId: county } }],
});

type Phone = { readonly jar: Map<string, string>; readonly address?: string; readonly actor?: Actor };
const newPhone = (address = '10.0.0.1'): Phone => ({ jar: new Map(), address });

async function call<N extends RouteName & keyof Phones['routes']>(
  name: N,
  body: z.infer<(typeof routes)[N]['body']>,
  phone: Phone,
) {
  const context: RouteContext<Actor> = {
    actor: phone.actor ?? { kind: 'visitor' },
    requestId: 'request',
    address: phone.address ?? '10.0.0.9',
    cookies: Object.fromEntries(phone.jar),
    setCookie: ({ name: cookie, value, maxAgeMs }: CookieWish) => {
      if (maxAgeMs === 0) phone.jar.delete(cookie);
      else phone.jar.set(cookie, value);
    },
  };
  const handle = phones.routes[name] as (context: unknown, body: unknown) => ReturnType<Phones['routes'][N]>;
  return handle(context, body);
}

const show = async (room = 1, sessionId = SESSION) =>
  phones.handlers['phone.code'](
    {
      actor: actors.screen(room),
      commandId: null,
      requestId: 'r',
      connection: house.connect(actors.screen(room)),
    },
    { sessionId },
  );
const scan = async (phone: Phone, room = 1) =>
  call('phone.open', { code: must(await show(room)).code }, phone);
const asStaff = (person: number, number: string) =>
  ({ as: { kind: 'staff', personId: nth.person(person), pin: number } }) as const;
const asSubstitute = (name: string) => ({ as: { kind: 'substitute', name } }) as const;
const actorBehind = ({ jar }: Phone) => phones.authenticate(Object.fromEntries(jar));

describe('the code on the screen', () => {
  test('is the same for a minute, then another; the old one is refused', async () => {
    const first = must(await show());
    expect(must(await show()).code).toBe(first.code);
    expect(first.code).toMatch(/^[\w-]{22}$/);
    house.clock.pass(CODE_LIFE_MS);
    const second = must(await show());
    expect(second.code).not.toBe(first.code);
    house.clock.pass(CODE_GRACE_MS);
    expect(codeOf(await call('phone.open', { code: first.code }, newPhone()))).toBe('CODE_INVALID');
    expect(codeOf(await call('phone.open', { code: second.code }, newPhone()))).toBe('ok');
  });

  test('is for screens of the lesson, from pre-flight to midnight', async () => {
    expect(codeOf(await show(7))).toBe('NOT_FOUND');
    house.clock.set(PLANNED_START_MS - 11 * 60_000);
    expect(codeOf(await show())).toBe('LESSON_NOT_LIVE');
    house.clock.set(grantEndsAtMs(lessonEntry().fields));
    expect(codeOf(await show())).toBe('LESSON_ENDED');
  });

  test('wrong ones: ten tries, then none for a quarter of an hour, a right one neither', async () => {
    const wrong = 'x'.repeat(22);
    for (let tries = 0; tries < 10; tries++)
      expect(codeOf(await call('phone.open', { code: wrong }, newPhone()))).toBe('CODE_INVALID');
    expect(codeOf(await scan(newPhone()))).toBe('TOO_MANY_TRIES');
    expect(codeOf(await scan(newPhone('10.0.0.2')))).toBe('ok');
    house.clock.pass(15 * 60_000);
    expect(codeOf(await scan(newPhone()))).toBe('ok');
  });

  test('the lecturer’s own is for whoever leads', async () => {
    const ask = (actor: Actor) =>
      call('phone.lecternCode', { sessionId: SESSION }, { actor, jar: new Map() });
    expect(codeOf(await ask(actors.teacher(2)))).toBe('FORBIDDEN');
    expect(codeOf(await ask(actors.teacher(99, 9)))).toBe('NOT_FOUND');
    const phone = newPhone();
    must(await call('phone.open', { code: must(await ask(actors.teacher(1))).code }, phone));
    expect(codeOf(await call('phone.enter', asSubstitute('Somebody'), phone))).toBe('FORBIDDEN');
    expect(codeOf(await call('phone.enter', asStaff(11, '1111'), phone))).toBe('WRONG_CREDENTIALS');
    must(await call('phone.enter', asStaff(1, '9999'), phone));
    expect(await actorBehind(phone)).toMatchObject({ kind: 'phone', roomId: null, personId: nth.person(1) });
  });
});

describe('who the phone is for', () => {
  test('without a scanned code nobody comes in', async () => {
    expect(codeOf(await call('phone.enter', asStaff(11, '1111'), newPhone()))).toBe('CODE_INVALID');
    expect(must(await call('phone.read', {}, newPhone()))).toEqual({ state: 'unknown' });
    const phone = newPhone();
    phone.jar.set(PHONE_COOKIE, 'x'.repeat(43));
    expect(await actorBehind(phone)).toBeNull();
  });

  test('the staff of this school with a PIN are offered, nobody else’s', async () => {
    const choice = must(await scan(newPhone()));
    if (choice.state !== 'choosing') throw new Error('entered without a word');
    expect(choice.staff.map((each) => each.personId)).toEqual([nth.person(11), nth.person(12)]);
    expect(choice).toMatchObject({ taken: false, room: { name: 'Room 1', schoolName: 'Point 1' } });
    const phone = newPhone();
    must(await scan(phone));
    expect(codeOf(await call('phone.enter', asStaff(21, '3333'), phone))).toBe('WRONG_CREDENTIALS');
  });

  test('a guessed PIN: ten tries by room and address, then not even the right one', async () => {
    for (let tries = 0; tries < 10; tries++) {
      const phone = newPhone(`10.1.0.${tries}`);
      must(await scan(phone));
      expect(codeOf(await call('phone.enter', asStaff(11, `000${tries}`), phone))).toBe('WRONG_CREDENTIALS');
    }
    const phone = newPhone('10.1.1.1');
    must(await scan(phone));
    expect(codeOf(await call('phone.enter', asStaff(12, '2222'), phone))).toBe('TOO_MANY_TRIES');
    const other = newPhone('10.1.1.2');
    must(await scan(other, 2));
    expect(codeOf(await call('phone.enter', asStaff(21, '3333'), other))).toBe('ok');
  });

  test('one address that tries in two rooms is stopped in both', async () => {
    for (let tries = 0; tries < 10; tries++) {
      const phone = newPhone();
      const room = 1 + (tries % 2);
      must(await scan(phone, room));
      await call('phone.enter', asStaff(room === 1 ? 12 : 21, '0000'), phone);
    }
    const phone = newPhone();
    must(await scan(phone, 2));
    expect(codeOf(await call('phone.enter', asStaff(21, '3333'), phone))).toBe('TOO_MANY_TRIES');
  });

  test('of many phones at once one gets the room', async () => {
    const many = Array.from({ length: 6 }, (_, index) => newPhone(`10.2.0.${index}`));
    for (const phone of many) must(await scan(phone));
    const answers = await Promise.all(many.map((phone) => call('phone.enter', asSubstitute('Sub'), phone)));
    expect(answers.map(codeOf).sort()).toEqual([
      'PHONE_TAKEN',
      'PHONE_TAKEN',
      'PHONE_TAKEN',
      'PHONE_TAKEN',
      'PHONE_TAKEN',
      'ok',
    ]);
    expect(must(await scan(newPhone('10.2.1.1')))).toMatchObject({ state: 'choosing', taken: true });
  });

  test('the same person on the same phone keeps the grant; another takes a new one', async () => {
    const phone = newPhone();
    must(await scan(phone));
    const first = must(await call('phone.enter', asStaff(11, '1111'), phone));
    expect(must(await scan(phone))).toMatchObject({ state: 'entered', grantId: first.grantId });
    const second = newPhone();
    must(await scan(second, 2));
    for (const [name, value] of phone.jar) second.jar.set(name, value);
    // The phone of room 1 goes over to room 2: its first seat is free again.
    const moved = must(await call('phone.enter', asSubstitute('Sub'), second));
    expect(moved.grantId).not.toBe(first.grantId);
    expect(must(await call('phone.read', {}, phone))).toEqual({ state: 'over', reason: 'released' });
    const third = newPhone();
    must(await scan(third));
    must(await call('phone.enter', asStaff(12, '2222'), third));
  });

  test('lasts until midnight where it was taught', async () => {
    const phone = newPhone();
    must(await scan(phone));
    const { untilMs } = must(await call('phone.enter', asSubstitute('王小明'), phone));
    expect(new Date(untilMs).toISOString()).toMatch(/T16:00:00.000Z$/);
    expect(phone.jar.has(PASS_COOKIE)).toBe(false);
    house.clock.set(untilMs - 5);
    expect(await actorBehind(phone)).toMatchObject({ roomId: nth.room(1), personId: null });
    house.clock.set(untilMs);
    expect(await actorBehind(phone)).toBeNull();
    expect(must(await call('phone.read', {}, phone))).toEqual({ state: 'over', reason: 'expired' });
  });
});

describe('a lost phone', () => {
  const enter = async (room = 1) => {
    const phone = newPhone();
    must(await scan(phone, room));
    must(await call('phone.enter', asSubstitute('Sub'), phone));
    const actor = await actorBehind(phone);
    if (actor === null) throw new Error('no grant');
    candidates = [actor, actors.phone(2)];
    return { phone, actor };
  };
  const release = (actor: Actor, room = 1) =>
    call('phone.release', { sessionId: SESSION, roomId: nth.room(room) }, { actor, jar: new Map() });

  test('is released by the lecturer and by its school, by nobody else, and hangs up', async () => {
    const { phone, actor } = await enter();
    expect(codeOf(await release(actors.teacher(5, 2)))).toBe('FORBIDDEN');
    expect(codeOf(await release(actors.stranger()))).toBe('NOT_FOUND');
    expect(codeOf(await release(actor))).toBe('FORBIDDEN');
    expect(codeOf(await release({ kind: 'visitor' }))).toBe('UNAUTHENTICATED');
    expect(await actorBehind(phone)).toEqual(actor);
    must(await release(actors.teacher(11, 1)));
    expect(closed).toEqual([actor]);
    expect(await actorBehind(phone)).toBeNull();
    await enter();
    must(await release(actors.teacher(1)));
    must(await release(actors.teacher(1)));
  });

  test('is listed by name for those who may release it', async () => {
    await enter();
    const list = (actor: Actor) => call('phone.list', { sessionId: SESSION }, { actor, jar: new Map() });
    expect(must(await list(actors.teacher(1)))).toMatchObject([
      { roomId: nth.room(1), name: 'Sub', substitute: true },
    ]);
    expect(must(await list(actors.teacher(21, 2)))).toEqual([]);
    expect(codeOf(await list(actors.screen(1)))).toBe('FORBIDDEN');
  });

  test('leaving frees the seat', async () => {
    const { phone } = await enter();
    must(await call('phone.leave', {}, phone));
    expect(phone.jar.size).toBe(0);
    await enter();
  });
});

describe('what a phone may say', () => {
  test('in its room, its session, its day', async () => {
    const phone = newPhone();
    must(await scan(phone));
    must(await call('phone.enter', asStaff(11, '1111'), phone));
    const actor = await actorBehind(phone);
    if (actor?.kind !== 'phone') throw new Error('no phone');
    const client = house.connect(actor);
    await joinLesson(client);
    const say = (room: number, sessionId = SESSION) =>
      client.ask('headCount.set', { sessionId, roomId: nth.room(room), presentCount: 20 }, house.newId());
    expect(codeOf(await say(2))).toBe('NOT_FOUND');
    expect(codeOf(await say(1, nth.session(2)))).toBe('NOT_FOUND');
    expect(codeOf(await client.ask('session.join', { sessionId: nth.session(2) }))).toBe('NOT_FOUND');
    must(await say(1));
    expect(must(await call('phone.read', {}, phone))).toMatchObject({
      state: 'entered',
      name: 'Teacher 11',
      headCount: { presentCount: 20, source: 'phoneNamed' },
    });
  });

  test('nothing of another room or session, whatever it asks for', async () => {
    const other = { sessionId: nth.session(2), roomId: nth.room(1) };
    const elsewhere = { sessionId: SESSION, roomId: nth.room(2) };
    const client = house.connect(actors.phone(1));
    await joinLesson(client);
    for (const about of [other, elsewhere]) {
      const said = { outcome: 'held', cause: null, clarity: null, following: null } as const;
      const answers = [
        await client.ask('headCount.set', { ...about, presentCount: 1 }, house.newId()),
        await client.ask('hand.raise', about, house.newId()),
        await client.ask('hand.lower', about, house.newId()),
        await client.ask('signal.send', { ...about, signal: 'wait' }, house.newId()),
        await client.ask('confirmation.set', { ...about, ...said }, house.newId()),
      ];
      expect(answers.map(codeOf).filter((code) => !['NOT_FOUND', 'FORBIDDEN'].includes(code))).toEqual([]);
    }
    const { sessionId } = other;
    const whole = [
      await client.ask('session.start', { sessionId: SESSION }, house.newId()),
      await client.ask('session.end', { sessionId: SESSION }, house.newId()),
      await client.ask('session.reopen', { sessionId: SESSION }, house.newId()),
      await client.ask('session.leave', { sessionId }),
      await client.ask('session.catchUp', { sessionId, afterSeq: 0 }),
      await client.ask('session.join', { sessionId }),
      await client.ask('media.join', { sessionId: SESSION }),
    ];
    expect(whole.map(codeOf).filter((code) => !['NOT_FOUND', 'FORBIDDEN'].includes(code))).toEqual([]);
  });
});

describe('PINs', () => {
  test('are set by the administrator or by oneself, and can be changed', async () => {
    const set = (actor: Actor, person: number, number: string) =>
      call('person.setPin', { personId: nth.person(person), pin: number }, { actor, jar: new Map() });
    expect(codeOf(await set(actors.teacher(12, 1), 11, '5555'))).toBe('FORBIDDEN');
    must(await set(actors.teacher(11, 1), 11, '5555'));
    const person = people.get(nth.person(11));
    if (person === undefined) throw new Error('nobody is called so');
    const schoolAdmin: Actor = { ...actors.admin(), grants: [adminOf(1)] } as Actor;
    const { roles } = person.fields;
    const more = [{ role: 'viewer', scope: { kind: 'region', regionId: county } }, adminOf(2)] as const;
    for (const role of more) {
      person.fields.roles = [adminOf(1), role];
      expect(codeOf(await set(schoolAdmin, 11, '6666'))).toBe('FORBIDDEN');
      must(await set(office(), 11, '5555'));
      must(await set(actors.teacher(11, 1), 11, '5555'));
      const seen = must(await call('person.listPins', {}, { actor: schoolAdmin, jar: new Map() }));
      expect(seen.personIds).toEqual([nth.person(12)]);
    }
    person.fields.roles = [adminOf(1)];
    must(await set(schoolAdmin, 11, '5555'));
    person.fields.roles = roles;
    const phone = newPhone();
    must(await scan(phone));
    expect(codeOf(await call('phone.enter', asStaff(11, '1111'), phone))).toBe('WRONG_CREDENTIALS');
    must(await call('phone.enter', asStaff(11, '5555'), phone));
    const listed = must(await call('person.listPins', {}, { actor: office(), jar: new Map() }));
    expect(listed.personIds).toHaveLength(4);
  });
});
