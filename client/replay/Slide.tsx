import { useEffect, useState } from 'react';
import type { ReplayCourseware } from '../../shared/recording.ts';
import { type ReplayMark, replayMarks } from '../../shared/recording-marks.ts';
import { WHOLE_PAGE } from '../../shared/session/session.courseware.ts';
import { browserKeep } from '../live/courseware/disk-keep.ts';
import { browserDigest, downloadFile } from '../live/courseware/file-download.ts';
import { openPages } from '../ui/courseware/open-pages.ts';
import { PageStage } from '../ui/courseware/PageStage.tsx';
import type { PageSource } from '../ui/courseware/page-source.ts';
import type { OpenSlide } from './content.rules.ts';
import { withQuery } from './hls-deck.ts';
import { ReplayBoard } from './replay-board.ts';
import type { ReplayText } from './text.ts';

type Props = {
  readonly open: OpenSlide;
  readonly files: readonly ReplayCourseware[];
  readonly query: () => string;
  readonly text: ReplayText;
  /** Path of what was drawn; null where nothing was. */
  readonly marks: string | null;
  /** The moment that is played. */
  readonly atMs: number;
  /** Changes with what there may be to fetch anew. */
  readonly lengthMs: number;
};

type Pages =
  | { readonly state: 'fetching'; readonly ratio: number }
  | { readonly state: 'open'; readonly source: PageSource }
  | { readonly state: 'gone' };

/** The page of courseware that stood on the walls; its file is fetched once and kept on this machine. */
export function Slide({ open, files, query, text, ...drawn }: Props) {
  const pages = usePages(files.find(({ coursewareId }) => coursewareId === open.coursewareId) ?? null, query);
  const { coursewareId, name, page, zoom = WHOLE_PAGE } = open;
  const board = useBoard({ ...drawn, query });
  useEffect(() => board.show({ coursewareId, page }, drawn.atMs), [board, coursewareId, page, drawn.atMs]);
  switch (pages.state) {
    case 'open':
      return (
        <PageStage
          source={pages.source}
          page={page}
          zoom={zoom}
          board={board}
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

const MARKS_AGAIN_MS = 5_000;

/** Strokes are fetched beside the page: one without them is better than none. */
function useBoard({ marks, lengthMs, query }: Pick<Props, 'marks' | 'lengthMs' | 'query'>): ReplayBoard {
  const [board] = useState(() => new ReplayBoard());
  // biome-ignore lint/correctness/useExhaustiveDependencies: the query is asked for when it is needed; a recording that grew is read anew
  useEffect(() => {
    if (marks === null) return;
    const abort = new AbortController();
    let again: ReturnType<typeof setTimeout> | undefined;
    const fetchThem = async (): Promise<void> => {
      const all = await marksAt(withQuery(marks, query()), abort.signal);
      if (abort.signal.aborted) return;
      if (all === null) again = setTimeout(() => void fetchThem(), MARKS_AGAIN_MS);
      else board.take(all);
    };
    void fetchThem();
    return () => {
      abort.abort();
      clearTimeout(again);
    };
  }, [board, marks, lengthMs]);
  return board;
}

/** Null when they did not come. */
async function marksAt(url: string, signal: AbortSignal): Promise<readonly ReplayMark[] | null> {
  try {
    const answer = await fetch(url, { signal });
    const read = answer.ok ? replayMarks.safeParse(await answer.json()) : null;
    return read?.success === true ? read.data.marks : null;
  } catch (cause) {
    // Cut off in the middle, by the line or by whoever went on.
    if (cause instanceof TypeError || cause instanceof SyntaxError || cause instanceof DOMException)
      return null;
    throw cause;
  }
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
