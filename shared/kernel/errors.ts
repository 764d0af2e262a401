import { z } from 'zod';

/** Who can act on an error: the person in front of the page, whoever wrote the client, or whoever runs the server. */
export type ErrorAudience = 'user' | 'client' | 'internal';

type ErrorRow = { readonly status: number; readonly retryable: boolean; readonly audience: ErrorAudience };

/**
 * Every refusal of the product, once. Its sentence is the text key `error.CODE`. `NOT_FOUND` also answers for things that exist
 * but are not the asker's, so that nobody can learn what exists.
 */
export const errors = {
  BAD_REQUEST: { status: 400, retryable: false, audience: 'client' },
  UNKNOWN_REQUEST: { status: 404, retryable: false, audience: 'client' },
  TOO_LARGE: { status: 413, retryable: false, audience: 'client' },
  VERSION_UNSUPPORTED: { status: 426, retryable: false, audience: 'client' },
  ORIGIN_REFUSED: { status: 403, retryable: false, audience: 'client' },
  UNAUTHENTICATED: { status: 401, retryable: false, audience: 'user' },
  WRONG_CREDENTIALS: { status: 401, retryable: false, audience: 'user' },
  CODE_INVALID: { status: 400, retryable: false, audience: 'user' },
  TOO_MANY_TRIES: { status: 429, retryable: true, audience: 'user' },
  TOO_FAST: { status: 429, retryable: false, audience: 'user' },
  NOT_FOUND: { status: 404, retryable: false, audience: 'user' },
  FORBIDDEN: { status: 403, retryable: false, audience: 'user' },
  PHONE_TAKEN: { status: 409, retryable: false, audience: 'user' },
  /** This browser is on no lecture PC that anybody knows. */
  NO_DEVICE: { status: 409, retryable: false, audience: 'user' },
  /** An administrator took the room's lecture PC out of use; only one of them puts one there again. */
  DEVICE_REVOKED: { status: 409, retryable: false, audience: 'user' },
  ALREADY_LED: { status: 409, retryable: false, audience: 'user' },
  /** A room, person or class has another lesson then: {kind, name, subject, date, from, to}. */
  BUSY: { status: 409, retryable: false, audience: 'user' },
  LESSON_BEGUN: { status: 409, retryable: false, audience: 'user' },
  LESSON_ENDED: { status: 409, retryable: false, audience: 'user' },
  LESSON_NOT_LIVE: { status: 409, retryable: false, audience: 'user' },
  LINK_CLOSED: { status: 410, retryable: false, audience: 'user' },
  NO_ROOM_READY: { status: 409, retryable: false, audience: 'user' },
  QUESTION_CLOSED: { status: 409, retryable: false, audience: 'user' },
  COUNT_TOO_HIGH: { status: 422, retryable: false, audience: 'user' },
  /** Shown out of a lesson by whoever leads it. */
  REMOVED: { status: 403, retryable: false, audience: 'user' },
  REOPEN_EXPIRED: { status: 409, retryable: false, audience: 'user' },
  INVALID_STATE: { status: 409, retryable: false, audience: 'client' },
  /** A report was asked for a day on which no term is registered there, or that has not begun. */
  NO_TERM: { status: 422, retryable: false, audience: 'user' },
  PERIOD_AHEAD: { status: 422, retryable: false, audience: 'user' },
  /** No font with which Chinese can be printed is on the server. */
  NO_FONT: { status: 503, retryable: false, audience: 'user' },
  /** No program that records is on the server. */
  NO_RECORDER: { status: 503, retryable: false, audience: 'user' },
  INVALID_VALUE: { status: 422, retryable: false, audience: 'user' },
  CONFLICT: { status: 409, retryable: true, audience: 'user' },
  STREAM_REFUSED: { status: 403, retryable: false, audience: 'client' },
  CODEC_UNSUPPORTED: { status: 422, retryable: false, audience: 'user' },
  MEDIA_ELSEWHERE: { status: 503, retryable: true, audience: 'user' },
  MEDIA_UNAVAILABLE: { status: 503, retryable: true, audience: 'user' },
  UNAVAILABLE: { status: 503, retryable: true, audience: 'user' },
  TIMEOUT: { status: 504, retryable: true, audience: 'user' },
  INTERNAL: { status: 500, retryable: true, audience: 'internal' },
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof errors;
export const errorCodes = Object.keys(errors) as readonly ErrorCode[] as readonly [ErrorCode, ...ErrorCode[]];

export type ErrorParams = Readonly<Record<string, string | number>>;

export const appErrorSchema = z.object({
  code: z.enum(errorCodes),
  params: z.record(z.string().max(64), z.union([z.string().max(256), z.number()])).optional(),
  /** Names the failed request in the server's log. */
  requestId: z.string().max(64).optional(),
});

export type AppError = {
  readonly code: ErrorCode;
  readonly params?: ErrorParams;
  readonly requestId?: string;
};
