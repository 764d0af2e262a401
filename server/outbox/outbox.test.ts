import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DAY_MS } from '../../shared/kernel/time.ts';
import { migrations } from '../migrations.ts';
import { type OpenDatabase, openDatabase } from '../platform/database.ts';
import { silentLog } from '../platform/log.ts';
import { migrate } from '../platform/migrate.ts';
import { idOf } from './outbox.ids.ts';
import { createOutboxService } from './outbox.service.ts';
import { createOutboxStore } from './outbox.store.ts';
import type { Channel, Letter, Sent } from './outbox.types.ts';

const START_MS = 1_800_000_000_000;
const refused: Sent = { state: 'failed', failure: { reason: 'status', status: 503 } };

let open: OpenDatabase;
let nowMs = START_MS;
let happened: { id: string; atMs: number }[] = [];
let got: string[] = [];
let answer: (letter: Letter) => Promise<Sent>;
let targets: string[] = [];
let since: number | null = START_MS;
beforeEach(async () => {
  open = openDatabase('file::memory:');
  await migrate(open.database, migrations);
  [nowMs, happened, got, targets, since] = [START_MS, [], [], ['a'], START_MS];
  answer = async () => ({ state: 'sent' });
});
afterEach(() => open.close());

const channel: Channel = {
  name: 'webhook',
  sinceMs: async () => since,
  lettersOf: async ({ id, atMs }) =>
    ['a', 'b'].map((targetId) => ({
      ...{
        id: idOf(targetId, id, atMs),
        channel: 'webhook',
        targetId,
        event: 'session.settled',
        subjectId: id,
      },
      ...{ body: `${targetId} ${id}`, createdAtMs: atMs, dueAtMs: atMs },
    })),
  targets: async () => targets,
  async send(letter) {
    got.push(letter.body);
    return answer(letter);
  },
};
const server = (holder = 'one') =>
  createOutboxService({
    ...{
      store: createOutboxStore(open.database),
      channels: [channel],
      holder,
      log: silentLog,
      chance: () => 0.5,
    },
    clock: { nowMs: () => nowMs },
    feeds: [
      {
        name: 'session.settled',
        overlapMs: 60_000,
        since: async (atMs, limit) =>
          happened
            .filter((each) => each.atMs >= atMs)
            .sort((x, y) => x.atMs - y.atMs)
            .slice(0, limit),
      },
    ],
  });
const happen = (id: string, atMs = nowMs) => void happened.push({ id, atMs });

describe('what happened is told', () => {
  test('once, though it is found again in every round and after a start, and seen late', async () => {
    const one = server();
    happen('x');
    await one.round();
    nowMs += 2_000;
    await one.round();
    happen('late', START_MS + 1_000);
    await one.round();
    expect(got).toEqual(['a x', 'a late']);
    await one.stop();
    nowMs += 10_000;
    await server('two').round();
    expect(got).toEqual(['a x', 'a late']);
  });

  test('with nothing of before somebody wanted to know, and nothing while nobody does', async () => {
    happen('before', START_MS - 1);
    since = null;
    await server().round();
    expect(await createOutboxStore(open.database).ofTarget('a', 10)).toEqual([]);
    since = START_MS;
    happen('after', START_MS + 1);
    nowMs += 10;
    await server().round();
    expect(got).toEqual(['a after']);
  });

  test('also when there is more than a page of it, and long after', async () => {
    for (let index = 0; index < 450; index += 1) happen(`${index}`, START_MS + index);
    nowMs += 5 * 60_000;
    const one = server();
    for (let round = 0; round < 12; round += 1) await one.round();
    expect(new Set(got).size).toBe(450);
    expect(got.length).toBe(450);
    nowMs += 60 * 60_000;
    await one.round();
    happen('next');
    await one.round();
    expect(got.length).toBe(451);
  });

  test('again after a server was killed between sending and noting it: at least once, under the same id', async () => {
    happen('x');
    const ids: string[] = [];
    answer = async ({ id }) => {
      ids.push(id);
      if (ids.length === 1) throw new Error('killed');
      return { state: 'sent' };
    };
    await expect(server().round()).rejects.toThrow('killed');
    await server().round();
    await server().round();
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });
});

