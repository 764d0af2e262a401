import { describe, expect, it } from 'vitest';
import { FakeEnvironment, FakeServer, no, settle, yes } from './doubles.ts';
import { pause } from './environment.ts';
import { LineWatch } from './line-watch.ts';
import { Signalling } from './signalling.ts';

const sessionId = '01890000-0000-7000-8000-000000000001';

function rig() {
  const environment = new FakeEnvironment();
  const server = new FakeServer();
  /** Whether anything answers at the server's address. */
  const line = { answers: true };
  const watch = new LineWatch(environment, async (limitMs) => {
    const { answers } = line;
    if (!answers) await pause(environment, limitMs);
    return answers;
  });
  const signalling = new Signalling(environment, server.wire, watch);
  const seen: string[] = [];
  signalling.link.subscribe(() => seen.push(signalling.link.get().state));
  return { environment, server, signalling, seen, line };
}

async function connected() {
  const all = rig();
  all.signalling.open();
  await settle();
  return all;
}

const start = { sessionId } as never;

describe('requests', () => {
  it('answers UNAVAILABLE at once while the line is down', async () => {
    const { signalling } = rig();
    expect(await signalling.request('session.start', start)).toMatchObject({
      error: { code: 'UNAVAILABLE' },
    });
  });

  it.each([
    ['no frame at all', 7],
    ['an unknown code', { ok: false, error: { code: 'NO_SUCH_CODE' } }],
    ['an answer of another shape', { ok: true, data: { media: 'yes' } }],
  ])('answers INTERNAL to %s', async (_, raw) => {
    const { server, signalling } = await connected();
    server.answers.set('media.join', () => raw as object);
    expect(await signalling.request('media.join', start)).toMatchObject({ error: { code: 'INTERNAL' } });
  });

  it('hands on the refusal of the server', async () => {
    const { server, signalling } = await connected();
    server.answers.set('session.start', () => no('ALREADY_LED'));
    expect(await signalling.request('session.start', start)).toEqual({
      ok: false,
      error: { code: 'ALREADY_LED' },
    });
  });

  it('answers TIMEOUT after 8 s, and a late answer changes nothing', async () => {
    const { environment, signalling } = await connected();
    const asked = signalling.request('session.start', start);
    await environment.advance(7999);
    let settled = false;
    void asked.then(() => {
      settled = true;
    });
    await settle();
    expect(settled).toBe(false);
    await environment.advance(1);
    expect(await asked).toMatchObject({ error: { code: 'TIMEOUT' } });
  });

  it('settles what is open when the line is cut', async () => {
    const { server, signalling } = await connected();
    const asked = signalling.request('session.start', start);
    server.cut();
    expect(await asked).toMatchObject({ error: { code: 'UNAVAILABLE' } });
  });

  it('carries the command id', async () => {
    const { server, signalling } = await connected();
    server.answers.set('session.start', () => yes({}));
    await signalling.request('session.start', start, { commandId: sessionId as never });
    expect(server.asked[0]?.frame).toEqual({ commandId: sessionId, body: { sessionId } });
  });
});

describe('the line', () => {
  it('comes back by itself, at once and then more slowly', async () => {
    const { environment, server, signalling } = await connected();
    server.reachable = false;
    server.cut();
    expect(signalling.link.get()).toMatchObject({ state: 'reconnecting', attempt: 1 });
    await environment.advance(0);
    expect(server.connectCount).toBe(2);
    await environment.advance(299);
    expect(server.connectCount).toBe(2);
    await environment.advance(1);
    expect(server.connectCount).toBe(3);
    server.reachable = true;
    await environment.advance(1200);
    expect(signalling.link.get().state).toBe('connected');
  });

  it('is outdated for good when the server speaks another version', async () => {
    const { environment, server, signalling } = rig();
    server.refusal = { code: 'VERSION_UNSUPPORTED' };
    signalling.open();
    await environment.advance(60_000);
    expect(signalling.link.get()).toEqual({ state: 'outdated' });
    expect(server.connectCount).toBe(1);
  });

  it('does not knock again after a refusal, until asked to', async () => {
    const { environment, server, signalling } = rig();
    server.refusal = { code: 'UNAUTHENTICATED' };
    signalling.open();
    await environment.advance(60_000);
    expect(signalling.link.get()).toMatchObject({ state: 'refused', cause: 'handshake' });
    expect(server.connectCount).toBe(1);
    server.refusal = undefined;
    signalling.redial();
    await settle();
    expect(signalling.link.get().state).toBe('connected');
  });

  it('knocks again after a refusal that passes', async () => {
    const { environment, server, signalling } = rig();
    server.refusal = { code: 'UNAVAILABLE' };
    signalling.open();
    await settle();
    server.refusal = undefined;
    await environment.advance(10);
    expect(signalling.link.get().state).toBe('connected');
  });

  it.each(['revoked', 'replaced', 'removed'] as const)('stays away when %s', async (reason) => {
    const { environment, server, signalling } = await connected();
    server.push('connection.closing', { reason });
    server.cut();
    await environment.advance(60_000);
    expect(signalling.link.get()).toMatchObject({ state: 'refused', cause: reason });
    expect(server.connectCount).toBe(1);
  });

  it.each(['shutdown', 'changed'] as const)('comes back after %s', async (reason) => {
    const { environment, server, signalling } = await connected();
    server.push('connection.closing', { reason });
    server.cut();
    await environment.advance(0);
    expect(signalling.link.get().state).toBe('connected');
  });

  it('drops news that it does not know or cannot read', async () => {
    const { server, signalling } = await connected();
    const heard: unknown[] = [];
    signalling.on('layer.changed', (body) => heard.push(body));
    server.push('no.such.event', {});
    server.push('toString', {});
    server.push('layer.changed', { sessionId: 'x' });
    expect(heard).toEqual([]);
    server.push('layer.changed', { sessionId, consumerId: sessionId, layer: 2, later: 'field' });
    expect(heard).toEqual([{ sessionId, consumerId: sessionId, layer: 2 }]);
  });
});

describe('a line that was silent', () => {
  it('is dialled anew as soon as something answers, however long the policy would wait', async () => {
    const { environment, server, signalling, line } = await connected();
    Object.assign(server, { reachable: false });
    line.answers = false;
    server.cut();
    await environment.advance(100_000);
    Object.assign(server, { reachable: true });
    line.answers = true;
    await environment.advance(600);
    expect(signalling.link.get().state).toBe('connected');
  });

  it('leaves a server that is away behind an answering line to the policy', async () => {
    const { environment, server } = await connected();
    Object.assign(server, { reachable: false });
    server.cut();
    await environment.advance(60_000);
    const before = server.connectCount;
    await environment.advance(14_000);
    expect(server.connectCount - before).toBeLessThanOrEqual(2);
  });

  it('is not sounded any more once the line is up, or closed', async () => {
    const { environment, server, signalling, line } = await connected();
    line.answers = false;
    signalling.redial();
    await environment.advance(5_000);
    expect(signalling.link.get().state).toBe('connected');
    const before = server.connectCount;
    line.answers = true;
    await environment.advance(5_000);
    expect(server.connectCount).toBe(before);
    Object.assign(server, { reachable: false });
    line.answers = false;
    signalling.redial();
    await environment.advance(5_000);
    signalling.close();
    line.answers = true;
    const closed = server.connectCount;
    await environment.advance(60_000);
    expect(server.connectCount).toBe(closed);
  });
});
