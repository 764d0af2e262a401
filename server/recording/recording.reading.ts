import { join } from 'node:path';
import type { PieceId, RecordingId } from '../../shared/kernel/ids.ts';
import { oneAfterAnother } from '../platform/in-turn.ts';
import { PieceReader } from './recording.files.ts';
import type { Piece, PieceIndex, RecordingStore } from './recording.types.ts';
import { lastMsOf, type ReadPiece } from './replay.rules.ts';

/** So many files are kept read; a recording has a handful. */
const READ_MAX = 400;

export type PieceMeasure = {
  readonly startedAtMs: number;
  readonly lengthMs: number;
  readonly bytes: number;
};
export type PieceReading = ReturnType<typeof createPieceReading>;

export const pieceFile = (folder: string, recordingId: string, pieceId: string): string =>
  join(folder, recordingId, `${pieceId}.mp4`);

/** What of each piece can be played by now; what was read once of a growing file is not read again. */
export function createPieceReading({
  folder,
  store,
  elsewhere,
}: {
  readonly folder: string;
  readonly store: Pick<RecordingStore, 'piecesOf'>;
  /** Of a piece whose file was moved away; null when it was not. */
  readonly elsewhere?: (piece: Piece) => Promise<PieceIndex | null>;
}) {
  const readers = new Map<PieceId, () => Promise<PieceIndex | null>>();
  const readerOf = (piece: Piece) => {
    const known = readers.get(piece.id);
    if (known !== undefined) return known;
    const reader = new PieceReader(pieceFile(folder, piece.recordingId, piece.id));
    const inTurn = oneAfterAnother();
    const read = () => inTurn(() => reader.read());
    if (readers.size >= READ_MAX) readers.clear();
    readers.set(piece.id, read);
    return read;
  };
  const indexOf = async (piece: Piece): Promise<PieceIndex | null> =>
    (await readerOf(piece)()) ?? (await elsewhere?.(piece)) ?? null;
  return {
    indexOf,
    /** How long and how large each piece is, without a look at the files of those that are closed. */
    async measuresOf(id: RecordingId): Promise<PieceMeasure[]> {
      const pieces = await store.piecesOf(id);
      return Promise.all(
        pieces.map(async (piece) => {
          const { closed, startedAtMs } = piece;
          if (closed !== null) return { startedAtMs, lengthMs: closed.durationMs, bytes: closed.bytes };
          const index = await indexOf(piece);
          const lengthMs = index === null ? 0 : lastMsOf(index);
          return { startedAtMs, lengthMs, bytes: index?.endBytes ?? 0 };
        }),
      );
    },
    async piecesOf(id: RecordingId): Promise<ReadPiece[]> {
      const pieces = await store.piecesOf(id);
      const read = await Promise.all(pieces.map(async (piece) => ({ piece, index: await indexOf(piece) })));
      return read.flatMap(({ piece, index }) =>
        index === null || index.fragments.length === 0 ? [] : [{ piece, index }],
      );
    },
  };
}
