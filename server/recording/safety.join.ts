import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type PieceId, pieceId, type SafetyTakeId } from '../../shared/kernel/ids.ts';
import type { RecordedSource } from '../../shared/recording.ts';
import type { SafetyProblem } from '../../shared/recording-safety.ts';
import { type SeatKey, seatOfPerson } from '../../shared/session/session.events.ts';
import { oneAfterAnother } from '../platform/in-turn.ts';
import type { Log, NewId } from '../platform/ports.ts';
import { type Ffmpeg, FfmpegMissing } from './ffmpeg.ts';
import { closedFrom } from './recording.files.ts';
import { type PieceReading, pieceFile } from './recording.reading.ts';
import type { Piece, Recording, RecordingStore } from './recording.types.ts';
import { lastMsOf } from './replay.rules.ts';
import { convertTake, cutOut } from './safety.convert.ts';
import { sha256Of } from './safety.files.ts';
import { fillsOf, missingIn } from './safety.rules.ts';
import type { SafetyStore, Stretch, Take } from './safety.types.ts';

export type JoinDeps = {
  readonly folder: string;
  readonly store: SafetyStore;
  readonly recordings: Pick<RecordingStore, 'read' | 'addPiece'>;
  readonly reading: Pick<PieceReading, 'piecesOf'>;
  readonly ffmpeg: Pick<Ffmpeg, 'run'>;
  readonly newId: NewId;
  readonly log: Log;
  /** A recording has something that it had not. */
  readonly filled: (recording: Recording) => Promise<void>;
};

export const takesFolder = (folder: string, recordingId: string): string =>
  join(folder, recordingId, 'takes');

/** What a recording that is over has not of one source of one seat, by server time. */
export async function missingOf(
  reading: Pick<PieceReading, 'piecesOf'>,
  { id, startedAtMs, endedAtMs }: Recording,
  of: { readonly seat: SeatKey; readonly source: RecordedSource },
): Promise<Stretch[]> {
  if (endedAtMs === null) return [];
  const pieces = await reading.piecesOf(id);
  const covered = pieces
    .filter(({ piece }) => piece.seat === of.seat && piece.source === of.source)
    .map(({ piece, index }) => ({
      fromMs: piece.startedAtMs,
      toMs: piece.startedAtMs + lastMsOf(index),
    }));
  return missingIn({ fromMs: startedAtMs, toMs: endedAtMs }, covered);
}

/** Puts whole takes where their recording has nothing, one after the other; nothing that is there is touched. */
export function createJoining(deps: JoinDeps) {
  const { folder, store, recordings, log, ffmpeg } = deps;
  const inTurn = oneAfterAnother();
  let stopped = false;

  const place = async (take: Take, made: string, fromMs: number): Promise<Piece | null> => {
    const { recordingId, source } = take;
    const id = pieceId.parse(deps.newId());
    const path = pieceFile(folder, recordingId, id);
    // What is found out of it is kept beside it.
    await rename(made, path);
    const closed = await closedFrom(path);
    if (closed === null) {
      await rm(path, { force: true });
      return null;
    }
    const seat = seatOfPerson(take.personId);
    return { id, recordingId, seat, source, startedAtMs: take.startedAtMs + fromMs, closed };
  };

  const settled = async (take: Take): Promise<Take['now']> => {
    const recording = await recordings.read(take.recordingId);
    if (recording === null || recording.removedAtMs !== null) return { state: 'joined', filledMs: 0 };
    const work = takesFolder(folder, take.recordingId);
    const file: string = take.id;
    if ((await sha256Of(join(work, file))) !== take.sha256) return { state: 'failed', reason: 'hash' };
    const tools = { ffmpeg, folder: work };
    const missing = await missingOf(deps.reading, recording, { ...take, seat: seatOfPerson(take.personId) });
    if (missing.length === 0) return { state: 'joined', filledMs: 0 };
    const converted = await convertTake(tools, { file, source: take.source });
    if (converted === null) return { state: 'failed', reason: 'broken' };
    if (converted.transcoded) log.warn({ takeId: take.id, source: take.source }, 'a copy was encoded anew');
    const { index } = converted;
    const keysMs = index.fragments.flatMap(({ isKey, fromMs }) => (isKey ? [fromMs] : []));
    const pieces: Piece[] = [];
    for (const fill of fillsOf(take.startedAtMs, { keysMs, endMs: lastMsOf(index) }, missing)) {
      const made = await cutOut(tools, converted, fill);
      const piece = made === null ? null : await place(take, made, fill.fromMs);
      if (piece !== null) pieces.push(piece);
    }
    const ids: PieceId[] = pieces.map(({ id }) => id);
    await store.addPieces(take, ids);
    for (const piece of pieces) await recordings.addPiece(piece);
    if (pieces.length > 0) await deps.filled(recording);
    const filledMs = pieces.reduce((sum, { closed }) => sum + (closed?.durationMs ?? 0), 0);
    return { state: 'joined', filledMs: Math.round(filledMs) };
  };

  return {
    async folderOf({ recordingId }: Take): Promise<string> {
      const path = takesFolder(folder, recordingId);
      await mkdir(path, { recursive: true, mode: 0o700 });
      return path;
    },
    /** Resolves when it is in its place or never will be. Never throws. */
    take: (id: SafetyTakeId): Promise<void> =>
      inTurn(async () => {
        const take = stopped ? null : await store.byId(id);
        if (take?.now.state !== 'joining') return;
        const work = takesFolder(folder, take.recordingId);
        try {
          const now = await settled(take);
          await rm(join(work, id), { force: true });
          await store.settle(id, now);
        } catch (error) {
          // What a stop broke off goes on at the next start.
          if (stopped) return;
          log.error({ error, takeId: id }, 'a copy could not be put into its recording');
          await rm(join(work, id), { force: true });
          await store.settle(id, { state: 'failed', reason: problemOf(error) });
        } finally {
          for (const left of [`${id}.mp4`, `${id}.part.mp4`]) await rm(join(work, left), { force: true });
        }
      }).catch((error: unknown) => log.error({ error, takeId: id }, 'a copy is left for the next start')),
    /** What runs `ffmpeg` is stopped before. */
    stop(): Promise<void> {
      stopped = true;
      return inTurn(async () => undefined);
    },
  };
}

function problemOf(error: unknown): SafetyProblem {
  if (error instanceof FfmpegMissing) return 'converter';
  const full = error instanceof Error && /ENOSPC|No space left/.test(error.message);
  return full ? 'disk' : 'broken';
}
