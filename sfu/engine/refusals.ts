import { NotFoundError, UnsupportedError, WorkerClosedError } from 'mediasoup/errors';
import type { ErrorCode } from '../../shared/kernel/errors.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { EngineLog, EngineOptions } from '../types.ts';

/** What mediasoup throws, as a code of the error table. What none of its own classes explains is `INTERNAL`. */
export function codeOf(cause: unknown): ErrorCode {
  if (cause instanceof TypeError) return 'BAD_REQUEST';
  if (cause instanceof UnsupportedError) return 'CODEC_UNSUPPORTED';
  if (cause instanceof NotFoundError) return 'NOT_FOUND';
  if (cause instanceof WorkerClosedError) return 'MEDIA_UNAVAILABLE';
  if (cause instanceof Error && cause.name === 'InvalidStateError') return 'INVALID_STATE';
  // The worker says so, as a plain error, of a mid, SSRC or payload type that the client uses twice.
  if (cause instanceof Error && /already exists/.test(cause.message)) return 'BAD_REQUEST';
  return 'INTERNAL';
}

/** Does something with mediasoup and answers its exception as a refusal; only unexplained ones are worth a line in the log. */
export async function attempt<T>(log: EngineLog, what: string, work: () => Promise<T>): Promise<Result<T>> {
  try {
    return ok(await work());
  } catch (cause) {
    const code = codeOf(cause);
    if (code === 'INTERNAL') log.error({ cause, what }, 'mediasoup failed unexpectedly');
    return fail(code);
  }
}

/** Why the engine does not start: with the port when somebody else has it. */
export function notStarted(
  { log, listen }: Pick<EngineOptions, 'log' | 'listen'>,
  cause: unknown,
): Result<never> {
  const why = cause instanceof Error ? cause.message : String(cause);
  log.error({ why }, 'the media engine does not start');
  const portTaken = cause instanceof Error && /address already in use/i.test(cause.message);
  return portTaken
    ? fail('MEDIA_UNAVAILABLE', { why: 'port-taken', port: listen.port })
    : fail('MEDIA_UNAVAILABLE', { why: 'worker-failed' });
}
