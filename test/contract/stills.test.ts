import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { permit } from '../../server/identity/identity.permit.rules.ts';
import type { Actor } from '../../server/identity/identity.types.ts';
import { migrations } from '../../server/migrations.ts';
import type { LessonEntry } from '../../server/planning/planning.types.ts';
import { silentLog } from '../../server/platform/log.ts';
import { createStills } from '../../server/supervision/still.module.ts';
import { type ConnectionId, type SessionId, type StreamId, streamId } from '../../shared/kernel/ids.ts';
import { localDate } from '../../shared/kernel/time.ts';
import { seatOfPerson } from '../../shared/session/session.events.ts';
import type { WallLesson } from '../../shared/supervision.ts';
import { type Backend, backends } from '../support/backends.ts';
import { actorOf, enterCounty, openRegisters } from '../support/registers.ts';
import { ended, type Line, openWeek, started, stay } from '../support/school-week.ts';

const DAY = localDate.parse('2026-09-16');
const JPEG = Buffer.from('a small picture');
type House = Awaited<ReturnType<typeof openHouse>>;

type Source = 'camera' | 'content' | 'voice';
const sends = (from: ConnectionId, source: Source, id: StreamId): Line => {
  const codec = source === 'voice' ? 'audio/opus' : 'video/H264';
  return [1, { type: 'stream.published', body: { streamId: id, connectionId: from, source, codec } }];
};

/** Stills over the real registers and the real log, with lessons at the central school in the east; what takes them is counted. */
async function openHouse(url: string) {
  const others = migrations.filter(({ name }) => !name.startsWith('directory-'));
  const registers = await openRegisters(permit, others, url);
  const county = await enterCounty(registers);
  const week = openWeek(registers, county);
  const taken: StreamId[] = [];
  const ways = { isThere: true, jpeg: JPEG as Buffer | null };
  const lessons = new Map<SessionId, LessonEntry>();
  const rows = () =>
    [...lessons].map(([id, { fields }]) => {
      const lesson = { sessionId: id, leadingSchoolId: fields.leadingSchoolId, state: 'live' } as WallLesson;
      return [id, { lesson, text: '', changedAt: 1 }] as const;
    });
  const stills = createStills({
    ...{ ...registers, permit, log: silentLog, jobs: { every: () => undefined } },
    ...{ directory: registers.directory.reader, planning: week.planning.reader, sessions: week.reader },
    wall: {
      standing: async () => ({ epoch: '', changes: 1, rows: new Map(rows()), gone: new Map(), goneSince: 0 }),
    },
    stills: {
      available: async () => ways.isThere,
      async take(_session, id) {
        taken.push(id);
        return ways.jpeg;
      },
    },
  });
  return {
    ...{ registers, county, week, stills, taken, ways },
    /** A lesson that runs, of whose leading side and a receiving room pictures are sent. */
    async lesson(sources: readonly Source[]) {
      const room = { roomId: county.roomA, schoolId: county.pointA };
      const entry = await week.lesson(DAY, [room]);
      const [lecturer, point] = [week.connection(), week.connection()];
      const { personId } = county.lecturer;
      const sent = new Map(sources.map((source) => [source, streamId.parse(registers.newId())]));
      const seat = seatOfPerson(personId);
      await week.happen(entry, [
        [
          -5,
          {
            type: 'presence.joined',
            body: { connectionId: lecturer, seat, part: 'lecturer', deviceId: null },
          },
        ],
        [-5, { type: 'media.connected', body: { connectionId: lecturer } }],
        ...stay(point, county.roomA, [-5]),
        started(county),
        sends(point, 'camera', streamId.parse(registers.newId())),
        ...[...sent].map(([source, id]) => sends(lecturer, source, id)),
      ]);
      lessons.set(entry.fields.sessionId, entry);
      return { entry, id: entry.fields.sessionId, sent };
    },
  };
}

