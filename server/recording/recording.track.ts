import { mkdir, rm, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Recorder, Take } from '../../sfu/index.ts';
import { type PieceId, pieceId as pieceIdSchema, type RecordingId } from '../../shared/kernel/ids.ts';
import type { RecordingBreak } from '../../shared/recording-kinds.ts';
import type { Log, NewId } from '../platform/ports.ts';
import { closedFrom } from './recording.files.ts';
import type { Recorded } from './recording.rules.ts';
import type { Piece, RecordingStore } from './recording.types.ts';

export type TrackDeps = {
  readonly store: Pick<RecordingStore, 'addPiece' | 'closePiece' | 'dropPiece'>;
  readonly recorder: Recorder;
  readonly newId: NewId;
  readonly log: Log;
  readonly pathOf: (recordingId: RecordingId, pieceId: PieceId) => string;
};

export type TrackNews = {
  /** Server time of a piece's first frame. */
  started(atMs: number): Promise<void>;
  /** It cannot be written as it is sent. */
  missed(): Promise<void>;
  /** Up to `atMs` there is something, from then on nothing although there should be; null when nothing had begun. */
  broke(atMs: number | null, cause: RecordingBreak): Promise<void>;
};

type Of = Recorded & {
  readonly recordingId: RecordingId;
  readonly spaceId: Parameters<Recorder['take']>[0];
};

/** So often a picture can be jumped to. */
const KEY_FRAMES_MS = 4_000;
const BACKOFF_MS = [0, 500, 1_000, 2_000, 5_000] as const;

/** What of a file that ended can be played is its piece; where there is nothing, there is no piece and no file. */
export async function closePiece(
  { store }: { readonly store: Pick<RecordingStore, 'closePiece' | 'dropPiece'> },
  piece: Piece,
  path: string,
): Promise<number | null> {
  const closed = await closedFrom(path);
  if (closed === null) {
    await store.dropPiece(piece.id);
    await rm(path, { force: true });
    return null;
  }
  await truncate(path, closed.bytes);
  await store.closePiece(piece.id, closed);
  return piece.startedAtMs + closed.durationMs;
}

/** One stream, piece after piece, for as long as it is there. */
export class Track {
  readonly of: Of;
  readonly done: Promise<void>;
  /** Server time at which its last piece that was closed ends; null while there is none. */
  endMs: number | null = null;
  readonly #deps: TrackDeps;
  readonly #news: TrackNews;
  #take: Take | null = null;
  #wake: (() => void) | null = null;
  #stopped = false;

  constructor(deps: TrackDeps, of: Of, news: TrackNews) {
    this.#deps = deps;
    this.of = of;
    this.#news = news;
    this.done = this.#run().catch((error: unknown) => {
      deps.log.error({ error, streamId: of.streamId }, 'a stream is no longer recorded');
    });
  }

  /** Resolves when its last piece is closed. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake?.();
    await this.#take?.stop();
    await this.done;
  }

  async #run(): Promise<void> {
    for (let fails = 0; !this.#stopped; ) {
      await this.#rest(BACKOFF_MS[Math.min(fails, BACKOFF_MS.length - 1)] ?? 0);
      if (this.#stopped) return;
      const outcome = await this.#piece();
      if (outcome === 'over') return;
      fails = outcome === 'failed' ? fails + 1 : 0;
    }
  }

  async #piece(): Promise<'over' | 'again' | 'failed'> {
    const { recorder, newId, pathOf, log } = this.#deps;
    const { recordingId, spaceId, streamId, seat, source } = this.of;
    const id = pieceIdSchema.parse(newId());
    const path = pathOf(recordingId, id);
    await mkdir(dirname(path), { recursive: true });
    const begun = await recorder.take(spaceId, streamId, path);
    if (!begun.ok) {
      const { code } = begun.error;
      if (code === 'UNAVAILABLE' || code === 'MEDIA_UNAVAILABLE') return 'failed';
      if (code === 'NOT_FOUND') return 'over';
      log.warn({ streamId, source, code }, 'a stream cannot be recorded');
      await this.#news.missed();
      return 'over';
    }
    const take = begun.value;
    this.#take = take;
    if (this.#stopped) void take.stop();
    const keyFrames = setInterval(() => take.requestKeyFrame(), KEY_FRAMES_MS);
    const startedAtMs = await take.firstFrame;
    const piece = startedAtMs === null ? null : { id, recordingId, seat, source, startedAtMs, closed: null };
    if (piece !== null) {
      await this.#deps.store.addPiece(piece);
      await this.#news.started(piece.startedAtMs);
    }
    const end = await take.ended;
    clearInterval(keyFrames);
    this.#take = null;
    const endMs =
      piece === null
        ? await rm(path, { force: true }).then(() => null)
        : await closePiece(this.#deps, piece, path);
    this.endMs = endMs ?? this.endMs;
    if (end === 'writer' || end === 'space')
      await this.#news.broke(endMs ?? startedAtMs, end === 'writer' ? 'recorder' : 'media');
    if (end === 'asked' || end === 'space') return 'over';
    return end === 'writer' && piece === null ? 'failed' : 'again';
  }

  async #rest(ms: number): Promise<void> {
    if (ms === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = null;
  }
}
