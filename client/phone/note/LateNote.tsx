import { type ComponentProps, type ComponentType, useEffect, useState } from 'react';
import type { NoteSheet } from './NoteSheet.tsx';

/** The note with what it is made of, fetched when somebody first opens it: most phones never do. */
export function LateNote(props: ComponentProps<typeof NoteSheet>) {
  const [Sheet, setSheet] = useState<ComponentType<typeof props> | null>(null);
  useEffect(() => {
    let wanted = true;
    void import('./NoteSheet.tsx').then((made) => wanted && setSheet(() => made.NoteSheet));
    return () => {
      wanted = false;
    };
  }, []);
  return Sheet === null ? <main className="page" /> : <Sheet {...props} />;
}
