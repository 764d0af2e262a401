import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PieceId, RecordingId } from '../../shared/kernel/ids.ts';
import { oneAfterAnother } from '../platform/in-turn.ts';
import { readIndex, writeIndex } from './piece.index.ts';
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

/** A file that grows is read on; one that is closed is what it is. */
function reads(path: string, { closed }: Piece): () => Promise<PieceIndex | null> {
  const inTurn = oneAfterAnother();
  if (closed === null) {
    const reader = new PieceReader(path);
    return () => inTurn(() => reader.read());
  }
  let found: PieceIndex | null = null;
  return () =>
    inTurn(async () => {
      const thereBytes = await bytesOf(path);
      if (thereBytes < closed.bytes) return thereBytes === 0 ? null : new PieceReader(path).read();
      found ??= (await readIndex(path, closed.bytes)) ?? (await scanned(path));
      return found;
    });
}

/** 0 of a file that is not there. */
async function bytesOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return 0;
    throw cause;
  }
}

async function scanned(path: string): Promise<PieceIndex | null> {
  const index = await new PieceReader(path).read();
  if (index !== null) await writeIndex(path, index);
  return index;
}

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
    const read = reads(pieceFile(folder, piece.recordingId, piece.id), piece);
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
