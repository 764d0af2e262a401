import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Product } from '../../server/app.ts';
import { createClock } from '../../server/platform/clock.ts';
import { openDatabase } from '../../server/platform/database.ts';
import { createNewId } from '../../server/platform/ids.ts';
import { createRecordingStore } from '../../server/recording/recording.store.ts';
import type { Recording } from '../../server/recording/recording.types.ts';
import { recordingId, type SessionId } from '../../shared/kernel/ids.ts';
import type { RecordedSource } from '../../shared/recording.ts';
import { SAFETY_PART_BYTES, type SafetyTake, safetyPartPath } from '../../shared/recording-safety.ts';
import { seatOfPerson } from '../../shared/session/session.events.ts';
import type { Api } from '../support/api.ts';
import { type County, planLesson } from '../support/county.ts';
import { startNearProduct } from '../support/near-product.ts';
import { probed } from '../support/played.ts';
import { writeRecording } from '../support/recorded.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'sanketang-safety-'));
const folder = join(dataDir, 'recordings');
const clock = createClock();
const newId = createNewId(clock);
const open = openDatabase('file::memory:');
const store = createRecordingStore(open.database);
let product: Product;
let county: County;
let url = '';
let sessionId: SessionId;
let recording: Recording;

/** A minute of which the server has the first twenty seconds and the last ten. */
async function record(): Promise<Recording> {
  const startedAtMs = Math.floor(clock.nowMs()) - 300_000;
  const made: Recording = {
    id: recordingId.parse(newId()),
    sessionId,
    ...{ startedAtMs, endedAtMs: startedAtMs + 60_000 },
    ...{ startedBy: null, licence: 'parties', serverId: 'one', removedAtMs: null },
  };
  const seat = seatOfPerson(county.lecturerId);
  await writeRecording({
    ...{ store, folder, recording: made, newId },
    pieces: (['voice', 'camera'] as const).flatMap((source) => [
      { seat, source, fromMs: 0, durationMs: 20_000 },
      { seat, source, fromMs: 50_000, durationMs: 10_000 },
    ]),
  });
  await store.addGap(made.id, { fromMs: 20_000, toMs: 50_000, cause: 'media' });
  return made;
}

const coded = {
  voice: ['-f', 'lavfi', '-i', 'sine=880:r=48000', '-c:a', 'libopus', '-b:a', '32k', '-frame_duration', '60'],
  camera: [
    '-f',
    'lavfi',
    '-i',
    'testsrc2=s=320x180:r=30',
    '-c:v',
    'libx264',
    '-profile:v',
    'baseline',
    '-g',
    '30',
  ],
  content: [
    '-f',
    'lavfi',
    '-i',
    'testsrc=s=320x180:r=5',
    '-c:v',
    'libvpx',
    '-deadline',
    'realtime',
    '-g',
    '5',
  ],
} as const;

