import { createHash, randomBytes } from 'node:crypto';

export type RandomBytes = (size: number) => Uint8Array;

const TOKEN_BYTES = 32;

/** 256 random bits as 43 base64url characters: what opens a door. */
export function newToken(random: RandomBytes = randomBytes): string {
  return Buffer.from(random(TOKEN_BYTES)).toString('base64url');
}

/** Whether text could be a token at all, so that no other text reaches the database. */
export const isToken = (text: string | undefined): text is string =>
  text !== undefined && /^[A-Za-z0-9_-]{43}$/.test(text);

/**
 * What is stored of a token: who reads the records cannot open the door. No salt and no slow hash are needed for 256 random bits, and
 * finding it by an index over the hash gives nothing away about the token.
 */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('base64url');
