import { afterEach, describe, expect, test } from 'vitest';
import { fail, ok } from '../../shared/kernel/result.ts';
import { type Client, type Edge, type EdgeWish, startEdge } from '../../test/support/edge.ts';

const sessionId = '01890000-0000-7000-8000-000000000001';
const commandId = '01890000-0000-7000-8000-0000000000c1';

const open: Edge[] = [];
const started = async (wish: EdgeWish = {}) => {
  const edge = await startEdge(wish);
  open.push(edge);
  return edge;
};
afterEach(async () => {
  for (const edge of open.splice(0)) await edge.stop();
});

const heardBy = (client: Client, name: string) =>
  new Promise<unknown>((resolve) => client.socket.once(name, resolve));

describe('the handshake', () => {
  test.each([
    [{}],
    [{ version: 0 }],
    [{ version: 2 }],
    [{ version: '1' }],
    [{ version: 1, door: 'kitchen' }],
  ])('refuses %j', async (auth) => {
    const edge = await started();
    const { refused } = await edge.client({ auth });
    expect(refused).toMatchObject({ message: 'VERSION_UNSUPPORTED', data: { code: 'VERSION_UNSUPPORTED' } });
    expect(edge.sockets.connections()).toEqual([]);
  });

  test('refuses whom admit refuses, and says when it cannot ask', async () => {
    const edge = await started({
      socket: {
        authenticate: async (cookies) => {
          if (cookies['who'] === 'broken') throw new Error('secret detail');
          return { who: cookies['who'] ?? null, door: 'console' };
        },
        admit: (actor) => (actor.who === null ? fail('UNAUTHENTICATED') : ok()),
      },
    });
    expect((await edge.client()).refused?.message).toBe('UNAUTHENTICATED');
    expect((await edge.client({ headers: { cookie: 'who=broken' } })).refused?.message).toBe('INTERNAL');
    expect((await edge.client({ headers: { cookie: 'who=p' } })).refused).toBeNull();
  });

  test('identity is the cookie of the door, and nothing the client says', async () => {
    const edge = await started({
      onRequest: async ({ actor }) => fail('NOT_FOUND', { ...actor, who: actor.who ?? '' }),
    });
    const client = await edge.client({
      auth: { version: 1, door: 'screen', who: 'admin', personId: 'x' },
      headers: { cookie: 'who=p1' },
    });
    const answer = await client.ask('room.agenda', { body: {} });
    expect(answer).toMatchObject({ error: { params: { who: 'p1', door: 'screen' } } });
  });
});