/** As a browser keeps it: WebM without an index or a length, a key every second. */
function taken(source: RecordedSource, seconds: number): Buffer {
  const path = join(dataDir, `${source}.webm`);
  const args = [
    ...coded[source],
    '-pix_fmt',
    'yuv420p',
    '-t',
    String(seconds),
    '-f',
    'matroska',
    '-live',
    '1',
  ];
  execFileSync('ffmpeg', ['-loglevel', 'error', '-nostdin', '-y', ...args, path]);
  return readFileSync(path);
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const announce = (api: Api, source: RecordedSource, fromMs: number, bytes: Buffer): Promise<SafetyTake> =>
  api.call('safety.announce', {
    ...{ sessionId, source, startedAtMs: recording.startedAtMs + fromMs + 0.4 },
    ...{ bytes: bytes.length, sha256: sha256(bytes) },
  });

const cookieOf = (api: Api): string =>
  api
    .cookies()
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ');

async function send(api: Api, takeId: string, at: number, bytes: Buffer) {
  const answer = await fetch(url + safetyPartPath(takeId, at), {
    method: 'POST',
    headers: { cookie: cookieOf(api), origin: url, 'content-type': 'application/octet-stream' },
    body: new Uint8Array(bytes),
  });
  return { status: answer.status, said: (await answer.json()) as Record<string, unknown> };
}

/** The test's own limit ends the wait. */
async function settled(source: RecordedSource, fromMs: number, bytes: Buffer): Promise<SafetyTake['now']> {
  for (;;) {
    const { now } = await announce(county.lecturer, source, fromMs, bytes);
    if (now.state !== 'joining') return now;
  }
}

async function bring(source: RecordedSource, fromMs: number, bytes: Buffer): Promise<SafetyTake['now']> {
  const { takeId } = await announce(county.lecturer, source, fromMs, bytes);
  for (let at = 0; at < bytes.length; at += SAFETY_PART_BYTES)
    expect((await send(county.lecturer, takeId, at, bytes.subarray(at, at + SAFETY_PART_BYTES))).status).toBe(
      200,
    );
  return settled(source, fromMs, bytes);
}

const missing = async () => {
  const { recordings } = await county.lecturer.call('safety.missing', { sessionId });
  return (recordings[0]?.missing ?? []).map(({ source, fromMs, toMs }) => ({
    source,
    fromMs: Math.round(fromMs - recording.startedAtMs),
    toMs: Math.round(toMs - recording.startedAtMs),
  }));
};

beforeAll(async () => {
  ({ product, url, county } = await startNearProduct({ dataDir, open, clock, newId }));
  sessionId = (await planLesson(county, 30)).sessionId;
});
afterAll(async () => {
  await product?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

describe('a lecturer’s own copy', () => {
  const voice = taken('voice', 26);
  const camera = taken('camera', 34);

  test('is of no use where nothing was recorded', async () => {
    recording = { startedAtMs: Math.floor(clock.nowMs()) } as Recording;
    expect((await county.lecturer.call('safety.missing', { sessionId })).recordings).toEqual([]);
    await expect(announce(county.lecturer, 'voice', 0, voice)).rejects.toMatchObject({
      code: 'INVALID_VALUE',
    });
    recording = await record();
  });

  test('is asked for by source and time', async () => {
    const found = await missing();
    expect(found.map(({ source }) => source)).toEqual(['voice', 'camera', 'content']);
    for (const { source, fromMs, toMs } of found) {
      expect(Math.abs(fromMs - (source === 'content' ? 0 : 20_000)), source).toBeLessThan(100);
      expect(toMs, source).toBe(source === 'content' ? 60_000 : 50_000);
    }
  });

  test('is taken of nobody else, for no other time, no larger than it may be', async () => {
    await expect(announce(county.admin, 'voice', 22_000, voice)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(county.admin.call('safety.missing', { sessionId })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    for (const fromMs of [-6_001, 60_000, 3_600_000])
      await expect(announce(county.lecturer, 'voice', fromMs, voice)).rejects.toMatchObject({
        code: 'INVALID_VALUE',
      });
    const wish = {
      sessionId,
      source: 'voice',
      startedAtMs: recording.startedAtMs,
      sha256: 'a'.repeat(64),
    } as const;
    await expect(
      county.lecturer.call('safety.announce', { ...wish, bytes: 70 * 1024 * 1024 }),
    ).rejects.toMatchObject({ code: 'TOO_LARGE' });
  });

  test('comes in parts, in order, whatever is sent twice; the answer says from where on', async () => {
    const { takeId, now } = await announce(county.lecturer, 'voice', 22_000, voice);
    expect(now).toEqual({ state: 'uploading', doneBytes: 0, totalBytes: voice.length });
    const half = Math.floor(voice.length / 2);
    const early = await send(county.lecturer, takeId, half, voice.subarray(half));
    expect([early.status, early.said['params']]).toEqual([409, { changed: 'at', at: 0 }]);
    expect((await send(county.admin, takeId, 0, voice)).status).toBe(403);
    expect((await send(county.lecturer, takeId, 0, Buffer.concat([voice, voice]))).status).toBe(413);
    await send(county.lecturer, takeId, 0, voice.subarray(0, half));
    await send(county.lecturer, takeId, 0, voice.subarray(0, half));
    expect((await announce(county.lecturer, 'voice', 22_000, voice)).now).toMatchObject({ doneBytes: half });
    const whole = await send(county.lecturer, takeId, half, voice.subarray(half));
    expect(whole.said['now']).toEqual({ state: 'joining' });
    const joined = await settled('voice', 22_000, voice);
    if (joined.state !== 'joined') throw new Error(JSON.stringify(joined));
    expect(Math.abs(joined.filledMs - 26_000)).toBeLessThan(100);
    const [, hole] = [null, ...(await missing()).filter(({ source }) => source === 'voice')];
    expect([hole?.fromMs, hole?.toMs].map((each) => Math.round((each ?? 0) / 100))).toEqual([200, 220]);
  });

  test('that is not what was announced can be sent again, what nothing can play is refused for good', async () => {
    const noise = randomBytes(50_000);
    const part = camera.subarray(0, 40_000);
    const { takeId } = await announce(county.lecturer, 'camera', 22_000, part);
    await send(county.lecturer, takeId, 0, camera.subarray(1, 40_001));
    const again = await settled('camera', 22_000, part);
    expect(again).toEqual({ state: 'uploading', doneBytes: 0, totalBytes: part.length });
    expect(await bring('camera', 22_000, noise)).toEqual({ state: 'failed', reason: 'broken' });
    expect(existsSync(join(folder, recording.id, 'takes', takeId))).toBe(false);
  });

  test('fills exactly what is missing, from a key on, and touches nothing that is there', async () => {
    const before = await store.piecesOf(recording.id);
    const now = await bring('camera', 18_000, camera);
    if (now.state !== 'joined') throw new Error(JSON.stringify(now));
    expect(now.filledMs).toBeGreaterThan(28_000);
    const pieces = await store.piecesOf(recording.id);
    const added = pieces.filter(({ id }) => !before.some((each) => each.id === id));
    expect(pieces.filter(({ id }) => before.some((each) => each.id === id))).toEqual(before);
    expect(added.map(({ source }) => source)).toEqual(['camera']);
    const [piece] = added;
    if (piece?.closed == null) throw new Error('no piece');
    const fromMs = piece.startedAtMs - recording.startedAtMs;
    expect(fromMs).toBeGreaterThanOrEqual(20_000);
    expect(fromMs).toBeLessThan(21_100);
    expect(fromMs + piece.closed.durationMs).toBeLessThanOrEqual(50_000);
    const file = join(folder, recording.id, `${piece.id}.mp4`);
    expect([piece.closed.codec.slice(0, 5), await probed(file)]).toEqual(['avc1.', true]);
    expect((await missing()).filter(({ source }) => source === 'camera')).toEqual([]);
    expect(readdirSync(join(folder, recording.id, 'takes'))).toEqual([]);
  });

  test('in a codec that recordings are not in is encoded anew', async () => {
    const content = taken('content', 4);
    expect(await bring('content', 30_000, content)).toMatchObject({ state: 'joined' });
    const piece = (await store.piecesOf(recording.id)).find(({ source }) => source === 'content');
    expect(piece?.closed?.codec).toMatch(/^avc1\./);
  });

  test('plays through, and the replay says where it came from', async () => {
    const replay = await county.lecturer.call('recording.replay', { recordingId: recording.id });
    for (const { source, pieces } of replay.tracks)
      pieces.forEach(({ fromMs, toMs }, place) => {
        expect(toMs, source).toBeGreaterThan(fromMs);
        expect(fromMs, source).toBeGreaterThanOrEqual(pieces[place - 1]?.toMs ?? 0);
      });
    expect(replay.gaps).toEqual([]);
    expect(replay.chapters.filter(({ kind }) => kind === 'gap')).toEqual([]);
    expect(replay.chapters.filter(({ kind }) => kind === 'filled')).toHaveLength(1);
  });

  test('brings nothing when it comes once more', async () => {
    const before = (await store.piecesOf(recording.id)).length;
    expect(await bring('camera', 19_000, taken('camera', 5))).toEqual({ state: 'joined', filledMs: 0 });
    expect(await store.piecesOf(recording.id)).toHaveLength(before);
  });
});
