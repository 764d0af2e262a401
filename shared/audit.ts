import { z } from 'zod';
import { auditId } from './kernel/ids.ts';

/** One thing that somebody did, or read of somebody. Written once, never changed. */
export const auditEntry = z.object({
  id: auditId,
  atMs: z.int(),
  actor: z.object({
    kind: z.enum(['person', 'device', 'phone', 'viewer', 'visitor', 'server']),
    id: z.string(),
    name: z.string(),
  }),
  /** A row of the route table. */
  action: z.string(),
  /** The thing's id, or empty. */
  subjectId: z.string(),
  subjectName: z.string(),
  /** Ids, numbers and names of fields: never names of people, passwords or tokens. */
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  address: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntry>;
