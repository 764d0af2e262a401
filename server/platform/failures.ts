import { type AppError, type ErrorCode, errors } from '../../shared/kernel/errors.ts';
import type { Log } from './ports.ts';

/** Codes by which SQLite and PostgreSQL say that nothing can be written or read just now, not that the query is wrong. */
const awaySqlite = /^SQLITE_(BUSY|FULL|IOERR|CANTOPEN|READONLY|NOMEM|LOCKED|PROTOCOL)/;
const awayPostgres = /^(08|53|57P|58)/;
const awaySystem =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|ENOSPC|EIO|EROFS|EMFILE)$/;

/** Whether a throw means that records cannot be reached or written: the asker may try again. Anything else is a bug. */
export function isUnavailable(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  if (awaySqlite.test(code) || awaySystem.test(code)) return true;
  if (/^[0-9A-Z]{5}$/.test(code) && awayPostgres.test(code)) return true;
  return /^(timeout exceeded when trying to connect|Connection terminated)/.test(cause.message);
}

/** Whether the disk is full, for the one line that tells the operator. */
export function isDiskFull(cause: unknown): boolean {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return code === 'SQLITE_FULL' || code === 'ENOSPC' || code === '53100';
}

/** What a throw becomes outside: a code and the request's id. The stack stays in the log. */
export function failureOf(cause: unknown, requestId: string, log: Log, facts: object = {}): AppError {
  const code: ErrorCode = isUnavailable(cause) ? 'UNAVAILABLE' : 'INTERNAL';
  log.error({ ...facts, requestId, error: cause, diskFull: isDiskFull(cause) }, 'request failed');
  return { code, requestId };
}

/** RFC 9457 problem details with our code. */
export function problemOf(error: AppError, requestId: string) {
  return {
    type: `urn:sanketang:error:${error.code}`,
    title: error.code,
    status: errors[error.code].status,
    code: error.code,
    ...(error.params === undefined ? {} : { params: error.params }),
    requestId,
  };
}
