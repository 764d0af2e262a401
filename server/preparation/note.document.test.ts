import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { NOTE_CHARS_MAX, NOTE_TEXT } from '../../shared/note.ts';
import { noteOf, textOf, written } from './note.document.ts';

const typed = (words: string): Uint8Array => {
  const note = new Y.Doc();
  note.getText(NOTE_TEXT).insert(0, words);
  return Y.encodeStateAsUpdate(note);
};

describe('what somebody sends', () => {
  test.each([
    ['no update at all', new Uint8Array([1, 2, 3, 255, 9])],
    ['nothing', new Uint8Array([])],
    ['half of one', typed('备课').slice(0, 9)],
  ])('as %s leaves the note as it was', (_what, update) => {
    const note = noteOf([typed('第一环节')]);
    expect(written(note, update)).toMatchObject({ ok: false, error: { code: 'INVALID_VALUE' } });
    expect(textOf(note)).toBe('第一环节');
  });

  test('beyond what a note holds is refused whole', () => {
    const note = noteOf([typed('a'.repeat(NOTE_CHARS_MAX - 1))]);
    expect(written(note, typed('bc'))).toMatchObject({ ok: false, error: { code: 'TOO_LARGE' } });
    expect(written(note, typed('b')).ok).toBe(true);
  });
});
