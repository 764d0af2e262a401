import type { DatabaseTextKey } from '../../shared/text/database.en.ts';
import type { TextParams } from '../../shared/text/text.ts';

/** A reason why records were not brought anywhere, with its sentence and way out. */
export class DatabaseProblem extends Error {
  readonly key: DatabaseTextKey;
  readonly params: TextParams;
  constructor(key: DatabaseTextKey, params: TextParams = {}) {
    super(key);
    this.key = key;
    this.params = params;
  }
}
