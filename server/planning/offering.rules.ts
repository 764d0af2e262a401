import type { ClassFields } from '../../shared/class.ts';
import type { LinkId, NeedId, SchoolId } from '../../shared/kernel/ids.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { LinkFields } from '../../shared/link.ts';
import { linkHolds } from '../../shared/link.ts';
import type { LocalTeachingFields } from '../../shared/local-teaching.ts';
import type { NeedFields } from '../../shared/need.ts';
import type { OfferingRow, SchoolOffering } from '../../shared/offering.ts';
import type { SlotFields } from '../../shared/slot.ts';
import { gradeNumberOf, type SubjectFields } from '../../shared/subject.ts';

type Entry<Id, Fields> = { readonly id: Id; readonly fields: Fields };

/** Everything that bears on one school on one day. */
export type OfferingInput = {
  readonly schoolId: SchoolId;
  readonly date: LocalDate;
  readonly classes: readonly ClassFields[];
  readonly subjects: readonly SubjectFields[];
  readonly localTeaching: readonly LocalTeachingFields[];
  readonly needs: readonly Entry<NeedId, NeedFields>[];
  /** Links to the school that were not declined or ended. */
  readonly links: readonly Entry<LinkId, LinkFields>[];
  /** Weekly slots of terms that run on the day. */
  readonly slots: readonly SlotFields[];
  readonly schoolName: (id: SchoolId) => string;
};

/**
 * What a school must offer in the grades that it has classes of, by whom it is taught, and what lacks.
 * Lacking = required − own − linked, where the curriculum names nothing: needed − linked. Never below 0; our own definition.
 */
export function offeringOf(input: OfferingInput): Omit<SchoolOffering, 'schoolName'> {
  const grades = [...new Set(input.classes.map((each) => each.grade))]
    .filter((each) => each !== '')
    .sort(byGrade);
  const order = new Map(input.subjects.map((each) => [each.name, each.order]));
  const keys = new Map<string, { subject: string; grade: string }>();
  const add = (subject: string, grade: string) =>
    keys.set(JSON.stringify([subject, grade]), { subject, grade });
  for (const subject of input.subjects)
    for (const grade of grades) if (requiredIn(subject, grade) > 0) add(subject.name, grade);
  for (const { subject, grade } of input.localTeaching) add(subject, grade);
  for (const { fields } of [...input.needs, ...input.links]) add(fields.subject, fields.grade);
  const rows = [...keys.values()]
    .map(({ subject, grade }) => rowOf(input, subject, grade))
    .sort(
      (a, b) =>
        (order.get(a.subject) ?? 999) - (order.get(b.subject) ?? 999) ||
        compare(a.subject, b.subject) ||
        byGrade(a.grade, b.grade),
    );
  const required = Map.groupBy(
    rows.filter((each) => each.requiredPeriods > 0),
    (each) => each.subject,
  );
  const subjectsWhere = (holds: (row: OfferingRow) => boolean) =>
    [...required.values()].filter((ofSubject) => ofSubject.every(holds)).length;
  return {
    schoolId: input.schoolId,
    date: input.date,
    grades,
    rows,
    requiredSubjects: required.size,
    offeredSubjects: subjectsWhere((row) => row.localPeriods + row.linkedPeriods > 0),
    sufficientSubjects: subjectsWhere((row) => row.localPeriods + row.linkedPeriods >= row.requiredPeriods),
  };
}

function rowOf(input: OfferingInput, subject: string, grade: string): OfferingRow {
  const same = (each: { readonly subject: string; readonly grade: string }) =>
    each.subject === subject && each.grade === grade;
  const curriculum = input.subjects.find((each) => each.name === subject);
  const requiredPeriods = curriculum === undefined ? 0 : requiredIn(curriculum, grade);
  const localPeriods = sum(input.localTeaching.filter(same));
  const needs = input.needs.filter(({ fields }) => same(fields) && fields.status.state === 'inForce');
  const links = input.links.filter(({ fields }) => same(fields));
  const linkedPeriods = sum(links.map(({ fields }) => fields).filter((each) => linkHolds(each, input.date)));
  const neededPeriods = sum(needs.map(({ fields }) => fields));
  const slots = input.slots.filter(
    (slot) => same(slot) && slot.rooms.some((room) => room.schoolId === input.schoolId),
  );
  const wanted = requiredPeriods > 0 ? requiredPeriods - localPeriods : neededPeriods;
  return {
    subject,
    grade,
    requiredPeriods,
    localPeriods,
    neededPeriods,
    linkedPeriods,
    // A slot of odd or even weeks is half a period a week; what is not whole yet is not said to be scheduled.
    scheduledPeriods: Math.floor(
      slots.reduce((total, slot) => total + (slot.weeks === 'every' ? 1 : 0.5), 0),
    ),
    needs: needs.map(({ id, fields }) => ({
      needId: id,
      periodsPerWeek: fields.periodsPerWeek,
      reason: fields.reason,
    })),
    links: links.map(({ id, fields }) => ({
      linkId: id,
      fromSchoolId: fields.fromSchoolId,
      fromSchoolName: input.schoolName(fields.fromSchoolId),
      state: fields.status.state,
    })),
    lackingPeriods: Math.max(0, wanted - linkedPeriods),
  };
}

const sum = (each: readonly { readonly periodsPerWeek: number }[]): number =>
  each.reduce((total, { periodsPerWeek }) => total + periodsPerWeek, 0);

function requiredIn({ requiredPeriods }: SubjectFields, grade: string): number {
  const number = gradeNumberOf(grade);
  return requiredPeriods.find((each) => each.grade === number)?.periodsPerWeek ?? 0;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byGrade = (a: string, b: string): number =>
  (gradeNumberOf(a) ?? 99) - (gradeNumberOf(b) ?? 99) || compare(a, b);
