import { createServer, type IncomingMessage } from 'node:http';
import { z } from 'zod';

const iri = z.string().regex(/^[a-z][a-z0-9+.-]*:\S+$/i);
const agent = z.strictObject({
  objectType: z.literal('Agent'),
  account: z.strictObject({ homePage: iri, name: z.string().min(1) }),
});
const languages = z.record(z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/), z.string().min(1));
const activity = z.strictObject({
  objectType: z.literal('Activity'),
  id: iri,
  definition: z
    .strictObject({ type: iri, name: languages, extensions: z.record(iri, z.unknown()).optional() })
    .optional(),
});
/** As much of xAPI 1.0.3 as a store refuses what does not keep to it. */
const statement = z.strictObject({
  id: z.uuid(),
  actor: agent,
  verb: z.strictObject({ id: iri, display: languages }),
  object: z.union([activity, z.strictObject({ objectType: z.literal('StatementRef'), id: z.uuid() })]),
  result: z
    .strictObject({
      success: z.boolean().optional(),
      completion: z.boolean().optional(),
      duration: z
        .string()
        .regex(/^PT\d+(\.\d+)?S$/)
        .optional(),
    })
    .optional(),
  context: z
    .strictObject({
      registration: z.uuid(),
      platform: z.string(),
      contextActivities: z.strictObject({ grouping: z.array(activity) }).optional(),
      extensions: z.record(iri, z.unknown()),
    })
    .optional(),
  timestamp: z.iso.datetime(),
});
export type Told = z.infer<typeof statement>;

const VOIDED = 'http://adlnet.gov/expapi/verbs/voided';

/** A small Learning Record Store on loopback: strict about what it takes in, each statement once. */
export async function startLrs(key: string, secret: string) {
  const statements = new Map<string, Told>();
  /** What it does instead of its work, once each: `lost` takes a request in and answers nothing. */
  const moods: ('away' | 'lost')[] = [];
  const requests: string[] = [];
  const expected = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;

  function take(given: readonly Told[]): number {
    const known = given.filter(({ id }) => statements.has(id));
    // An answer of 409 also for what is the same is allowed, and the harder case.
    if (known.length > 0) return 409;
    for (const each of given) statements.set(each.id, each);
    return 200;
  }

  async function answer(request: IncomingMessage): Promise<number> {
    const url = new URL(request.url ?? '/', 'http://lrs');
    if (request.headers.authorization !== expected) return 401;
    if (request.headers['x-experience-api-version'] !== '1.0.3' || url.pathname !== '/xapi/statements')
      return 400;
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'));
    const read = z.array(statement).safeParse(request.method === 'PUT' ? [body] : body);
    if (!read.success) return 400;
    if (request.method === 'PUT' && url.searchParams.get('statementId') !== read.data[0]?.id) return 400;
    const status = take(read.data);
    return status === 200 && request.method === 'PUT' ? 204 : status;
  }

  const server = createServer((request, response) => {
    requests.push(request.method ?? '');
    const mood = moods.shift();
    if (mood === 'away') {
      response.writeHead(503).end();
      return;
    }
    answer(request).then(
      (status) => (mood === 'lost' ? request.socket.destroy() : response.writeHead(status).end()),
      () => response.writeHead(400).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/xapi`,
    requests,
    moods,
    /** Every statement that was taken in, voided ones too. */
    all: () => [...statements.values()],
    /** Those that are not taken back. */
    standing(): Told[] {
      const voided = new Set(
        [...statements.values()].flatMap(({ verb, object }) => (verb.id === VOIDED ? [object.id] : [])),
      );
      return [...statements.values()].filter(({ id, verb }) => verb.id !== VOIDED && !voided.has(id));
    },
    async stop(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
