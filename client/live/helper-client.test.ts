import { describe, expect, it } from 'vitest';
import { sessionId } from '../../shared/kernel/ids.ts';
import { FakeEnvironment, FakeServer, no, settle, yes } from './doubles.ts';
import { assembleHelper } from './helper-client.ts';

const session = sessionId.parse('01890000-0000-7000-8000-000000000001');
const count = { sessionId: session, roomId: session as never, presentCount: 7 };

function rig(shelved: string | null = null) {
  const environment = new FakeEnvironment();
  const server = new FakeServer();
  let shelf = shelved;
  const client = assembleHelper(session, {
    environment,
    wire: server.wire,
    shelf: {
      read: () => shelf,
      write: (text) => {
        shelf = text;
      },
    },
  });
  const said = () => server.asked.filter(({ name }) => name === 'headCount.set');
  return { environment, server, client, said, shelf: () => shelf };
}

describe('a helper’s line', () => {
  it('keeps a count while it is down, over a reload, and sends it once with one id', async () => {
    const first = rig();
    first.server.reachable = false;
    first.client.open();
    void first.client.command('headCount.set', count);
    await first.environment.advance(60_000);
    expect(first.said()).toEqual([]);
    const { server, client, said, environment } = rig(first.shelf());
    const [waiting] = client.pending.get();
    server.answers.set('session.join', () => no('LESSON_ENDED'));
    server.answers.set('headCount.set', () => yes({}));
    client.open();
    await environment.advance(10_000);
    expect(said().map(({ frame }) => frame.commandId)).toEqual([waiting?.commandId]);
    expect(client.pending.get()).toEqual([]);
  });

  it('says nothing before it sits, but goes on speaking after the end', async () => {
    const { server, client, said } = rig();
    server.answers.set('session.join', () => no('LESSON_NOT_LIVE'));
    server.answers.set('headCount.set', () => yes({}));
    client.open();
    await settle();
    void client.command('headCount.set', count);
    await settle();
    expect(client.seat.get()).toMatchObject({ state: 'refused' });
    expect(said()).toEqual([]);
    server.answers.set('session.join', () => no('LESSON_ENDED'));
    client.retry();
    await settle();
    expect(said()).toHaveLength(1);
  });

  it('does not take a server that is away for a refusal', async () => {
    const { server, client } = rig();
    server.answers.set('session.join', () => no('UNAVAILABLE'));
    client.open();
    await settle();
    expect(client.seat.get()).toEqual({ state: 'joining' });
  });
});
