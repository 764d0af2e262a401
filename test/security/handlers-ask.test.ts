import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { createProduct, type Product } from '../../server/app.ts';
import { permissions } from '../../server/identity/identity.permissions.rules.ts';
import type { Action, Permit } from '../../server/identity/identity.types.ts';
import { aloneBus } from '../../server/platform/bus.ts';
import { createClock } from '../../server/platform/clock.ts';
import { readStart } from '../../server/platform/config.ts';
import { openDatabase } from '../../server/platform/database.ts';
import { createNewId } from '../../server/platform/ids.ts';
import { listen } from '../../server/platform/listen.ts';
import { silentLog } from '../../server/platform/log.ts';
import { createFakeEngine } from '../../sfu/index.ts';
import { uuidV7 } from '../../shared/kernel/ids.ts';
import type { StaffRole } from '../../shared/person.ts';
import { answerFrame, requestNames } from '../../shared/wire/requests.ts';
import { type RouteName, routes } from '../../shared/wire/routes.ts';
import { connectAs } from '../fault/teacher.ts';
import { type Api, createApi } from '../support/api.ts';
import { type County, makeCounty, PASSWORD, planLesson, signIn } from '../support/county.ts';
import { sampleBody } from '../support/sample-bodies.ts';
import { samples } from '../support/samples.ts';

/** What the table was asked for since the last look, and whether it says no to everything. */
const table = vi.hoisted(() => ({ asked: new Set<string>(), says: null as boolean | null }));
vi.mock('../../server/identity/identity.permit.rules.ts', async (original) => {
  const real = await original<{ permit: Permit }>();
  const permit: Permit = (actor, action, scope) => {
    table.asked.add(action);
    return table.says ?? real.permit(actor, action, scope);
  };
  return { ...real, permit };
});

let product: Product;
let county: County;
let url = '';
const dataDir = mkdtempSync(join(tmpdir(), 'sanketang-ask-'));
const known: Record<string, unknown> = {};
/** By register, its first entry at the leading school. */
const firstOf: Record<string, string> = {};
const people: { readonly who: string; readonly role: StaffRole | null; readonly api: Api }[] = [];

beforeAll(async () => {
  const start = readStart(['--port', '0', '--data-dir', dataDir], { HOST: '127.0.0.1', LANG: 'en_US.UTF-8' });
  if (start.kind !== 'run') throw new Error(JSON.stringify(start));
  const clock = createClock();
  const newId = createNewId(clock);
  product = await createProduct({
    config: start.config,
    open: openDatabase('file::memory:'),
    clock,
    newId,
    log: silentLog,
    engine: createFakeEngine(),
    bus: aloneBus,
    storeChanged: () => undefined,
  });
  const listening = await listen(product.server, { host: '127.0.0.1', port: 0 });
  if (!listening.ok) throw new Error(listening.error);
  await product.start(listening.port);
  url = `http://127.0.0.1:${listening.port}`;
  const setupUrl = await product.setup.newLink(url);
  county = await makeCounty({ url, setupUrl }, 2);
  await fill();
});
afterAll(async () => {
  await product?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});
afterEach(() => {
  table.says = null;
});

