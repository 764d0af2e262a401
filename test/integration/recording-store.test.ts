import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../server/platform/database.ts';
import { createNewId } from '../../server/platform/ids.ts';
import { silentLog } from '../../server/platform/log.ts';
import { migrate } from '../../server/platform/migrate.ts';
import { createS3 } from '../../server/platform/objects.s3.ts';
import { assetsMigrations } from '../../server/recording/assets.migrations.ts';
import { createAssetsStore } from '../../server/recording/assets.store.ts';
import { createMoving } from '../../server/recording/moving.ts';
import { recordingMigrations } from '../../server/recording/recording.migrations.ts';
import { createPieceReading } from '../../server/recording/recording.reading.ts';
import { createRecordingStore } from '../../server/recording/recording.store.ts';
import type { Piece } from '../../server/recording/recording.types.ts';
import { createRemoteStore } from '../../server/recording/remote.store.ts';
import { createRemote } from '../../server/recording/remote.ts';
import { createRemoval } from '../../server/recording/removal.ts';
import { type RecordingId, recordingId, sessionId } from '../../shared/kernel/ids.ts';
import { seatKey } from '../../shared/session/session.events.ts';
import { writeRecording } from '../support/recorded.ts';
import { type Store, startStore } from '../support/s3.ts';

const START = 1_780_000_000_000;
const HOUR_MS = 3_600_000;
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** From the disk into the store and back, with the store failing in every way that it can. */
describe('recordings in an object store', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sanketang-store-'));
  const open = openDatabase('file::memory:');
  const newId = createNewId({ nowMs: () => START });
  const recordings = createRecordingStore(open.database);
  const assets = createAssetsStore(open.database);
  const rows = createRemoteStore(open.database);
  let nowMs = START;
  let store: Store;
  let id: RecordingId;
  let pieces: Piece[] = [];
  const clock = { nowMs: () => nowMs };
  const house = () => {
    const objects = createS3(store.settings, { timeLimitMs: 10_000 });
    const files = createRemote({ folder, rows, objects, clock });
    const moving = createMoving({
      ...{ objects, rows, files, made: assets, keepLocalMs: 24 * HOUR_MS, clock, log: silentLog },
    });
    const reading = createPieceReading({ folder, store: recordings, elsewhere: files.indexOf });
    const removal = createRemoval({
      ...{ folder, store: assets, recordings, remote: files, clock, log: silentLog },
      captions: () => ({ forget: async () => undefined }),
      progress: { forget: async () => undefined },
      planning: { lessonOfSession: async () => null },
      keepDays: { delivery: 1, master: 1, online: 1 },
    });
    return { objects, files, moving, reading, removal };
  };
  const pathOf = (piece: Piece) => join(folder, id, `${piece.id}.mp4`);
  const here = () => pieces.filter((piece) => existsSync(pathOf(piece))).length;
  const place = async (moving = house().moving) => (await moving.placesOf([id])).get(id);
  const later = (ms: number) => {
    nowMs += ms;
  };
  const textOf = async (piece: Piece, files = house().files) => {
    const bytes: Buffer[] = [];
    const name = `${piece.id}.mp4`;
    const last = (piece.closed?.bytes ?? 0) - 1;
    for await (const chunk of await files.open({ recordingId: id, name }, { first: 0, last }))
      bytes.push(Buffer.from(chunk));
    return hashOf(Buffer.concat(bytes));
  };

  beforeAll(async () => {
    await migrate(open.database, [...recordingMigrations, ...assetsMigrations], START);
    store = await startStore();
    id = recordingId.parse(newId());
    const seat = seatKey.parse(`person:${newId()}`);
    pieces = await writeRecording({
      ...{ store: recordings, folder, newId },
      recording: {
        ...{ id, sessionId: sessionId.parse(newId()), startedAtMs: START, endedAtMs: START + 4_000 },
        ...{ startedBy: null, licence: 'parties', serverId: 'one', removedAtMs: null },
      },
      pieces: [
        { seat, source: 'voice', fromMs: 0, durationMs: 3_000 },
        { seat, source: 'camera', fromMs: 0, durationMs: 3_000 },
      ],
    });
  });
  afterEach(() => store.breakBy(null));
  afterAll(async () => {
    await store?.close();
    await open.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('stay on the disk while the store is away, which is said, and go there when it is back', async () => {
    const { moving } = house();
    store.breakBy(() => 'away');
    await moving.look();
    expect([moving.trouble(), here(), store.kept()]).toEqual(['unreachable', 2, []]);
    store.breakBy((asked) => (asked.startsWith('PUT') ? 'full' : null));
    await moving.look();
    expect([moving.trouble(), here(), await place()]).toEqual(['full', 2, 'server']);
    store.breakBy(null);
    await moving.look();
    expect([moving.trouble(), here(), await place()]).toEqual([null, 2, 'both']);
    expect(store.kept().toSorted()).toEqual(pieces.map((piece) => `${id}/${piece.id}.mp4`).toSorted());
  });

  test('leave the disk only after a day, and never when the store has something else', async () => {
    const { moving } = house();
    await moving.look();
    expect(here()).toBe(2);
    const [first] = pieces;
    if (first === undefined) throw new Error('no piece');
    // Somebody wrote into the store what was never recorded.
    const bytes = readFileSync(pathOf(first)).map((byte) => byte ^ 1);
    await house().objects.put(`${id}/${first.id}.mp4`, {
      ...{ contentType: 'video/mp4', bytes: bytes.length, begun: null, kept: async () => undefined },
      read: async (at, count) => bytes.subarray(at, at + count),
    });
    later(25 * HOUR_MS);
    await moving.look();
    expect([here(), existsSync(pathOf(first)), await place()]).toEqual([1, true, 'server']);
    later(HOUR_MS);
    await moving.look();
    expect(await place()).toBe('both');
    later(25 * HOUR_MS);
    await moving.look();
    expect([here(), await place()]).toEqual([0, 'store']);
  });

  test('are read from there by range as they were, and their lists without asking the store', async () => {
    const { reading, files } = house();
    for (const piece of pieces) expect(await textOf(piece)).toBe(piece.closed?.sha256);
    store.breakBy(() => 'away');
    const read = await reading.piecesOf(id);
    expect(read.map(({ piece, index }) => [piece.id, index.endBytes])).toEqual(
      pieces.map((piece) => [piece.id, piece.closed?.bytes]),
    );
    expect(read.every(({ index }) => index.fragments.length >= 2 && index.fragments[0]?.isKey)).toBe(true);
    const [piece] = pieces;
    if (piece !== undefined)
      await expect(textOf(piece, files)).rejects.toMatchObject({ trouble: 'unreachable' });
  });

  test('come back onto an empty disk, and only as they were sent', async () => {
    rmSync(join(folder, id), { recursive: true });
    const [piece] = pieces;
    if (piece === undefined) throw new Error('no piece');
    expect((await house().reading.indexOf(piece))?.endBytes).toBe(piece.closed?.bytes);
    expect(here()).toBe(1);
    await house().files.allBack(id);
    expect([here(), await place()]).toEqual([2, 'both']);
    for (const each of pieces) expect(hashOf(readFileSync(pathOf(each)))).toBe(each.closed?.sha256);
    expect(readdirSync(join(folder, id)).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('that are damaged on the disk are not sent', async () => {
    const other = recordingId.parse(newId());
    const seat = seatKey.parse(`person:${newId()}`);
    const [piece] = await writeRecording({
      ...{ store: recordings, folder, newId },
      recording: {
        ...{ id: other, sessionId: sessionId.parse(newId()), startedAtMs: START, endedAtMs: START + 4_000 },
        ...{ startedBy: null, licence: 'parties', serverId: 'one', removedAtMs: null },
      },
      pieces: [{ seat, source: 'voice', fromMs: 0, durationMs: 1_000 }],
    });
    writeFileSync(join(folder, other, `${piece?.id}.mp4`), 'something else');
    const { moving } = house();
    await moving.look();
    expect([moving.trouble(), store.kept().filter((name) => name.startsWith(other))]).toEqual([null, []]);
  });

  test('are removed there too, which is believed only when the store shows nothing of them', async () => {
    const { removal, moving, files } = house();
    later(25 * HOUR_MS);
    await moving.look();
    expect(await place()).toBe('store');
    store.breakBy((asked) => (asked.startsWith('DELETE') ? 'away' : null));
    await removal.remove(id, { by: null, reason: 'asked for' });
    expect([(await recordings.read(id))?.removedAtMs, await place()]).toEqual([null, 'leaving']);
    const [piece] = pieces;
    // Still there, and given to nobody any more.
    if (piece !== undefined) await expect(textOf(piece, files)).rejects.toThrow('nowhere');
    expect(store.kept().filter((name) => name.startsWith(id))).toHaveLength(2);
    store.breakBy(null);
    await removal.round();
    expect(store.kept().filter((name) => name.startsWith(id))).toEqual([]);
    expect((await recordings.read(id))?.removedAtMs).toBe(nowMs);
    expect(await rows.ofRecordings([id])).toEqual([]);
  });
});
