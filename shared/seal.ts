import { z } from 'zod';
import { localDate } from './kernel/time.ts';

/** SHA-256 in hexadecimal. */
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const count = z.int().min(0);

/** Rows of a table that has no order of its own: `hash` is over the sorted hashes of its rows. */
const sealedRows = z.strictObject({ table: z.string(), rowCount: count, hash: sha256 });

/** A session's log as it stood, with how many events, and what was measured in it until then. */
const sealedSession = z.strictObject({
  id: z.string(),
  eventCount: count,
  /** The hash of its last event, which covers all before it. */
  head: sha256,
  measured: z.array(sealedRows),
});

/** What one table got within the seal's time; `marks` is the beginning of each row's hash, eight digits a row, so that a row can be named. */
const sealedTable = z.strictObject({
  table: z.string(),
  rowCount: count,
  hash: sha256,
  marks: z.string().regex(/^([0-9a-f]{8})*$/),
});

/**
 * 日封存, the daily seal: everything that was recorded from `fromMs` (included) to `untilMs` (not), and the hash of the seal before, so that
 * the newest vouches for all of them.
 */
export const seal = z.strictObject({
  format: z.literal('sanketang-seal-1'),
  /** 1 for an installation's first. */
  number: z.int().min(1),
  localDate,
  fromMs: z.int(),
  untilMs: z.int(),
  sealedAtMs: z.int(),
  previousHash: sha256.nullable(),
  /** Ed25519, SPKI in base64: which key has signed. Whether it is the right one, only who has kept it knows. */
  publicKey: z.string(),
  /** After so many days measurements are deleted, and nobody has tampered with them. */
  measuredKeepDays: z.int().min(1),
  sessions: z.array(sealedSession),
  tables: z.array(sealedTable),
});
export type Seal = z.infer<typeof seal>;
export type SealedSession = z.infer<typeof sealedSession>;
export type SealedTableRows = z.infer<typeof sealedTable>;

/** What an office keeps: the seal, and the signature in base64 over its canonical JSON. */
export const sealFile = z.strictObject({ seal, signature: z.string() });
export type SealFile = z.infer<typeof sealFile>;

/** A line of the list of seals. */
export const sealLine = z.object({
  number: z.int(),
  localDate,
  sealedAtMs: z.int(),
  hash: sha256,
  sessionCount: count,
  rowCount: count,
  /** The first digits of the hash of the public key. */
  keyPrint: z.string(),
});
export type SealLine = z.infer<typeof sealLine>;
