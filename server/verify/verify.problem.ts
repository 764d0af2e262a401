import type { TextParams } from '../../shared/text/text.ts';
import type { VerifyTextKey } from '../../shared/text/verify.en.ts';

/** Why something could not be verified at all, which is not the same as that it is not as it was. */
export class VerifyProblem extends Error {
  override readonly name = 'VerifyProblem';
  readonly key: VerifyTextKey;
  readonly params: TextParams;

  constructor(key: VerifyTextKey, params: TextParams = {}) {
    super(key);
    this.key = key;
    this.params = params;
  }
}
