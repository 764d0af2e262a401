import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate } from '../../server/platform/migrate.ts';
import { recordingMigrations } from '../../server/recording/recording.migrations.ts';
import { createRecordingStore } from '../../server/recording/recording.store.ts';
import type { Piece, Recording, RecordingStore } from '../../server/recording/recording.types.ts';
import { pieceId, recordingId } from '../../shared/kernel/ids.ts';
import { seatOfRoom } from '../../shared/session/session.events.ts';
import { type Backend, backends } from '../support/backends.ts';
import { nth, nthId } from '../support/session-log.ts';

const AT_MS = 1_800_000_000_000;
const recording = (n: number, changes: Partial<Recording> = {}): Recording => ({
  id: recordingId.parse(nthId(810_000 + n)),
  sessionId: nth.session(n),
  startedAtMs: AT_MS + n,
  endedAtMs: null,
  startedBy: nth.person(1),
  licence: 'parties',
  serverId: 'one',
  removedAtMs: null,
  ...changes,
});
const piece = (n: number, of: Recording, changes: Partial<Piece> = {}): Piece => ({
  id: pieceId.parse(nthId(820_000 + n)),
  recordingId: of.id,
  seat: seatOfRoom(nth.room(1)),
  source: 'camera',
  startedAtMs: AT_MS + n,
  closed: null,
  ...changes,
});
const closed = {
  durationMs: 40 * 60_000,
  // More than 32 bits hold.
  bytes: 5_000_000_000,
  codec: 'avc1.42e01f',
  size: { width: 1280, height: 720 },
  sha256: 'a'.repeat(64),
};

describe.each(backends)('recordings on $name', ({ make }) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await make(':memory:');
    if (backend.state === 'open') await migrate(backend.open.database, recordingMigrations, AT_MS);
  });
  afterAll(async () => {
    if (backend.state === 'open') await backend.close();
  });
  const on = (skip: (reason: string) => never): RecordingStore =>
    backend.state === 'open' ? createRecordingStore(backend.open.database) : skip(backend.reason);

  test('that do not exist are nothing, and nothing happens to them', async ({ skip }) => {
    const store = on(skip);
    const nobody = recording(1);
    await store.close(nobody.id, AT_MS);
    await store.removed(nobody.id, AT_MS);
    await store.dropPiece(piece(1, nobody).id);
    await store.closePiece(piece(1, nobody).id, closed);
    expect(await store.read(nobody.id)).toBeNull();
    expect(await store.ofSession(nobody.sessionId)).toEqual([]);
    expect(await store.piecesOf(nobody.id)).toEqual([]);
    expect(await store.gapsOf(nobody.id)).toEqual([]);
    expect(await store.missedOf(nobody.id)).toEqual([]);
  });

  test('run until they are closed, once, and are found by the server that recorded them', async ({
    skip,
  }) => {
    const store = on(skip);
    const sessionId = nth.session(10);
    const own = recording(10, { serverId: 'ten', startedBy: null, licence: 'public' });
    const later = recording(11, { serverId: 'ten', sessionId });
    const other = recording(12, { serverId: 'eleven', sessionId });
    for (const each of [other, later, own]) await store.open(each);
    expect(await store.running('ten')).toEqual([own, later]);
    expect(await store.ofSession(sessionId)).toEqual([own, later, other]);
    await store.close(own.id, AT_MS + 500);
    await store.close(own.id, AT_MS + 900);
    expect(await store.read(own.id)).toEqual({ ...own, endedAtMs: AT_MS + 500 });
    expect(await store.running('ten')).toEqual([later]);
    await store.removed(own.id, AT_MS + 1_000);
    await store.removed(own.id, AT_MS + 2_000);
    expect(await store.read(own.id)).toMatchObject({ endedAtMs: AT_MS + 500, removedAtMs: AT_MS + 1_000 });
  });

  test('have pieces in order of time, closed by what is on disk, or dropped', async ({ skip }) => {
    const store = on(skip);
    const of = recording(20);
    await store.open(of);
    const [first, second, empty] = [piece(20, of), piece(21, of, { source: 'voice' }), piece(22, of)];
    for (const each of [empty, second, first]) await store.addPiece(each);
    const sound = { ...closed, codec: 'opus', size: null };
    const ready = piece(23, of, { closed: sound });
    await store.addPiece(ready);
    await store.closePiece(first.id, closed);
    await store.dropPiece(empty.id);
    expect(await store.piecesOf(of.id)).toEqual([{ ...first, closed }, second, ready]);
  });

  test('have gaps; the same one told again is as long as it was told last', async ({ skip }) => {
    const store = on(skip);
    const of = recording(30);
    await store.open(of);
    await store.addGap(of.id, { fromMs: 9_000, toMs: 9_500, cause: 'disk' });
    await store.addGap(of.id, { fromMs: 1_000, toMs: 1_500, cause: 'recorder' });
    await store.addGap(of.id, { fromMs: 1_000, toMs: 2_500, cause: 'recorder' });
    expect(await store.gapsOf(of.id)).toEqual([
      { fromMs: 1_000, toMs: 2_500, cause: 'recorder' },
      { fromMs: 9_000, toMs: 9_500, cause: 'disk' },
    ]);
  });

  test('know what could not be recorded, each source of a seat once', async ({ skip }) => {
    const store = on(skip);
    const of = recording(40);
    await store.open(of);
    const seat = seatOfRoom(nth.room(1));
    for (const source of ['content', 'camera', 'content'] as const)
      await store.addMissed(of.id, { seat, source });
    await store.addMissed(recording(41).id, { seat, source: 'voice' });
    expect(await store.missedOf(of.id)).toEqual([
      { seat, source: 'camera' },
      { seat, source: 'content' },
    ]);
    const [elsewhere, own] = [piece(40, of, { seat: seatOfRoom(nth.room(2)) }), piece(41, of, { seat })];
    await store.addPiece(elsewhere);
    expect(await store.missedOf(of.id)).toHaveLength(2);
    await store.addPiece(own);
    expect(await store.missedOf(of.id)).toEqual([{ seat, source: 'content' }]);
  });
});
