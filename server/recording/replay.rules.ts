import {
  type RecordedSource,
  type ReplayPiece,
  type ReplayTrack,
  recordingPaths,
} from '../../shared/recording.ts';
import type { SeatKey } from '../../shared/session/session.events.ts';
import type { Gap, Piece, PieceIndex, Recording } from './recording.types.ts';

/** A piece and what of it can be played by now. */
export type ReadPiece = { readonly piece: Piece; readonly index: PieceIndex };

export const lastMsOf = ({ fragments }: PieceIndex): number => {
  const last = fragments.at(-1);
  return last === undefined ? 0 : last.fromMs + last.durationMs;
};

export const isPlayable = ({ index }: ReadPiece): boolean => index.fragments.length > 0;

const order: readonly RecordedSource[] = ['voice', 'camera', 'content'];

/** Pieces of one source of one seat, in order of their start. */
export function bySource(pieces: readonly ReadPiece[]): Map<string, ReadPiece[]> {
  const sorted = pieces
    .filter(isPlayable)
    .toSorted(
      (a, b) =>
        order.indexOf(a.piece.source) - order.indexOf(b.piece.source) ||
        a.piece.startedAtMs - b.piece.startedAtMs ||
        (a.piece.id < b.piece.id ? -1 : 1),
    );
  return Map.groupBy(sorted, ({ piece }) => `${piece.seat} ${piece.source}`);
}

/** Where a piece stands in its recording; it ends where the next of its track begins, if the clocks of the two should overlap. */
export function replayPieces(pieces: readonly ReadPiece[], { startedAtMs }: Recording): ReplayPiece[] {
  const starts = pieces.map(({ piece }) => Math.max(0, piece.startedAtMs - startedAtMs));
  return pieces.map(({ piece, index }, place) => {
    const fromMs = starts[place] ?? 0;
    const toMs = Math.min(fromMs + lastMsOf(index), starts[place + 1] ?? Number.POSITIVE_INFINITY);
    const { codec, size, endBytes } = index;
    return { pieceId: piece.id, fromMs, toMs: Math.max(fromMs, toMs), bytes: endBytes, codec, size };
  });
}

export function replayTracks(
  recording: Recording,
  pieces: readonly ReadPiece[],
  leads: (seat: SeatKey) => boolean,
): ReplayTrack[] {
  const tracks = [...bySource(pieces).values()].flatMap((each) => {
    const [first] = each;
    if (first === undefined) return [];
    const { seat, source } = first.piece;
    return [
      {
        seat,
        source,
        leads: leads(seat),
        playlist: recordingPaths.playlist(recording.id, seat, source),
        pieces: replayPieces(each, recording),
      },
    ];
  });
  return tracks.toSorted((a, b) => rankOf(a) - rankOf(b));
}

/** Voice, camera, content; of each, who led first. */
const rankOf = ({ source, leads }: Pick<ReplayTrack, 'source' | 'leads'>): number =>
  order.indexOf(source) * 2 + (leads ? 0 : 1);

/** From its start to its stop, or to what there is of it by now. */
export const durationOf = (recording: Recording, pieces: readonly ReadPiece[]): number =>
  durationFrom(
    recording,
    pieces.map(({ piece, index }) => ({ startedAtMs: piece.startedAtMs, lengthMs: lastMsOf(index) })),
  );

/** The same of what the rows say, for lists. */
export function durationFrom(
  recording: Recording,
  pieces: readonly { readonly startedAtMs: number; readonly lengthMs: number }[],
): number {
  const ends = pieces.map((piece) => piece.startedAtMs - recording.startedAtMs + piece.lengthMs);
  const endedMs = recording.endedAtMs === null ? 0 : recording.endedAtMs - recording.startedAtMs;
  return Math.max(0, Math.round(endedMs), ...ends.map(Math.round));
}

/** Told by the recorder; cut to the recording. */
export const gapsIn = (gaps: readonly Gap[], durationMs: number): Gap[] =>
  gaps
    .map((gap) => ({
      ...gap,
      fromMs: Math.max(0, Math.round(gap.fromMs)),
      toMs: Math.min(durationMs, Math.round(gap.toMs)),
    }))
    .filter(({ fromMs, toMs }) => toMs > fromMs);
