import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { permit } from '../../server/identity/identity.permit.rules.ts';
import type { Actor } from '../../server/identity/identity.types.ts';
import { planningMigrations } from '../../server/planning/planning.migrations.ts';
import { createPlanning, type Planning } from '../../server/planning/planning.module.ts';
import type { PlayedRecording } from '../../server/planning/planning.types.ts';
import {
  type LinkId,
  type RecordingId,
  recordingId,
  type SlotId,
  type TermId,
} from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { localDate } from '../../shared/kernel/time.ts';
import type { SlotFields } from '../../shared/slot.ts';
import { type Backend, backends } from '../support/backends.ts';
import {
  actorOf,
  enterCounty,
  openRegisters,
  type Registers,
  type TestCounty,
} from '../support/registers.ts';

import { nthId, periods } from '../support/timetable.ts';

const day = (text: string) => localDate.parse(text);
const value = <T>(answer: Result<T>): T => {
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return answer.value;
};
const refused = (field: string, reason: string, more: object = {}) => ({
  ok: false,
  error: { code: 'INVALID_VALUE', params: { field, reason, ...more } },
});
const [kept, short, grows, hidden] = [1, 2, 3, 4].map((nth) => recordingId.parse(nthId(12, nth))) as [
  RecordingId,
  RecordingId,
  RecordingId,
  RecordingId,
];

