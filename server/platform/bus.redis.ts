import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from 'redis';
import { z } from 'zod';
import { type Bus, createEars } from './bus.ts';
import type { Log } from './ports.ts';

export type RedisBusOptions = { readonly url: string; readonly ownId: string; readonly log: Log };

const STREAM = 'sanketang:news';
/** Told by a server whose own line was down: what it said meanwhile reached nobody. */
const GAP = 'gap';
/** Far more than is told between two reads; who falls back further learns of a gap by the loss of the line. */
const NEWS_KEPT = 10_000;
const READ_MAX = 500;
const BLOCK_MS = 5_000;
const CONNECT_MS = 3_000;
const SILENCE_MAX_MS = 3 * BLOCK_MS;
const AGAIN_MS = 500;

const message = z.object({ from: z.string(), topic: z.string(), body: z.string() });
const answer = z.array(z.object({ messages: z.array(z.object({ id: z.string(), message })) })).nullable();

type Client = ReturnType<typeof connection>;

const connection = (url: string) =>
  createClient({
    url,
    disableOfflineQueue: true,
    // Both lines are made anew by hand: only then is it known from where on to read again.
    socket: { connectTimeout: CONNECT_MS, socketTimeout: SILENCE_MAX_MS, reconnectStrategy: false },
  });

/** News over one Redis stream that all servers write and read. */
export function createRedisBus({ url, ownId, log }: RedisBusOptions): Bus {
  const ears = createEars(log);
  let stopped = false;
  let away: boolean | null = null;
  let writer: Client | null = null;
  let reader: Client | null = null;

  const open = async (): Promise<Client> => {
    const client = connection(url);
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  const tell = (isAway: boolean, error?: unknown): void => {
    if (isAway === away) return;
    away = isAway;
    if (isAway)
      log.warn({ error }, 'Redis is away: other servers are seen in the database alone, a little later');
    else log.info({}, 'Redis carries news between servers');
  };

  const readOn = async (): Promise<void> => {
    writer = await open();
    reader = await open();
    const newest = await reader.xRevRange(STREAM, '+', '-', { COUNT: 1 });
    let lastId = newest?.[0]?.id ?? '0-0';
    tell(false);
    // From here on nothing is missed; what was told before may have been, here and, if the line was down, by the others.
    ears.gap();
    publish(GAP, null);
    while (!stopped) {
      const streams = answer.parse(
        await reader.xRead({ key: STREAM, id: lastId }, { BLOCK: BLOCK_MS, COUNT: READ_MAX }),
      );
      for (const { id, message: told } of streams?.flatMap((each) => each.messages) ?? []) {
        lastId = id;
        if (told.from === ownId) continue;
        if (told.topic === GAP) ears.gap();
        else ears.hear({ topic: told.topic, body: JSON.parse(told.body) });
      }
    }
  };
  const hangUp = (): void => {
    for (const each of [writer, reader]) if (each?.isOpen === true) each.destroy();
    writer = null;
    reader = null;
  };
  const run = async (): Promise<void> => {
    while (!stopped) {
      try {
        await readOn();
      } catch (error) {
        if (!stopped) tell(true, error);
      }
      hangUp();
      if (!stopped) await pause(AGAIN_MS, undefined, { ref: false });
    }
  };
  const publish = (topic: string, body: unknown): void => {
    const client = writer;
    if (client?.isReady !== true) return;
    const told = { from: ownId, topic, body: JSON.stringify(body) };
    const trim = { strategy: 'MAXLEN', strategyModifier: '~', threshold: NEWS_KEPT } as const;
    client.xAdd(STREAM, '*', told, { TRIM: trim }).catch((error: unknown) => {
      tell(true, error);
      // Without its writer this server tells nobody anything: begin anew, and all learn of the gap.
      hangUp();
    });
  };

  const running = run();
  return {
    shared: true,
    publish,
    on: ears.on,
    onGap: ears.onGap,
    async stop() {
      stopped = true;
      hangUp();
      await running;
    },
  };
}
