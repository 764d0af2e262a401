import { useEffect, useState } from 'react';
import type { ReplayCourseware } from '../../shared/recording.ts';
import { WHOLE_PAGE } from '../../shared/session/session.courseware.ts';
import { browserKeep } from '../live/courseware/disk-keep.ts';
import { browserDigest, downloadFile } from '../live/courseware/file-download.ts';
import { openPages } from '../ui/courseware/open-pages.ts';
import { PageStage } from '../ui/courseware/PageStage.tsx';
import type { PageSource } from '../ui/courseware/page-source.ts';
import type { OpenSlide } from './content.rules.ts';
import { withQuery } from './hls-deck.ts';
import type { ReplayText } from './text.ts';

type Props = {
  readonly open: OpenSlide;
  readonly files: readonly ReplayCourseware[];
  readonly query: () => string;
  readonly text: ReplayText;
};

type Pages =
  | { readonly state: 'fetching'; readonly ratio: number }
  | { readonly state: 'open'; readonly source: PageSource }
  | { readonly state: 'gone' };

/** The page of courseware that stood on the walls; its file is fetched once and kept on this machine. */
export function Slide({ open, files, query, text }: Props) {
  const pages = usePages(files.find(({ coursewareId }) => coursewareId === open.coursewareId) ?? null, query);
  const { name, page, zoom = WHOLE_PAGE } = open;
  switch (pages.state) {
    case 'open':
      return (
        <PageStage
          source={pages.source}
          page={page}
          zoom={zoom}
          board={null}
          label={text('replay.slide', { name, page })}
        />
      );
    case 'fetching':
      return (
        <p className="words">{text('replay.slideFetching', { percent: Math.floor(pages.ratio * 100) })}</p>
      );
    case 'gone':
      return <p className="words">{text('replay.slideGone', { name, page })}</p>;
  }
}

function usePages(file: ReplayCourseware | null, query: () => string): Pages {
  const [pages, setPages] = useState<Pages>({ state: 'fetching', ratio: 0 });
  const id = file?.coursewareId ?? null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a file is what its id says, however often it is read anew
  useEffect(() => {
    if (file === null) {
      setPages({ state: 'gone' });
      return;
    }
    const abort = new AbortController();
    let source: PageSource | null = null;
    setPages({ state: 'fetching', ratio: 0 });
    const fetching = (ratio: number) => !abort.signal.aborted && setPages({ state: 'fetching', ratio });
    void opened(file, { query, signal: abort.signal, onProgress: fetching }).then((made) => {
      source = made;
      if (abort.signal.aborted) source?.close();
      else setPages(made === null ? { state: 'gone' } : { state: 'open', source: made });
    });
    return () => {
      abort.abort();
      source?.close();
    };
  }, [id]);
  return pages;
}

type Turn = {
  readonly query: () => string;
  readonly signal: AbortSignal;
  readonly onProgress: (ratio: number) => void;
};

async function opened(
  file: ReplayCourseware,
  { query, signal, onProgress }: Turn,
): Promise<PageSource | null> {
  const deps = {
    keep: await browserKeep(Date.now()),
    // At the recording's own address, which whoever may see it may open.
    fetch: (_: string, init: RequestInit) => fetch(withQuery(file.path, query()), init),
    digest: browserDigest,
    door: 'console' as const,
  };
  const result = await downloadFile(file, deps, {
    signal,
    onProgress: (doneBytes) => onProgress(doneBytes / file.bytes),
    breathe: async () => undefined,
  });
  if (!result.ok) return null;
  try {
    return await openPages(file, result.value);
  } catch (cause) {
    // A file that no reader understands, each with an exception of its own: said in the page's place, told to whoever looks into it.
    reportError(cause);
    return null;
  }
}
