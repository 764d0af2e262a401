import { z } from 'zod';
import { sessionId } from '../kernel/ids.ts';
import { noteDocument, noteEditors, noteUpdate, noteVector } from '../note.ts';
import { nothing, type RequestRow } from './request-row.ts';

/** The preparation note 备课笔记 of a lesson: a document that several people write in at once. */
export const noteRequests = {
  'note.open': {
    body: z.strictObject({
      sessionId,
      /** What this end has of it already; the answer brings the rest. */
      vector: noteVector.optional(),
    }),
    answer: z.object({
      document: noteDocument,
      /** What the server has: this end sends what is missing there. */
      vector: noteDocument,
      mayWrite: z.boolean(),
      editors: noteEditors,
    }),
    command: false,
    about: 'Opens the note; news of it comes until `note.close` or the end of the connection.',
  },
  'note.update': {
    body: z.strictObject({ sessionId, update: noteUpdate }),
    answer: nothing,
    command: false,
    about:
      'What was written. On disk before it is answered; the same again changes nothing. INVALID_VALUE for what is no update, TOO_LARGE (`limit`) beyond what a note holds, TOO_FAST.',
  },
  'note.close': {
    body: z.strictObject({ sessionId }),
    answer: nothing,
    command: false,
    about: 'No more news of it.',
  },
} as const satisfies Record<string, RequestRow>;
