import type { z } from 'zod';
import type { AppError } from '../../shared/kernel/errors.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { kindOf, type RtpParameters, rtpParameters, type StreamSource } from '../../shared/media.ts';

/**
 * Checks what comes in at the door, although the wire was parsed before: a value of the wrong shape must never reach native code.
 * The answer is a copy, since mediasoup writes defaults into what it is given. Refuses with `BAD_REQUEST` and the path at fault.
 */
export function checked<T>(schema: z.ZodType<T>, value: unknown): Result<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  return fail('BAD_REQUEST', { at: parsed.error.issues[0]?.path.join('.') ?? '' });
}

/** What a publisher sends must be of the source's kind and must name at least one encoding. */
export function checkedRtpParameters(source: StreamSource, value: unknown): Result<RtpParameters> {
  const parsed = checked(rtpParameters, value);
  if (!parsed.ok) return parsed;
  const kind = kindOf(source);
  const { codecs, encodings } = parsed.value;
  if (!codecs.every((codec) => codec.mimeType.toLowerCase().startsWith(`${kind}/`))) {
    return fail('BAD_REQUEST', { at: 'codecs' });
  }
  return encodings === undefined || encodings.length === 0
    ? fail('BAD_REQUEST', { at: 'encodings' })
    : parsed;
}

export type Refusal = { readonly ok: false; readonly error: AppError };