describe('a request', () => {
  test.each([
    ['unknown', 'lesson.explode', [{ body: {} }], 'UNKNOWN_REQUEST'],
    ['named like a property', '__proto__', [{ body: {} }], 'UNKNOWN_REQUEST'],
    ['named like a method', 'constructor', [{ body: {} }], 'UNKNOWN_REQUEST'],
    ['without a frame', 'room.agenda', [], 'BAD_REQUEST'],
    ['with two frames', 'room.agenda', [{ body: {} }, 1], 'BAD_REQUEST'],
    ['without a body', 'room.agenda', [{}], 'BAD_REQUEST'],
    ['with a field beside the body', 'room.agenda', [{ body: {}, personId: 1 }], 'BAD_REQUEST'],
    [
      'with an unknown field',
      'session.end',
      [{ commandId, body: { sessionId, personId: 1 } }],
      'BAD_REQUEST',
    ],
    ['that is a command without an id', 'session.end', [{ body: { sessionId } }], 'BAD_REQUEST'],
    ['whose command id is none', 'session.end', [{ commandId: 7, body: { sessionId } }], 'BAD_REQUEST'],
  ])('%s', async (_what, name, frame, code) => {
    let calls = 0;
    const edge = await started({
      onRequest: async () => {
        calls += 1;
        return ok({});
      },
    });
    const client = await edge.client();
    expect(await client.ask(name, ...frame)).toMatchObject({ ok: false, error: { code } });
    expect(calls).toBe(0);
    expect(await client.ask('session.end', { commandId, body: { sessionId } })).toEqual({
      ok: true,
      data: {},
    });
  });

  test('a command keeps its id, other requests have none', async () => {
    const seen: unknown[] = [];
    const edge = await started({
      onRequest: async (context) => {
        seen.push(context.commandId);
        return ok({});
      },
    });
    const client = await edge.client();
    await client.ask('session.start', { commandId, body: { sessionId } });
    await client.ask('session.leave', { commandId, body: { sessionId } });
    expect(seen).toEqual([commandId, null]);
  });

  test.each([
    ['throws', () => Promise.reject(new Error('secret detail')), 'INTERNAL'],
    ['answers unlike the table', async () => ok({ kind: 'gossip' }), 'INTERNAL'],
    [
      'finds the records away',
      () => Promise.reject(Object.assign(new Error('x'), { code: 'SQLITE_FULL' })),
      'UNAVAILABLE',
    ],
    ['refuses', async () => fail('LESSON_ENDED'), 'LESSON_ENDED'],
  ])('whose handler %s', async (_what, onRequest, code) => {
    const edge = await started({ onRequest });
    const client = await edge.client();
    const answer = await client.ask('session.catchUp', { body: { sessionId, afterSeq: 0 } });
    expect(answer).toMatchObject({ ok: false, error: { code, requestId: expect.any(String) } });
    expect(JSON.stringify(answer)).not.toContain('secret');
    const requestId = answer.ok ? '' : answer.error.requestId;
    expect(edge.lines.some((line) => line.includes(`"requestId":"${requestId}"`))).toBe(
      code !== 'LESSON_ENDED',
    );
  });

  test('without an answer function it is dropped', async () => {
    let calls = 0;
    const edge = await started({
      onRequest: async () => {
        calls += 1;
        return ok({});
      },
    });
    const client = await edge.client();
    client.socket.emit('session.leave', { body: { sessionId } });
    client.socket.emit('session.leave', { body: { sessionId } }, 'no function');
    await client.ask('session.leave', { body: { sessionId } });
    expect(calls).toBe(1);
    expect(edge.lines.length).toBe(1);
  });

  test('the gate refuses before the handler', async () => {
    const edge = await started({
      socket: { gate: (_actor, name) => (name === 'session.end' ? fail('FORBIDDEN') : ok()) },
    });
    const client = await edge.client();
    expect(await client.ask('session.end', {})).toMatchObject({ error: { code: 'FORBIDDEN' } });
  });

  test('a flood is refused, then ended; others go on', async () => {
    const edge = await started({ socket: { flood: { burst: 10, perSecond: 0 } } });
    const [flooder, other] = [await edge.client(), await edge.client()];
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => flooder.ask('session.leave', { body: { sessionId } })),
    );
    expect(answers.filter((answer) => answer.ok).length).toBe(10);
    expect(answers.at(-1)).toMatchObject({ error: { code: 'TOO_MANY_TRIES' } });
    const ended = heardBy(flooder, 'disconnect');
    for (let each = 0; each < 600; each++) flooder.socket.emit('session.leave', {});
    await ended;
    expect((await other.ask('session.leave', { body: { sessionId } })).ok).toBe(true);
  });
});

