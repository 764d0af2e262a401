import { describe, expect, it } from 'vitest';
import { FakeEnvironment, FakeServer, no, settle, yes } from './doubles.ts';
import { sayOnce } from './say-once.ts';

const body = { sessionId: '01890000-0000-7000-8000-000000000001' } as never;

function rig() {
  const environment = new FakeEnvironment();
  const server = new FakeServer();
  return { environment, server, say: () => sayOnce('session.end', body, { environment, wire: server.wire }) };
}

describe('one command of somebody who sits nowhere', () => {
  it('is said over its own line, with the server’s own refusal as its answer', async () => {
    const { server, say } = rig();
    server.answers.set('session.end', () => no('LESSON_ENDED'));
    expect(await say()).toMatchObject({ error: { code: 'LESSON_ENDED' } });
    expect(server.asked).toHaveLength(1);
    expect(server.asked[0]?.frame.commandId).toBeDefined();
    server.answers.set('session.end', () => yes({}));
    expect((await say()).ok).toBe(true);
  });

  it('gives up in time, and at once when it is not let in', async () => {
    const { environment, server, say } = rig();
    server.reachable = false;
    const waiting = say();
    await environment.advance(15_000);
    expect(await waiting).toMatchObject({ error: { code: 'TIMEOUT' } });
    server.refusal = { code: 'UNAUTHENTICATED' };
    const refused = say();
    await settle();
    expect(await refused).toMatchObject({ error: { code: 'UNAUTHENTICATED' } });
  });
});
