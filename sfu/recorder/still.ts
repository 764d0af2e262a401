import type { StreamId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { EngineLog, MediaEngine, SpaceId } from '../types.ts';
import { freePair } from './ports.ts';
import { canSee, descriptionOf, stillArguments } from './recorder.rules.ts';
import { startWriter, type Writer } from './writer.ts';

export type StillOptions = {
  readonly engine: MediaEngine;
  readonly log: EngineLog;
  /** Default `ffmpeg`. */
  readonly program?: string;
};

/** A key frame is asked for, and comes within a round trip of its sender. */
const LONGEST_MS = 6_000;
const BYTES_MAX = 200_000;

/**
 * Takes one small JPEG of a picture stream: of its smallest size, by one short ffmpeg, in memory. `NOT_FOUND` for a stream that is gone or from
 * which nothing comes, `CODEC_UNSUPPORTED` for sound and for what cannot be decoded, `UNAVAILABLE` when nothing can be started.
 */
export async function takeStill(
  { engine, log, program = 'ffmpeg' }: StillOptions,
  spaceId: SpaceId,
  streamId: StreamId,
): Promise<Result<Uint8Array>> {
  const port = await freePair();
  if (port === null) return fail('UNAVAILABLE');
  const rtcpPort = port + 1;
  const tapped = await engine.tap(spaceId, { streamId, port, rtcpPort, smallest: true });
  if (!tapped.ok) return tapped;
  const tap = tapped.value;
  const parts: Buffer[] = [];
  const said = (bytes: Buffer): void => void parts.push(bytes);
  try {
    if (!canSee(tap)) return fail('CODEC_UNSUPPORTED');
    const description = descriptionOf(tap, port);
    const reader = await startWriter({ program, args: stillArguments, description, rtcpPort, said });
    if (reader === null) return fail('UNAVAILABLE');
    const forget = engine.listen((event) => {
      if (event.spaceId !== spaceId) return;
      const isOver = event.type === 'tap.closed' && event.tapId === tap.tapId;
      if (isOver || event.type === 'space.failed') void reader.stop();
    });
    const resume = () => engine.resumeTap(spaceId, tap.tapId);
    const { failed, complaint } = await finished(reader, resume).finally(forget);
    const jpeg = Buffer.concat(parts);
    if (failed) log.warn({ complaint }, 'no still was taken');
    return isWhole(jpeg) ? ok(jpeg) : fail('NOT_FOUND');
  } finally {
    await engine.untap(spaceId, tap.tapId);
  }
}

async function finished(reader: Writer, resume: () => Promise<Result<void>>) {
  const limit = setTimeout(() => void reader.stop(), LONGEST_MS);
  if (!(await reader.ready) || !(await resume()).ok) await reader.stop();
  const end = await reader.ended;
  clearTimeout(limit);
  return end;
}

const isWhole = (jpeg: Buffer): boolean =>
  jpeg.length > 4 &&
  jpeg.length <= BYTES_MAX &&
  jpeg.readUInt16BE(0) === 0xffd8 &&
  jpeg.readUInt16BE(jpeg.length - 2) === 0xffd9;
