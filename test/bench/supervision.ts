import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAttendance } from '../../server/attendance/attendance.module.ts';
import { permit } from '../../server/identity/identity.permit.rules.ts';
import { migrations } from '../../server/migrations.ts';
import { aloneBus } from '../../server/platform/bus.ts';
import { silentLog } from '../../server/platform/log.ts';
import type { LastReport } from '../../server/quality/quality.rules.ts';
import { createSupervision } from '../../server/supervision/supervision.module.ts';
import type { ConnectionId, RoomId } from '../../shared/kernel/ids.ts';
import { localDate, MINUTE_MS, zone } from '../../shared/kernel/time.ts';
import { rollupsOn } from '../support/coverage-house.ts';
import { percentile, report, worst } from '../support/figures.ts';
import { enterProvince, pointId, province, roomOf } from '../support/province.ts';
import { actorOf, enterCounty, openRegisters } from '../support/registers.ts';
import { openWeek, started, stay } from '../support/school-week.ts';
import { nth } from '../support/session-log.ts';

const LESSONS = Number(process.env['SUPERVISION_LESSONS'] ?? 300);
const ROOMS_A_LESSON = 10;
/** Everybody who supervises has the wall open. */
const WATCHERS = 20;
const ASK_EVERY_MS = 5_000;
const BEAT_EVERY_MS = 10_000;
const MEASURED_MS = 30_000;
const DAY = localDate.parse('2026-09-16');
const BEGINS_MS = Date.parse(`${DAY}T08:00:00+08:00`);

/** The wall of a province with hundreds of running lessons, while lines are judged and twenty people look. */
export async function benchSupervision(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'sanketang-supervision-'));
  const house = await openHouse(join(folder, 'wall.db'));
  try {
    const { supervision, inspector } = house;
    const wall = async (mark?: string) => {
      const answer = await supervision.service.wall(inspector, mark === undefined ? {} : { mark });
      if (!answer.ok) throw new Error(answer.error.code);
      return answer.value;
    };
    await supervision.beat();
    const whole = await wall();
    const lag = monitorEventLoopDelay({ resolution: 5 });
    lag.enable();
    const [beats, first, later] = [[], [], []] as [number[], number[], number[]];
    const timed = async <T>(into: number[], work: () => Promise<T>): Promise<T> => {
      const startMs = performance.now();
      const answer = await work();
      into.push(performance.now() - startMs);
      return answer;
    };
    const untilMs = performance.now() + MEASURED_MS;
    const beating = async () => {
      for (; performance.now() < untilMs; await sleep(BEAT_EVERY_MS)) await timed(beats, supervision.beat);
    };
    const watching = async (number: number) => {
      await sleep((ASK_EVERY_MS / WATCHERS) * number);
      let { mark } = await timed(first, () => wall());
      for (; performance.now() < untilMs; await sleep(ASK_EVERY_MS))
        ({ mark } = await timed(later, () => wall(mark)));
    };
    await Promise.all([beating(), ...Array.from({ length: WATCHERS }, (_, number) => watching(number))]);
    lag.disable();
    const ms = (name: string, value: number | null, goal: number) => ({
      ...{ name, value, unit: 'ms', goal: { atMost: goal } },
    });
    return report(
      'supervision',
      [
        ms(
          `whole wall of ${whole.lessons.length} running lessons, worst of ${first.length}`,
          worst(first),
          1_000,
        ),
        ms(`what changed on it, worst of ${later.length}`, worst(later), 1_000),
        ms(`judging ${LESSONS * ROOMS_A_LESSON} lines, worst of ${beats.length}`, worst(beats), 1_000),
        ms(`event-loop lag while ${WATCHERS} look, p99`, lag.percentile(99) / 1e6, 100),
      ],
      {
        ...{ lessons: whole.lessons.length, bytes: JSON.stringify(whole).length, lagMaxMs: lag.max / 1e6 },
        medians: [first, later, beats].map((each) => percentile(each, 0.5)),
      },
    );
  } finally {
    await house.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function openHouse(file: string) {
  const others = migrations.filter(({ name }) => !name.startsWith('directory-'));
  const registers = await openRegisters(permit, others, `file:${file}`);
  const county = await enterCounty(registers);
  await enterProvince(registers.database, registers.clock, { points: LESSONS * ROOMS_A_LESSON });
  registers.directory.reader.forget();
  const week = openWeek(registers, county);
  const rooms = (lesson: number) =>
    Array.from({ length: ROOMS_A_LESSON }, (_, index) => lesson * ROOMS_A_LESSON + index);
  for (let lesson = 0; lesson < LESSONS; lesson += 1) {
    const listening = rooms(lesson).map((n) => ({ roomId: roomOf(n), schoolId: pointId(n) }));
    const planned = await week.lesson(DAY, listening, { plannedStartAtMs: BEGINS_MS });
    await week.happen(planned, [
      ...listening.flatMap(({ roomId }) => stay(week.connection(), roomId, [-5])),
      started(county),
    ]);
  }
  const base = { startMs: performance.now(), nowMs: BEGINS_MS + 10 * MINUTE_MS };
  const clock = setInterval(() => registers.setNow(base.nowMs + performance.now() - base.startMs), 50);
  registers.setNow(base.nowMs);
  const attendance = createAttendance({
    ...{ ...registers, permit, log: silentLog },
    jobs: { every: () => undefined, stop: async () => undefined },
    ...{ sessions: week.reader, planning: week.planning.reader, directory: registers.directory.reader },
  });
  let looks = 0;
  const supervision = createSupervision({
    ...registers,
    ...{ permit, bus: aloneBus, log: silentLog, jobs: { every: () => undefined } },
    sessions: week.reader,
    // Some line goes bad or gets well again at every look.
    latest(_session, id) {
      looks += 1;
      return reportOf(id, looks % 97 === 0);
    },
    directory: registers.directory.reader,
    reading: week.planning.reading,
    rollups: rollupsOn(registers, week.planning, attendance).reader,
    plans: week.planning.schools,
    screenRooms: async () => ({ all: new Set<RoomId>(), online: new Set<RoomId>() }),
    linkOrigin: () => null,
    planning: week.planning.reader,
    stills: { available: async () => false, take: async () => null },
    zone: async () => zone.parse('Asia/Shanghai'),
  });
  return {
    supervision,
    inspector: actorOf(county.lecturer.personId, null, [
      { role: 'inspector', scope: { kind: 'region', regionId: province } },
    ]),
    async close() {
      clearInterval(clock);
      await registers.close();
    },
  };
}

function reportOf(connectionId: ConnectionId, bad: boolean): LastReport {
  return {
    ...{ roomId: roomOf(0), connectionId, sampledAtMs: 0 },
    report: {
      roundTripMs: 40,
      received: [
        {
          ...{ streamId: nth.stream(1), source: 'camera', bitrateBps: 900_000, jitterMs: 2 },
          ...{ packetsLostCount: bad ? 100 : 0, packetsCount: 400, concealedRatio: null },
          picture: { framesPerSecond: 25, width: 1280, height: 720, freezeCount: 0, frozenMs: 0 },
        },
      ],
    },
  };
}
