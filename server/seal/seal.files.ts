import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SealFile } from '../../shared/seal.ts';
import { fileText, keyPrintOf, parseSealFile, publicKeyOf, type SealKey } from './seal.key.ts';
import type { SealRow } from './seal.store.ts';

const SEAL = '.seal.json';
const KEY = '.pub.pem';

export const sealFileName = (date: string): string => `${date}${SEAL}`;
const keyFileName = (publicKey: string): string => `seal-key-${keyPrintOf(publicKey)}${KEY}`;

/** Seals as files, which an office can carry away; beside them the public keys by which they are read. */
export function createSealFiles(folder: string) {
  /** A file with its name is never half a seal. */
  const put = (name: string, text: string): void => {
    const path = join(folder, name);
    if (existsSync(path)) return;
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${path}.part`, text);
    renameSync(`${path}.part`, path);
  };
  return {
    /** Leaves alone what is there: a seal is written once. */
    keep({ local_date, content, signature }: Pick<SealRow, 'local_date' | 'content' | 'signature'>): void {
      put(sealFileName(local_date), fileText(content, signature));
    },
    keepKey({ publicKey, publicPem }: Pick<SealKey, 'publicKey' | 'publicPem'>): void {
      put(keyFileName(publicKey), publicPem);
    },
  };
}

export type SealFiles = ReturnType<typeof createSealFiles>;

/** Public keys that lie in a folder. A file that holds none is passed by. */
export function keysIn(folder: string): string[] {
  return namesIn(folder)
    .filter((name) => name.endsWith(KEY))
    .flatMap((name) => {
      try {
        return publicKeyOf(readFileSync(join(folder, name), 'utf8'));
      } catch (cause) {
        if (cause instanceof Error) return [];
        throw cause;
      }
    });
}

/** The seal of a day among the files of a folder, if it is there and one. */
export function sealIn(folder: string, date: string): SealFile | null {
  const path = join(folder, sealFileName(date));
  return existsSync(path) ? parseSealFile(readFileSync(path, 'utf8')) : null;
}

/** Days of which there are seals in a folder, the newest first. */
export const daysIn = (folder: string): string[] =>
  namesIn(folder)
    .filter((name) => name.endsWith(SEAL))
    .map((name) => name.slice(0, -SEAL.length))
    .sort()
    .reverse();

const namesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);
