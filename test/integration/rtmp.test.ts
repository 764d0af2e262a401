import { type ChildProcess, spawn } from 'node:child_process';
import { afterEach, expect, test, vi } from 'vitest';
import type { SourceWish } from '../../shared/ingest.ts';
import { ingestHouses } from '../support/ingest-house.ts';
import { actors, joinLesson, must, SESSION } from '../support/session-house.ts';

/** ffmpeg as the encoder, as recording hosts and OBS are: its greeting, its chunks, its tags. */

const rtmp: SourceWish = {
  ...{ place: 'camera', kind: 'rtmp', address: '', username: '', password: null, on: true },
};
const profiles = {
  baseline: ['-profile:v', 'baseline', '-tune', 'zerolatency'],
  high: ['-profile:v', 'high', '-bf', '2'],
} as const;
const { openIngest, closers, clear } = ingestHouses();
afterEach(clear);

function send(address: string, profile: keyof typeof profiles): ChildProcess {
  const child = spawn(
    'ffmpeg',
    [
      ...['-hide_banner', '-loglevel', 'quiet', '-re', '-f', 'lavfi', '-i', 'testsrc=size=320x180:rate=15'],
      ...['-f', 'lavfi', '-i', 'sine=440:sample_rate=44100', '-c:v', 'libx264', '-preset', 'ultrafast'],
      ...['-pix_fmt', 'yuv420p', ...profiles[profile], '-g', '15', '-c:a', 'aac', '-f', 'flv', address],
    ],
    { stdio: 'ignore' },
  );
  closers.push(async () => {
    child.kill('SIGKILL');
  });
  return child;
}

async function openRtmp() {
  const opened = await openIngest();
  const port = (await opened.list())?.rtmpPort ?? 0;
  return { ...opened, address: (key: string) => `rtmp://127.0.0.1:${port}/live/${key}` };
}

test.each([
  ['baseline', 'passed'],
  ['high', 'made'],
] as const)(
  'a %s picture from ffmpeg is %s on, with its sound, before, in and after a lesson',
  async (profile, picture) => {
    const { house, set, standing, look, address } = await openRtmp();
    const encoder = send(address(await set(rtmp)), profile);
    await vi.waitFor(async () => expect(await standing()).toEqual({ state: 'ready' }), 10_000);
    const lecturer = house.connect(actors.teacher(1));
    await joinLesson(lecturer);
    must(await lecturer.ask('session.start', { sessionId: SESSION }, house.newId()));
    await look();
    await vi.waitFor(
      async () => expect(await standing()).toEqual({ state: 'on', picture, voice: true }),
      15_000,
    );
    must(await lecturer.ask('session.end', { sessionId: SESSION }, house.newId()));
    await look();
    await vi.waitFor(async () => expect(await standing()).toEqual({ state: 'ready' }));
    encoder.kill('SIGKILL');
    await vi.waitFor(async () => expect(await standing()).toEqual({ state: 'idle' }), 5_000);
  },
);

test('ffmpeg with a wrong key gives up, and the one that sends goes on', async () => {
  const { set, standing, address } = await openRtmp();
  const encoder = send(address(await set(rtmp)), 'baseline');
  await vi.waitFor(async () => expect(await standing()).toEqual({ state: 'ready' }), 10_000);
  const wrong = send(address('x'.repeat(43)), 'baseline');
  await vi.waitFor(() => expect(wrong.exitCode).not.toBeNull(), 10_000);
  expect(wrong.exitCode).not.toBe(0);
  expect(encoder.exitCode).toBeNull();
  expect(await standing()).toEqual({ state: 'ready' });
});
