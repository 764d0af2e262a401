import type { Result } from '../../shared/kernel/result.ts';

/** A refusal inside a transaction: thrown, because only a throw takes back what was written before it. */
export class Refused extends Error {
  readonly result: Result<never>;
  constructor(result: Result<never>) {
    super('refused');
    this.result = result;
  }
}
