import {
  COURSEWARE_PART_BYTES,
  type CoursewareCard,
  coursewareCard,
  coursewarePartPath,
} from '../../../../shared/courseware-file.ts';
import { type AppError, appErrorSchema, errors } from '../../../../shared/kernel/errors.ts';
import type { SessionId } from '../../../../shared/kernel/ids.ts';
import { fail, type Result } from '../../../../shared/kernel/result.ts';
import type { callRoute, Fetch } from '../../../live/http.ts';

export type UploadDeps = {
  readonly call: typeof callRoute;
  readonly fetch: Fetch;
  readonly pause: (ms: number) => Promise<void>;
};

export type UploadWish = {
  readonly sessionId: SessionId;
  readonly file: File;
  /** What is there already, of files whose upload was cut. */
  readonly before: readonly CoursewareCard[];
};

const TRIES = 6;
const RETRY_MS = 2_000;
const PART_LIMIT_MS = 60_000;
const NAME_MAX = 120;

/** Sends a file part by part and goes on where it was cut; tells how far it is, 0..1. */
export async function uploadFile(
  { sessionId, file, before }: UploadWish,
  deps: UploadDeps,
  onProgress: (ratio: number) => void,
): Promise<Result<CoursewareCard>> {
  const name = nameOf(file.name);
  const begun = before.find(
    (each) => each.name === name && each.now.state === 'uploading' && each.now.totalBytes === file.size,
  );
  const announced: Result<CoursewareCard> =
    begun === undefined
      ? await deps.call('courseware.upload', { sessionId, name, bytes: file.size })
      : { ok: true, value: begun };
  if (!announced.ok) return announced;
  let card = announced.value;
  for (let triesLeft = TRIES; card.now.state === 'uploading'; ) {
    const at = card.now.doneBytes;
    onProgress(at / file.size);
    const part = file.slice(at, at + COURSEWARE_PART_BYTES);
    const answer = await sendPart(deps.fetch, coursewarePartPath(card.coursewareId, at), part);
    if (answer.ok) {
      // A server that counts no further would be asked for ever.
      triesLeft = hasGone(card, answer.value) ? TRIES : triesLeft - 1;
      card = answer.value;
    } else if (errors[answer.error.code].retryable) {
      triesLeft -= 1;
      card = correctedBy(card, answer.error);
    } else return answer;
    if (triesLeft <= 0) return answer.ok ? fail('INTERNAL') : answer;
    if (!answer.ok) await deps.pause(RETRY_MS);
  }
  onProgress(1);
  return { ok: true, value: card };
}

/** The server says from where on it wants the rest. */
function correctedBy(card: CoursewareCard, { params }: AppError): CoursewareCard {
  const at = params?.['at'];
  if (card.now.state !== 'uploading' || typeof at !== 'number') return card;
  return { ...card, now: { ...card.now, doneBytes: at } };
}

const hasGone = (before: CoursewareCard, after: CoursewareCard): boolean =>
  after.now.state !== 'uploading' ||
  before.now.state !== 'uploading' ||
  after.now.doneBytes > before.now.doneBytes;

async function sendPart(fetch: Fetch, address: string, body: Blob): Promise<Result<CoursewareCard>> {
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
    const card = coursewareCard.safeParse(said);
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

/** As the server takes it: without what cannot be seen, and not too long. Its ending says what it is, so it stays. */
export function nameOf(fileName: string): string {
  const clean = fileName.replace(/[/\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '').trim();
  const ending = /\.[^.]{1,10}$/.exec(clean)?.[0] ?? '';
  return clean.length <= NAME_MAX ? clean : clean.slice(0, NAME_MAX - ending.length) + ending;
}
