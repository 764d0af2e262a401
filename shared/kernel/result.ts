import type { AppError, ErrorCode, ErrorParams } from './errors.ts';

/** The answer of everything that may be refused. A refusal is a value; a throw is a bug or broken infrastructure. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: AppError };

export function ok(): Result<void>;
export function ok<T>(value: T): Result<T>;
export function ok<T>(value?: T): Result<T | undefined> {
  return { ok: true, value };
}

/** A refusal with its code from the error table; `params` fill the code's sentence; they hold no secrets, and names only of what the asker named. */
export function fail(
  code: ErrorCode,
  params?: ErrorParams,
): { readonly ok: false; readonly error: AppError } {
  return { ok: false, error: params === undefined ? { code } : { code, params } };
}

/** Marks a branch that the types rule out; reaching it at run time is a bug. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
