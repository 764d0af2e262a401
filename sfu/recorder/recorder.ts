import { execFile } from 'node:child_process';
import type { StreamId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { Tap } from '../tap.types.ts';
import type { EngineLog, MediaEngine, SpaceId } from '../types.ts';
import { freePair } from './ports.ts';
import { canRecord, descriptionOf, writerArguments } from './recorder.rules.ts';
import { startWriter, type Writer } from './writer.ts';

/**
 * Why a take is over: it was asked to be, its stream ended or nothing came of it any more (`stream`), its space failed (`space`), or what
 * wrote it did (`writer`).
 */
export type TakeEnd = 'asked' | 'stream' | 'space' | 'writer';

/** One stream on its way into one file. */
export type Take = {
  /** Process id of what writes it. */
  readonly pid: number;
  /** Server time of its first frame; null when it was over before one came. */
  readonly firstFrame: Promise<number | null>;
  readonly ended: Promise<TakeEnd>;
  requestKeyFrame(): void;
  /** Resolves when the file is finished. Idempotent. */
  stop(): Promise<void>;
};

export interface Recorder {
  /** Whether there is an ffmpeg to run; asked anew each time, so that one that was just installed is found. */
  available(): Promise<boolean>;
  /**
   * Writes a stream into a file until it is over. `NOT_FOUND` for a stream that is gone, `CODEC_UNSUPPORTED` for one that cannot be
   * written as it is, `UNAVAILABLE` when nothing can be started.
   */
  take(spaceId: SpaceId, streamId: StreamId, file: string): Promise<Result<Take>>;
}

export type RecorderOptions = {
  readonly engine: MediaEngine;
  readonly nowMs: () => number;
  readonly log: EngineLog;
  /** Default `ffmpeg`. */
  readonly program?: string;
};

export function createRecorder({ engine, nowMs, log, program = 'ffmpeg' }: RecorderOptions): Recorder {
  return {
    available: () =>
      new Promise((resolve) =>
        execFile(program, ['-version'], { timeout: 5_000 }, (error) => resolve(error === null)),
      ),
    async take(spaceId, streamId, file) {
      const port = await freePair();
      if (port === null) return fail('UNAVAILABLE');
      const rtcpPort = port + 1;
      const tapped = await engine.tap(spaceId, { streamId, port, rtcpPort });
      if (!tapped.ok) return tapped;
      const tap = tapped.value;
      const writer = canRecord(tap)
        ? await startWriter({
            ...{ program, args: writerArguments(file), rtcpPort },
            description: descriptionOf(tap, port),
          })
        : null;
      if (writer === null) {
        await engine.untap(spaceId, tap.tapId);
        return fail(canRecord(tap) ? 'UNAVAILABLE' : 'CODEC_UNSUPPORTED');
      }
      return ok(runTake({ engine, nowMs, log }, { spaceId, tap, writer }));
    },
  };
}

type Running = { readonly spaceId: SpaceId; readonly tap: Tap; readonly writer: Writer };

function runTake(
  { engine, nowMs, log }: Omit<RecorderOptions, 'program'>,
  { spaceId, tap: { tapId }, writer }: Running,
): Take {
  let why: TakeEnd | null = null;
  const first = Promise.withResolvers<number | null>();
  const stop = async (reason: TakeEnd): Promise<void> => {
    why ??= reason;
    await engine.untap(spaceId, tapId);
    await writer.stop();
  };
  const forget = engine.listen((event) => {
    if (event.spaceId !== spaceId) return;
    if (event.type === 'space.failed') void stop('space');
    else if (event.type === 'tap.started' && event.tapId === tapId) first.resolve(nowMs());
    else if (event.type === 'tap.closed' && event.tapId === tapId) void stop('stream');
  });
  const begin = async (): Promise<void> => {
    if (!(await writer.ready)) return stop('writer');
    const resumed = await engine.resumeTap(spaceId, tapId);
    if (!resumed.ok) await stop('stream');
  };
  const ended = writer.ended.then(async ({ failed, complaint }): Promise<TakeEnd> => {
    forget();
    first.resolve(null);
    await engine.untap(spaceId, tapId);
    if (why === null && failed) log.warn({ pid: writer.pid, complaint }, 'what wrote a recording ended');
    return why ?? (failed ? 'writer' : 'stream');
  });
  void begin();
  return {
    pid: writer.pid,
    firstFrame: first.promise,
    ended,
    requestKeyFrame: () => void engine.requestKeyFrame(spaceId, tapId),
    stop: () => stop('asked'),
  };
}
