import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { RtpCapabilities } from '../../shared/media.ts';
import type { StreamView } from '../../shared/session/session.view.ts';
import { ingestHouses, sourceRoomId } from '../../test/support/ingest-house.ts';
import { startRtspServer } from '../../test/support/rtsp-server.ts';
import {
  actors,
  type House,
  joinLesson,
  must,
  SESSION,
  type TestClient,
} from '../../test/support/session-house.ts';
import { cameraH264 } from '../../test/support/session-media.ts';

/** Screens that cannot decode what equipment sends, with a program that stands for ffmpeg: what it sends is tried where there is one. */

const { openIngest, closers, clear } = ingestHouses();
afterEach(clear);

const here = { sessionId: SESSION };
const without = (capabilities: RtpCapabilities, codec: RegExp): RtpCapabilities => ({
  ...capabilities,
  codecs: (capabilities.codecs ?? []).filter((each) => !codec.test(each.mimeType)),
});

/** Listens where ffmpeg would, and makes nothing of what comes. */
function idleFfmpeg(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sanketang-ffmpeg-'));
  closers.push(async () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'ffmpeg');
  const program = `const { createSocket } = require('node:dgram');
process.stdin.on('data', (sdp) => {
  const port = Number(/^m=video ([0-9]+)/m.exec(String(sdp))?.[1]);
  createSocket('udp4').bind(port + 1, '127.0.0.1');
});`;
  writeFileSync(file, `#!${process.execPath}\n${program}\n`, { mode: 0o755 });
  return file;
}

async function openFed(ffmpegBin = idleFfmpeg()) {
  const camera = await startRtspServer({
    sdp: 'v=0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:track0\r\n',
  });
  closers.push(() => camera.close());
  const opened = await openIngest({ ffmpegBin });
  const { house, set, look, list } = opened;
  await set({
    ...{ place: 'camera', kind: 'rtsp', username: '', password: null, on: true },
    address: `rtsp://127.0.0.1:${camera.port}/live`,
  });
  const teacher = house.connect(actors.teacher(1));
  const { media } = await joinLesson(teacher);
  must(await teacher.ask('session.start', here, house.newId()));
  await look();
  const streams = async (client: TestClient = teacher) => {
    await house.quiet();
    return Object.values<StreamView>(client.mirror?.view.streams ?? {});
  };
  await vi.waitFor(async () => expect(await streams()).toHaveLength(1));
  const refuse = async (client: TestClient, codec: RegExp) => {
    const rtpCapabilities = without(media?.rtpCapabilities ?? {}, codec);
    const streamIds = (await streams(client)).map(({ streamId }) => streamId);
    return must(await client.ask('media.receive', { ...here, rtpCapabilities, streamIds }));
  };
  const screen = async (room: number) => {
    const made = house.connect(actors.screen(room));
    await joinLesson(made);
    return made;
  };
  const compatible = async () => (await list())?.sources[0]?.compatible;
  const settle = async () => {
    await house.quiet();
    await look('ingest.compatible');
    await house.quiet();
  };
  return { ...opened, camera, teacher, streams, refuse, screen, compatible, settle };
}

const compatiblesIn = (streams: readonly StreamView[]) => streams.filter((each) => each.compatible === true);

test('nothing is sent once more while everybody sees it, and for nobody whom it would not help', async () => {
  const { screen, refuse, settle, streams, compatible } = await openFed();
  await refuse(await screen(1), /nothing/);
  await refuse(await screen(2), /h264|vp8/i);
  await settle();
  expect(await streams()).toHaveLength(1);
  expect(await compatible()).toBeNull();
});

