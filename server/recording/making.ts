import { join } from 'node:path';
import type { RecordingId } from '../../shared/kernel/ids.ts';
import type { ReplayTrack } from '../../shared/recording.ts';
import type { Clock, Jobs, Log } from '../platform/ports.ts';
import type { AssetsStore, Made, MadeKind, MadeProblem } from './assets.types.ts';
import { planOf } from './compose.rules.ts';
import { compose } from './compose.ts';
import { type Ffmpeg, FfmpegMissing } from './ffmpeg.ts';
import { madeFiles } from './recording.names.ts';
import type { PieceReading } from './recording.reading.ts';
import type { ReadPiece } from './replay.rules.ts';
import { makeThumbnails } from './thumbnails.ts';

export type MakingDeps = {
  readonly folder: string;
  readonly serverId: string;
  readonly store: AssetsStore;
  readonly reading: Pick<PieceReading, 'piecesOf'>;
  /** Brings files that were moved away onto the disk again. */
  readonly allBack: (id: RecordingId) => Promise<void>;
  /** Null when it was removed meanwhile. */
  readonly tracksOf: (
    id: RecordingId,
    pieces: readonly ReadPiece[],
  ) => Promise<{ readonly tracks: readonly ReplayTrack[]; readonly durationMs: number } | null>;
  readonly words: { readonly gap: string; readonly sound: string };
  readonly ffmpeg: Ffmpeg;
  readonly clock: Clock;
  readonly log: Log;
};

const LOOK_MS = 10_000;
const NEW_AT_ONCE = 5;

/** Makes files of recordings, one at a time on each server, the first asked first. */
export function createMaking(deps: MakingDeps) {
  const { store, log, ffmpeg } = deps;
  let round: Promise<void> | null = null;
  let stopped = false;

  const settled = async ({
    recordingId,
    kind,
  }: Made): Promise<Extract<Made['now'], { state: 'ready' | 'failed' }>> => {
    await deps.allBack(recordingId);
    const pieces = await deps.reading.piecesOf(recordingId);
    const found = await deps.tracksOf(recordingId, pieces);
    if (found === null || pieces.length === 0) return { state: 'failed', reason: 'broken' };
    const { tracks, durationMs } = found;
    const folder = join(deps.folder, recordingId);
    if (kind === 'thumbnails') {
      const made = await makeThumbnails({
        folder,
        file: madeFiles.thumbnails,
        tracks,
        pieces,
        durationMs,
        ffmpeg,
      });
      return { state: 'ready', ...made };
    }
    const made = await compose({
      ...{
        plan: planOf(tracks, pieces, durationMs),
        folder,
        file: madeFiles.file,
        words: deps.words,
        ffmpeg,
      },
      progress: (doneRatio) => store.progress(recordingId, kind, doneRatio),
      wordless: (error) => log.warn({ recordingId, error }, 'a card of a recording has no words'),
    });
    return { state: 'ready', ...made, facts: {} };
  };
  const work = async (): Promise<void> => {
    for (;;) {
      const next = stopped ? null : await store.claim(deps.serverId);
      if (next === null) return;
      const { recordingId, kind } = next;
      try {
        await store.settle(recordingId, kind, await settled(next));
      } catch (error) {
        // What a stop broke off goes on at the next start.
        if (stopped) return;
        log.error({ recordingId, kind, error }, 'a file of a recording could not be made');
        await store.settle(recordingId, kind, { state: 'failed', reason: problemOf(error) });
      }
    }
  };
  const look = (): void => {
    if (stopped || round !== null) return;
    round = work()
      .catch((error: unknown) => log.error({ error }, 'the queue of recordings stands still'))
      .finally(() => {
        round = null;
      });
  };
  return {
    canCompose: () => ffmpeg.isThere(),
    look,
    async start(jobs: Jobs): Promise<void> {
      await store.release(deps.serverId);
      look();
      jobs.every('recording.make', LOOK_MS, async () => {
        if (!(await ffmpeg.isThere())) return;
        for (const { id } of await store.without('thumbnails' satisfies MadeKind, NEW_AT_ONCE))
          await store.ask(id, 'thumbnails', deps.clock.nowMs());
        look();
      });
    },
    async stop(): Promise<void> {
      stopped = true;
      ffmpeg.stop();
      await round;
    },
  };
}

function problemOf(error: unknown): MadeProblem {
  if (error instanceof FfmpegMissing) return 'converter';
  const full = error instanceof Error && (/ENOSPC|No space left/.test(error.message) || isFull(error));
  return full ? 'disk' : 'broken';
}

const isFull = (error: Error): boolean => 'code' in error && error.code === 'ENOSPC';
