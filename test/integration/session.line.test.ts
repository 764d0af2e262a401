import { afterEach, describe, expect, test } from 'vitest';
import type { SessionTables } from '../../server/session/session.store.ts';
import {
  actors,
  codeOf,
  type House,
  joinLesson,
  must,
  neighbourhood,
  openHouse,
  removeHouse,
  SESSION,
  type TestClient,
} from '../support/session-house.ts';
import { nth } from '../support/session-log.ts';

const { open, clear } = neighbourhood();
afterEach(clear);
const here = { sessionId: SESSION };
const room = (n: number) => ({ ...here, roomId: nth.room(n) });
const SECRET = '这句话只给一个人看';

const sit = async (house: House, actor: Parameters<House['connect']>[0], part?: 'assistant' | 'observer') => {
  const client = house.connect(actor);
  await joinLesson(client, part === undefined ? {} : { part });
  return client;
};
const wordsOf = (client: TestClient, n = 1) =>
  client.mirror?.view.lines?.[nth.room(n)]?.said.map(({ from, words }) => `${from}: ${words}`);
const sayLine = (house: House, client: TestClient, text: string, n = 1, commandId = house.newId()) =>
  client.ask('line.say', { ...room(n), text }, commandId);

/** Everybody who can be in a lesson, and of whom only the first four are concerned. */
async function everybody(house: House) {
  const teacher = await sit(house, actors.teacher(1));
  must(await teacher.ask('session.start', here, house.newId()));
  return {
    teacher,
    phone: await sit(house, actors.phone(1)),
    lectern: await sit(house, actors.lecternPhone(1)),
    assistant: await sit(house, actors.teacher(2), 'assistant'),
    others: {
      ownScreen: await sit(house, actors.screen(1)),
      otherScreen: await sit(house, actors.screen(2)),
      otherPhone: await sit(house, actors.phone(2)),
      localTeacher: await sit(house, actors.teacher(5, 2), 'assistant'),
      inspector: await sit(house, actors.inspector(), 'observer'),
      admin: await sit(house, actors.admin(), 'observer'),
    },
  };
}

describe('the private line', () => {
  test('is refused to everybody whose line it is not, whatever they ask', async () => {
    const house = await open();
    const { others, phone, lectern, assistant } = await everybody(house);
    for (const [name, client] of Object.entries(others)) {
      expect(['FORBIDDEN', 'NOT_FOUND'], name).toContain(codeOf(await sayLine(house, client, SECRET)));
      const read = await client.ask('line.read', { ...room(1), upTo: 1 }, house.newId());
      expect(['FORBIDDEN', 'NOT_FOUND'], name).toContain(codeOf(read));
    }
    expect(codeOf(await sayLine(house, phone, SECRET, 2))).toBe('NOT_FOUND');
    expect(codeOf(await sayLine(house, lectern, SECRET, 9))).toBe('NOT_FOUND');
    // What the lecturer has not seen is not read because somebody beside them has.
    const read = await assistant.ask('line.read', { ...room(1), upTo: 1 }, house.newId());
    expect(codeOf(read)).toBe('FORBIDDEN');
    const types = (await house.sessions.reader.eventsOf(SESSION)).map((event) => event.type);
    expect(types.filter((type) => type.startsWith('line.'))).toEqual([]);
  });

  test('reaches who leads and the phone of the room; nobody else is sent a byte', async () => {
    const house = await open();
    const { teacher, phone, lectern, assistant, others } = await everybody(house);
    await house.quiet();
    const before = Object.values(others).map((client) => client.told.length);
    must(await sayLine(house, phone, SECRET));
    must(await sayLine(house, lectern, '好的'));
    must(await sayLine(house, assistant, '马上'));
    must(await teacher.ask('line.read', { ...room(1), upTo: 1 }, house.newId()));
    await house.quiet();
    const talk = [`room: ${SECRET}`, 'lecturer: 好的', 'lecturer: 马上'];
    for (const client of [teacher, phone, lectern, assistant]) expect(wordsOf(client)).toEqual(talk);
    expect(Object.values(others).map((client) => client.told.length)).toEqual(before);
    for (const client of Object.values(others)) expect(client.mirror?.view.lines).toBeUndefined();
    // Nor by asking again: what was missed is a view like any other.
    for (const client of Object.values(others)) {
      const caughtUp = must(await client.ask('session.catchUp', { ...here, afterSeq: 1 }));
      expect(JSON.stringify(caughtUp)).not.toContain(SECRET);
    }
  });

  test('is said once however often it is sent, and not at all while it cannot be kept', async () => {
    const house = await open();
    const { teacher, phone } = await everybody(house);
    const commandId = house.newId();
    house.setAway(true);
    expect(codeOf(await sayLine(house, phone, '听不清', 1, commandId))).toBe('UNAVAILABLE');
    await house.quiet();
    expect(wordsOf(teacher)).toBeUndefined();
    house.setAway(false);
    for (let n = 0; n < 2; n += 1) must(await sayLine(house, phone, '听不清', 1, commandId));
    await house.quiet();
    expect(wordsOf(teacher)).toEqual(['room: 听不清']);
    expect(wordsOf(phone)).toEqual(['room: 听不清']);
  });

  test('comes back after a reload and after a restart of the server, with what was read', async () => {
    const house = await openHouse();
    const { phone, teacher } = await everybody(house);
    must(await sayLine(house, phone, '请再讲一遍'));
    must(await teacher.ask('line.read', { ...room(1), upTo: 1 }, house.newId()));
    phone.drop('client');
    const again = await sit(house, actors.phone(1));
    expect(wordsOf(again)).toEqual(['room: 请再讲一遍']);
    await house.quiet();
    await house.crash();
    const next = await open({ folder: house.folder, clock: house.clock });
    const later = await sit(next, actors.phone(1));
    expect(wordsOf(later)).toEqual(['room: 请再讲一遍']);
    expect(later.mirror?.view.lines?.[nth.room(1)]?.readUpTo).toEqual({ lecturer: 1, room: 1 });
    removeHouse(house);
  });

  test('keeps words out of the log, so that they can be erased and the log stays whole', async () => {
    const house = await open();
    const { phone } = await everybody(house);
    must(await sayLine(house, phone, SECRET));
    await house.quiet();
    const tables = house.database.withTables<SessionTables>();
    const bodies = await tables.selectFrom('session_event').select('body').execute();
    const answers = await tables.selectFrom('command').selectAll().execute();
    expect(JSON.stringify([bodies, answers])).not.toContain(SECRET);
    expect(await tables.selectFrom('text').select('text').execute()).toEqual([{ text: SECRET }]);
    const counted = await house.sessions.reader.eventsOf(SESSION);
    expect(JSON.stringify(counted)).not.toContain(SECRET);
  });
});
