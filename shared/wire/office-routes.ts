import { z } from 'zod';
import { auditEntry } from '../audit.ts';
import { importState } from '../import.ts';
import { importId } from '../kernel/ids.ts';
import { localDate } from '../kernel/time.ts';

const nothing = z.object({});

/** The rows about files that fill the registers, and about who did what. */
export const officeRoutes = {
  'import.read': {
    method: 'GET',
    path: '/api/imports/:importId',
    body: z.strictObject({ importId }),
    answer: importState,
    about:
      'How far an uploaded file has come. Files are uploaded to /api/imports/KIND and templates and exports fetched from /api/exports/KIND.FORMAT.',
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
