import { migrations } from '../../server/migrations.ts';
import { createPlanningStore } from '../../server/planning/planning.store.ts';
import { createNewId } from '../../server/platform/ids.ts';
import { silentLog } from '../../server/platform/log.ts';
import { migrate } from '../../server/platform/migrate.ts';
import type { Database } from '../../server/platform/ports.ts';
import { createLessonQualityStore } from '../../server/quality/lesson.quality.store.ts';
import { createLessonQuality } from '../../server/quality/lesson.quality.ts';
import { createQualityStore } from '../../server/quality/quality.store.ts';
import { createSealFiles } from '../../server/seal/seal.files.ts';
import { openSealKey } from '../../server/seal/seal.key.ts';
import { createSealService } from '../../server/seal/seal.service.ts';
import { createSealStore } from '../../server/seal/seal.store.ts';
import { sealed } from '../../server/sealed.ts';
import { CHAIN_START, type EventRow, hashOf } from '../../server/session/session.chain.ts';
import type { SessionTables } from '../../server/session/session.store.ts';
import { hashOfText } from '../../server/session/session.texts.ts';
import { canonicalJson } from '../../shared/kernel/canonical-json.ts';
import type { SessionId } from '../../shared/kernel/ids.ts';
import { addDays, DAY_MS, localDate, MINUTE_MS, zone } from '../../shared/kernel/time.ts';
import { type SessionFact, seatOfRoom } from '../../shared/session/session.events.ts';
import { fact, type LogLine, logOf, nth, PLANNED_START_MS, planOf } from './session-log.ts';

const SHANGHAI = zone.parse('Asia/Shanghai');
const FIRST_DAY = localDate.parse('2026-03-02');
const WORDS = { salt: 'salt', text: '请大声一点' };

export type HouseWish = {
  readonly database: Database;
  readonly folder: string;
  readonly sessions: number;
  readonly days: number;
};

/** A small office over some days: registers, lessons with their logs and measurements, and a seal for every day. */
export async function sealedHouse({ database, folder, sessions, days }: HouseWish) {
  let nowMs = PLANNED_START_MS;
  const clock = { nowMs: () => nowMs };
  const newId = createNewId(clock);
  await migrate(database, migrations, nowMs);
  const planning = createPlanningStore({ database, clock, newId });
  const quality = createQualityStore(database);
  const lessonQuality = createLessonQuality({
    ...{ store: createLessonQualityStore(database), flush: () => Promise.resolve(), clock, keepDays: 30 },
  });
  const store = createSealStore(database);
  const key = openSealKey(`${folder}/seal-key.pem`);
  const files = createSealFiles(`${folder}/seals`);
  const service = createSealService({
    ...{ database, store, files, sealed, clock, log: silentLog },
    measuredKeepDays: 30,
    key: () => key,
    zone: () => Promise.resolve(SHANGHAI),
  });

  async function day(index: number): Promise<void> {
    const date = addDays(FIRST_DAY, index);
    const startMs = PLANNED_START_MS + index * DAY_MS;
    nowMs = startMs;
    const note = { by: 'test', validFrom: date };
    for (let number = 0; number < sessions; number += 1) {
      const session = nth.session(index * sessions + number);
      const lesson = lessonOf(session, { date, startMs, number });
      const { id } = await planning.lessons.add(lesson, note);
      nowMs += 1_000;
      if (number % 3 === 0) {
        const changed = { ...lesson, cancelled: null, durationMinutes: 45 };
        await planning.lessons.revise(id, { ...note, expectedVersion: 1, fields: lessonAgain(changed) });
      }
      const need = { subject: '英语', grade: '三年级', periodsPerWeek: 2, reason: '' };
      await planning.needs.add({ schoolId: nth.school(number), ...need, status: { state: 'inForce' } }, note);
      await writeLog(database, session, { startMs, rooms: 1 + (number % 3) });
      await measure(session, startMs);
    }
    nowMs = startMs + DAY_MS;
    await service.sealDue();
  }

  async function measure(sessionId: SessionId, startMs: number): Promise<void> {
    const reports = [1, 2, 3].map((beat) => ({
      ...{ sampledAtMs: startMs + beat * 5_000, sessionId },
      ...{ connectionId: nth.connection(1), seat: seatOfRoom(nth.room(1)) },
      report: {
        ...{ roundTripMs: 20 + beat / 3 },
        received: [
          {
            ...{
              streamId: nth.stream(1),
              source: 'camera' as const,
              bitrateBps: 900_000,
              packetsLostCount: beat,
            },
            ...{ packetsCount: 500, jitterMs: 2.5, concealedRatio: null },
            picture: { framesPerSecond: 25, width: 1280, height: 720, freezeCount: 0, frozenMs: 0 },
          },
        ],
      },
    }));
    await quality.add({ reports, firstFrames: [], steps: [] });
    const spans = [{ fromMs: startMs, toMs: startMs + 40 * MINUTE_MS }];
    const rooms = [1, 2].map((n) => ({ roomId: nth.room(n), media: spans, reconnectCount: n }));
    await lessonQuality.settle({ sessionId, logSeq: 9, spans, rooms });
  }

  for (let index = 0; index < days; index += 1) await day(index);
  const heads = await store.heads(days);
  return {
    store,
    service,
    planning,
    clock,
    key,
    files,
    day,
    heads,
    setNow(ms: number) {
      nowMs = ms;
    },
  };
}