async function fill(): Promise<void> {
  const { admin, leadingSchoolId, lecturerId, lectureRoomId, points } = county;
  const lesson = await planLesson(county, 1);
  const [region] = (await admin.call('region.list', {})).rows;
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  Object.assign(known, {
    lessonId: lesson.lessonId,
    sessionId: lesson.sessionId,
    schoolId: leadingSchoolId,
    fromSchoolId: leadingSchoolId,
    toSchoolId: points[0]?.schoolId,
    leadingSchoolId,
    intoId: points[0]?.schoolId,
    memberSchoolIds: [points[0]?.schoolId],
    regionId: region?.id,
    personId: lecturerId,
    lecturerId,
    roomId: lectureRoomId,
    lectureRoomId,
    pin: '4711',
    sha256: 'a'.repeat(64),
    reason: 'x',
    from: today,
    to: today,
    localDate: today,
    date: today,
    validFrom: today,
    expectedVersion: 1,
    origin: url,
    zone: 'Asia/Shanghai',
    loginName: 'somebody',
    password: 'long enough',
    code: 'ABCDEFGH',
    key: 'A'.repeat(43),
    roles: [],
    officialCode: '',
    phone: '',
  });
  const empty: string[] = [];
  const ofSchool = (fields: object) => 'schoolId' in fields && fields.schoolId === leadingSchoolId;
  for (const name of Object.keys(routes).filter((each) => each.endsWith('.history'))) {
    const register = name.replace('.history', '');
    const { rows } = (await admin.call(`${register}.list` as 'room.list', {})) as {
      rows: readonly { id: string; fields: object }[];
    };
    const own = rows.find(({ fields }) => ofSchool(fields)) ?? rows[0];
    if (own !== undefined) firstOf[register] = own.id;
    else empty.push(register);
  }
  const { code } = await createApi(url).call('device.announce', {});
  const { deviceId } = await admin.call('device.pair', { code, roomId: lectureRoomId });
  known['deviceId'] = deviceId;
  for (const register of empty.filter((each) => each !== 'slot')) {
    const name = `${register}.add` as 'room.add';
    firstOf[register] = (
      await admin.call(name, sampleBody(routes[name].body, knownTo(register)) as never)
    ).id;
    known[`${register}Id`] = firstOf[register];
  }
  firstOf['school'] = leadingSchoolId;
  firstOf['feed'] = lecturerId;
  known['feedId'] = (await admin.call('feed.create', { kind: 'person', id: lecturerId })).feed.id;
  const [point] = points;
  if (point === undefined || region === undefined) throw new Error('no county');
  const places = [
    ['of the county', 'region', region.id],
    ['of the school', 'school', leadingSchoolId],
    ['of a point', 'school', point.schoolId],
  ] as const;
  for (const [where, kind, id] of places)
    for (const role of ['admin', 'lecturer', 'localTeacher', 'inspector', 'researcher', 'viewer'] as const) {
      const loginName = `${role}.${where.replaceAll(' ', '')}`.toLowerCase();
      const scope = kind === 'region' ? { kind, regionId: id } : { kind, schoolId: id };
      await admin.call('person.add', {
        name: `${role} ${where}`,
        schoolId: kind === 'school' ? id : null,
        phone: '',
        roles: [{ role, scope: scope as never }],
        login: { loginName, password: PASSWORD },
      });
      people.push({ who: `${role} ${where}`, role, api: await signIn(url, loginName) });
    }
  people.push({ who: 'nobody', role: null, api: createApi(url) });
}

/** Nobody listens to their own lesson in another tool, and a camera has an address of its own kind. */
function knownTo(register: string): Record<string, unknown> {
  switch (register) {
    case 'elsewhere':
      return { ...known, leadingSchoolId: known['toSchoolId'], roomId: null };
    case 'source':
      return { ...known, address: 'rtsp://192.0.2.1/stream' };
    default:
      return known;
  }
}

const granted = (Object.keys(routes) as RouteName[]).filter((name) => permissions[name].who === 'granted');

function bodyOf(name: RouteName): Record<string, unknown> {
  const [register = ''] = name.split('.');
  const id = firstOf[register];
  return sampleBody(routes[name].body, {
    ...knownTo(register),
    ...(id === undefined ? {} : { id }),
  }) as Record<string, unknown>;
}

type Heard = { readonly status: number; readonly code: string; readonly text: string };

