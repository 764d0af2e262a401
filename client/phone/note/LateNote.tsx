import type { ComponentProps } from 'react';
import { useLate } from '../../ui/use-late.ts';
import type { NoteSheet } from './NoteSheet.tsx';

const noteSheet = async () => (await import('./NoteSheet.tsx')).NoteSheet;

/** The note with what it is made of, fetched when somebody first opens it: most phones never do. */
export function LateNote(props: ComponentProps<typeof NoteSheet>) {
  const Sheet = useLate(true, noteSheet);
  return Sheet === null ? <main className="page" /> : <Sheet {...props} />;
}
