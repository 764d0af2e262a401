import { z } from 'zod';

/** Characters of a preparation note 备课笔记: about forty pages. */
export const NOTE_CHARS_MAX = 50_000;
/** The whole document with everything that was ever taken out of it, bytes. */
export const NOTE_BYTES_MAX = 1_000_000;
/** One piece of news of it, bytes: what was typed in a moment, or a text that was pasted. */
export const NOTE_UPDATE_BYTES_MAX = 40_000;

/** The name under which the text stands in the shared document. */
export const NOTE_TEXT = 'note';

const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/);
/** An update or a state vector of the shared document (Yjs, version 1), base64. */
export const noteUpdate = base64.min(4).max(Math.ceil(NOTE_UPDATE_BYTES_MAX / 3) * 4);
export const noteDocument = base64;
export const noteVector = base64.max(20_000);

/** Who writes in it now, and who has. */
export const noteEditors = z.object({
  here: z.array(z.string()),
  earlier: z.array(z.object({ name: z.string(), atMs: z.int() })),
});
export type NoteEditors = z.infer<typeof noteEditors>;
