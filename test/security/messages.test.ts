import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorCodes } from '../../shared/kernel/errors.ts';
import { fail, ok } from '../../shared/kernel/result.ts';
import {
  type AnswerFrame,
  answerFrame,
  type RequestName,
  requestNames,
  requests,
} from '../../shared/wire/requests.ts';
import { type Client, type Edge, startEdge } from '../support/edge.ts';
import { mutated } from '../support/mutations.ts';
import { anyId, samples } from '../support/samples.ts';

const MESSAGES = 1_000;
const AT_ONCE = 50;
const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);

let edge: Edge;
let client: Client;
let witness: Client;
/** Bodies that reached a handler: what would change state. */
const reached: { readonly name: RequestName; readonly body: unknown; readonly who: string | null }[] = [];

beforeAll(async () => {
  edge = await startEdge({
    socket: { flood: { burst: 1_000_000, perSecond: 1_000_000 } },
    onRequest: async ({ actor }, body, name) => {
      reached.push({ name, body, who: actor.who });
      return requests[name].answer.safeParse({}).success ? ok({}) : fail('CONFLICT');
    },
  });
  client = await edge.client({ headers: { cookie: 'who=p1' } });
  witness = await edge.client({ headers: { cookie: 'who=p2' } });
});
afterAll(() => edge.stop());

const framesOf = (name: RequestName) => fc.record({ commandId: anyId, body: samples[name] });

async function sendAll(name: string, frames: readonly unknown[]): Promise<AnswerFrame[]> {
  const answers: AnswerFrame[] = [];
  for (let from = 0; from < frames.length; from += AT_ONCE)
    answers.push(
      ...(await Promise.all(frames.slice(from, from + AT_ONCE).map((frame) => client.ask(name, frame)))),
    );
  return answers;
}

describe('S-01: mutated messages', () => {
  test.each(requestNames)(
    `%s: every one is answered, a fifth and more reach the deep code (seed ${seed})`,
    async (name) => {
      reached.length = 0;
      const frames = fc.sample(mutated(framesOf(name)), { numRuns: MESSAGES, seed });
      const answers = await sendAll(name, frames);
      const accepted = answers.filter((answer) => answer.ok || answer.error.code === 'CONFLICT');
      const refused = answers.filter((answer) => !answer.ok && answer.error.code === 'BAD_REQUEST');
      expect(answers.every((answer) => answerFrame.safeParse(answer).success)).toBe(true);
      expect(accepted.length + refused.length).toBe(MESSAGES);
      expect(accepted.length).toBeGreaterThanOrEqual(MESSAGES / 5);
      expect(refused.length).toBeGreaterThanOrEqual(MESSAGES / 5);
      // Nothing but what was accepted came through, and only in the table's own form.
      expect(reached.length).toBe(accepted.length);
      for (const { name: to, body } of reached) {
        expect(to).toBe(name);
        expect(requests[name].body.safeParse(body).success).toBe(true);
      }
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
      expect(
        (await witness.ask('session.leave', { body: { sessionId: '01890000-0000-7000-8000-000000000001' } }))
          .ok,
      ).toBe(true);
      expect(edge.sockets.connections().length).toBe(2);
      expect(edge.lines).toEqual([]);
    },
  );

  test('anything at all under any name is answered with a known code', async () => {
    const reserved = [
      'connect',
      'connect_error',
      'disconnect',
      'disconnecting',
      'newListener',
      'removeListener',
    ];
    const names = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.constantFrom('__proto__', 'constructor', 'toString', 'error', 'session.explode', ...requestNames),
    );
    const messages = fc.sample(
      fc.tuple(
        names.filter((name) => !reserved.includes(name)),
        fc.jsonValue({ maxDepth: 4 }),
      ),
      { numRuns: MESSAGES, seed },
    );
    const answers = (await Promise.all(messages.map(([name, frame]) => client.ask(name, frame)))).flat();
    for (const answer of answers) if (!answer.ok) expect(errorCodes).toContain(answer.error.code);
    expect(
      answers.filter((answer) => !answer.ok && answer.error.code === 'UNKNOWN_REQUEST').length,
    ).toBeGreaterThan(100);
  });
});

describe('S-08: acting for others', () => {
  const identities = {
    personId: '01890000-0000-7000-8000-0000000000aa',
    userId: 'admin',
    who: 'p2',
    role: 'admin',
    roles: ['admin'],
    schoolId: '01890000-0000-7000-8000-0000000000ab',
    deviceId: '01890000-0000-7000-8000-0000000000ac',
    actor: { kind: 'person', who: 'p2' },
    connectionId: '01890000-0000-7000-8000-0000000000ad',
  };

  test.each(requestNames)('%s refuses every identity that a message brings along', async (name) => {
    reached.length = 0;
    const [frame] = fc.sample(framesOf(name), { numRuns: 1, seed });
    if (frame === undefined) throw new Error('no sample');
    for (const [key, value] of Object.entries(identities)) {
      const inBody = await client.ask(name, { ...frame, body: { ...frame.body, [key]: value } });
      const beside = await client.ask(name, { ...frame, [key]: value });
      expect([inBody, beside]).toMatchObject(Array(2).fill({ ok: false, error: { code: 'BAD_REQUEST' } }));
    }
    expect(reached).toEqual([]);
    await client.ask(name, frame);
    expect(reached.map(({ who }) => who)).toEqual(['p1']);
  });
});
