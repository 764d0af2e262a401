import { createPlanning } from '../../server/planning/planning.module.ts';
import type { LessonEntry } from '../../server/planning/planning.types.ts';
import { silentLog } from '../../server/platform/log.ts';
import { Ladders } from '../../server/session/session.ladder.ts';
import { createSessionLog } from '../../server/session/session.log.ts';
import { createReader } from '../../server/session/session.reader.ts';
import { createRoster } from '../../server/session/session.roster.ts';
import { planOfLesson } from '../../server/session/session.rules.ts';
import { createSessionStore } from '../../server/session/session.store.ts';
import { serverActor } from '../../server/session/session.types.ts';
import { FakeMediaEngine } from '../../sfu/fake/fake-engine.ts';
import { connectionId, type RoomId, type SchoolId, sessionId } from '../../shared/kernel/ids.ts';
import { ok } from '../../shared/kernel/result.ts';
import { type LocalDate, localDate, zone } from '../../shared/kernel/time.ts';
import type { LessonFields } from '../../shared/lesson.ts';
import { type SessionFact, seatOfRoom } from '../../shared/session/session.events.ts';
import type { Registers, TestCounty } from './registers.ts';

/** Monday to Sunday; Thursday the 17th is in it. */
export const SCHOOL_WEEK = { from: localDate.parse('2026-09-14'), to: localDate.parse('2026-09-20') };

export type PlannedRoom = { readonly roomId: RoomId; readonly schoolId: SchoolId };

/** Minutes after the planned start, what happened, and how many minutes later the server knew. */
export type Line = readonly [minute: number, fact: SessionFact, knownLaterMinutes?: number];

/** Lessons of a week in the real registers, and what happened in them in the real log. */
export function openWeek(registers: Registers, county: TestCounty) {
  const { database, clock, newId } = registers;
  const planning = createPlanning({ ...registers, agendaChanged: () => undefined });
  const store = createSessionStore(database);
  const spool = {
    add: () => undefined,
    read: () => [],
    clear: () => undefined,
    close: () => undefined,
  };
  const sessionLog = createSessionLog({ store, spool, clock, newId, log: silentLog });
  const [roster, engine] = [createRoster(), new FakeMediaEngine({ newId })];
  const ladders = new Ladders({ engine, sessionLog, roster, clock, log: silentLog });
  const reader = createReader({ store, sessionLog, roster, engine, ladders });

  return {
    planning,
    reader,

    async lesson(date: LocalDate, rooms: readonly PlannedRoom[], changes: Partial<LessonFields> = {}) {
      return planning.entering.lessons(
        {
          sessionId: sessionId.parse(newId()),
          kind: 'delivery',
          mode: 'interactive',
          subject: '音乐',
          grade: '三年级',
          localDate: date,
          startMinute: 480,
          durationMinutes: 40,
          zone: zone.parse('Asia/Shanghai'),
          plannedStartAtMs: Date.parse(`${date}T08:00:00+08:00`),
          leadingSchoolId: county.central,
          lectureRoomId: county.lectureRoom,
          lecturerId: county.lecturer.personId,
          linkId: null,
          rooms: rooms.map((room) => ({ ...room, classId: null, expectedCount: 20, needId: null })),
          leadingClass: null,
          memberIds: [],
          unplanned: false,
          cancelled: null,
          ...changes,
        },
        county.note,
      );
    },

    /** Writes what happened, in order, each line when the server came to know it. */
    async happen(lesson: LessonEntry, lines: readonly Line[]): Promise<void> {
      const { sessionId: session, plannedStartAtMs } = lesson.fields;
      const all: Line[] = [[-10, { type: 'session.opened', body: { plan: planOfLesson(lesson) } }], ...lines];
      for (const [minute, fact, later = 0] of all) {
        const occurredAtMs = plannedStartAtMs + minute * 60_000;
        registers.setNow(occurredAtMs + later * 60_000);
        const answer = await sessionLog.submit({
          sessionId: session,
          actor: serverActor,
          commandId: newId(),
          remembered: false,
          decide: () => ok([{ ...fact, occurredAtMs }]),
        });
        if (!answer.ok) throw new Error(`the log refused ${fact.type}`);
      }
    },

    connection: () => connectionId.parse(newId()),
  };
}

/** A room's stay with media from one minute to another; without an end it is there when the lesson ends. */
export function stay(
  connection: ReturnType<typeof connectionId.parse>,
  room: RoomId,
  [from, to]: readonly [from: number, to?: number],
): Line[] {
  const lines: Line[] = [
    [
      from,
      {
        type: 'presence.joined',
        body: { connectionId: connection, seat: seatOfRoom(room), part: 'room', deviceId: null },
      },
    ],
    [from, { type: 'media.connected', body: { connectionId: connection } }],
  ];
  if (to === undefined) return lines;
  return [...lines, [to, { type: 'presence.left', body: { connectionId: connection, reason: 'closed' } }]];
}

export const started = (county: TestCounty, minute = 0): Line => [
  minute,
  { type: 'session.started', body: { lecturerId: county.lecturer.personId } },
];
export const ended = (minute = 40, knownLaterMinutes = 0): Line => [
  minute,
  { type: 'session.ended', body: { reason: 'lecturer', eventCount: 0, head: '' } },
  knownLaterMinutes,
];
export const counted = (roomId: RoomId, presentCount: number, minute = 5): Line => [
  minute,
  { type: 'headCount.set', body: { roomId, presentCount, expectedCount: 20, source: 'console' } },
];
/** In order of when the server came to know. */
export const inOrder = (...parts: readonly (readonly Line[])[]): Line[] =>
  parts.flat().sort((a, b) => a[0] + (a[2] ?? 0) - (b[0] + (b[2] ?? 0)));
