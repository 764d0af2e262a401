import { z } from 'zod';
import { personId, regionId, schoolId } from '../kernel/ids.ts';
import { localDate } from '../kernel/time.ts';

const reason = z.string().trim().min(1).max(200);
const count = (most: number) => z.coerce.number().int().min(0).max(most);

/** Rows that a list answers at most at once, and when nothing is said. */
export const LIST_LIMIT_MAX = 20_000;
export const LIST_LIMIT = 1_000;
/** Entries that one change may touch. */
export const CHANGES_MAX = 500;

/** How a register is read: which of its entries, of which day, in what order. Query parameters are text. */
export const listQuery = z.strictObject({
  /** Part of a name, in simplified or traditional characters, pinyin or its initials; or of an official code. */
  search: z.string().trim().max(60).optional(),
  /** Only these, at most 100, between commas: for the names of what other entries point at. */
  ids: z
    .string()
    .max(4_000)
    .regex(/^[0-9a-f-]{36}(,[0-9a-f-]{36}){0,99}$/)
    .optional(),
  /** Only what lies in this part of the tree. */
  regionId: regionId.optional(),
  schoolId: schoolId.optional(),
  /** Only entries whose field of this name, or path such as `status.state`, has this value, or one of several between commas. */
  field: z.string().max(40).optional(),
  value: z.string().max(60).optional(),
  /** The register as it was, or will be, on that day; today when not given. */
  date: localDate.optional(),
  /** The closed ones instead of those in force. */
  closed: z.enum(['true']).optional(),
  /** A field, with `-` before it for the other way round. */
  sort: z.string().max(40).optional(),
  offset: count(1_000_000).optional(),
  limit: count(LIST_LIMIT_MAX).min(1).optional(),
});
export type ListQuery = z.infer<typeof listQuery>;

/** Which version of which entry somebody has seen. */
const seen = <I extends z.ZodType>(id: I) => ({ id, expectedVersion: z.int().min(1) });

/**
 * The six rows that every register has: its list, its past, and the four ways to change it. What is changed together is changed whole or not
 * at all; a refusal of one of several names its place in the list: INVALID_VALUE {field, reason, row}, CONFLICT {changed, version, row}.
 */
export function registerRoutes<N extends string, I extends z.ZodType, F extends z.ZodRawShape>(
  name: N,
  path: string,
  { id, fields, about }: { readonly id: I; readonly fields: z.ZodObject<F>; readonly about: string },
) {
  const shown = z.object(fields.shape);
  const entry = z.object({ id, version: z.int(), validFrom: localDate, fields: shown });
  const versions = z.array(z.object({ id, version: z.int() }));
  const rows = {
    list: {
      method: 'GET' as const,
      path,
      body: listQuery,
      answer: z.object({ rows: z.array(entry), total: z.int() }),
      about: `${about} As far as the asker may see.`,
    },
    history: {
      method: 'GET' as const,
      path: `${path}/:id/history`,
      body: z.strictObject({ id }),
      answer: z.object({
        versions: z.array(
          z.object({
            version: z.int(),
            validFrom: localDate,
            validTo: localDate.nullable(),
            closed: z.boolean(),
            recordedAtMs: z.int(),
            /** Null for what the server made by itself. */
            recordedBy: z.object({ personId, name: z.string() }).nullable(),
            /** Why it was closed; empty where nobody had to say it. */
            reason: z.string(),
            fields: shown,
          }),
        ),
      }),
      about: 'Every version of one entry, oldest first: what changed when, and by whom.',
    },
    add: {
      method: 'POST' as const,
      path,
      body: fields,
      answer: z.object({ id }),
      about: 'Adds an entry from today on.',
    },
    change: {
      method: 'POST' as const,
      path: `${path}/change`,
      large: true as const,
      body: z.strictObject({
        changes: z
          .array(z.strictObject({ ...seen(id), fields }))
          .min(1)
          .max(CHANGES_MAX),
        /** Today when not given. */
        validFrom: localDate.optional(),
      }),
      answer: z.object({ versions }),
      about: 'Changes entries from a day on, all or none; earlier days keep what was true then.',
    },
    close: {
      method: 'POST' as const,
      path: `${path}/close`,
      body: z.strictObject({
        entries: z
          .array(z.strictObject(seen(id)))
          .min(1)
          .max(CHANGES_MAX),
        reason,
        validFrom: localDate.optional(),
      }),
      answer: z.object({ versions }),
      about: 'Closes entries from a day on, all or none.',
    },
    reopen: {
      method: 'POST' as const,
      path: `${path}/reopen`,
      body: z.strictObject({
        entries: z
          .array(z.strictObject(seen(id)))
          .min(1)
          .max(CHANGES_MAX),
        validFrom: localDate.optional(),
      }),
      answer: z.object({ versions }),
      about: 'Opens closed entries again as they last were.',
    },
  };
  // The keys are made of the register's name, which an object literal cannot say to the type checker.
  return Object.fromEntries(Object.entries(rows).map(([act, row]) => [`${name}.${act}`, row])) as {
    readonly [A in keyof typeof rows as `${N}.${A}`]: (typeof rows)[A];
  };
}
