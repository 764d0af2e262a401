import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { closedFrom, PieceReader } from '../../server/recording/recording.files.ts';
import {
  createMediasoupEngine,
  createRecorder,
  type EngineLog,
  type Feed,
  type MediaEngine,
  obtainWorker,
  type Recorder,
  type SpaceId,
} from '../../sfu/index.ts';
import { granted, newId, newSpaceId, participant, unknownStream } from '../contract/media-engine.input.ts';

const quiet: EngineLog = { info: () => undefined, warn: () => undefined, error: () => undefined };
const folder = mkdtempSync(join(tmpdir(), 'sanketang-recorder-'));
const senders: ChildProcess[] = [];
let engine: MediaEngine;
let recorder: Recorder;
let spaceId: SpaceId;

beforeAll(async () => {
  const worker = await obtainWorker({ env: process.env, mayBuild: false });
  if (!worker.ok) throw new Error(worker.problem.key);
  engine = granted(
    await createMediasoupEngine({
      workerBin: worker.path,
      workerCount: 1,
      listen: { addresses: [{ ip: '127.0.0.1' }], port: 0 },
      newId,
      log: quiet,
    }),
  );
  recorder = createRecorder({ engine, log: quiet, nowMs: Date.now });
  spaceId = newSpaceId();
  granted(await engine.openSpace(spaceId));
});
afterEach(() => {
  for (const sender of senders.splice(0)) sender.kill('SIGKILL');
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

test('says that there is nothing to record with, and records nothing', async () => {
  const none = createRecorder({ engine, log: quiet, nowMs: Date.now, program: join(folder, 'no-ffmpeg') });
  expect(await none.available()).toBe(false);
  const { streamId } = await sending('voice');
  const refused = await none.take(spaceId, streamId, join(folder, 'none.mp4'));
  expect(refused).toEqual({ ok: false, error: { code: 'UNAVAILABLE' } });
  const gone = await recorder.take(spaceId, unknownStream(), join(folder, 'none.mp4'));
  expect(gone).toEqual({ ok: false, error: { code: 'NOT_FOUND' } });
  expect(engine.taps(spaceId)).toEqual([]);
});

test.each(['camera', 'voice'] as const)(
  'writes a %s as it comes, and all of it until its stream ends',
  async (source) => {
    const { streamId } = await sending(source);
    const path = join(folder, `${source}.mp4`);
    const asked = Date.now();
    const take = granted(await recorder.take(spaceId, streamId, path));
    const first = await take.firstFrame;
    expect(first).toBeGreaterThanOrEqual(asked);
    await until(async () => ((await new PieceReader(path).read())?.fragments.length ?? 0) > 1);
    await engine.unpublish(spaceId, streamId, 'requested');
    expect(await take.ended).toBe('stream');
    expect(await closedFrom(path)).toMatchObject(
      source === 'voice'
        ? { codec: 'opus', size: null }
        : { codec: /^avc1\./, size: { width: 320, height: 180 } },
    );
    expect(engine.taps(spaceId)).toEqual([]);
  },
);

test('a stop ends the file in order, with all that had come', async () => {
  const { streamId } = await sending('voice');
  const path = join(folder, 'stopped.mp4');
  const take = granted(await recorder.take(spaceId, streamId, path));
  const first = await take.firstFrame;
  await until(async () => ((await new PieceReader(path).read())?.fragments.length ?? 0) > 1);
  const asked = Date.now();
  await take.stop();
  expect(await take.ended).toBe('asked');
  const endMs = (first ?? 0) + ((await closedFrom(path))?.durationMs ?? 0);
  expect(asked - endMs, 'of what had come is missing at most').toBeLessThan(500);
  // Written last of all, and never by a writer that was killed.
  expect(readFileSync(path).includes('mfra')).toBe(true);
});

test('what was written before it was killed can be played', async () => {
  const { streamId } = await sending('voice');
  const path = join(folder, 'killed.mp4');
  const take = granted(await recorder.take(spaceId, streamId, path));
  await until(async () => ((await new PieceReader(path).read())?.fragments.length ?? 0) > 3);
  process.kill(take.pid, 'SIGKILL');
  expect(await take.ended).toBe('writer');
  expect((await closedFrom(path))?.durationMs).toBeGreaterThanOrEqual(1_900);
  await take.stop();
});

async function sending(source: 'camera' | 'voice'): Promise<Feed> {
  const host = participant(source);
  granted(await engine.admit(spaceId, host));
  const codec = source === 'camera' ? 'h264' : 'opus';
  const feed = granted(await engine.feed(spaceId, { participantId: host.participantId, source, codec }));
  const coder =
    source === 'camera'
      ? [
          '-i',
          'testsrc2=size=320x180:rate=15',
          '-c:v',
          'libx264',
          '-profile:v',
          'baseline',
          '-preset',
          'ultrafast',
        ]
      : ['-i', 'sine=frequency=440', '-c:a', 'libopus'];
  const picture = ['-pix_fmt', 'yuv420p', '-g', '15', '-bsf:v', 'dump_extra'];
  senders.push(
    spawn(
      'ffmpeg',
      [
        ...['-v', 'error', '-re', '-f', 'lavfi', ...coder, ...(source === 'camera' ? picture : [])],
        ...['-f', 'rtp', '-ssrc', `${feed.ssrc | 0}`, '-payload_type', `${feed.payloadType}`],
        `rtp://${feed.ip}:${feed.port}?pkt_size=1200`,
      ],
      { stdio: 'ignore' },
    ),
  );
  return feed;
}

/** The test's own limit ends the wait. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50));
}
