import { z } from 'zod';

/** How browsers come to trust this server: 公网域名 (a public name), 自建证书 (an own certificate authority), 仅本机 (this machine only). */
export const accessWay = z.enum(['public-name', 'own-ca', 'localhost']);
export type AccessWay = z.infer<typeof accessWay>;

/** Where a public name's certificate comes from: files that somebody puts there, or an ACME authority asked by DNS-01. */
export const certificateSource = z.enum(['files', 'acme']);

/** A DNS name in lower case, without a dot at the end; no wildcard and no address. */
export const dnsName = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^(?=.*[a-z])([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/);

/** The one address at which an ACME authority begins. Plain HTTP only towards this very machine. */
export const acmeDirectory = z
  .string()
  .trim()
  .max(300)
  .regex(/^(https:\/\/[^\s/]+|http:\/\/(localhost|127\.0\.0\.1)(:\d+)?)(\/\S*)?$/);
export const acmeEmail = z
  .string()
  .trim()
  .max(200)
  .regex(/^[^@\s]+@[^@\s]+$/);

/** What an administrator chose. Name and source count for a public name only, directory and e-mail for ACME only. */
export const accessWish = z.strictObject({
  way: accessWay,
  name: dnsName.optional(),
  source: certificateSource.optional(),
  directoryUrl: acmeDirectory.optional(),
  email: acmeEmail.optional(),
});
export type AccessWish = z.infer<typeof accessWish>;

/** Why a certificate cannot be shown; each has its sentence `access.problem.…`. */
export const certificateProblem = z.enum([
  'missing',
  'unreadable',
  'key-mismatch',
  'expired',
  'not-yet-valid',
  'wrong-name',
]);
export type CertificateProblem = z.infer<typeof certificateProblem>;

/** Where the asking of an ACME authority stands. `record` is what must stand in the DNS before it goes on. */
export const acmeState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('idle') }),
  z.object({ state: z.literal('working') }),
  z.object({ state: z.literal('waiting'), record: z.object({ name: z.string(), value: z.string() }) }),
  z.object({ state: z.literal('failed'), why: z.string().max(200) }),
]);
export type AcmeState = z.infer<typeof acmeState>;

export const accessReport = z.object({
  /** Nothing can be changed while a lesson runs. */
  lessonRuns: z.boolean(),
  /** Null: nobody has chosen yet. */
  way: accessWay.nullable(),
  decidedBy: z.enum(['config', 'choice', 'nobody']),
  name: z.string().nullable(),
  source: certificateSource.nullable(),
  /** Addresses by which this server is reached now, the best one first. */
  addresses: z.array(z.string()),
  /** Phones outside the school's network do not reach the first address. */
  privateAddress: z.boolean(),
  certificate: z
    .object({
      names: z.array(z.string()),
      issuer: z.string(),
      notAfterMs: z.int(),
      fingerprint: z.string(),
    })
    .nullable(),
  problem: certificateProblem.nullable(),
  authority: z
    .object({
      fingerprint: z.string(),
      notAfterMs: z.int(),
      installUrls: z.array(z.string()),
      /** Names that this authority may not vouch for; they would need a new one on every device. */
      outside: z.array(z.string()),
    })
    .nullable(),
  /** Where certificate and key are expected when they come as files; paths on the server. */
  files: z.object({ cert: z.string(), key: z.string() }).nullable(),
  acme: z.object({ directoryUrl: z.string(), byHook: z.boolean(), progress: acmeState }).nullable(),
});
export type AccessReport = z.infer<typeof accessReport>;
