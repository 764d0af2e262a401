import type { BellFields } from '../../shared/bell.ts';
import { type BellId, bellId, type SlotId, slotId, type TermId, termId } from '../../shared/kernel/ids.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { SlotFields } from '../../shared/slot.ts';
import type { TermFields } from '../../shared/term.ts';
import { invalid, pathOfRegion } from '../directory/directory.rules.ts';
import type { DirectoryView } from '../directory/directory.types.ts';
import type { RegistrySpec } from '../directory/registry.types.ts';
import { checkBell } from './bell.rules.ts';
import type { PlanningMirrors } from './planning.mirrors.ts';
import type { PlanningStore } from './planning.store.ts';
import type { LessonsFollow } from './slot.following.ts';
import { fieldsGround } from './slot.ground.rules.ts';
import { calendarOf, scopeOfSlot } from './slot.grounds.ts';
import type { SlotPlays } from './slot.plays.ts';
import { checkSlot } from './slot.rules.ts';
import { checkTerm } from './term.rules.ts';

type Deps = {
  readonly store: PlanningStore;
  readonly mirrors: PlanningMirrors;
  readonly follow: LessonsFollow;
  readonly plays: Pick<SlotPlays, 'checkAll'>;
};

/** Terms, bells and weekly slots, each with what is particular to it. */
export function timetableRegistries({ store, mirrors, follow, plays }: Deps) {
  const inForce = <T>(register: { inForce(at: { date: LocalDate }): T }) =>
    register.inForce({ date: mirrors.date() });
  const terms: RegistrySpec<'term', TermId, TermFields> = {
    name: 'term',
    id: termId,
    register: store.terms,
    mirror: mirrors.terms,
    readable: (view, { fields }) => view.may('term.list', view.scopeOfRegion(fields.regionId)),
    placed: ({ regionId }, view) => (view.seesRegion(regionId) ? ok() : invalid('regionId', 'unknown')),
    writeScope: ({ snapshot }, { fields }) => ({
      paths: [pathOfRegion(snapshot.regions, fields.regionId)],
      relations: [],
    }),
    check: (fields, { others }) => checkTerm(others(), fields),
    closing: ({ id }) =>
      [...inForce(mirrors.slots).values()].some((slot) => slot.fields.termId === id)
        ? invalid('id', 'inUse')
        : ok(),
    alongside: follow.terms,
    schoolOf: () => null,
    regionOf: ({ fields }) => fields.regionId,
    words: ({ name }) => [name],
  };
  const bells: RegistrySpec<'bell', BellId, BellFields> = {
    name: 'bell',
    id: bellId,
    register: store.bells,
    mirror: mirrors.bells,
    readable: (view, { fields }) => view.may('bell.list', view.scopeOfSchool(fields.schoolId)),
    placed: ({ schoolId }, view) => (view.seesSchool(schoolId) ? ok() : invalid('schoolId', 'unknown')),
    writeScope: ({ snapshot }, { fields }) => ({ paths: [snapshot.pathOf(fields.schoolId)], relations: [] }),
    check: (fields, { others }) => checkBell(others(), fields),
    schoolOf: ({ schoolId }) => schoolId,
    words: ({ name, schoolId }, { snapshot }) => [name, snapshot.schools.get(schoolId)?.fields.name ?? ''],
  };
  const slots: RegistrySpec<'slot', SlotId, SlotFields> = {
    name: 'slot',
    id: slotId,
    register: store.slots,
    mirror: mirrors.slots,
    readable: (view, { fields }) => view.may('slot.list', scopeOfSlot(view, fields)),
    placed: placedSlot,
    writeScope: (view, { fields }) => ({ ...scopeOfSlot(view, fields), relations: [] }),
    check: (fields, { view, others }) => {
      const calendar = calendarOf(mirrors, fields.termId, mirrors.date());
      if (calendar === null) return invalid('termId', 'unknown');
      return checkSlot(fields, fieldsGround({ snapshot: view.snapshot, calendar }, fields, others()));
    },
    async alongside(entries, at) {
      const played = await plays.checkAll(entries, { view: at.view, from: at.validFrom });
      return played.ok ? follow.slots(entries, at) : played;
    },
    schoolOf: ({ leadingSchoolId }) => leadingSchoolId,
    words: ({ subject, grade, leadingSchoolId, lecturerId, rooms }, { snapshot }) => [
      subject,
      grade,
      snapshot.people.get(lecturerId)?.fields.name ?? '',
      ...[leadingSchoolId, ...rooms.map((room) => room.schoolId)].map(
        (id) => snapshot.schools.get(id)?.fields.name ?? '',
      ),
    ],
  };
  return { terms, bells, slots };
}

export function placedSlot(fields: SlotFields, view: DirectoryView): Result<void> {
  if (!view.seesSchool(fields.leadingSchoolId)) return invalid('leadingSchoolId', 'unknown');
  const unseen = fields.rooms.findIndex((room) => !view.seesSchool(room.schoolId));
  return unseen === -1 ? ok() : invalid(`rooms.${unseen}.schoolId`, 'unknown');
}
