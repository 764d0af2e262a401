import {
  type ConnectionId,
  connectionId,
  type LessonId,
  lessonId,
  personId,
  type RoomId,
  roomId,
  type SessionId,
  type StreamId,
  schoolId,
  sessionId,
  streamId,
  type TextId,
  textId,
  uuidV7,
} from '../../shared/kernel/ids.ts';
import { localDate, zone } from '../../shared/kernel/time.ts';
import {
  type SessionEvent,
  type SessionFact,
  type SessionPlan,
  seatOfRoom,
} from '../../shared/session/session.events.ts';

/** The nth UUIDv7 of a fixed row, so that a failing test names the same ids again. */
export function nthId(n: number): string {
  const random = new Uint8Array(10);
  new DataView(random.buffer).setUint32(6, n);
  return uuidV7(1_750_000_000_000 + n, random);
}
export const nth = {
  session: (n: number): SessionId => sessionId.parse(nthId(100_000 + n)),
  lesson: (n: number): LessonId => lessonId.parse(nthId(200_000 + n)),
  room: (n: number): RoomId => roomId.parse(nthId(300_000 + n)),
  school: (n: number) => schoolId.parse(nthId(400_000 + n)),
  person: (n: number) => personId.parse(nthId(500_000 + n)),
  connection: (n: number): ConnectionId => connectionId.parse(nthId(600_000 + n)),
  stream: (n: number): StreamId => streamId.parse(nthId(700_000 + n)),
  text: (n: number): TextId => textId.parse(nthId(750_000 + n)),
};

/** Monday 2026-03-02, 08:00 in Shanghai. */
export const PLANNED_START_MS = Date.parse('2026-03-02T08:00:00+08:00');
export const PLANNED_MINUTES = 40;

export function planOf(rooms: readonly number[], changes: Partial<SessionPlan> = {}): SessionPlan {
  return {
    lessonId: nth.lesson(1),
    kind: 'delivery',
    mode: 'interactive',
    plannedStartAtMs: PLANNED_START_MS,
    plannedEndAtMs: PLANNED_START_MS + PLANNED_MINUTES * 60_000,
    localDate: localDate.parse('2026-03-02'),
    zone: zone.parse('Asia/Shanghai'),
    unplanned: false,
    leadingSchoolId: nth.school(0),
    lecturerId: nth.person(1),
    rooms: rooms.map((room) => ({
      roomId: nth.room(room),
      schoolId: nth.school(room),
      classId: null,
      expectedCount: 20,
      needId: null,
    })),
    lectureRoom: null,
    memberIds: [],
    ...changes,
  };
}

/** One entry of a written-down log: minutes after the planned start, and optionally how many minutes later it was recorded. */
export type LogLine = readonly [minute: number, fact: SessionFact, recordedLaterMinutes?: number];

/** A log as the store would give it back; order of lines is order of seq. */
export function logOf(
  session: SessionId,
  lines: readonly LogLine[],
  startMs = PLANNED_START_MS,
): SessionEvent[] {
  return lines.map(([minute, fact, later = 0], index) => {
    const occurredAtMs = startMs + Math.round(minute * 60_000);
    return {
      ...fact,
      sessionId: session,
      seq: index + 1,
      occurredAtMs,
      recordedAtMs: occurredAtMs + Math.round(later * 60_000),
      actorKind: 'server',
      actorId: 'server',
    };
  });
}

/** Facts in few words. Rooms, connections and streams go by number. */
export const fact = {
  opened: (plan: SessionPlan): SessionFact => ({ type: 'session.opened', body: { plan } }),
  started: (): SessionFact => ({ type: 'session.started', body: { lecturerId: nth.person(1) } }),
  ended: (): SessionFact => ({
    type: 'session.ended',
    body: { reason: 'lecturer', eventCount: 0, head: '' },
  }),
  reopened: (): SessionFact => ({ type: 'session.reopened', body: {} }),
  joined: (connection: number, room: number): SessionFact => ({
    type: 'presence.joined',
    body: {
      connectionId: nth.connection(connection),
      seat: seatOfRoom(nth.room(room)),
      part: 'room',
      deviceId: null,
    },
  }),
  lost: (connection: number, cause: 'timeout' | 'transport' | 'server-restart' = 'timeout'): SessionFact => ({
    type: 'presence.lost',
    body: { connectionId: nth.connection(connection), cause },
  }),
  left: (
    connection: number,
    reason: 'closed' | 'replaced' | 'removed' | 'session-ended' = 'closed',
  ): SessionFact => ({ type: 'presence.left', body: { connectionId: nth.connection(connection), reason } }),
  mediaOn: (connection: number): SessionFact => ({
    type: 'media.connected',
    body: { connectionId: nth.connection(connection) },
  }),
  mediaOff: (connection: number): SessionFact => ({
    type: 'media.disconnected',
    body: { connectionId: nth.connection(connection) },
  }),
  mediaFailed: (): SessionFact => ({ type: 'media.failed', body: { cause: 'worker-died' } }),
  published: (
    connection: number,
    stream: number,
    source: 'camera' | 'voice' | 'content' = 'camera',
  ): SessionFact => ({
    type: 'stream.published',
    body: {
      streamId: nth.stream(stream),
      connectionId: nth.connection(connection),
      source,
      codec: 'video/H264',
    },
  }),
  closed: (stream: number): SessionFact => ({
    type: 'stream.closed',
    body: { streamId: nth.stream(stream), reason: 'requested' },
  }),
  counted: (room: number, presentCount: number): SessionFact => ({
    type: 'headCount.set',
    body: { roomId: nth.room(room), presentCount, expectedCount: 20, source: 'console' },
  }),
};
