import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Product } from '../../server/app.ts';
import { createClock } from '../../server/platform/clock.ts';
import { openDatabase } from '../../server/platform/database.ts';
import { createNewId } from '../../server/platform/ids.ts';
import { createRecordingStore } from '../../server/recording/recording.store.ts';
import { type RecordingId, recordingId, type SessionId } from '../../shared/kernel/ids.ts';
import { addDays, wallClock, zone } from '../../shared/kernel/time.ts';
import { seatOfPerson, seatOfRoom } from '../../shared/session/session.events.ts';
import { type County, planLesson } from '../support/county.ts';
import { startNearProduct } from '../support/near-product.ts';
import { writeRecording } from '../support/recorded.ts';
import { connectAs, pairedScreen, sitDown } from '../support/sitter.ts';

const MINUTE_MS = 60_000;
const SHANGHAI = zone.parse('Asia/Shanghai');
const dataDir = mkdtempSync(join(tmpdir(), 'sanketang-recorded-'));
/** Lessons take their time by the server's clock, and none by ours. */
let aheadMs = 0;
const clock = createClock({
  wall: () => Date.now() + aheadMs,
  monotonic: () => performance.now() + aheadMs,
});
const newId = createNewId(clock);
const open = openDatabase('file::memory:');
const store = createRecordingStore(open.database);
let product: Product;
let county: County;
let url = '';
let taught: SessionId;
let recorded: RecordingId;

