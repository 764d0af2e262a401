import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { closedFrom } from '../../server/recording/recording.files.ts';
import type { Piece, Recording, RecordingStore } from '../../server/recording/recording.types.ts';
import { writtenAs } from '../../sfu/recorder/recorder.rules.ts';
import { pieceId } from '../../shared/kernel/ids.ts';
import type { RecordedSource } from '../../shared/recording.ts';
import type { SeatKey } from '../../shared/session/session.events.ts';

export type PieceWish = {
  readonly seat: SeatKey;
  readonly source: RecordedSource;
  /** From the recording's start. */
  readonly fromMs: number;
  readonly durationMs: number;
  /** Pixels; small ones unless told. */
  readonly size?: string;
};

const pictured = (size: string) => ({
  camera: ['-f', 'lavfi', '-i', `testsrc2=s=${size}:r=30`],
  content: ['-f', 'lavfi', '-i', `testsrc=s=${size}:r=15`],
});
const coded = {
  voice: ['-c:a', 'libopus', '-b:a', '32k'],
  picture: [
    ...['-c:v', 'libx264', '-profile:v', 'baseline', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'],
    ...['-b:v', '1500k', '-maxrate', '1500k', '-bufsize', '3000k', '-g', '120', '-keyint_min', '60'],
  ],
};

/** One piece as a recorder leaves it, of a test picture or a tone. */
export function writePiece(path: string, { source, durationMs, size = '320x180' }: PieceWish): void {
  const input = source === 'voice' ? ['-f', 'lavfi', '-i', 'sine=440:r=48000'] : pictured(size)[source];
  const code = source === 'voice' ? coded.voice : coded.picture;
  const args = ['-loglevel', 'error', '-nostdin', ...input, '-t', String(durationMs / 1000)];
  execFileSync('ffmpeg', [...args, ...code, ...writtenAs, path]);
}

export type RecordedWish = {
  readonly store: RecordingStore;
  readonly folder: string;
  readonly recording: Recording;
  readonly pieces: readonly PieceWish[];
  readonly newId: () => string;
};

/** A recording with its pieces, in the records and on the disk. */
export async function writeRecording({
  store,
  folder,
  recording,
  pieces,
  newId,
}: RecordedWish): Promise<Piece[]> {
  mkdirSync(join(folder, recording.id), { recursive: true });
  await store.open(recording);
  const made: Piece[] = [];
  for (const wish of pieces) {
    const id = pieceId.parse(newId());
    const path = join(folder, recording.id, `${id}.mp4`);
    writePiece(path, wish);
    const { seat, source, fromMs } = wish;
    const closed = await closedFrom(path);
    const startedAtMs = recording.startedAtMs + fromMs;
    const piece: Piece = { id, recordingId: recording.id, seat, source, startedAtMs, closed };
    await store.addPiece(piece);
    made.push(piece);
  }
  return made;
}
