import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Keeps passwords of cameras so that the records alone do not tell them. */
export type SecretBox = {
  seal(text: string): string;
  /** Null when it was sealed by another key. */
  open(sealed: string): string | null;
};

const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
const cipher = 'aes-256-gcm';

/** The key lies in a file beside the records, readable for this user alone, and is made with the first password. */
export function createSecretBox(file: string): SecretBox {
  let known: Buffer | null = null;
  const key = (): Buffer => {
    known ??= readOrMake(file);
    return known;
  };
  return {
    seal(text) {
      const iv = randomBytes(IV_BYTES);
      const made = createCipheriv(cipher, key(), iv);
      const body = Buffer.concat([made.update(text, 'utf8'), made.final()]);
      return Buffer.concat([iv, made.getAuthTag(), body]).toString('base64url');
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.length < IV_BYTES + TAG_BYTES) return null;
      const opened = createDecipheriv(cipher, key(), bytes.subarray(0, IV_BYTES));
      opened.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      try {
        const body = opened.update(bytes.subarray(IV_BYTES + TAG_BYTES));
        return Buffer.concat([body, opened.final()]).toString('utf8');
      } catch (cause) {
        // The tag does not fit: another key, or changed bytes.
        if (cause instanceof Error) return null;
        throw cause;
      }
    },
  };
}

function readOrMake(file: string): Buffer {
  try {
    const bytes = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64url');
    if (bytes.length !== KEY_BYTES) throw new Error('the key of signal sources is damaged');
    return bytes;
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')) throw cause;
    const made = randomBytes(KEY_BYTES);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, made.toString('base64url'), { mode: 0o600, flag: 'wx' });
    return made;
  }
}
