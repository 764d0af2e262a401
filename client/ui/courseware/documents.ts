import { useEffect, useState } from 'react';
import type { CoursewareId } from '../../../shared/kernel/ids.ts';
import type { Courseware } from '../../live/courseware/courseware.ts';
import { useReadable } from '../use-readable.ts';
import { openPages } from './open-pages.ts';
import type { PageSource } from './page-source.ts';

/** How a file stands that is to be seen on this machine. */
export type Document =
  | { readonly state: 'waiting' }
  | { readonly state: 'fetching'; readonly ratio: number }
  | { readonly state: 'opening' }
  | { readonly state: 'open'; readonly source: PageSource }
  /** `broken`: it is here and cannot be read. */
  | { readonly state: 'failed'; readonly broken: boolean };

type Opened = { readonly source: Promise<PageSource | null>; users: number };
const opened = new WeakMap<Courseware, Map<CoursewareId, Opened>>();

/** The file's pages: opened once, however many places of this page show them, and closed after the last. */
export function useDocument(courseware: Courseware, id: CoursewareId): Document {
  const file = useReadable(courseware.files.states).get(id) ?? { state: 'waiting' };
  const isReady = file.state === 'ready';
  const [document, setDocument] = useState<Document>({ state: 'opening' });
  useEffect(() => {
    if (!isReady) return;
    let gone = false;
    setDocument({ state: 'opening' });
    const held = hold(courseware, id);
    void held.source.then((source) => {
      if (gone) return;
      setDocument(source === null ? { state: 'failed', broken: true } : { state: 'open', source });
    });
    return () => {
      gone = true;
      held.release();
    };
  }, [courseware, id, isReady]);
  if (file.state === 'ready') return document;
  if (file.state === 'fetching') return { state: 'fetching', ratio: file.doneBytes / file.totalBytes };
  return file.state === 'failed' ? { state: 'failed', broken: false } : { state: 'waiting' };
}

function hold(courseware: Courseware, id: CoursewareId) {
  const all = opened.get(courseware) ?? new Map<CoursewareId, Opened>();
  opened.set(courseware, all);
  const known = all.get(id) ?? { source: read(courseware, id), users: 0 };
  all.set(id, known);
  known.users += 1;
  const release = () => {
    known.users -= 1;
    if (known.users > 0) return;
    all.delete(id);
    void known.source.then((source) => source?.close());
  };
  return { source: known.source, release };
}

async function read(courseware: Courseware, id: CoursewareId): Promise<PageSource | null> {
  const file = courseware.files.fileOf(id);
  const bytes = await courseware.files.bytesOf(id);
  if (file === null || bytes === null) return null;
  try {
    return await openPages(file, bytes);
  } catch (cause) {
    // A file that no reader understands, each with an exception of its own: said on the wall, told to whoever looks into it.
    reportError(cause);
    return null;
  }
}