beforeAll(async () => {
  ({ product, url, county } = await startNearProduct({ dataDir, open, clock, newId }));
  taught = (await planLesson(county, 120)).sessionId;
  recorded = recordingId.parse(newId());
  const startedAtMs = Math.floor(clock.nowMs()) - MINUTE_MS;
  await writeRecording({
    ...{ store, newId, folder: join(dataDir, 'recordings') },
    recording: {
      ...{ id: recorded, sessionId: taught, startedAtMs, endedAtMs: startedAtMs + 3_000 },
      ...{ startedBy: null, licence: 'parties', serverId: 'one', removedAtMs: null },
    },
    pieces: [{ seat: seatOfPerson(county.lecturerId), source: 'voice', fromMs: 0, durationMs: 3_000 }],
  });
});
afterAll(async () => {
  await product?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Begins with the minute that runs. */
function wish(changes: object = {}) {
  const { date, minute } = wallClock(clock.nowMs(), SHANGHAI);
  return {
    ...{ kind: 'delivery', mode: 'recorded', subject: '音乐', grade: '三年级' },
    ...{ localDate: date, startMinute: minute, durationMinutes: 10, linkId: null, lectureRoomId: null },
    roomIds: county.points.slice(0, 1).map(({ roomId }) => roomId),
    lecturerId: null,
    plays: recorded,
    ...changes,
  } as never;
}

/** With what is wrong about it. */
async function planned(changes: object): Promise<unknown> {
  const cookie = county.admin.cookies().map(({ name, value }) => `${name}=${value}`);
  const answer = await fetch(`${url}/api/lessons`, {
    method: 'POST',
    headers: { origin: url, 'content-type': 'application/json', cookie: cookie.join('; ') },
    body: JSON.stringify(wish(changes)),
  });
  return answer.json();
}

test('a plan names a recording that is there, whole, kept until then, and nothing else beside it', async () => {
  const { date } = wallClock(clock.nowMs(), SHANGHAI);
  const refused = async (changes: object, field: string, reason: string) =>
    expect(await planned(changes)).toMatchObject({ code: 'INVALID_VALUE', params: { field, reason } });
  await refused({ plays: newId() }, 'plays', 'unknown');
  await refused({ plays: undefined, lecturerId: county.lecturerId }, 'plays', 'mismatch');
  await refused({ mode: 'live' }, 'plays', 'mismatch');
  await refused({ lectureRoomId: county.lectureRoomId }, 'lectureRoomId', 'mismatch');
  await refused({ plays: undefined, mode: 'live' }, 'lecturerId', 'unknown');
  const inAWeek = addDays(date, 7);
  const keep = (keptUntil: typeof date) =>
    county.admin.call('recording.keep', { recordingId: recorded, keptUntil, reason: '授权一周' });
  await keep(inAWeek);
  await refused({ localDate: addDays(inAWeek, 1) }, 'plays', 'range');
  const lesson = await county.admin.call('lesson.plan', wish({ localDate: inAWeek }));
  expect(lesson).toMatchObject({ mode: 'recorded', lecturer: { personId: county.lecturerId } });
  // Whoever planned it is told when there will be nothing to play.
  const nothing = () => county.admin.call('lesson.unplayable', {}).then(({ lessons }) => lessons);
  expect(await nothing()).toEqual([]);
  await keep(addDays(date, 2));
  expect(await nothing()).toMatchObject([
    {
      ...{ recordingId: recorded, trouble: { state: 'expires', keptUntil: addDays(date, 2) } },
      card: { lessonId: lesson.lessonId },
    },
  ]);
  await keep(inAWeek);
  expect(await nothing()).toEqual([]);
  // Nor is it moved to where there is nothing to play, nor taught by somebody else.
  const change = { lessonId: lesson.lessonId, expectedVersion: lesson.version, reason: '调课' };
  const move = (localDate: typeof date) =>
    county.admin.call('lesson.move', { ...change, reach: 'one', startMinute: 600, localDate });
  await expect(move(addDays(inAWeek, 1))).rejects.toMatchObject({ code: 'INVALID_VALUE' });
  const school = { kind: 'school', schoolId: county.leadingSchoolId } as const;
  const other = await county.admin.call('person.add', {
    ...{ name: '林老师', schoolId: county.leadingSchoolId, phone: '' },
    roles: [{ role: 'lecturer', scope: school }],
  });
  await expect(
    county.admin.call('lesson.substitute', { ...change, reach: 'one', lecturerId: other.id }),
  ).rejects.toMatchObject({ code: 'INVALID_VALUE' });
  await expect(move(addDays(date, 1))).resolves.toMatchObject({ lessons: [{ startMinute: 600 }] });
});

test('a room plays it by itself, its minutes and pupils count, and the report counts it as recorded', async () => {
  const [point] = county.points;
  if (point === undefined) throw new Error('no point');
  const lesson = await county.admin.call('lesson.plan', wish());
  const { sessionId } = lesson;
  const screen = await pairedScreen({ url }, county, point);
  const teacher = await connectAs({ api: county.lecturer, url });
  expect(await teacher.ask('session.start', { sessionId })).toBe('FORBIDDEN');
  const room = await sitDown({ api: screen, url, door: 'screen', sessionId });
  const replay = await room.get('playing.open', { sessionId });
  expect(replay).toMatchObject({ recordingId: recorded, state: 'closed', tracks: [{ source: 'voice' }] });
  const bytes = await fetch(`${url}${replay.tracks[0]?.playlist}?${replay.address.query}`);
  expect(bytes.status).toBe(200);
  expect(await room.ask('playing.tell', { sessionId, now: 'playing', positionMs: 0 })).toBeNull();
  expect(await teacher.ask('playing.tell', { sessionId, now: 'playing', positionMs: 0 })).toBe('FORBIDDEN');
  aheadMs += 4 * MINUTE_MS;
  expect(await room.ask('playing.tell', { sessionId, now: 'paused', positionMs: 4 * MINUTE_MS })).toBeNull();
  expect(
    await county.admin.call('attendance.read', { sessionId }).then(({ rooms }) => rooms[0]?.verdict.state),
  ).toBe('open');
  aheadMs += 30_000;
  expect(await room.ask('playing.tell', { sessionId, now: 'playing', positionMs: 4 * MINUTE_MS })).toBeNull();
  aheadMs += 5 * MINUTE_MS;
  const helper = await sitDown({ api: county.admin, url, sessionId });
  expect(await helper.ask('headCount.set', { sessionId, roomId: point.roomId, presentCount: 18 })).toBeNull();
  expect(
    await room.ask('playing.tell', { sessionId, now: 'finished', positionMs: 9 * MINUTE_MS }),
  ).toBeNull();
  const read = await county.admin.call('attendance.read', { sessionId });
  const [own] = read.rooms;
  expect(own).toMatchObject({ verdict: { state: 'valid' }, headCount: { presentCount: 18 } });
  // Played, without the pause; the lesson with it.
  expect(Math.round((own?.attendance.connectedMs ?? 0) / MINUTE_MS)).toBe(9);
  expect(own?.attendance.seat).toBe(seatOfRoom(point.roomId));
  expect(read.lessonMs).toBeGreaterThan(9 * MINUTE_MS);
  await expect
    .poll(
      async () => {
        const { date } = wallClock(clock.nowMs(), SHANGHAI);
        const page = await county.admin.call('report.read', { kind: 'week', date } as never);
        return page.besides.recordedCount;
      },
      { timeout: 20_000 },
    )
    .toBe(1);
});

test('a recording that is gone is told to the room, and its lesson was not held', async () => {
  const [, point] = county.points;
  if (point === undefined) throw new Error('no point');
  const { sessionId } = await county.admin.call('lesson.plan', wish({ roomIds: [point.roomId] }));
  await county.admin.call('recording.remove', { recordingId: recorded, reason: '授权到期' });
  const room = await sitDown({
    ...{ api: await pairedScreen({ url }, county, point), url, door: 'screen' },
    sessionId,
  });
  expect(await room.get('playing.open', { sessionId })).toMatchObject({ state: 'removed', tracks: [] });
  expect(await planned({})).toMatchObject({ params: { field: 'plays', reason: 'mismatch' } });
});