describe.each(backends)('stills on $name', ({ make }) => {
  const folder = mkdtempSync(join(tmpdir(), 'sanketang-stills-'));
  let backend: Backend;
  let house: House;
  beforeAll(async () => {
    backend = await make(join(folder, 'stills.db'));
    if (backend.state === 'open') house = await openHouse(backend.url);
  });
  afterAll(async () => {
    if (backend.state === 'open') {
      await house.registers.close();
      await backend.close();
    }
    rmSync(folder, { recursive: true, force: true });
  });
  const on = (skip: (reason: string) => never) => (backend.state === 'open' ? house : skip(backend.reason));
  const inspectorOf = (id: House['county']['county']['id'], loginId = 'login') => ({
    ...actorOf(house.county.lecturer.personId, null, [house.county.inRegion('inspector', id)]),
    loginId,
  });
  const opened = async (actor: Actor) => {
    const answer = await house.stills.service.open(actor, {});
    if (!answer.ok || answer.value.state !== 'open') throw new Error(JSON.stringify(answer));
    return answer.value.openingId;
  };
  const read = async (actor: Actor, openingId: string, ...ids: string[]) => {
    const answer = await house.stills.service.read(actor, { openingId, sessionIds: ids.join(',') });
    return answer.ok ? answer.value.stills : answer.error.code;
  };
  const say = (enabled: boolean, expectedVersion: number, region = house.county.east) =>
    house.stills.setting.set(house.county.countyAdmin, {
      ...{ regionId: region.id, enabled, expectedVersion, reason: '公开课周' },
    });
  const later = (ms: number) => house.registers.setNow(house.registers.clock.nowMs() + ms);

  test('are off until somebody says otherwise: nothing opens, and nothing is taken', async ({ skip }) => {
    const { county, stills, taken, ways } = on(skip);
    const { id } = await house.lesson(['camera']);
    const inspector = inspectorOf(county.county.id);
    expect(await stills.service.open({ kind: 'visitor' }, {})).toMatchObject({
      error: { code: 'UNAUTHENTICATED' },
    });
    expect(await stills.service.open(county.teacherC, {})).toMatchObject({ error: { code: 'FORBIDDEN' } });
    expect(await stills.service.open(inspector, {})).toEqual({ ok: true, value: { state: 'off' } });
    expect(await read(inspector, house.registers.newId(), id)).toBe('NOT_FOUND');
    expect(await stills.service.notice(county.lecturer, id)).toEqual({ ok: true, value: { enabled: false } });
    ways.isThere = false;
    expect(await stills.service.open(inspector, {})).toEqual({ ok: true, value: { state: 'missing' } });
    ways.isThere = true;
    await stills.settled();
    expect([taken, stills.keptCount()]).toEqual([[], 0]);
  });

  test('are switched by administrators of the region alone, with author and reason; the nearest word holds', async ({
    skip,
  }) => {
    const { county, stills } = on(skip);
    const { setting } = stills;
    const west = { regionId: county.west.id, enabled: true, expectedVersion: 0, reason: 'x' };
    expect(await setting.set(inspectorOf(county.county.id), west)).toMatchObject({
      error: { code: 'FORBIDDEN' },
    });
    expect(await setting.set(county.eastAdmin, west)).toMatchObject({ error: { code: 'NOT_FOUND' } });
    expect(await setting.read(county.eastAdmin, county.west.id)).toMatchObject({
      error: { code: 'NOT_FOUND' },
    });
    expect(await say(true, 1, county.county)).toMatchObject({ error: { code: 'CONFLICT' } });
    expect(await say(true, 0, county.county)).toEqual({ ok: true, value: {} });
    expect(await setting.read(county.eastAdmin, county.east.id)).toMatchObject({
      value: { enabled: true, saidByName: '云溪县', version: 0, history: [] },
    });
    expect(await say(false, 0)).toEqual({ ok: true, value: {} });
    expect(await setting.read(county.eastAdmin, county.east.id)).toMatchObject({
      value: {
        ...{ enabled: false, saidByName: '东乡', version: 1 },
        history: [{ version: 1, byName: '县管理员', enabled: false, reason: '公开课周' }],
      },
    });
  });

  test('show the leading side to whoever supervises it; to others a lesson is as unknown as one that never was', async ({
    skip,
  }) => {
    const { county, stills, taken, registers } = on(skip);
    const [lesson, slides, voice] = [
      await house.lesson(['voice', 'content', 'camera']),
      await house.lesson(['content']),
      await house.lesson(['voice']),
    ];
    const inspector = inspectorOf(county.county.id);
    const openingId = await opened(inspector);
    expect(await read(inspector, openingId, lesson.id)).toEqual([{ sessionId: lesson.id, state: 'off' }]);
    expect(taken).toEqual([]);
    expect(await say(true, 1)).toMatchObject({ ok: true });
    const all = [lesson, slides, voice];
    const ids = all.map(({ id }) => id);
    expect(await read(inspector, openingId, ...ids, 'nonsense', registers.newId())).toEqual(
      ids.map((sessionId) => ({ sessionId, state: 'making' })),
    );
    await stills.settled();
    const shown = await read(inspector, openingId, ...ids);
    const jpeg = JPEG.toString('base64');
    expect(shown).toMatchObject([
      { sessionId: lesson.id, state: 'shown', jpeg },
      { sessionId: slides.id, state: 'shown', jpeg },
      { sessionId: voice.id, state: 'none' },
    ]);
    expect(taken).toEqual([lesson.sent.get('camera'), slides.sent.get('content')]);
    expect(await stills.service.notice(county.lecturer, lesson.id)).toMatchObject({
      value: { enabled: true },
    });
    expect(await stills.service.notice(county.teacherC, lesson.id)).toMatchObject({
      error: { code: 'NOT_FOUND' },
    });

    const west = inspectorOf(county.west.id, 'another');
    const theirs = await opened(west);
    expect(await read(west, theirs, lesson.id)).toEqual(await read(west, theirs, registers.newId()));
    expect(await read(west, openingId, lesson.id)).toBe('NOT_FOUND');
    const researcher = actorOf(county.lecturer.personId, null, [
      county.inRegion('researcher', county.county.id),
    ]);
    expect(await read(researcher, openingId, lesson.id)).toBe('FORBIDDEN');
  });

  test('are taken once in ten seconds however many look, and gone when nobody does, or when they are switched off', async ({
    skip,
  }) => {
    const { county, stills, taken, week } = on(skip);
    const { id, entry } = await house.lesson(['camera']);
    const [one, two] = [inspectorOf(county.county.id, 'one'), inspectorOf(county.east.id, 'two')];
    const [first, second] = [await opened(one), await opened(two)];
    taken.splice(0);
    for (let n = 0; n < 5; n += 1) {
      await read(one, first, id);
      await read(two, second, id);
      await stills.settled();
      later(1_900);
    }
    expect(taken).toHaveLength(1);
    later(1_000);
    await read(two, second, id);
    await stills.settled();
    expect(taken).toHaveLength(2);
    expect(stills.keptCount()).toBeGreaterThan(0);
    later(31_000);
    stills.service.sweep();
    expect(stills.keptCount()).toBe(0);

    await read(two, second, id);
    await stills.settled();
    expect(await read(two, second, id)).toMatchObject([{ state: 'shown' }]);
    expect(await say(false, 2)).toMatchObject({ ok: true });
    expect(stills.keptCount()).toBe(0);
    expect(await read(two, second, id)).toEqual([{ sessionId: id, state: 'off' }]);
    expect(await say(true, 3)).toMatchObject({ ok: true });
    taken.splice(0);
    await week.happen(entry, [ended(40)]);
    await read(two, second, id);
    await stills.settled();
    expect(taken).toEqual([]);
  });
});
