import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Product } from '../../server/app.ts';
import { createMarkStore } from '../../server/courseware/courseware.marks.store.ts';
import { createClock } from '../../server/platform/clock.ts';
import { openDatabase } from '../../server/platform/database.ts';
import { createNewId } from '../../server/platform/ids.ts';
import { createRecordingStore } from '../../server/recording/recording.store.ts';
import type { Piece } from '../../server/recording/recording.types.ts';
import type { MarkPoint } from '../../shared/courseware.ts';
import {
  coursewareId,
  markId,
  type RecordingId,
  recordingId,
  type SessionId,
} from '../../shared/kernel/ids.ts';
import { type Replay, recordingPaths } from '../../shared/recording.ts';
import { replayMarks } from '../../shared/recording-marks.ts';
import { seatOfPerson, seatOfRoom } from '../../shared/session/session.events.ts';
import { type Api, createApi } from '../support/api.ts';
import { type County, planLesson } from '../support/county.ts';
import { startNearProduct } from '../support/near-product.ts';
import { writeRecording } from '../support/recorded.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'sanketang-assets-'));
const folder = join(dataDir, 'recordings');
const clock = createClock();
const newId = createNewId(clock);
const open = openDatabase('file::memory:');
const store = createRecordingStore(open.database);
let product: Product;
let county: County;
let url = '';
let id: RecordingId;
let sessionId: SessionId;
let pieces: Piece[] = [];

/** Begun that long ago, with the lecturer's voice and camera and a listening room's picture. */
async function record(agoMs: number): Promise<RecordingId> {
  const [point] = county.points;
  if (point === undefined) throw new Error('no county');
  const startedAtMs = Math.floor(clock.nowMs()) - agoMs;
  const recording = {
    id: recordingId.parse(newId()),
    sessionId,
    startedAtMs,
    endedAtMs: startedAtMs + 6_000,
    ...{ startedBy: null, licence: 'parties' as const, serverId: 'one', removedAtMs: null },
  };
  const teacher = seatOfPerson(county.lecturerId);
  pieces = await writeRecording({
    ...{ store, folder, recording, newId },
    pieces: [
      { seat: teacher, source: 'voice', fromMs: 100, durationMs: 5_000 },
      { seat: teacher, source: 'camera', fromMs: 200, durationMs: 5_000 },
      { seat: seatOfRoom(point.roomId), source: 'camera', fromMs: 0, durationMs: 2_000 },
    ],
  });
  return recording.id;
}

beforeAll(async () => {
  ({ product, url, county } = await startNearProduct({ dataDir, open, clock, newId }));
  sessionId = (await planLesson(county, 30)).sessionId;
  id = await record(60_000);
});
afterAll(async () => {
  await product?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const replayOf = (api: Api): Promise<Replay> => api.call('recording.replay', { recordingId: id });
const get = async (path: string, headers: Record<string, string> = {}) => {
  const answer = await fetch(url + path, { headers });
  return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()), headers: answer.headers };
};