type LessonWish = { readonly date: string; readonly startMs: number; readonly number: number };

function lessonOf(sessionId: SessionId, { date, startMs, number }: LessonWish) {
  return {
    ...{
      sessionId,
      kind: 'delivery' as const,
      mode: 'interactive' as const,
      subject: '英语',
      grade: '三年级',
    },
    ...{ localDate: localDate.parse(date), startMinute: 480, durationMinutes: 40, zone: SHANGHAI },
    ...{
      plannedStartAtMs: startMs,
      leadingSchoolId: nth.school(0),
      lectureRoomId: null,
      lecturerId: nth.person(1),
    },
    linkId: null,
    rooms: [
      {
        roomId: nth.room(number + 1),
        schoolId: nth.school(number + 1),
        classId: null,
        expectedCount: 20,
        needId: null,
      },
    ],
    ...{ unplanned: false, cancelled: null },
  };
}

const lessonAgain = (lesson: ReturnType<typeof lessonOf>) => ({
  ...lesson,
  rooms: lesson.rooms.map((room) => ({ ...room, linkId: null })),
  ...{ leadingClass: null, memberIds: [], slotId: null, changed: null },
});

async function writeLog(
  database: Database,
  session: SessionId,
  { startMs, rooms }: { readonly startMs: number; readonly rooms: number },
): Promise<void> {
  const numbers = Array.from({ length: rooms }, (_, index) => index + 1);
  const textId = nth.text(Number.parseInt(session.slice(-6), 16));
  const said: SessionFact = { type: 'notice.said', body: { textId, textHash: hashOfText(WORDS) } };
  const lines: LogLine[] = [
    [-10, fact.opened(planOf(numbers))],
    ...numbers.map((room): LogLine => [-9 + room / 10, fact.joined(room, room)]),
    [0, fact.started()],
    [5, said],
    ...numbers.map((room): LogLine => [41, fact.left(room)]),
    [42, fact.ended()],
  ];
  await appendRows(database, rowsOf(logOf(session, lines, startMs)));
  await database
    .withTables<SessionTables>()
    .insertInto('text')
    .values({ id: textId, ...WORDS })
    .execute();
}

/** Events as rows, each with the hash of the one before. */
export function rowsOf(events: ReturnType<typeof logOf>): EventRow[] {
  let head = CHAIN_START;
  return events.map((event) => {
    const row = {
      ...{ session_id: event.sessionId, seq: event.seq, recorded_at_ms: event.recordedAtMs },
      ...{ occurred_at_ms: event.occurredAtMs, actor_kind: event.actorKind, actor_id: event.actorId },
      ...{ command_id: `c${event.seq}`, type: event.type, type_version: 1 },
      ...{ body: canonicalJson(event.body), prev_hash: head },
    };
    head = hashOf(row);
    return { ...row, hash: head };
  });
}

export async function appendRows(database: Database, rows: readonly EventRow[]): Promise<void> {
  await database
    .withTables<SessionTables>()
    .insertInto('session_event')
    .values([...rows])
    .execute();
}
