import { type DestinationStream, pino } from 'pino';
import { errorCodes } from '../../shared/kernel/errors.ts';
import type { Log } from './ports.ts';

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

const HIDDEN = '[hidden]';
const DEPTH_MAX = 6;
/** Characters. */
const LINES_WAITING_MAX = 1_000_000;
/** Keys whose value names a person or opens a door. The logger hides them itself: no caller can forget it. */
const secretKey =
  /token|password|secret|cookie|authorization|credential|(^|[a-z])key$|(^|[a-z])hash$|pairingCode/i;
const knownCodes: ReadonlySet<unknown> = new Set(errorCodes);
const nameKey = /^name$|^(login|person|lecturer|school|room|class|office|display|full|user)Name$|^phone$/i;

/**
 * JSON lines on standard output, or on `destination`. Facts are ids and numbers; what a key calls a secret or a person's name is hidden
 * at any depth. Errors keep their kind, message, code and stack.
 */
export function createLog(level: LogLevel, destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (facts: object) => scrubFields(facts, 0),
    },
  };
  return wrap(pino(options, destination ?? standardOutput()));
}

/** Lines that cannot be written, to a full disk or a closed pipe, are given up: they must not end a lesson nor fill the memory. */
function standardOutput(): DestinationStream {
  const output = pino.destination({ dest: 1, sync: true, maxLength: LINES_WAITING_MAX });
  output.on('error', ignore);
  return output;
}

/** A log for code that must run without one. */
export const silentLog: Log = {
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
  child: () => silentLog,
};

function ignore(): void {
  // Nobody listens.
}

function wrap(logger: ReturnType<typeof pino>): Log {
  return {
    debug: (facts, message) => logger.debug(facts, message),
    info: (facts, message) => logger.info(facts, message),
    warn: (facts, message) => logger.warn(facts, message),
    error: (facts, message) => logger.error(facts, message),
    // Not every version formats a child's own bindings.
    child: (context) => wrap(logger.child(scrubFields(context, 0))),
  };
}

function scrubFields(fields: object, depth: number): Record<string, unknown> {
  const clean: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(fields))
    clean[key] = isPrivate(key, value) ? hide(value) : scrub(value, depth + 1);
  return clean;
}

/** A screen's pairing code and our error codes share a key; only the latter may be read. */
function isPrivate(key: string, value: unknown): boolean {
  if (key === 'code') return !knownCodes.has(value);
  return secretKey.test(key) || nameKey.test(key);
}

/** Says that there was something, without saying what. */
function hide(value: unknown): unknown {
  return value === undefined || value === null ? value : HIDDEN;
}

function scrub(value: unknown, depth: number): unknown {
  if (value instanceof Error) return describeError(value, depth);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEPTH_MAX) return '[deep]';
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.slice(0, 100).map((each) => scrub(each, depth + 1));
  return scrubFields(value, depth);
}

function describeError(error: Error, depth: number): Record<string, unknown> {
  const code = 'code' in error ? { errorCode: error.code } : {};
  const cause =
    error.cause === undefined ? {} : { cause: depth > DEPTH_MAX ? '[deep]' : scrub(error.cause, depth + 1) };
  return { kind: error.name, message: error.message, ...code, stack: error.stack, ...cause };
}
