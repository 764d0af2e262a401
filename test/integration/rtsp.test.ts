import { afterEach, describe, expect, test, vi } from 'vitest';
import type { SourceWish } from '../../shared/ingest.ts';
import { ingestHouses } from '../support/ingest-house.ts';
import { type CameraWish, type RtspCamera, startRtspCamera } from '../support/rtsp-camera.ts';
import { actors, joinLesson, must, SESSION } from '../support/session-house.ts';

/** Cameras as they come, with ffmpeg as their encoder: what is said of each to whoever looks after the room. */

const { openIngest, closers, clear } = ingestHouses();
afterEach(clear);

async function openWith(wish: CameraWish, given: { readonly ffmpegBin?: string } = {}) {
  const film = async (port?: number): Promise<RtspCamera> => {
    const camera = await startRtspCamera({ ...wish, ...(port === undefined ? {} : { port }) });
    closers.push(() => camera.close());
    return camera;
  };
  const camera = await film();
  const opened = await openIngest(given);
  const { house, set, look, standing } = opened;
  const source: SourceWish = {
    ...{ place: 'camera', kind: 'rtsp', username: '', password: null, on: true },
    address: camera.address,
  };
  await set(source);
  const lecturer = house.connect(actors.teacher(1));
  await joinLesson(lecturer);
  must(await lecturer.ask('session.start', { sessionId: SESSION }, house.newId()));
  await look();
  const becomes = (state: object, limitMs = 15_000) =>
    vi.waitFor(async () => expect(await standing()).toMatchObject(state), { timeout: limitMs, interval: 50 });
  return { ...opened, camera, film, source, becomes };
}

test.each([
  ['baseline', 'passed'],
  ['high', 'made'],
  ['hevc', 'made'],
  ['mjpeg', 'made'],
] as const)('a camera that sends %s is %s on', async (profile, picture) => {
  const { becomes } = await openWith({ profile });
  await becomes({ state: 'on', picture });
});

test('what nothing can be made of is said to be so, and tried again', async () => {
  const { becomes } = await openWith({ profile: 'nobodys' });
  await becomes({ state: 'failed', fault: 'codec' }, 30_000);
  await becomes({ state: 'connecting' });
  await becomes({ state: 'failed', fault: 'codec' }, 30_000);
}, 60_000);

test.each(['hevc', 'high'] as const)('%s without ffmpeg is said to need it', async (profile) => {
  const { becomes } = await openWith({ profile }, { ffmpegBin: '/nowhere/ffmpeg' });
  await becomes({ state: 'failed', fault: 'noFfmpeg' });
});

describe('a camera with a password', () => {
  const login = { username: 'viewer', password: 'right' };
  test('lets in who knows it, and who does not is told so, also when it was changed in a lesson', async () => {
    const { set, source, becomes } = await openWith({ profile: 'baseline', login });
    await becomes({ state: 'failed', fault: 'wrongPassword' });
    await set({ ...source, username: 'viewer', password: 'right' });
    await becomes({ state: 'on', picture: 'passed' });
    await set({ ...source, username: 'viewer', password: 'stale' });
    await becomes({ state: 'failed', fault: 'wrongPassword' });
  });
});

test('a camera that is away, wrong or starts again in a lesson says so, and comes again by itself', async () => {
  const { camera, film, set, source, becomes } = await openWith({ profile: 'baseline' });
  await becomes({ state: 'on' });
  const { port } = camera.server;
  await camera.close();
  await becomes({ state: 'failed', fault: 'unreachable' });
  await film(port);
  await becomes({ state: 'on', picture: 'passed' }, 25_000);
  await set({ ...source, address: 'rtsp://127.0.0.1:1/live' });
  await becomes({ state: 'failed', fault: 'unreachable' });
  await set({ ...source, address: 'rtsp://no-such-camera.invalid/live' });
  await becomes({ state: 'failed', fault: 'unreachable' });
}, 60_000);
