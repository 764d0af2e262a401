import { hash, verify } from '@node-rs/argon2';

/** Passwords as they are kept: argon2id, text in, text out. */
export interface Passwords {
  hash(password: string): Promise<string>;
  /** Does the same work for a person who does not exist (`null`), and answers false. */
  verify(hashed: string | null, password: string): Promise<boolean>;
}

/** RFC 9106 and OWASP: 19 MiB, two passes, one lane. About 20 to 60 ms on a school's server. */
const usual = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export function createPasswords(cost: typeof usual = usual): Passwords {
  let nobody: Promise<string> | null = null;
  return {
    hash: (password) => hash(normal(password), cost),
    async verify(hashed, password) {
      nobody ??= hash('nobody has this password', cost);
      const matches = await verify(hashed ?? (await nobody), normal(password));
      return hashed !== null && matches;
    },
  };
}

/** The same characters from two keyboards are one password. */
const normal = (password: string): string => password.normalize('NFKC');