describe('a connection', () => {
  const untilEnded = async (edge: Edge) => {
    await expect.poll(() => edge.ended.length).toBe(1);
    return edge.ended[0];
  };

  test('ended by the client, by its line, or by us, is told apart', async () => {
    for (const [end, how] of [
      [(_edge: Edge, client: Client) => void client.socket.disconnect(), 'client'],
      [(_edge: Edge, client: Client) => void client.socket.io.engine.close(), 'transport'],
      [(edge: Edge) => void edge.sockets.closeWhere(() => true, 'removed'), 'server'],
    ] as const) {
      const edge = await started();
      const client = await edge.client();
      end(edge, client);
      const ended = await untilEnded(edge);
      expect(ended?.how).toBe(how);
      expect(ended?.lastHeardAtMs).toBeLessThanOrEqual(Date.now());
      expect(edge.sockets.connections()).toEqual([]);
    }
  });

  test('hears every packet, and says since when it has not', async () => {
    const time = { nowMs: 1_000 };
    const edge = await started({ socket: { clock: { nowMs: () => time.nowMs } } });
    const client = await edge.client();
    time.nowMs = 5_000;
    await client.ask('session.leave', { body: { sessionId } });
    time.nowMs = 9_000;
    expect(edge.sockets.connections()[0]?.lastHeardAtMs()).toBe(5_000);
  });

  test('is told why it is closed, once, and nothing after', async () => {
    const edge = await started();
    const client = await edge.client({ headers: { cookie: 'who=p' } });
    const heard: unknown[] = [];
    client.socket.onAny((name, body) => heard.push([name, body]));
    const ended = heardBy(client, 'disconnect');
    const [connection] = edge.sockets.connections();
    expect(edge.sockets.closeWhere((each) => each.actor.who === 'p', 'revoked')).toBe(1);
    connection?.close('shutdown');
    connection?.push('room.agendaChanged', {});
    await ended;
    expect(heard).toEqual([['connection.closing', { reason: 'revoked' }]]);
  });

  test('whose handshake is under way while it is revoked is closed too', async () => {
    let goOn: () => void = () => undefined;
    const named = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let asked: () => void = () => undefined;
    const asking = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const edge = await started({
      socket: {
        authenticate: async () => {
          asked();
          await named;
          return { who: 'p', door: 'console' };
        },
      },
    });
    const connecting = edge.client();
    await asking;
    expect(edge.sockets.closeWhere((each) => each.actor.who === 'p', 'revoked')).toBe(0);
    goOn();
    await connecting;
    expect((await untilEnded(edge))?.how).toBe('server');
  });

  test('is closed when its cookie no longer says the same', async () => {
    const edge = await started();
    await edge.client({ headers: { cookie: 'who=p' } });
    await edge.client({ headers: { cookie: 'who=q' } });
    await edge.sockets.recheck(async (cookies, door) => ({ who: cookies['who'] === 'p' ? null : 'q', door }));
    expect(edge.sockets.connections().map((each) => each.actor.who)).toEqual(['q']);
  });

  test('is asked for again alone when it matches, and comes back by itself with other rights', async () => {
    const edge = await started({
      socket: { isSame: (before, now) => before.who !== null && now.who?.startsWith(before.who) === true },
    });
    const [p, q, r] = [
      await edge.client({ headers: { cookie: 'who=p' } }),
      await edge.client({ headers: { cookie: 'who=q' } }),
      await edge.client({ headers: { cookie: 'who=r' } }),
    ];
    const told = Promise.all([heardBy(p, 'connection.closing'), heardBy(q, 'connection.closing')]);
    const asked: (string | undefined)[] = [];
    await edge.sockets.recheck(
      async (cookies, door) => {
        asked.push(cookies['who']);
        return { who: cookies['who'] === 'p' ? 'p with more' : null, door };
      },
      ({ actor }) => actor.who !== 'r',
    );
    expect(await told).toEqual([{ reason: 'changed' }, { reason: 'revoked' }]);
    expect(asked).toEqual(['p', 'q']);
    expect(r.socket.connected).toBe(true);
  });

  test('is asked for again when its handshake was under way', async () => {
    const [knocked, letIn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const edge = await started({
      socket: {
        authenticate: async (_cookies, door) => {
          knocked.resolve();
          await letIn.promise;
          return { who: 'p', door };
        },
      },
    });
    const coming = edge.client();
    await knocked.promise;
    await edge.sockets.recheck(
      async (_cookies, door) => ({ who: null, door }),
      () => true,
    );
    letIn.resolve();
    const client = await coming;
    if (client.socket.connected) await heardBy(client, 'disconnect');
    expect(edge.sockets.connections()).toEqual([]);
  });

  test('gets events as the table writes them; one unlike it is not sent', async () => {
    const edge = await started();
    const client = await edge.client();
    const heard: unknown[] = [];
    client.socket.onAny((name, body) => heard.push([name, body]));
    const [connection] = edge.sockets.connections();
    const odd = { sessionId: 'none', rooms: [] };
    connection?.push(
      'quality.sampled',
      odd as unknown as Parameters<typeof connection.push<'quality.sampled'>>[1],
    );
    const more = { secret: 1 };
    connection?.push('room.agendaChanged', more as unknown as Record<string, never>);
    await client.ask('session.leave', { body: { sessionId } });
    expect(heard).toEqual([['room.agendaChanged', {}]]);
    expect(edge.lines.length).toBe(1);
  });

  test('at the stop everybody is told', async () => {
    const edge = await started();
    const client = await edge.client();
    const told = heardBy(client, 'connection.closing');
    await edge.sockets.stop();
    expect(await told).toEqual({ reason: 'shutdown' });
  });

  test('by long polling works as well', async () => {
    const edge = await started();
    const client = await edge.client({ transports: ['polling'] });
    expect((await client.ask('session.leave', { body: { sessionId } })).ok).toBe(true);
  });
});
