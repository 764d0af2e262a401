import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { kindOf, type RtpParameters, rtpParameters, type StreamSource } from '../../shared/media.ts';

/** As much of a schema as is used here, so that the engine depends on no schema library. */
type Schema<T> = {
  safeParse(value: unknown):
    | { readonly success: true; readonly data: T }
    | {
        readonly success: false;
        readonly error: { readonly issues: readonly { readonly path: readonly PropertyKey[] }[] };
      };
};

/**
 * Checks what comes in at the door, although the wire was parsed before: a value of the wrong shape must never reach native code.
 * The answer is a copy, since mediasoup writes defaults into what it is given. Refuses with `BAD_REQUEST` and the path at fault.
 */
export function checked<T>(schema: Schema<T>, value: unknown): Result<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  return fail('BAD_REQUEST', { at: (parsed.error.issues[0]?.path ?? []).map(String).join('.') });
}

export function checkedList<T>(schema: Schema<T>, values: unknown): Result<readonly T[]> {
  if (!Array.isArray(values)) return fail('BAD_REQUEST', { at: '' });
  const list: T[] = [];
  for (const value of values) {
    const parsed = checked(schema, value);
    if (!parsed.ok) return parsed;
    list.push(parsed.value);
  }
  return ok(list);
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
