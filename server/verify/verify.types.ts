import type { TextParams } from '../../shared/text/text.ts';
import type { VerifyTextKey } from '../../shared/text/verify.en.ts';

export type Say = (key: VerifyTextKey, params?: TextParams) => void;

/** What is verified, and with what. */
export type KeptFile = { readonly path: string; readonly text: string; readonly keyFile: string | null };