async function ask(api: Api, name: RouteName): Promise<Heard> {
  const row = routes[name];
  const fields = bodyOf(name);
  const path = row.path.replace(/:(\w+)/g, (_, key: string) => {
    const value = String(fields[key]);
    delete fields[key];
    return encodeURIComponent(value);
  });
  const query = row.method === 'GET' ? `?${new URLSearchParams(fields as Record<string, string>)}` : '';
  const cookie = api.cookies().map((each) => `${each.name}=${each.value}`);
  const answer = await fetch(url + path + query, {
    method: row.method,
    headers: { cookie: cookie.join('; '), origin: url, 'content-type': 'application/json' },
    ...(row.method === 'POST' ? { body: JSON.stringify(fields) } : {}),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    text,
    code: answer.ok ? '' : String((JSON.parse(text) as { code?: string }).code),
  };
}

/** An answer that gives nothing away: ids stand for everything that there is. */
const isBare = ({ text }: Heard): boolean => !/[0-9a-f]{8}-[0-9a-f]{4}-7/.test(text);
/** Said before the table is asked, to those who may read the thing: what state it is in. */
const ofState = [
  'region',
  'school',
  'room',
  'class',
  'subject',
  'person',
  'need',
  'link',
  'localTeaching',
  'term',
  'bell',
  'elsewhere',
  'group',
]
  .map((register) => `${register}.reopen`)
  .concat('link.answer');
/** Of what the walk can make none: where there is no thing there is nothing to ask about. */
const unmade =
  /^planner\.accept$|^courseware\.(rename|remove)$|^recording\.(read|licence|keep|compose|remove|\w+Captions?)$|^slot\.(list|history|change|close|reopen)$|^lesson\.unplayable$|^import\.(read|apply|drop)$/;
const refusals = ['UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND', 'INVALID_VALUE', 'CODE_INVALID'];

describe('a table that says no to everything', () => {
  test.each(granted)('%s is refused, or answers nothing', async (name) => {
    table.asked.clear();
    table.says = false;
    const heard = await ask(name === 'lesson.improvise' ? county.lecturer : county.admin, name);
    if (heard.code === 'UNAVAILABLE') return;
    expect(heard.code).not.toBe('BAD_REQUEST');
    if (heard.status === 200) expect([name, isBare(heard), heard.text]).toEqual([name, true, heard.text]);
    else expect([name, refusals.includes(heard.code), heard.code]).toEqual([name, true, heard.code]);
    const asked = table.asked.size > 0 || unmade.test(name);
    expect([name, asked, heard.text], 'the table was asked').toEqual([name, true, heard.text]);
  });
});

describe('the table as it is', () => {
  const writes = granted.filter((name) => routes[name].method === 'POST');
  test.each(writes)('%s is refused to everybody to whom the table says no', async (name) => {
    for (const { who, role, api } of people) {
      if (who === 'admin of the county' || who === 'admin of the school') continue;
      // What is the point's own is asked about below; here everything is the leading school's.
      const rule = permissions[name];
      const byRole = rule.who === 'granted' && (rule.roles as readonly string[]).includes(String(role));
      if (byRole || (rule.who === 'granted' && rule.relations.length > 0 && role !== null)) continue;
      const { code, status, text } = await ask(api, name);
      const fine =
        refusals.includes(code) ||
        code === 'UNAVAILABLE' ||
        (ofState.includes(name) && ['CONFLICT', 'INVALID_STATE'].includes(code));
      expect([name, who, fine, status, text]).toEqual([name, who, true, status, text]);
    }
  });
});

/** Whoever sits may: the table was asked when they took the seat, and who loses a right loses the connection. Without one, nobody. */
const bySeat = /^note\.close$|^session\.(leave|catchUp)$|^quality\./;
/** Said by things alone: people are refused at the door. */
const byThings =
  /^(room\.agenda|device\.reportCheck|hand\.raise|signal\.send|talk\.hold|phone\.code|playing\.(open|tell|wish))$/;

describe('a table that says no to every message', () => {
  test.each(requestNames)('%s is refused', async (name) => {
    const socket = await connectAs(url, county.lecturer);
    try {
      const [sample] = fc.sample<object>(samples[name] as fc.Arbitrary<object>, { numRuns: 1, seed: 1 });
      const { sessionId } = known;
      if (!bySeat.test(name))
        await socket.timeout(5_000).emitWithAck('session.join', { body: { sessionId } });
      const body = { ...sample, ...(sample && 'sessionId' in sample ? { sessionId } : {}) };
      table.asked.clear();
      table.says = false;
      const answer = answerFrame.parse(
        await socket
          .timeout(5_000)
          .emitWithAck(name, { body, commandId: uuidV7(Date.now(), randomBytes(10)) }),
      );
      const code = answer.ok ? 'served' : answer.error.code;
      expect([name, refusals.includes(code), code]).toEqual([name, true, code]);
      const atTheDoor = byThings.test(name) && code === 'FORBIDDEN';
      expect([name, code, table.asked.size > 0 || atTheDoor || bySeat.test(name)]).toEqual([
        name,
        code,
        true,
      ]);
    } finally {
      socket.disconnect();
    }
  });
});

test('rows that the walk takes for open to all are few, and known', () => {
  const open = (Object.keys(permissions) as Action[]).filter((name) => permissions[name].who !== 'granted');
  expect(open.sort()).toEqual([
    'bigScreen.read',
    'device.announce',
    'device.beatPc',
    'device.exchange',
    'device.leavePc',
    'device.read',
    'device.reportPc',
    'invitation.accept',
    'invitation.open',
    'login.changePassword',
    'login.create',
    'login.end',
    'login.read',
    'login.ways',
    'open.list',
    'open.report',
    'phone.enter',
    'phone.leave',
    'phone.open',
    'phone.read',
    'recording.address',
    'recording.package',
    'recording.progress',
    'recording.replay',
    'report.mine',
    'setup.create',
    'setup.state',
    'threshold.list',
    'watch.open',
    'watch.read',
  ]);
});

test('a school’s administrator does nothing to somebody of theirs who is more elsewhere', async () => {
  const { admin, leadingSchoolId, points } = county;
  const [point] = points;
  const { rows } = await admin.call('region.list', {});
  const [region] = rows;
  const own = people.find(({ who }) => who === 'admin of the school');
  if (point === undefined || region === undefined || own === undefined) throw new Error('no county');
  const ownRole = { role: 'lecturer', scope: { kind: 'school', schoolId: leadingSchoolId } } as const;
  const elsewhere = [
    { role: 'viewer', scope: { kind: 'region', regionId: region.id } },
    { role: 'lecturer', scope: { kind: 'school', schoolId: point.schoolId } },
  ] as const;
  for (const role of elsewhere) {
    const fields = {
      name: '两处任职',
      schoolId: leadingSchoolId,
      phone: '',
      staffCode: '',
      roles: [ownRole],
    };
    const { id } = await admin.call('person.add', { ...fields, roles: [ownRole, role] });
    const seen = { id, expectedVersion: 1 };
    const refused = { code: 'FORBIDDEN' };
    for (const roles of [[ownRole, role], [ownRole], []])
      await expect(
        own.api.call('person.change', { changes: [{ ...seen, fields: { ...fields, roles } }] }),
      ).rejects.toMatchObject(refused);
    await expect(own.api.call('person.close', { entries: [seen], reason: 'x' })).rejects.toMatchObject(
      refused,
    );
    await expect(own.api.call('invitation.create', { personId: id })).rejects.toMatchObject(refused);
    await expect(own.api.call('login.revoke', { personId: id })).rejects.toMatchObject(refused);
    await expect(own.api.call('login.list', { personId: id })).rejects.toMatchObject(refused);
    await expect(own.api.call('person.setPin', { personId: id, pin: '4711' })).rejects.toMatchObject(refused);
    await admin.call('person.change', { changes: [{ ...seen, fields }] });
    await own.api.call('person.setPin', { personId: id, pin: '4711' });
    await own.api.call('person.change', {
      changes: [{ id, expectedVersion: 2, fields: { ...fields, phone: '13800000000' } }],
    });
    const given = { ...fields, roles: [ownRole, role] };
    await expect(
      own.api.call('person.change', { changes: [{ id, expectedVersion: 3, fields: given }] }),
    ).rejects.toMatchObject(refused);
  }
});
