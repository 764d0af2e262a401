import type { z } from 'zod';
import { type AppError, appErrorSchema, errors } from '../../shared/kernel/errors.ts';
import { fail, type Result } from '../../shared/kernel/result.ts';
import type { Fetch } from './call-row.ts';

export type PartsDeps = {
  readonly fetch: Fetch;
  readonly pause: (ms: number) => Promise<void>;
};

type Parts<Card> = {
  readonly bytes: Blob;
  readonly partBytes: number;
  readonly pathOf: (atBytes: number) => string;
  readonly card: z.ZodType<Card>;
  /** How much the server says it has; null when it wants no more. */
  readonly doneBytesOf: (card: Card) => number | null;
  readonly onProgress?: (ratio: number) => void;
};

const TRIES = 6;
const RETRY_MS = 2_000;
const PART_LIMIT_MS = 60_000;

/** Sends bytes part by part from where the server has them, and goes on where it was cut; answers the server's last word. */
export async function sendInParts<Card>(
  announced: Card,
  { bytes, partBytes, pathOf, card: schema, doneBytesOf, onProgress }: Parts<Card>,
  deps: PartsDeps,
): Promise<Result<Card>> {
  let card = announced;
  let at = doneBytesOf(card);
  for (let triesLeft = TRIES; at !== null; ) {
    onProgress?.(at / bytes.size);
    const answer = await sendPart(deps.fetch, pathOf(at), {
      body: bytes.slice(at, at + partBytes),
      card: schema,
    });
    if (answer.ok) {
      const doneBytes = doneBytesOf(answer.value);
      // A server that counts no further would be asked for ever.
      triesLeft = doneBytes === null || doneBytes > at ? TRIES : triesLeft - 1;
      card = answer.value;
      at = doneBytes;
    } else if (errors[answer.error.code].retryable) {
      triesLeft -= 1;
      at = wantedFrom(answer.error) ?? at;
    } else return answer;
    if (triesLeft <= 0) return answer.ok ? fail('INTERNAL') : answer;
    if (!answer.ok) await deps.pause(RETRY_MS);
  }
  onProgress?.(1);
  return { ok: true, value: card };
}

/** The server says from where on it wants the rest. */
function wantedFrom({ params }: AppError): number | null {
  const at = params?.['at'];
  return typeof at === 'number' ? at : null;
}

type Part<Card> = { readonly body: Blob; readonly card: z.ZodType<Card> };

/** Sends one part; one that came already is answered with how everything stands. */
export async function sendPart<Card>(
  fetch: Fetch,
  address: string,
  { body, card: schema }: Part<Card>,
): Promise<Result<Card>> {
  const headers = { 'content-type': 'application/octet-stream' };
  const signal = AbortSignal.timeout(PART_LIMIT_MS);
  try {
    const answer = await fetch(address, {
      method: 'POST',
      headers,
      body,
      credentials: 'same-origin',
      signal,
    });
    const said: unknown = await answer.json();
    if (!answer.ok) return { ok: false, error: refusalOf(answer.status, said) };
    const card = schema.safeParse(said);
    return card.success ? { ok: true, value: card.data } : fail('INTERNAL');
  } catch (cause) {
    if (signal.aborted) return fail('TIMEOUT');
    if (cause instanceof TypeError || cause instanceof SyntaxError) return fail('UNAVAILABLE');
    throw cause;
  }
}

function refusalOf(status: number, said: unknown): AppError {
  const problem = appErrorSchema.safeParse(said);
  if (!problem.success) return { code: status >= 500 ? 'UNAVAILABLE' : 'INTERNAL' };
  const { code, params } = problem.data;
  return { code, ...(params ? { params } : {}) };
}
