import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { canonicalJson } from '../../shared/kernel/canonical-json.ts';
import { type Seal, type SealFile, sealFile } from '../../shared/seal.ts';
import { sha256Of } from './seal.digest.ts';

/** Ed25519. It is nowhere in the database: who can write there cannot sign. */
export type SealKey = {
  /** SPKI in base64. */
  readonly publicKey: string;
  readonly publicPem: string;
  sign(text: string): string;
};

/**
 * Reads the key; makes one when there is no such file, readable for this user alone. Throws when what is there is no Ed25519 key: making
 * another would hide that it was lost.
 */
export function openSealKey(file: string): SealKey {
  const key = createPrivateKey(readOrMake(file));
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('the seal key is no Ed25519 key');
  const open = createPublicKey(key);
  return {
    publicKey: spkiOf(open),
    publicPem: open.export({ type: 'spki', format: 'pem' }).toString(),
    sign: (text) => sign(null, Buffer.from(text), key).toString('base64'),
  };
}

function readOrMake(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')) throw cause;
    const { privateKey } = generateKeyPairSync('ed25519');
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, pem, { mode: 0o600, flag: 'wx' });
    return pem;
  }
}

const spkiOf = (key: KeyObject): string => key.export({ type: 'spki', format: 'der' }).toString('base64');

/** A public key as it stands in a PEM file. Throws for anything else. */
export const publicKeyOf = (pem: string): string => spkiOf(createPublicKey(pem));

/** Short enough to be compared by people. */
export const keyPrintOf = (publicKey: string): string => sha256Of(publicKey).slice(0, 16);

export const textOf = (content: Seal): string => canonicalJson(content);
export const fileText = (content: string, signature: string): string =>
  `{"seal":${content},"signature":${JSON.stringify(signature)}}\n`;

export type SealProblem = 'notASeal' | 'otherKey' | 'altered';

/** A file that is whole and signed by one of the keys that somebody has kept, or what is wrong with it. */
export function readSealFile(text: string, trusted: readonly string[]): SealFile | SealProblem {
  const file = parseSealFile(text);
  if (file === null) return 'notASeal';
  if (!trusted.includes(file.seal.publicKey)) return 'otherKey';
  return isSigned(file) ? file : 'altered';
}

export function parseSealFile(text: string): SealFile | null {
  try {
    return sealFile.safeParse(JSON.parse(text)).data ?? null;
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}

function isSigned({ seal, signature }: SealFile): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(seal.publicKey, 'base64'), type: 'spki', format: 'der' });
    return verify(null, Buffer.from(textOf(seal)), key, Buffer.from(signature, 'base64'));
  } catch (cause) {
    // A text that is no key at all has signed nothing.
    if (cause instanceof Error) return false;
    throw cause;
  }
}
