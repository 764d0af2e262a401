import { createAttendance } from '../../server/attendance/attendance.module.ts';
import { createCoverage } from '../../server/coverage/coverage.module.ts';
import { permit } from '../../server/identity/identity.permit.rules.ts';
import { migrations } from '../../server/migrations.ts';
import { createPlanning } from '../../server/planning/planning.module.ts';
import { silentLog } from '../../server/platform/log.ts';
import { createSessionStore } from '../../server/session/session.store.ts';
import { rollupsOn } from './coverage-house.ts';
import { enterCounty, openRegisters, type Registers, type TestCounty } from './registers.ts';
import { counted, ended, inOrder, openWeek, SCHOOL_WEEK, started, stay } from './school-week.ts';

const jobs = { every: () => undefined, stop: async () => undefined };
const others = migrations.filter(({ name }) => !name.startsWith('directory-'));
const READ_AT_MS = Date.parse('2026-09-20T20:00:00+08:00');

const openOn = (url: string) => openRegisters(permit, others, url);

function figuresOn(registers: Registers, week: Pick<ReturnType<typeof openWeek>, 'planning' | 'reader'>) {
  const readers = {
    sessions: week.reader,
    planning: week.planning.reader,
    directory: registers.directory.reader,
  };
  const deps = { ...registers, ...readers, permit, log: silentLog, jobs };
  const attendance = createAttendance(deps);
  const { schools: plans, reading } = week.planning;
  const counted = { ...deps, plans, reading, attendance: attendance.reader };
  const rollups = rollupsOn(registers, week.planning, attendance);
  return { attendance, rollups, coverage: createCoverage({ ...counted, rollups }) };
}

/** A county in new records, with needs, links and a week of lessons that were held, cut short, forgotten and cancelled. */
export async function teachWeek(url: string): Promise<TestCounty> {
  const registers = await openOn(url);
  const county = await enterCounty(registers);
  const week = openWeek(registers, county);
  const { attendance } = figuresOn(registers, week);
  attendance.start();
  const rooms = [county.roomA, county.roomB, county.roomC];
  const points = [county.pointA, county.pointB, county.pointC];
  for (const schoolId of points) {
    const need = { schoolId, subject: '音乐', grade: '三年级', periodsPerWeek: 2, reason: '“缺”\n教师' };
    await week.planning.entering.needs({ ...need, status: { state: 'inForce' } }, county.note);
    const link = { subject: '音乐', grade: '三年级', periodsPerWeek: 2, label: '', needId: null };
    const ends = { fromSchoolId: county.central, toSchoolId: schoolId };
    await week.planning.entering.links({ ...link, ...ends }, county.note);
  }
  for (const [index, roomId] of rooms.entries()) {
    const room = { roomId, schoolId: points[index] ?? county.pointA };
    const held = await week.lesson(SCHOOL_WEEK.from, [room]);
    await week.happen(
      held,
      inOrder([started(county)], stay(week.connection(), roomId, [-index, 30 + index]), [
        counted(roomId, 11 + index),
        ended(),
      ]),
    );
  }
  await week.lesson(SCHOOL_WEEK.to, [{ roomId: county.roomC, schoolId: county.pointC }], {
    cancelled: { reason: '停电' },
  });
  await attendance.settled();
  await attendance.stop();
  await registers.close();
  return county;
}

/** What an office reads of it, as text: coverage, attendance, every lesson's log and what the registers hold. */
export async function readWeek(url: string, county: TestCounty): Promise<string> {
  const registers = await openOn(url);
  try {
    registers.setNow(READ_AT_MS);
    const planning = createPlanning({ ...registers, agendaChanged: () => undefined });
    const { reader } = openWeek(registers, county);
    const { attendance, coverage, rollups } = figuresOn(registers, { planning, reader });
    await rollups.catchUp();
    const report = await coverage.report.read(county.countyAdmin, { kind: 'week', date: SCHOOL_WEEK.to });
    const lessons = await planning.reader.lessonsBetween(SCHOOL_WEEK.from, SCHOOL_WEEK.to);
    const sessions = lessons.map(({ fields }) => fields.sessionId);
    const store = createSessionStore(registers.database);
    const logs = await Promise.all(sessions.map((id) => store.load(id)));
    const results = await attendance.reader.settledOf(sessions);
    const snapshot = await registers.directory.reader.snapshot();
    const schools = [...snapshot.schools.values()];
    return JSON.stringify({ report, lessons, logs, results, schools, rooms: [...snapshot.rooms.values()] });
  } finally {
    await registers.close();
  }
}
