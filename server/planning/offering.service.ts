import type { SchoolId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { SchoolOffering } from '../../shared/offering.ts';
import type { Look } from '../directory/directory.service.ts';
import type { Actor } from '../identity/identity.types.ts';
import { offeringOf } from './offering.rules.ts';
import type { PlanningMirrors } from './planning.mirrors.ts';

type Deps = { readonly look: Look; readonly mirrors: PlanningMirrors };

/** What a school must offer, by whom it is taught and what it lacks; NOT_FOUND for a school that the asker does not see. */
export async function readOffering(
  { look, mirrors }: Deps,
  actor: Actor,
  { schoolId, date }: { readonly schoolId: SchoolId; readonly date?: LocalDate | undefined },
): Promise<Result<SchoolOffering>> {
  const view = await look(actor, date);
  if (!view.ok) return view;
  const { snapshot, may, scopeOfSchool } = view.value;
  const school = snapshot.schools.get(schoolId);
  if (school === undefined || !may('offering.read', scopeOfSchool(schoolId))) return fail('NOT_FOUND');
  await mirrors.fresh();
  const day = date ?? mirrors.date();
  const running = new Set(
    [...mirrors.terms.inForce({ date: day }).values()]
      .filter(({ fields }) => fields.from <= day && day <= fields.to)
      .map((each) => each.id),
  );
  const links = [...mirrors.links.inForce({ date: day }).values()].filter(
    ({ fields }) =>
      fields.toSchoolId === schoolId &&
      (fields.status.state === 'accepted' || fields.status.state === 'offered'),
  );
  const offering = offeringOf({
    schoolId,
    date: day,
    classes: [...snapshot.classes.values()]
      .map((each) => each.fields)
      .filter((each) => each.schoolId === schoolId),
    subjects: [...snapshot.subjects.values()].map((each) => each.fields),
    localTeaching: fieldsOf(mirrors.localTeaching.inForce({ date: day })).filter(
      (each) => each.schoolId === schoolId,
    ),
    needs: [...mirrors.needs.inForce({ date: day }).values()].filter(
      ({ fields }) => fields.schoolId === schoolId,
    ),
    links,
    slots: fieldsOf(mirrors.slots.inForce({ date: day })).filter((each) => running.has(each.termId)),
    schoolName: (id) => snapshot.schools.get(id)?.fields.name ?? '',
  });
  return ok({ ...offering, schoolName: school.fields.name });
}

const fieldsOf = <Fields>(entries: ReadonlyMap<unknown, { readonly fields: Fields }>): Fields[] =>
  [...entries.values()].map((each) => each.fields);
