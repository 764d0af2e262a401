import { describe, expect, test } from 'vitest';
import type { ReportScope } from '../../shared/coverage/report.ts';
import { lessonId, regionId, roomId, schoolId } from '../../shared/kernel/ids.ts';
import { lessonOf } from '../../test/support/booking-house.ts';
import { type ToldDeps, toldOf } from './webhook.told.ts';

const uuid = (number: number) => `01890000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
const region = regionId.parse(uuid(1));
const [leading, point, other] = [schoolId.parse(uuid(2)), schoolId.parse(uuid(3)), schoolId.parse(uuid(4))];
const [roomA, roomB] = [roomId.parse(uuid(5)), roomId.parse(uuid(6))];
const room = { classId: null, expectedCount: 20, needId: null, linkId: null };
const fields = {
  ...lessonOf({}),
  leadingSchoolId: leading,
  rooms: [
    { ...room, roomId: roomA, schoolId: point },
    { ...room, roomId: roomB, schoolId: other },
  ],
};
const { sessionId } = fields;
const names = new Map(
  [leading, point, other].map((id, index) => [id, { fields: { name: `school ${index}` } }]),
);
const alarms: Record<
  string,
  { rule: string; sessionId: typeof sessionId; roomId: typeof roomA | null; fromMs: number }
> = {
  whole: { rule: 'notStarted', sessionId, roomId: null, fromMs: 0 },
  one: { rule: 'roomOffline', sessionId, roomId: roomA, fromMs: 0 },
};
const deps = {
  directory: {
    tree: async () => ({
      regions: new Map([[region, { id: region, fields: { parentId: null } }]]),
      schools: names,
      pathOf: (id: typeof leading) => ({ regionIds: [region], schoolIds: [id] }),
    }),
  },
  planning: { lessonOfSession: async () => ({ id: lessonId.parse(uuid(9)), fields }) },
  sessions: { stateOf: async () => ({ phase: { state: 'live' } }) },
  attendance: { settledOf: async () => [] },
  frozen: async () => null,
  alarm: async (id: string) => alarms[id] ?? null,
} as unknown as ToldDeps;

const of = (id: typeof leading): ReportScope => ({ kind: 'school', id });
const roomsTold = async (alarm: string, scope: ReportScope) => {
  const told = await toldOf(deps, { name: 'alarm.raised', id: alarm, atMs: 1 });
  const data = told?.(scope) as { rooms: { roomId: string }[] } | null | undefined;
  return data == null ? null : data.rooms.map((each) => each.roomId);
};

describe('an alarm', () => {
  test('of one room is told to who leads, to that room’s school and to the region, and to no other school', async () => {
    expect(await roomsTold('one', of(leading))).toEqual([roomA]);
    expect(await roomsTold('one', of(point))).toEqual([roomA]);
    expect(await roomsTold('one', { kind: 'region', id: region })).toEqual([roomA]);
    expect(await roomsTold('one', of(other))).toBeNull();
    expect(await roomsTold('one', of(schoolId.parse(uuid(99))))).toBeNull();
  });

  test('of the whole lesson is told to every school of it, each of its own rooms', async () => {
    expect(await roomsTold('whole', of(leading))).toEqual([roomA, roomB]);
    expect(await roomsTold('whole', of(other))).toEqual([roomB]);
    expect(await roomsTold('gone', of(leading))).toBeNull();
  });
});

test('of a lesson that was opened again, and of one that is not settled any more, nothing is told', async () => {
  expect(await toldOf(deps, { name: 'session.ended', id: sessionId, atMs: 1 })).toBeNull();
  expect(await toldOf(deps, { name: 'session.settled', id: sessionId, atMs: 1 })).toBeNull();
  expect(await toldOf(deps, { name: 'snapshot.frozen', id: uuid(1), atMs: 1 })).toBeNull();
});
