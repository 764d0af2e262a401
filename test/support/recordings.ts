import { join } from 'node:path';
import { openDatabase } from '../../server/platform/database.ts';
import { createRecordingStore } from '../../server/recording/recording.store.ts';
import type { Gap, Piece, Recording } from '../../server/recording/recording.types.ts';
import type { SessionId } from '../../shared/kernel/ids.ts';

export type Written = {
  readonly recording: Recording;
  readonly pieces: readonly Piece[];
  readonly gaps: readonly Gap[];
  fileOf(piece: Piece): string;
};

/** What a server has recorded of a lesson, first of all, read beside it from its own records. */
export async function readWritten(dataDir: string, sessionId: SessionId): Promise<Written> {
  const open = openDatabase(`file:${join(dataDir, 'sanketang.db')}`);
  try {
    const store = createRecordingStore(open.database);
    const [recording] = await store.ofSession(sessionId);
    if (recording === undefined) throw new Error('nothing was recorded');
    return {
      recording,
      pieces: await store.piecesOf(recording.id),
      gaps: await store.gapsOf(recording.id),
      fileOf: (piece) => join(dataDir, 'recordings', recording.id, `${piece.id}.mp4`),
    };
  } finally {
    await open.close();
  }
}
