import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type AccessWish, accessWish } from '../../shared/wire/access.ts';
import type { Authority, KeyedCertificate } from './access.types.ts';

/** Certificates by where they come from: issued here, put there by somebody, fetched from an ACME authority. */
export type PairName = 'own' | 'public' | 'acme';

/** Read and written whole; keys can be read by this user only. Nothing of this stands in the database, whose copies travel. */
export interface AccessFiles {
  readonly folder: string;
  choice(): AccessWish | null;
  choose(wish: AccessWish): void;
  authority(): Authority | null;
  keepAuthority(authority: Authority): void;
  pathsOf(name: PairName): { readonly cert: string; readonly key: string };
  pair(name: PairName): KeyedCertificate | null;
  keepPair(name: PairName, pair: KeyedCertificate): void;
  /** The key by which an ACME authority knows this installation; PEM. */
  accountKey(): string | null;
  keepAccountKey(key: string): void;
}

const PRIVATE = 0o600;
const PUBLIC = 0o644;
const authorityFacts = z.object({ permittedDns: z.array(z.string()) });

export function createAccessFiles(folder: string): AccessFiles {
  const at = (name: string) => join(folder, name);
  const read = (path: string): string | null => (existsSync(path) ? readFileSync(path, 'utf8') : null);
  /** Beside its place and moved: a machine that loses its power leaves the old file or the new one. */
  const write = (name: string, text: string, mode: number) => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const fresh = at(`${name}.part`);
    writeFileSync(fresh, text, { mode, flush: true });
    renameSync(fresh, at(name));
  };
  const pathsOf: AccessFiles['pathsOf'] = (name) => ({ cert: at(`${name}.crt`), key: at(`${name}.key`) });
  return {
    folder,
    pathsOf,
    choice() {
      const text = read(at('choice.json'));
      const parsed = accessWish.safeParse(text === null ? null : fromJson(text));
      return parsed.success ? parsed.data : null;
    },
    choose: (wish) => write('choice.json', `${JSON.stringify(wish, null, 2)}\n`, PUBLIC),
    authority() {
      const [cert, key, facts] = [read(at('ca.crt')), read(at('ca.key')), read(at('ca.json'))];
      const parsed = authorityFacts.safeParse(facts === null ? null : fromJson(facts));
      return cert === null || key === null || !parsed.success ? null : { cert, key, ...parsed.data };
    },
    keepAuthority({ cert, key, permittedDns }) {
      // Devices trust the earlier one: it is never lost, even where it could not be read.
      for (const name of ['ca.key', 'ca.crt', 'ca.json'])
        if (existsSync(at(name))) renameSync(at(name), at(`${name}.old`));
      write('ca.key', key, PRIVATE);
      write('ca.crt', cert, PUBLIC);
      write('ca.json', `${JSON.stringify({ permittedDns }, null, 2)}\n`, PUBLIC);
    },
    pair(name) {
      const paths = pathsOf(name);
      return readPair(paths.cert, paths.key);
    },
    keepPair(name, { cert, key }) {
      write(`${name}.key`, key, PRIVATE);
      write(`${name}.crt`, cert, PUBLIC);
    },
    accountKey: () => read(at('acme-account.key')),
    keepAccountKey: (key) => write('acme-account.key', key, PRIVATE),
  };
}

/** Null when one of the two is not there or may not be read. */
export function readPair(certFile: string, keyFile: string): KeyedCertificate | null {
  try {
    return { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') };
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause) return null;
    throw cause;
  }
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    // A file that somebody wrote by hand counts as none.
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}
