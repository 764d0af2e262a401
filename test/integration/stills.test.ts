import { type ChildProcess, spawn } from 'node:child_process';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import {
  createMediasoupEngine,
  type Feed,
  type MediaEngine,
  obtainWorker,
  type SpaceId,
  takeStill,
} from '../../sfu/index.ts';
import { granted, newId, newSpaceId, participant, unknownStream } from '../contract/media-engine.input.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const senders: ChildProcess[] = [];
let engine: MediaEngine;
let spaceId: SpaceId;

beforeAll(async () => {
  const worker = await obtainWorker({ env: process.env, mayBuild: false });
  if (!worker.ok) throw new Error(worker.problem.key);
  const listen = { addresses: [{ ip: '127.0.0.1' }], port: 0 };
  engine = granted(
    await createMediasoupEngine({ workerBin: worker.path, workerCount: 1, listen, newId, log }),
  );
  spaceId = newSpaceId();
  granted(await engine.openSpace(spaceId));
});
afterEach(() => {
  for (const sender of senders.splice(0)) sender.kill('SIGKILL');
});
afterAll(() => engine.close());

const fed = async (source: 'camera' | 'voice'): Promise<Feed> => {
  const host = participant(source);
  granted(await engine.admit(spaceId, host));
  const codec = source === 'camera' ? 'h264' : 'opus';
  return granted(await engine.feed(spaceId, { participantId: host.participantId, source, codec }));
};

/** A red picture twice as wide as a still is. */
function send({ ip, port, ssrc, payloadType }: Feed): void {
  const picture = ['-f', 'lavfi', '-i', 'color=c=red:s=640x360:r=15', '-pix_fmt', 'yuv420p'];
  const coder = ['-c:v', 'libx264', '-profile:v', 'baseline', '-preset', 'ultrafast', '-g', '15'];
  const way = [
    '-bsf:v',
    'dump_extra',
    '-f',
    'rtp',
    '-ssrc',
    `${ssrc | 0}`,
    '-payload_type',
    `${payloadType}`,
  ];
  const all = ['-v', 'error', '-re', ...picture, ...coder, ...way, `rtp://${ip}:${port}?pkt_size=1200`];
  senders.push(spawn('ffmpeg', all, { stdio: 'ignore' }));
}

/** Width and height as the frame's header says (ITU-T T.81, B.2.2). */
function sizeOf(jpeg: Buffer): { width: number; height: number } {
  const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
  return { height: jpeg.readUInt16BE(frame + 5), width: jpeg.readUInt16BE(frame + 7) };
}

test('takes nothing of what is gone, of sound, and without ffmpeg', async () => {
  const refused = (code: string) => ({ ok: false, error: { code } });
  const [camera, voice] = [await fed('camera'), await fed('voice')];
  expect(await takeStill({ engine, log }, spaceId, unknownStream())).toEqual(refused('NOT_FOUND'));
  expect(await takeStill({ engine, log }, newSpaceId(), camera.streamId)).toEqual(refused('NOT_FOUND'));
  expect(await takeStill({ engine, log }, spaceId, voice.streamId)).toEqual(refused('CODEC_UNSUPPORTED'));
  const none = await takeStill({ engine, log, program: '/no/ffmpeg' }, spaceId, camera.streamId);
  expect(none).toEqual(refused('UNAVAILABLE'));
  expect(engine.taps(spaceId)).toEqual([]);
});

test('takes a small picture of what is sent, and leaves nothing behind', async () => {
  const feed = await fed('camera');
  send(feed);
  const still = granted(await takeStill({ engine, log }, spaceId, feed.streamId));
  expect(sizeOf(Buffer.from(still))).toEqual({ width: 320, height: 180 });
  expect(still.length).toBeLessThan(30_000);
  expect(engine.taps(spaceId)).toEqual([]);
});

test('waits no longer for a picture whose stream ends', async () => {
  const { streamId } = await fed('camera');
  const waiting = takeStill({ engine, log }, spaceId, streamId);
  while (engine.taps(spaceId).length === 0) await new Promise((resolve) => setImmediate(resolve));
  await engine.unpublish(spaceId, streamId, 'requested');
  expect(await waiting).toEqual({ ok: false, error: { code: 'NOT_FOUND' } });
  expect(engine.taps(spaceId)).toEqual([]);
});
