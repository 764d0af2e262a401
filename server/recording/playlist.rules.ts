import type { PieceId } from '../../shared/kernel/ids.ts';
import type { Fragment, PieceIndex } from './recording.types.ts';

/** A segment begins where a picture can be shown, not more often than this. */
const SEGMENT_MIN_MS = 3_500;
/** One without such a place for long is cut all the same, so that what follows need not be waited for. */
const SEGMENT_MAX_MS = 8_000;

export type ListedPiece = {
  readonly pieceId: PieceId;
  /** Server time of its first frame. */
  readonly startedAtMs: number;
  readonly index: PieceIndex;
  /** Nothing is added to it any more. */
  readonly isWhole: boolean;
};

export type Segment = { readonly at: number; readonly bytes: number; readonly durationMs: number };

export type Playlist = {
  readonly pieces: readonly ListedPiece[];
  /** Nothing follows. */
  readonly ended: boolean;
  /** Of each piece's address, without the question mark. */
  readonly query: string;
};

/** What of a piece is listed: of one that grows its last segment is not, since what is listed must not change. */
export function segmentsOf({ index, isWhole }: Pick<ListedPiece, 'index' | 'isWhole'>): Segment[] {
  const segments: Segment[] = [];
  let open: Fragment[] = [];
  /** Up to where the next begins: what was lost in between takes its time in the playlist too. */
  const close = (next: Fragment | null) => {
    const [first, last] = [open[0], open.at(-1)];
    if (first === undefined || last === undefined) return;
    const endMs = next?.fromMs ?? last.fromMs + last.durationMs;
    segments.push({
      at: first.at,
      bytes: last.at + last.bytes - first.at,
      durationMs: endMs - first.fromMs,
    });
    open = [];
  };
  for (const fragment of index.fragments) {
    const from = open[0]?.fromMs ?? fragment.fromMs;
    const isLong = fragment.fromMs + fragment.durationMs - from > SEGMENT_MAX_MS;
    if ((fragment.isKey && fragment.fromMs - from >= SEGMENT_MIN_MS) || isLong) close(fragment);
    open.push(fragment);
  }
  if (isWhole) close(null);
  return segments;
}

/**
 * RFC 8216 (HLS): media segments are byte ranges of the pieces' own files, so that nothing is listed that is not on the disk. `EVENT`
 * while more may follow; pieces are parted by a discontinuity and dated by the server's clock.
 */
export function playlistOf({ pieces, ended, query }: Playlist): string {
  const listed = pieces
    .map((piece) => ({ ...piece, segments: segmentsOf(piece) }))
    .filter(({ segments }) => segments.length > 0);
  const longestMs = Math.max(SEGMENT_MAX_MS, ...listed.flatMap(({ segments }) => segments.map(lengthOf)));
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${Math.round(longestMs / 1000)}`,
    '#EXT-X-MEDIA-SEQUENCE:0',
    `#EXT-X-PLAYLIST-TYPE:${ended ? 'VOD' : 'EVENT'}`,
    ...listed.flatMap(({ pieceId, startedAtMs, index, segments }, place) => {
      const address = `../pieces/${pieceId}.mp4?${query}`;
      return [
        ...(place === 0 ? [] : ['#EXT-X-DISCONTINUITY']),
        `#EXT-X-MAP:URI="${address}",BYTERANGE="${index.initBytes}@0"`,
        `#EXT-X-PROGRAM-DATE-TIME:${new Date(startedAtMs).toISOString()}`,
        ...segments.flatMap(({ at, bytes, durationMs }) => [
          `#EXTINF:${(durationMs / 1000).toFixed(3)},`,
          `#EXT-X-BYTERANGE:${bytes}@${at}`,
          address,
        ]),
      ];
    }),
    ...(ended ? ['#EXT-X-ENDLIST'] : []),
  ];
  return `${lines.join('\n')}\n`;
}

const lengthOf = ({ durationMs }: Segment): number => durationMs;