test('a screen without H.264 gets the camera once more as the lecturer’s, and it lingers a minute after the last one left', async () => {
  const { house, screen, refuse, settle, streams, compatible, look } = await openFed();
  const [one, two] = [await screen(1), await screen(2)];
  await refuse(one, /h264/i);
  await settle();
  await vi.waitFor(async () => expect(await compatible()).toBe('sent'));
  const [main, again] = await streams(one);
  expect(again).toEqual({
    ...{ ...main, streamId: again?.streamId },
    ...{ codec: 'video/VP8', compatible: true },
  });
  const { consumers } = await refuse(one, /h264/i);
  expect(consumers.map(({ streamId }) => streamId)).toEqual([again?.streamId]);
  await refuse(two, /h264/i);
  one.drop('timeout');
  await settle();
  house.clock.pass(60_000);
  await settle();
  expect(compatiblesIn(await streams()), 'the second screen is still there').toHaveLength(1);
  two.drop('timeout');
  await settle();
  house.clock.pass(59_000);
  await look('ingest.compatible');
  expect(compatiblesIn(await streams())).toHaveLength(1);
  house.clock.pass(1_000);
  await look('ingest.compatible');
  expect(compatiblesIn(await streams())).toEqual([]);
  expect(await compatible()).toBeNull();
});

test('the lecturer’s own browser counts where equipment stands in for it', async () => {
  const { teacher, refuse, settle, compatible } = await openFed();
  await refuse(teacher, /h264/i);
  await settle();
  await vi.waitFor(async () => expect(await compatible()).toBe('sent'));
});

describe('what is sent once more ends with what it is made of', () => {
  const sentOnce = async () => {
    const opened = await openFed();
    await opened.refuse(await opened.screen(1), /h264/i);
    await opened.settle();
    await vi.waitFor(async () => expect(await opened.compatible()).toBe('sent'));
    return opened;
  };
  const none = async (house: House, opened: Awaited<ReturnType<typeof sentOnce>>) => {
    await house.quiet();
    await opened.settle();
    expect(await opened.streams()).toEqual([]);
  };

  test('the source, when it is taken away', async () => {
    const opened = await sentOnce();
    const { ingest, admin, house } = opened;
    must(await ingest.routes['source.remove'](admin, { roomId: sourceRoomId, place: 'camera' }));
    await none(house, opened);
  });

  test('the media, when the worker dies; and both come again', async () => {
    const opened = await sentOnce();
    const { house, look, compatible, streams } = opened;
    house.engine.failSpace(SESSION as never, 'died');
    await house.quiet();
    expect(await streams()).toEqual([]);
    await opened.settle();
    await look();
    await vi.waitFor(async () => expect(await streams()).toHaveLength(2));
    await vi.waitFor(async () => expect(await compatible()).toBe('sent'));
  });

  test('the lesson, when it is over', async () => {
    const opened = await sentOnce();
    const { house, teacher } = opened;
    must(await teacher.ask('session.end', here, house.newId()));
    await none(house, opened);
    expect(await opened.compatible()).toBeNull();
  });
});

test('a lecturer who shows the own camera is sent once more by the own browser, not here', async () => {
  const { house, teacher, refuse, screen, settle, streams, compatible } = await openFed();
  await refuse(await screen(1), /h264/i);
  await settle();
  await vi.waitFor(async () => expect(await compatible()).toBe('sent'));
  must(await teacher.ask('media.publish', { ...here, source: 'camera', rtpParameters: cameraH264 }));
  await settle();
  expect(await compatible()).toBeNull();
  expect(compatiblesIn(await streams())).toEqual([]);
  expect(house.engine.inspect(SESSION as never)?.streams.map((each) => each.compatible)).toEqual([
    false,
    false,
  ]);
});

test.each([
  ['/nowhere/ffmpeg', 'noFfmpeg'],
  ['false', 'codec'],
] as const)(
  '%s makes none: it is said why, nobody waits for it, and it is tried again later',
  async (bin, fault) => {
    const { house, screen, refuse, settle, streams, compatible } = await openFed(bin);
    await refuse(await screen(1), /h264/i);
    await settle();
    await vi.waitFor(async () => expect(await compatible()).toBe(fault));
    await vi.waitFor(async () => expect(await streams()).toHaveLength(1));
    const count = async () =>
      (await house.sessions.reader.eventsOf(SESSION)).filter(({ type }) => type === 'stream.published')
        .length;
    const tried = await count();
    await settle();
    expect(await count()).toBe(tried);
    house.clock.pass(15_000);
    await settle();
    await vi.waitFor(async () => expect(await count()).toBe(tried + 1));
  },
);