describe('recordings over HTTP', () => {
  test('are seen by the lesson’s schools, by nobody else, and by everybody when they are public', async () => {
    const stranger = createApi(url);
    await expect(replayOf(stranger)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect(stranger.call('recording.address', { recordingId: id })).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
    await expect(
      stranger.call('recording.licence', { recordingId: id, licence: 'public' }),
    ).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    const replay = await replayOf(county.lecturer);
    expect(replay.tracks.map(({ source, leads }) => [source, leads])).toEqual([
      ['voice', true],
      ['camera', true],
      ['camera', false],
    ]);
    expect(replay.durationMs).toBe(6_000);
    const card = await county.lecturer.call('recording.licence', { recordingId: id, licence: 'public' });
    expect([card.licence, card.may]).toEqual(['public', ['change', 'file']]);
    expect((await replayOf(stranger)).recordingId).toBe(id);
    await county.lecturer.call('recording.licence', { recordingId: id, licence: 'parties' });
    await expect(replayOf(stranger)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    const { recordings } = await county.admin.call('recording.list', {});
    expect(recordings.map(({ recordingId }) => recordingId)).toEqual([id]);
    expect((await county.admin.call('recording.list', { search: '没有这门课' })).recordings).toEqual([]);
  });

  test('give their bytes at signed addresses, by range, and not one byte otherwise', async () => {
    const { tracks, address } = await replayOf(county.lecturer);
    const camera = tracks.find(({ source, leads }) => source === 'camera' && leads);
    const [piece] = camera?.pieces ?? [];
    if (camera === undefined || piece === undefined) throw new Error('no camera');
    const path = recordingPaths.piece(id, piece.pieceId);
    const other = newId();
    const guesses = [
      path,
      `${path}?until=${address.untilMs}&sig=${randomBytes(32).toString('base64url')}`,
      `${path}?${address.query.replace(/until=\d+/, `until=${address.untilMs + 60_000}`)}`,
      `${path}?${address.query.replace(/until=\d+/, `until=${Math.floor(clock.nowMs()) - 1}`)}`,
      `${recordingPaths.piece(other, piece.pieceId)}?${address.query}`,
      `${recordingPaths.piece(id, other)}?${address.query}`,
      `${recordingPaths.file(id)}?${address.query}`,
      `/recordings/${id}/pieces/..%2f..%2faddress.key?${address.query}`,
      `/recordings/${id}/nobody/camera.m3u8?${address.query}`,
    ];
    for (const guess of guesses) {
      const { status, bytes } = await get(guess);
      expect([guess, status, bytes.length]).toEqual([guess, 404, 0]);
    }
    const whole = await get(`${path}?${address.query}`);
    expect([whole.status, whole.bytes.length]).toEqual([200, piece.bytes]);
    expect(whole.headers.get('cache-control')).toBe('no-store');
    const range = await get(`${path}?${address.query}`, { range: 'bytes=10-19' });
    expect([range.status, range.bytes]).toEqual([206, whole.bytes.subarray(10, 20)]);
    const list = await get(`${camera.playlist}?${address.query}`);
    const text = list.bytes.toString();
    expect(text).toContain('#EXT-X-ENDLIST');
    const [, listed = ''] = /^(\.\.\/pieces\/.+)$/m.exec(text) ?? [];
    const reached = new URL(listed, `${url}${camera.playlist}`);
    expect((await fetch(reached, { headers: { range: 'bytes=0-3' } })).status).toBe(206);
  });

  test('are taken along whole: every file by its size and hash', async () => {
    const { files, address } = await county.lecturer.call('recording.package', { recordingId: id });
    expect(files).toHaveLength(pieces.length);
    for (const { path, bytes, sha256 } of files) {
      const half = Math.floor(bytes / 2);
      const first = await get(`${path}?${address.query}`, { range: `bytes=0-${half - 1}` });
      const rest = await get(`${path}?${address.query}`, { range: `bytes=${half}-` });
      const whole = Buffer.concat([first.bytes, rest.bytes]);
      expect([whole.length, createHash('sha256').update(whole).digest('hex')]).toEqual([bytes, sha256]);
    }
  });

  test('have beside them what was drawn on their pages, at the moments when it was', async () => {
    expect((await replayOf(county.lecturer)).marks).toBeUndefined();
    const { startedAtMs } = await replayOf(county.lecturer);
    const mark = {
      markId: markId.parse(newId()),
      ...({ tool: 'pen', colour: 'red', width: 4, points: [[0.25, 0.5, 0.5]] } as const),
    };
    const page = { sessionId, coursewareId: coursewareId.parse(newId()), page: 2 };
    const drawn = { ...mark, points: mark.points.map(([x, y, pressure]): MarkPoint => [x, y, pressure]) };
    await createMarkStore(open.database).draw(page, drawn, { afterSeq: 1, atMs: startedAtMs + 2_000 });
    const { marks = '', address } = await replayOf(county.lecturer);
    expect((await get(marks)).bytes.length).toBe(0);
    const file = await get(`${marks}?${address.query}`);
    expect(replayMarks.parse(JSON.parse(file.bytes.toString())).marks).toEqual([
      {
        coursewareId: page.coursewareId,
        page: 2,
        fromMs: 2_000,
        wholeAtMs: 2_000,
        untilMs: null,
        mark: drawn,
      },
    ]);
    const { files } = await county.lecturer.call('recording.package', { recordingId: id });
    const sha256 = createHash('sha256').update(file.bytes).digest('hex');
    expect(files).toContainEqual({ path: marks, bytes: file.bytes.length, sha256 });
  });

  test('are removed with a reason: no byte is left, and the list says so', async () => {
    const { address, tracks } = await replayOf(county.lecturer);
    const keep = (keptUntil: string | null, reason: string) =>
      county.lecturer.call('recording.keep', { recordingId: id, keptUntil: keptUntil as never, reason });
    const yesterday = new Date(clock.nowMs() - 30 * 3_600_000).toISOString().slice(0, 10);
    for (const day of ['2020-01-01', yesterday, '2099-12-31'])
      await expect(keep(day, '评优课')).rejects.toMatchObject({ code: 'INVALID_VALUE' });
    for (const [day, why] of [
      ['2026-02-30', '评优课'],
      [null, ' '],
    ] as const)
      await expect(keep(day, why)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    const kept = await keep(null, '评优课');
    expect([kept.keptUntil, kept.keptReason]).toEqual([null, '评优课']);
    await county.lecturer.call('recording.remove', { recordingId: id, reason: '家长要求' });
    expect(existsSync(join(folder, id))).toBe(false);
    expect((await get(`${tracks[0]?.playlist}?${address.query}`)).status).toBe(404);
    const gone = await replayOf(county.lecturer);
    expect([gone.state, gone.tracks, gone.thumbnails]).toEqual(['removed', [], null]);
    await expect(county.lecturer.call('recording.address', { recordingId: id })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    const { recordings } = await county.lecturer.call('recording.list', { sessionId });
    expect(recordings.map(({ state, bytes }) => [state, bytes])).toEqual([['removed', 0]]);
    expect(readdirSync(folder)).toEqual(['address.key']);
    const { entries } = await county.admin.call('audit.list', { search: 'recording.remove' });
    expect(entries.map(({ action, subjectId }) => [action, subjectId])).toEqual([['recording.remove', id]]);
  });
});
