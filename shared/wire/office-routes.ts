import { z } from 'zod';
import { auditEntry } from '../audit.ts';
import { importKind, importState } from '../import.ts';
import { importId } from '../kernel/ids.ts';
import { localDate } from '../kernel/time.ts';
import { locales } from '../text/text.ts';

const nothing = z.object({});

/** The rows about files that fill the registers, and about who did what. */
export const officeRoutes = {
  'import.open': {
    method: 'POST',
    path: '/api/imports',
    body: z.strictObject({
      kind: importKind,
      fileName: z.string().trim().min(1).max(200),
      bytes: z.int().min(1),
      /** In which language headings and values are shown; both are read. */
      locale: z.enum(locales),
    }),
    answer: importState,
    about:
      'Announces a file: TOO_LARGE {limit} before anything is sent. Its bytes follow in order, raw, at most 256 KiB each, as POST /api/imports/:importId/bytes?at=OFFSET. Templates and exports are fetched from /api/exports/KIND.FORMAT.',
  },
  'import.read': {
    method: 'GET',
    path: '/api/imports/:importId',
    body: z.strictObject({ importId }),
    answer: importState,
    about: 'How far a file has come, and when it is checked what is wrong with it.',
  },
  'import.apply': {
    method: 'POST',
    path: '/api/imports/:importId/apply',
    body: z.strictObject({ importId }),
    answer: importState,
    about: 'Writes a checked file without problems into the registers, whole or not at all.',
  },
  'import.drop': {
    method: 'POST',
    path: '/api/imports/:importId/drop',
    body: z.strictObject({ importId }),
    answer: nothing,
    about: 'Forgets an uploaded file.',
  },
  'audit.list': {
    method: 'GET',
    path: '/api/audit',
    body: z.strictObject({
      from: localDate.optional(),
      to: localDate.optional(),
      /** Part of an action, of a name, or a whole id. */
      search: z.string().trim().max(60).optional(),
      actorId: z.string().max(64).optional(),
      subjectId: z.string().max(64).optional(),
      before: z.string().max(64).optional(),
      limit: z.coerce.number().int().min(1).max(500).optional(),
    }),
    answer: z.object({ entries: z.array(auditEntry), more: z.boolean() }),
    about: 'Who did what when to which thing, newest first, within the asker’s part of the tree.',
  },
} as const;