describe('one of several servers sends', () => {
  test('the other takes over when the first has gone, at once or without a word', async () => {
    const [one, two] = [server('one'), server('two')];
    happen('x');
    await one.round();
    happen('y', nowMs + 1);
    nowMs += 1_000;
    await two.round();
    expect(got).toEqual(['a x']);
    nowMs += 121_000;
    await two.round();
    expect(got).toEqual(['a x', 'a y']);
    await two.stop();
    happen('z', nowMs);
    await one.round();
    expect(got).toEqual(['a x', 'a y', 'a z']);
  });
});

describe('who does not take it', () => {
  test('keeps nobody else waiting, and gets one try in a round', async () => {
    targets = ['a', 'b'];
    answer = async ({ targetId }) => (targetId === 'a' ? refused : { state: 'sent' });
    happen('x');
    happen('y', nowMs + 1);
    nowMs += 1;
    await server().round();
    expect(got.sort()).toEqual(['a x', 'b x', 'b y']);
  });

  test('gets it when they do, and is shown why not before', async () => {
    answer = async () => refused;
    happen('x');
    const one = server();
    await one.round();
    await one.round();
    expect(got).toHaveLength(1);
    expect(await one.deliveries('a', 10)).toEqual([
      expect.objectContaining({
        tryCount: 1,
        state: { state: 'waiting', nextAtMs: nowMs + 30_000, failure: { reason: 'status', status: 503 } },
      }),
    ]);
    answer = async () => ({ state: 'sent' });
    nowMs += 30_000;
    await one.round();
    expect((await one.deliveries('a', 10)).map(({ state, tryCount }) => [state.state, tryCount])).toEqual([
      ['sent', 2],
    ]);
  });

  test('is given up after nine tries, and gets it again when somebody asks', async () => {
    answer = async () => refused;
    happen('x');
    const one = server();
    for (let round = 0; round < 12; round += 1) {
      await one.round();
      nowMs += 1.3 * DAY_MS;
    }
    expect(got).toHaveLength(9);
    const [dead] = await one.deliveries('a', 10);
    expect(dead?.state.state).toBe('dead');
    expect(await one.resend('b', dead?.id ?? '')).toBe(false);
    answer = async () => ({ state: 'sent' });
    expect(await one.resend('a', dead?.id ?? '')).toBe(true);
    await one.round();
    expect((await one.deliveries('a', 10))[0]?.state.state).toBe('sent');
    expect(await one.resend('a', dead?.id ?? '')).toBe(false);
  });

  test('waits while paused, for a week and no longer', async () => {
    targets = [];
    happen('x');
    const one = server();
    await one.round();
    nowMs += 6 * DAY_MS;
    happen('y');
    await one.round();
    targets = ['a'];
    nowMs += 2 * DAY_MS;
    await one.round();
    expect(got).toEqual(['a y']);
    const [, old] = await one.deliveries('a', 10);
    expect(old?.state).toMatchObject({ state: 'dead', failure: { reason: 'tooOld', status: null } });
  });
});

test('what is under way when the server stops is sent again, without counting as a try', async () => {
  happen('x');
  const one = server();
  answer = async () => {
    await one.stop();
    return { state: 'stopped' };
  };
  await one.round();
  expect((await one.deliveries('a', 10))[0]).toMatchObject({ tryCount: 0, state: { state: 'waiting' } });
  answer = async () => ({ state: 'sent' });
  await one.round();
  expect(got).toHaveLength(1);
  await server('two').round();
  expect(got).toHaveLength(2);
});

test('a server stops also while its records are away', async () => {
  const one = server();
  await one.round();
  await open.close();
  await expect(one.stop()).resolves.toBeUndefined();
  open = openDatabase('file::memory:');
});

test('what is done with is forgotten after a month, what was given up after three', async () => {
  happen('x');
  targets = ['a', 'b'];
  answer = async ({ targetId }) => (targetId === 'a' ? { state: 'sent' } : refused);
  const one = server();
  for (let round = 0; round < 10; round += 1) {
    await one.round();
    nowMs += 1.3 * DAY_MS;
  }
  since = nowMs;
  nowMs += 25 * DAY_MS;
  await one.round();
  expect([await one.deliveries('a', 10), (await one.deliveries('b', 10)).length]).toEqual([[], 1]);
  nowMs += 70 * DAY_MS;
  await one.round();
  expect(await one.deliveries('b', 10)).toEqual([]);
});
