import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Product } from '../../server/app.ts';
import { createClock } from '../../server/platform/clock.ts';
import { openDatabase } from '../../server/platform/database.ts';
import { createNewId } from '../../server/platform/ids.ts';
import { createRecordingStore } from '../../server/recording/recording.store.ts';
import { pieceId, type RecordingId, recordingId, type SessionId } from '../../shared/kernel/ids.ts';
import { seatOfPerson } from '../../shared/session/session.events.ts';
import { createApi } from '../support/api.ts';
import { type County, planLesson } from '../support/county.ts';
import { startNearProduct } from '../support/near-product.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'sanketang-progress-'));
const clock = createClock();
const newId = createNewId(clock);
const open = openDatabase('file::memory:');
const LENGTH_MS = 2_400_000;
let product: Product;
let county: County;
let url = '';
let sessionId: SessionId;
let id: RecordingId;

/** As its rows have it: where somebody stands is not asked of files. */
async function record(): Promise<RecordingId> {
  const store = createRecordingStore(open.database);
  const made = recordingId.parse(newId());
  const startedAtMs = Math.floor(clock.nowMs()) - LENGTH_MS - 60_000;
  await store.open({
    ...{ id: made, sessionId, startedAtMs, endedAtMs: startedAtMs + LENGTH_MS, startedBy: null },
    ...{ licence: 'parties', serverId: 'one', removedAtMs: null },
  });
  await store.addPiece({
    ...{ id: pieceId.parse(newId()), recordingId: made, seat: seatOfPerson(county.lecturerId) },
    ...{ source: 'voice', startedAtMs },
    closed: { durationMs: LENGTH_MS, bytes: 1, codec: 'opus', size: null, sha256: '0'.repeat(64) },
  });
  return made;
}

beforeAll(async () => {
  ({ product, url, county } = await startNearProduct({ dataDir, open, clock, newId }));
  sessionId = (await planLesson(county, 30)).sessionId;
  id = await record();
});
afterAll(async () => {
  await product?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const raw = async (of: string, body: string, cookie = '') => {
  const headers = { 'content-type': 'application/json', cookie };
  const answer = await fetch(`${url}/api/recordings/${of}/progress`, { method: 'POST', headers, body });
  return [answer.status, ((await answer.json()) as { readonly code?: string }).code];
};

describe('where one stands in a recording', () => {
  test('is not taken of nonsense, of whoever is not signed in, nor of what one may not see', async () => {
    const { lecturer } = county;
    const tell = (body: object) => lecturer.call('recording.progress', { recordingId: id, ...body } as never);
    for (const body of [
      { positionMs: Number.NaN, playedMs: 0 },
      { positionMs: -1, playedMs: 0 },
      { positionMs: 1.5, playedMs: 0 },
      { positionMs: 1_000, playedMs: 60_001 },
      { positionMs: 1_000 },
    ])
      await expect(tell(body)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(tell({ positionMs: LENGTH_MS + 1, playedMs: 0 })).rejects.toMatchObject({
      code: 'INVALID_VALUE',
    });
    const said = { positionMs: 1_000, playedMs: 0 };
    expect(await raw(id, JSON.stringify(said))).toEqual([401, 'UNAUTHENTICATED']);
    const unknown = lecturer.call('recording.progress', { recordingId: recordingId.parse(newId()), ...said });
    await expect(unknown).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const { progress } = await lecturer.call('recording.replay', { recordingId: id });
    expect(progress).toBeUndefined();
  });

  test('is kept for that person alone, wherever they sign in', async () => {
    const { lecturer, admin } = county;
    const told = await lecturer.call('recording.progress', {
      ...{ recordingId: id, positionMs: 760_000, playedMs: 15_000 },
    });
    expect(told).toEqual({ positionMs: 760_000, finished: false });
    expect((await lecturer.call('recording.replay', { recordingId: id })).progress).toEqual(told);
    const ofList = async (api: typeof admin) => (await api.call('recording.list', {})).recordings[0];
    expect((await ofList(lecturer))?.progress).toEqual(told);
    const others = await ofList(admin);
    expect([others?.progress, others?.watched]).toEqual([undefined, { viewerCount: 0, playedMs: 15_000 }]);
    expect((await admin.call('recording.replay', { recordingId: id })).progress).toBeUndefined();
  });

  test('is finished at its end, and gone with the recording', async () => {
    const { lecturer } = county;
    const end = { recordingId: id, positionMs: LENGTH_MS - 5_000, playedMs: 0 };
    expect((await lecturer.call('recording.progress', end)).finished).toBe(true);
    await lecturer.call('recording.remove', { recordingId: id, reason: '课程已更新' });
    await expect(lecturer.call('recording.progress', end)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const { progress, state } = await lecturer.call('recording.replay', { recordingId: id });
    expect([state, progress]).toEqual(['removed', undefined]);
  });

  test('of a recording that anybody may see is kept of nobody who is not signed in', async () => {
    const open = await record();
    await county.lecturer.call('recording.licence', { recordingId: open, licence: 'public' });
    const guest = createApi(url);
    const { progress } = await guest.call('recording.replay', { recordingId: open });
    expect(progress).toBeUndefined();
    expect(await raw(open, JSON.stringify({ positionMs: 1, playedMs: 0 }))).toEqual([401, 'UNAUTHENTICATED']);
  });
});
