import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lessonId, type SlotId, slotId } from '../../shared/kernel/ids.ts';
import type { LessonFields } from '../../shared/lesson.ts';
import type { SlotFields } from '../../shared/slot.ts';
import { createTimetable, nthId, periods, termIdOf } from '../../test/support/timetable.ts';
import { lessonsOf, reconcile, rememberedInstants, type SlotLesson } from './slot.lessons.rules.ts';

const seed = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31);
const t = createTimetable();
const central = t.school('中心小学');
const point = t.school('甲教学点');
const room = t.room(point, ['listening']);
const place = { schoolId: point, roomId: room, classId: null };
const linked = { ...place, linkId: t.link({ fromSchoolId: central, toSchoolId: point }) };
t.bell(central, periods(500));
const chen = t.lecturer(central, '陈老师');
const colleague = t.lecturer(central, '何老师');
const ground = {
  ...t.ground(),
  ...{ needsOf: () => [], instantOf: rememberedInstants(), nowMs: Date.parse('2026-10-20T00:00:00Z') },
};
let made = 0;
const newId = () => nthId(11, ++made % 60_000);

const slotOf = (more: Pick<SlotFields, 'weekday' | 'lecturerId'> & Partial<SlotFields>): SlotFields => ({
  ...{ termId: termIdOf, subject: '音乐', grade: '三年级', weeks: 'every', startMinute: 500 },
  ...{ durationMinutes: 40, leadingSchoolId: central, lectureRoomId: null, leadingClassId: null },
  rooms: [linked],
  ...more,
});

const anySlot = fc.record({
  nth: fc.nat(2),
  weekday: fc.integer({ min: 1, max: 3 }),
  weeks: fc.constantFrom('every' as const, 'odd' as const, 'even' as const),
  lecturer: fc.nat(1),
});
const idOf = (nth: number): SlotId => slotId.parse(nthId(9, nth));

/** Of several wishes for one slot the last counts. */
function wantedOf(
  wishes: readonly { nth: number; weekday: number; weeks: 'every' | 'odd' | 'even'; lecturer: number }[],
) {
  const slots = new Map(wishes.map((each) => [each.nth, each]));
  return [...slots.values()].flatMap(({ nth, weekday, weeks, lecturer }) => {
    const first = lecturer === 0 ? chen : colleague;
    return lessonsOf({ id: idOf(nth), fields: slotOf({ weekday, weeks, lecturerId: first }) }, ground, newId);
  });
}

const stored = (fields: LessonFields, version = 1): SlotLesson => ({
  lesson: {
    ...{ id: lessonId.parse(newId()), version, validFrom: t.term.from, recordedAtMs: 0 },
    fields,
  },
  slotDate: fields.localDate,
});
const keyOf = ({ slotId: slot, localDate, lecturerId }: LessonFields) => `${slot} ${localDate} ${lecturerId}`;

test(`what is done once needs nothing more, and leaves exactly what is wanted (seed ${seed})`, () => {
  fc.assert(
    fc.property(fc.array(anySlot, { maxLength: 3 }), fc.array(anySlot, { maxLength: 3 }), (before, after) => {
      const existing = wantedOf(before).map((fields) => stored(fields));
      const plan = reconcile(wantedOf(after), existing);
      const gone = new Set(plan.withdraw.map((each) => each.id));
      const revised = new Map(plan.revise.map((each) => [each.before.id, each.fields]));
      const kept = existing
        .filter(({ lesson }) => !gone.has(lesson.id))
        .map(({ lesson, slotDate }) => ({
          slotDate,
          lesson: { ...lesson, fields: revised.get(lesson.id) ?? lesson.fields },
        }));
      const now = [...kept, ...plan.add.map((fields) => stored(fields))];
      expect(now.map((each) => keyOf(each.lesson.fields)).toSorted()).toEqual(
        wantedOf(after).map(keyOf).toSorted(),
      );
      expect(reconcile(wantedOf(after), now)).toEqual({ add: [], revise: [], withdraw: [] });
      for (const { before: old, fields } of plan.revise) expect(fields.sessionId).toBe(old.fields.sessionId);
    }),
    { seed, numRuns: 100 },
  );
});

test(`what was changed by hand is never rewritten, and a cancelled lesson never withdrawn (seed ${seed})`, () => {
  const byHand = fc.constantFrom(
    { changed: { kind: 'moved' as const, reason: '换课' } },
    { changed: { kind: 'substituted' as const, reason: '病假' } },
    { cancelled: { reason: '运动会' } },
  );
  fc.assert(
    fc.property(
      fc.array(anySlot, { minLength: 1, maxLength: 3 }),
      fc.array(anySlot, { maxLength: 3 }),
      byHand,
      (before, after, hand) => {
        const existing = wantedOf(before).map((fields) => stored({ ...fields, ...hand }));
        const plan = reconcile(wantedOf(after), existing);
        expect(plan.revise).toEqual([]);
        if ('cancelled' in hand) expect(plan.withdraw).toEqual([]);
        const held = new Set(existing.map((each) => `${each.lesson.fields.slotId} ${each.slotDate}`));
        for (const fields of plan.add) expect(held.has(`${fields.slotId} ${fields.localDate}`)).toBe(false);
      },
    ),
    { seed, numRuns: 100 },
  );
});

test('nothing is made of what has begun', () => {
  const wanted = wantedOf([{ nth: 0, weekday: 2, weeks: 'every', lecturer: 0 }]);
  expect(wanted[0]?.localDate).toBe('2026-10-20');
  const later = lessonsOf(
    { id: idOf(0), fields: slotOf({ weekday: 2, lecturerId: chen }) },
    { ...ground, nowMs: Date.parse('2026-10-20T02:00:00Z') },
    newId,
  );
  expect(later[0]?.localDate).toBe('2026-10-27');
});
