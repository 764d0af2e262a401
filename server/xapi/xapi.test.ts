import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lessonId, linkId, personId, roomId, schoolId } from '../../shared/kernel/ids.ts';
import { lessonOf } from '../../test/support/booking-house.ts';
import { startLrs } from '../../test/support/lrs.ts';
import type { SettledFact, SettledRoomFact } from '../attendance/attendance.types.ts';
import { migrations } from '../migrations.ts';
import { createOutbox } from '../outbox/outbox.module.ts';
import { type OpenDatabase, openDatabase } from '../platform/database.ts';
import { silentLog } from '../platform/log.ts';
import { migrate } from '../platform/migrate.ts';
import { createOutbound } from '../platform/outbound.ts';
import { createXapiChannel } from './xapi.channel.ts';

const START_MS = 1_800_000_000_000;
const MINUTE_MS = 60_000;
const HOME = 'https://class.example.edu';
const uuid = (number: number) => `01890000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
const lesson = {
  ...{ id: lessonId.parse(uuid(1)), version: 1, fields: lessonOf({}) },
} as never as NonNullable<
  Awaited<ReturnType<Parameters<typeof createXapiChannel>[0]['planning']['lessonOfSession']>>
>;
const SESSION = lesson.fields.sessionId;

function settledAs(logSeq: number, presentCount: number | null): SettledFact {
  const room = {
    roomId: roomId.parse(uuid(10)),
    schoolId: schoolId.parse(uuid(11)),
    connectedMs: 2_345_678,
    presentCount,
    expectedCount: 23,
    punctual: true,
    turnCount: 4,
    verdict: presentCount === null ? { state: 'invalid', reason: 'no-head-count' } : { state: 'valid' },
    foundCause: null,
  } as SettledRoomFact;
  return {
    sessionId: SESSION,
    lessonId: lesson.id,
    logSeq,
    localDate: lesson.fields.localDate,
    leadingSchoolId: schoolId.parse(uuid(12)),
    linkId: linkId.parse(uuid(13)),
    plannedMs: 2_400_000,
    lessonMs: 2_390_000,
    startedAtMs: START_MS - 2_390_000,
    endedAtMs: START_MS,
    ownTurnCount: 0,
    people: [
      { personId: personId.parse(uuid(20)), part: 'lectured', workedMs: 2_000_000 },
      { personId: personId.parse(uuid(20)), part: 'assisted', workedMs: 390_000 },
      { personId: personId.parse(uuid(21)), part: 'assisted', workedMs: 2_000_000 },
    ],
    rooms: [room],
  };
}

let open: OpenDatabase;
let lrs: Awaited<ReturnType<typeof startLrs>>;
let nowMs = START_MS;
let settled: SettledFact | null = null;
let happened: { id: string; atMs: number }[] = [];
beforeEach(async () => {
  open = openDatabase('file::memory:');
  await migrate(open.database, migrations);
  lrs = await startLrs('key', 'secret');
  [nowMs, settled, happened] = [START_MS, null, []];
});
afterEach(async () => {
  await lrs.stop();
  await open.close();
});

function house({ secret = 'secret' }: { readonly secret?: string } = {}) {
  const channel = createXapiChannel({
    lrs: { url: lrs.url, key: 'key', secret },
    home: HOME,
    outbound: createOutbound({ local: 'everywhere' }),
    attendance: { settledOf: async () => (settled === null ? [] : [settled]) },
    planning: { lessonOfSession: async () => lesson },
    outbox: () => outbox,
  });
  const { service: outbox } = createOutbox({
    ...{ database: open.database, channels: [channel], holder: 'one', log: silentLog },
    clock: { nowMs: () => nowMs },
    jobs: { every: () => undefined },
    feeds: [
      {
        name: 'session.settled',
        overlapMs: MINUTE_MS,
        since: async (atMs) => happened.filter((each) => each.atMs >= atMs),
      },
    ],
  });
  const settle = async (fact: SettledFact | null) => {
    settled = fact;
    if (fact !== null) happened = [{ id: SESSION, atMs: nowMs }];
    await outbox.round();
  };
  const later = async (minutes: number) => {
    nowMs += minutes * MINUTE_MS;
    await outbox.round();
  };
  return { outbox, settle, later };
}

describe('a lesson that was settled', () => {
  test('is told in statements of its school, its rooms and its teachers by account, without a name', async () => {
    const { settle, later } = house();
    await settle(settledAs(9, 21));
    await later(34);
    expect(lrs.all()).toEqual([]);
    await later(1);
    const said = lrs
      .standing()
      .map(({ actor, verb, result }) => [actor.account, verb.id.split('/').at(-1), result]);
    const account = (name: string) => ({ homePage: HOME, name });
    expect(said).toEqual([
      [account(`school:${uuid(12)}`), 'host', { completion: true, duration: 'PT2390S' }],
      [account(`room:${uuid(10)}`), 'attended', { success: true, duration: 'PT2345.68S' }],
      [account(`person:${uuid(20)}`), 'present', { duration: 'PT2000S' }],
      [account(`person:${uuid(20)}`), 'attended', { duration: 'PT390S' }],
      [account(`person:${uuid(21)}`), 'attended', { duration: 'PT2000S' }],
    ]);
    expect(lrs.all()[1]?.context).toMatchObject({
      registration: SESSION,
      extensions: { 'urn:sanketang:xapi:presentCount': 21, 'urn:sanketang:xapi:expectedCount': 23 },
    });
  });

  test('is told once though the store was away, and though its answer was lost', async () => {
    const { settle, later } = house();
    await settle(settledAs(9, 21));
    lrs.moods.push('away', 'lost');
    await later(35);
    expect(lrs.all()).toEqual([]);
    await later(1);
    expect(lrs.all()).toHaveLength(5);
    await later(5);
    await later(5);
    expect(lrs.all()).toHaveLength(5);
    expect(lrs.requests).toEqual(['POST', 'POST', 'POST', 'PUT', 'PUT', 'PUT', 'PUT', 'PUT']);
  });

  test('and settled anew before it was told is told as it is now, and not at all while it goes on', async () => {
    const { settle, later } = house();
    await settle(settledAs(9, null));
    nowMs += MINUTE_MS;
    await settle(settledAs(12, 21));
    await later(34);
    expect(lrs.all()).toEqual([]);
    settled = null;
    await later(1);
    expect(lrs.all()).toEqual([]);
    nowMs += MINUTE_MS;
    await settle(settledAs(15, 22));
    await later(35);
    expect(lrs.standing()).toHaveLength(5);
    expect(lrs.all()).toHaveLength(5);
  });

  test('and settled anew afterwards takes back what was said; without a difference nothing is said', async () => {
    const { settle, later } = house();
    await settle(settledAs(9, null));
    await later(36);
    expect(lrs.standing()[1]?.result).toMatchObject({ success: false });
    await settle(settledAs(10, null));
    await later(36);
    expect(lrs.all()).toHaveLength(5);
    await settle(settledAs(12, 21));
    await later(36);
    expect(lrs.all()).toHaveLength(15);
    expect(lrs.standing()).toHaveLength(5);
    expect(lrs.standing()[1]?.result).toMatchObject({ success: true });
    await settle(settledAs(14, 20));
    await later(36);
    expect(lrs.standing()).toHaveLength(5);
    expect(lrs.all()).toHaveLength(25);
  });
});

test('a wrong key is tried again and shown', async () => {
  const { settle, later, outbox } = house({ secret: 'wrong' });
  await settle(settledAs(9, 21));
  await later(35);
  expect(await outbox.deliveries('lrs', 10)).toEqual([
    expect.objectContaining({
      state: expect.objectContaining({ failure: { reason: 'status', status: 401 } }),
    }),
  ]);
});
