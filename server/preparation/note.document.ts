import * as Y from 'yjs';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { NOTE_BYTES_MAX, NOTE_CHARS_MAX, NOTE_TEXT } from '../../shared/note.ts';

export const emptyNote = (): Y.Doc => new Y.Doc();

/** A note of all that was kept of it, in any order. */
export function noteOf(updates: readonly Uint8Array[]): Y.Doc {
  const note = emptyNote();
  for (const update of updates) Y.applyUpdate(note, update);
  return note;
}

/**
 * A note with what was written. Tried on a copy: what cannot be read, or makes it longer than a note may be, leaves nothing behind.
 * `INVALID_VALUE`, `TOO_LARGE` {limit}.
 */
export function written(note: Y.Doc, update: Uint8Array): Result<Y.Doc> {
  const trial = emptyNote();
  try {
    Y.applyUpdate(trial, Y.encodeStateAsUpdate(note));
    Y.applyUpdate(trial, update);
  } catch {
    return fail('INVALID_VALUE', { field: 'update' });
  }
  if (trial.getText(NOTE_TEXT).length > NOTE_CHARS_MAX) return fail('TOO_LARGE', { limit: NOTE_CHARS_MAX });
  return Y.encodeStateAsUpdate(trial).byteLength > NOTE_BYTES_MAX
    ? fail('TOO_LARGE', { limit: NOTE_BYTES_MAX })
    : ok(trial);
}

/** What somebody lacks who has as much as `vector` says; everything without one. `INVALID_VALUE` for what is no vector. */
export function missingFrom(note: Y.Doc, vector?: Uint8Array): Result<Uint8Array> {
  try {
    return ok(Y.encodeStateAsUpdate(note, vector));
  } catch {
    return fail('INVALID_VALUE', { field: 'vector' });
  }
}

export const vectorOf = (note: Y.Doc): Uint8Array => Y.encodeStateVector(note);
export const textOf = (note: Y.Doc): string => note.getText(NOTE_TEXT).toString();
export const merged = (updates: readonly Uint8Array[]): Uint8Array => Y.encodeStateAsUpdate(noteOf(updates));