describe.each(backends)('slots that play recordings, on $name', ({ make }) => {
  let folder: string;
  let backend: Backend;
  let registers: Registers;
  let county: TestCounty;
  let planning: Planning;
  let termId: TermId;
  let linkId: LinkId;
  let recordings: Map<RecordingId, PlayedRecording>;

  beforeEach(async (context) => {
    folder = await mkdtemp(join(tmpdir(), 'slot-plays-'));
    backend = await make(join(folder, 'suite.db'));
    if (backend.state === 'missing') return context.skip(backend.reason);
    registers = await openRegisters(permit, planningMigrations, backend.url);
    county = await enterCounty(registers);
    const taught = { lecturerId: county.lecturer.personId, leadingSchoolId: county.central };
    recordings = new Map([
      [kept, { ...taught, whole: true, keptUntil: null }],
      [short, { ...taught, whole: true, keptUntil: day('2026-09-20') }],
      [grows, { ...taught, whole: false, keptUntil: null }],
    ]);
    planning = createPlanning({
      ...registers,
      agendaChanged: () => undefined,
      recordings: () => ({
        for: async (actor, id) => (actor.kind === 'person' ? (recordings.get(id) ?? null) : null),
        kept: async () => recordings,
      }),
    });
    registers.link(planning.linkedSchools);
    const term = { regionId: county.county.id, name: '秋季学期', holidays: [], makeUpDays: [] };
    termId = value(
      await planning.routes['term.add'](ask(), { ...term, from: day('2026-08-31'), to: day('2026-11-29') }),
    ).id;
    const bell = { name: '作息', fromDate: null, toDate: null, weekdays: [1, 2, 3, 4, 5] };
    value(
      await planning.routes['bell.add'](ask(), { ...bell, schoolId: county.central, periods: periods(500) }),
    );
    const link = { fromSchoolId: county.central, toSchoolId: county.pointA, needId: null, label: '' };
    linkId = (
      await planning.entering.links(
        { ...link, subject: '音乐', grade: '三年级', periodsPerWeek: 5 },
        county.note,
      )
    ).id;
  });
  afterEach(async () => {
    await registers.close();
    if (backend.state === 'open') await backend.close();
    await rm(folder, { recursive: true, force: true });
  });

  const ask = () => ({
    ...{ actor: county.countyAdmin, requestId: 'r', address: '127.0.0.1', cookies: {} },
    setCookie: () => expect.unreachable(),
  });
  /** At 10:20 no period of the school that was recorded begins. */
  const slotOf = (more: Partial<SlotFields> = {}): SlotFields => ({
    ...{ termId, subject: '音乐', grade: '三年级', weekday: 5, startMinute: 620, durationMinutes: 40 },
    ...{ weeks: 'every', leadingSchoolId: county.central, lectureRoomId: null, leadingClassId: null },
    ...{ lecturerId: county.lecturer.personId, plays: kept },
    rooms: [{ linkId, schoolId: county.pointA, roomId: county.roomA, classId: null }],
    ...more,
  });
  const live = (more: Partial<SlotFields> = {}): SlotFields => {
    const { plays: _, ...fields } = slotOf({ startMinute: 500, ...more });
    return fields;
  };
  const lessons = async () =>
    (await planning.reader.lessonsBetween(day('2026-08-31'), day('2026-11-29'))).map((each) => each.fields);
  const add = (fields: SlotFields) => planning.routes['slot.add'](ask(), fields);
  const change = async (id: SlotId, fields: SlotFields, validFrom?: string) => {
    const [found] = value(await planning.routes['slot.list'](ask(), { ids: id })).rows;
    const changes = [{ id, expectedVersion: found?.version ?? 0, fields }];
    const from = validFrom === undefined ? {} : { validFrom: day(validFrom) };
    return planning.routes['slot.change'](ask(), { changes, ...from });
  };

  test('what cannot be played is refused by its field, and nothing is stored', async () => {
    expect(await add(slotOf({ plays: hidden }))).toEqual(refused('plays', 'unknown'));
    expect(await add(slotOf({ plays: grows }))).toEqual(refused('plays', 'mismatch'));
    // Kept until Sunday; today's lesson has begun, and the next one is in a week.
    expect(await add(slotOf({ plays: short, weekday: 3, startMinute: 500 }))).toEqual(
      refused('plays', 'range'),
    );
    expect(await add(slotOf({ lectureRoomId: county.lectureRoom }))).toEqual(
      refused('lectureRoomId', 'mismatch'),
    );
    expect(await add(slotOf({ recording: { on: true, licence: 'parties' } }))).toEqual(
      refused('recording', 'mismatch'),
    );
    expect(await add(slotOf({ lecturerId: county.teacherC.personId }))).toEqual(
      refused('lecturerId', 'mismatch'),
    );
    const accepted = planning.routes['planner.accept'](ask(), { slots: [live(), slotOf({ plays: hidden })] });
    expect(await accepted).toEqual(refused('plays', 'unknown', { row: 1 }));
    expect(await lessons()).toEqual([]);
    expect(value(await planning.routes['slot.list'](ask(), {})).total).toBe(0);
  });

  test('its lessons are recorded ones, follow no bell of the school that was recorded and leave its teacher free', async () => {
    value(await add(slotOf({ language: 'bo' })));
    const made = await lessons();
    expect(made.length).toBeGreaterThan(9);
    for (const lesson of made)
      expect(lesson).toMatchObject({
        ...{ kind: 'delivery', mode: 'recorded', plays: kept, language: 'bo', lectureRoomId: null },
        ...{ leadingClass: null, lecturerId: county.lecturer.personId, linkId },
      });
    const linkC = await planning.entering.links(
      {
        ...{ fromSchoolId: county.central, toSchoolId: county.pointC, needId: null, label: '' },
        ...{ subject: '音乐', grade: '三年级', periodsPerWeek: 5 },
      },
      county.note,
    );
    const rooms = [{ linkId: linkC.id, schoolId: county.pointC, roomId: county.roomC, classId: null }];
    const atOnce = live({ startMinute: 615, rooms, lectureRoomId: county.lectureRoom });
    expect(value(await planning.routes['slot.clashes'](ask(), { slot: atOnce })).clashes).toEqual([]);
    value(await add(atOnce));
    const room = live({ startMinute: 615 });
    expect(value(await planning.routes['slot.clashes'](ask(), { slot: room })).clashes).toMatchObject([
      { kind: 'lecturer' },
      { kind: 'listeningRoom' },
    ]);
  });

  test('from a week on they play something else, in the same sessions; a live slot becomes a recorded one and back', async () => {
    const { id } = value(await add(slotOf({ plays: short })));
    const before = await lessons();
    value(await change(id, slotOf({ plays: kept }), '2026-09-21'));
    const after = await lessons();
    expect(after.map(({ sessionId }) => sessionId)).toEqual(before.map(({ sessionId }) => sessionId));
    expect(after.map(({ plays }) => plays)).toEqual(
      after.map(({ localDate: date }) => (date < '2026-09-21' ? short : kept)),
    );
    value(await change(id, live({ startMinute: 615 }), '2026-10-12'));
    const later = (await lessons()).filter(({ localDate: date }) => date >= '2026-10-12');
    expect(later.map(({ mode, plays }) => [mode, plays])).toEqual(
      later.map(() => ['interactive', undefined]),
    );
  });

  test('whether they are recorded and for whom follows the slot, from the day of the change on', async () => {
    const withStage = live({ recording: { on: true, licence: 'parties', stage: true } });
    expect(await add(withStage)).toEqual(refused('recording', 'mismatch'));
    const { id } = value(await add(live({ recording: { on: true, licence: 'parties' } })));
    value(await change(id, live({ recording: { on: true, licence: 'region' } }), '2026-10-01'));
    const licences = (await lessons()).map(({ localDate: date, recording }) => [date, recording?.licence]);
    expect(licences).toEqual(
      licences.map(([date = '']) => [date, date < '2026-10-01' ? 'parties' : 'region']),
    );
    value(await change(id, live(), '2026-11-01'));
    expect((await lessons()).at(-1)).not.toHaveProperty('recording');
  });

  test('a recording that is gone meanwhile hinders no other change of its slot, but not that it is opened again', async () => {
    const { id } = value(await add(slotOf()));
    recordings.delete(kept);
    value(await change(id, slotOf({ weekday: 4 })));
    value(
      await planning.routes['slot.close'](ask(), { entries: [{ id, expectedVersion: 2 }], reason: '停开' }),
    );
    const reopened = planning.routes['slot.reopen'](ask(), { entries: [{ id, expectedVersion: 3 }] });
    expect(await reopened).toEqual(refused('plays', 'unknown', { row: 0 }));
    expect(await lessons()).toEqual([]);
  });

  describe('lessons that will have nothing to play', () => {
    const told = async (actor: Actor = county.countyAdmin) =>
      value(await planning.routes['lesson.unplayable']({ ...ask(), actor })).lessons;

    test('none while the recording is kept; those after its last day; all when it is gone', async () => {
      const { id } = value(await add(slotOf()));
      const dates = (await lessons()).map((each) => each.localDate);
      expect(await told()).toEqual([]);
      const untilOctober = {
        ...(recordings.get(kept) ?? expect.unreachable()),
        keptUntil: day('2026-10-09'),
      };
      recordings.set(kept, untilOctober);
      const late = await told();
      expect(late.map(({ card }) => card.localDate)).toEqual(dates.filter((date) => date > '2026-10-09'));
      expect(late[0]).toMatchObject({
        ...{ recordingId: kept, trouble: { state: 'expires', keptUntil: '2026-10-09' } },
        card: { mode: 'recorded', slotId: id, phase: 'planned' },
      });
      recordings.delete(kept);
      const gone = await told();
      expect(gone.map(({ card }) => card.localDate)).toEqual(dates);
      expect(new Set(gone.map(({ trouble }) => trouble.state))).toEqual(new Set(['removed']));
    });

    test('a cancelled one, one that is over, and one that plays something else by now are not among them', async () => {
      const { id } = value(await add(slotOf()));
      const [first, second] = await planning.reader.lessonsBetween(day('2026-08-31'), day('2026-11-29'));
      if (first === undefined || second === undefined) return expect.unreachable();
      const seen = { lessonId: second.id, expectedVersion: second.version, reach: 'one' as const };
      value(await planning.routes['lesson.cancel'](ask(), { ...seen, reason: '运动会' }));
      recordings.set(short, { ...(recordings.get(short) ?? expect.unreachable()), keptUntil: null });
      value(await change(id, slotOf({ plays: short }), '2026-10-12'));
      recordings.delete(kept);
      registers.setNow(first.fields.plannedStartAtMs + 41 * 60_000);
      expect((await told()).map(({ card }) => card.localDate)).toEqual([...['2026-10-02', '2026-10-09']]);
    });

    test('told to whoever may change them or has planned them, to nobody else', async () => {
      value(await add(slotOf()));
      recordings.delete(kept);
      const { countyAdmin, lecturer, pointA, teacherC, inSchool } = county;
      const count = (await told()).length;
      expect(count).toBeGreaterThan(0);
      expect(await told(lecturer)).toHaveLength(count);
      const listens = [inSchool('localTeacher', pointA)];
      expect(await told(actorOf(teacherC.personId, pointA, listens))).toEqual([]);
      expect(await told(actorOf(countyAdmin.personId, pointA, listens))).toHaveLength(count);
      expect(await told(actorOf(countyAdmin.personId, county.pointC, []))).toEqual([]);
      const nobody = planning.routes['lesson.unplayable']({ ...ask(), actor: { kind: 'visitor' } });
      expect(await nobody).toMatchObject({ error: { code: 'UNAUTHENTICATED' } });
    });
  });
});
