import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CoursewareFile } from '../../shared/courseware-file.ts';
import { connectionId, coursewareId, deviceId, roomId, type SessionId } from '../../shared/kernel/ids.ts';
import { localDate } from '../../shared/kernel/time.ts';
import type { LessonPhase } from '../../shared/lesson.ts';
import { usualAudio } from '../../shared/room-audio.ts';
import { emptySession } from '../../shared/session/session.state.ts';
import { requests } from '../../shared/wire/requests.ts';
import { routes } from '../../shared/wire/routes.ts';
import { enterCounty, openRegisters, type Registers, type TestCounty } from '../../test/support/registers.ts';
import { permit } from '../identity/identity.permit.rules.ts';
import type { Actor } from '../identity/identity.types.ts';
import { planningMigrations } from '../planning/planning.migrations.ts';
import { createPlanning, type Planning } from '../planning/planning.module.ts';
import { createViews, type Views } from './view.module.ts';

const id = '018f0000-0000-7000-8000-000000000000';
let registers: Registers;
let county: TestCounty;
let planning: Planning;
let views: Views;
let phases: Map<SessionId, LessonPhase>;
let files: Map<SessionId, readonly CoursewareFile[]>;

beforeEach(async () => {
  phases = new Map();
  files = new Map();
  registers = await openRegisters(permit, planningMigrations);
  county = await enterCounty(registers);
  planning = createPlanning({ ...registers, agendaChanged: () => undefined });
  views = createViews({
    directory: registers.directory.reader,
    planning,
    sessions: {
      phasesOf: async (asked) => new Map([...phases].filter(([each]) => asked.includes(each))),
      stateOf: async (sessionId) => emptySession(sessionId),
    },
    filesOf: async (asked) => new Map([...files].filter(([each]) => asked.includes(each))),
    permit,
    clock: registers.clock,
  });
});
afterEach(() => registers.close());

const agenda = (actor: Actor) =>
  views.handlers['room.agenda'](
    {
      actor,
      requestId: 'r',
      commandId: null,
      connection: {
        id: connectionId.parse(id),
        actor,
        wireVersion: 1,
        lastHeardAtMs: () => 0,
        push: () => undefined,
        close: () => undefined,
      },
    },
    {},
  );
const screenOf = (room: TestCounty['roomA']): Actor => ({
  kind: 'device',
  deviceId: deviceId.parse(id),
  roomId: room,
});

async function planned(startMinute: number, rooms: TestCounty['roomA'][]) {
  const answer = await planning.routes['lesson.plan'](
    { actor: county.countyAdmin, requestId: 'r', address: '', cookies: {}, setCookie: () => undefined },
    {
      kind: 'delivery',
      mode: 'interactive',
      subject: '音乐',
      grade: '三年级',
      localDate: localDate.parse('2026-09-16'),
      startMinute,
      durationMinutes: 40,
      lecturerId: county.lecturer.personId,
      lectureRoomId: null,
      linkId: null,
      roomIds: rooms,
    },
  );
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value;
}

test('an agenda is for the screen of a room that exists', async () => {
  expect(await agenda({ kind: 'visitor' })).toMatchObject({ error: { code: 'UNAUTHENTICATED' } });
  expect(await agenda(county.countyAdmin)).toMatchObject({ error: { code: 'FORBIDDEN' } });
  expect(await agenda(screenOf(roomId.parse(id)))).toMatchObject({ error: { code: 'NOT_FOUND' } });
});

test('a screen sees its own room’s lessons, those ahead first, with the phase of their log', async () => {
  const first = await planned(545, [county.roomA]);
  const second = await planned(600, [county.roomA, county.roomC]);
  await planned(660, [county.roomC]);
  phases.set(first.sessionId, 'ended');
  phases.set(second.sessionId, 'live');
  const answer = await agenda(screenOf(county.roomA));
  if (!answer.ok) throw new Error(answer.error.code);
  expect(requests['room.agenda'].answer.parse(answer.value)).toEqual(answer.value);
  expect(answer.value.room).toEqual({
    roomId: county.roomA,
    name: '一号教室',
    schoolName: '甲教学点',
    audio: usualAudio,
  });
  expect(answer.value.serverNowMs).toBe(registers.clock.nowMs());
  expect(answer.value.lessons.map((each) => [each.lessonId, each.phase])).toEqual([
    [second.lessonId, 'live'],
    [first.lessonId, 'ended'],
  ]);
});

test('a screen is told what it can fetch for its own lessons', async () => {
  const own = await planned(545, [county.roomA]);
  const others = await planned(600, [county.roomC]);
  const file: CoursewareFile = {
    coursewareId: coursewareId.parse(id),
    name: '小星星.pdf',
    type: 'application/pdf',
    ...{ bytes: 9, sha256: 'a'.repeat(64), pageCount: 2 },
  };
  for (const each of [own, others]) files.set(each.sessionId, [file]);
  const answer = await agenda(screenOf(county.roomA));
  if (!answer.ok) throw new Error(answer.error.code);
  expect(answer.value.courseware).toEqual([{ sessionId: own.sessionId, files: [file] }]);
});

test('lists carry the phase of the log; a lesson without one is planned', async () => {
  const first = await planned(545, [county.roomA]);
  const second = await planned(600, [county.roomC]);
  phases.set(second.sessionId, 'waiting');
  const today = localDate.parse('2026-09-16');
  const list = (actor: Actor) =>
    views.routes['lesson.list'](
      { actor, requestId: 'r', address: '', cookies: {}, setCookie: () => undefined },
      { from: today, to: today },
    );
  expect(await list({ kind: 'visitor' })).toMatchObject({ error: { code: 'UNAUTHENTICATED' } });
  const all = await list(county.countyAdmin);
  if (!all.ok) throw new Error(all.error.code);
  expect(routes['lesson.list'].answer.parse(all.value)).toEqual(all.value);
  expect(all.value.map((each) => [each.lessonId, each.phase])).toEqual([
    [first.lessonId, 'planned'],
    [second.lessonId, 'waiting'],
  ]);
  const own = await list(county.teacherC);
  expect(own.ok && own.value.map((each) => each.lessonId)).toEqual([second.lessonId]);
});
