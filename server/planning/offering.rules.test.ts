import { expect, test } from 'vitest';
import { linkId, needId, schoolId, termId } from '../../shared/kernel/ids.ts';
import { localDate } from '../../shared/kernel/time.ts';
import { type LinkInput, linkFields } from '../../shared/link.ts';
import { type NeedInput, needFields } from '../../shared/need.ts';
import { slotFields } from '../../shared/slot.ts';
import { type OfferingInput, offeringOf } from './offering.rules.ts';

const id = (n: number) => `018f0000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const point = schoolId.parse(id(1));
const central = schoolId.parse(id(2));
const subject = (name: string, order: number, ...required: [number, number][]) => ({
  name,
  order,
  requiredPeriods: required.map(([grade, periodsPerWeek]) => ({ grade, periodsPerWeek })),
});
const need = (n: number, more: Partial<NeedInput> = {}) => ({
  id: needId.parse(id(n)),
  fields: needFields.parse({
    schoolId: point,
    subject: '音乐',
    grade: '三年级',
    periodsPerWeek: 2,
    reason: '无专任教师',
    status: { state: 'inForce' },
    ...more,
  }),
});
const link = (n: number, more: Partial<LinkInput> = {}) => ({
  id: linkId.parse(id(n)),
  fields: linkFields.parse({
    fromSchoolId: central,
    toSchoolId: point,
    needId: null,
    subject: '音乐',
    grade: '三年级',
    periodsPerWeek: 1,
    label: '',
    ...more,
  }),
});
const input = (more: Partial<OfferingInput> = {}): OfferingInput => ({
  schoolId: point,
  date: localDate.parse('2026-09-16'),
  classes: ['三年级', '五年级'].map((grade) => ({
    schoolId: point,
    name: grade,
    grade,
    enrolledCount: 10,
    homeRoomId: null,
  })),
  subjects: [
    subject('音乐', 2, [3, 2], [5, 2]),
    subject('语文', 1, [3, 7], [5, 6]),
    subject('物理', 3, [8, 2]),
  ],
  localTeaching: [],
  needs: [],
  links: [],
  slots: [],
  schoolName: () => '中心校',
  ...more,
});
const rowOf = (offering: ReturnType<typeof offeringOf>, name: string, grade: string) =>
  offering.rows.find((row) => row.subject === name && row.grade === grade) ?? expect.unreachable();

test('a school with nothing lacks everything that its grades require, and only that', () => {
  const offering = offeringOf(input());
  expect(offering.rows.map((row) => [row.subject, row.grade, row.lackingPeriods])).toEqual([
    ['语文', '三年级', 7],
    ['语文', '五年级', 6],
    ['音乐', '三年级', 2],
    ['音乐', '五年级', 2],
  ]);
  expect([offering.offeredSubjects, offering.sufficientSubjects, offering.requiredSubjects]).toEqual([
    0, 0, 2,
  ]);
});

test('own teaching and links that hold fill what is required; offers, other days and other grades do not', () => {
  const taught = (name: string, grade: string, periodsPerWeek: number) => ({
    schoolId: point,
    subject: name,
    grade,
    periodsPerWeek,
  });
  const offering = offeringOf(
    input({
      localTeaching: [taught('语文', '三年级', 7), taught('语文', '五年级', 5), taught('音乐', '三年级', 1)],
      links: [
        link(10),
        link(11, { grade: '五年级', status: { state: 'offered', by: 'leading' } }),
        link(12, { grade: '五年级', fromDate: localDate.parse('2026-09-17') }),
      ],
    }),
  );
  expect(rowOf(offering, '音乐', '三年级')).toMatchObject({
    localPeriods: 1,
    linkedPeriods: 1,
    lackingPeriods: 0,
  });
  expect(rowOf(offering, '音乐', '五年级')).toMatchObject({ linkedPeriods: 0, lackingPeriods: 2 });
  expect(rowOf(offering, '音乐', '五年级').links.map((each) => each.state)).toEqual(['offered', 'accepted']);
  expect([offering.offeredSubjects, offering.sufficientSubjects]).toEqual([1, 0]);
});

test('a subject that no curriculum names lacks what was registered as needed; a withdrawn need is none', () => {
  const offering = offeringOf(
    input({
      subjects: [],
      needs: [need(20), need(21, { subject: '美术', status: { state: 'withdrawn', reason: '新教师到岗' } })],
      links: [link(10)],
    }),
  );
  expect(rowOf(offering, '音乐', '三年级')).toMatchObject({
    requiredPeriods: 0,
    neededPeriods: 2,
    lackingPeriods: 1,
  });
  expect(rowOf(offering, '美术', '三年级')).toMatchObject({ neededPeriods: 0, lackingPeriods: 0 });
  expect(offering.requiredSubjects).toBe(0);
});

test('slots of odd and even weeks make one period together', () => {
  const slot = (weeks: 'odd' | 'even' | 'every') =>
    slotFields.parse({
      termId: termId.parse(id(30)),
      subject: '音乐',
      grade: '三年级',
      weekday: 1,
      startMinute: 480,
      durationMinutes: 40,
      weeks,
      leadingSchoolId: central,
      lectureRoomId: null,
      lecturerId: id(31),
      leadingClassId: null,
      rooms: [{ linkId: id(10), schoolId: point, roomId: id(32), classId: null }],
    });
  const scheduled = (...slots: ('odd' | 'even' | 'every')[]) =>
    rowOf(offeringOf(input({ slots: slots.map(slot) })), '音乐', '三年级').scheduledPeriods;
  expect([scheduled('odd'), scheduled('odd', 'even'), scheduled('every', 'odd')]).toEqual([0, 1, 1]);
});
