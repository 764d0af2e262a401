import { useSearchParams } from 'react-router';
import type { Me } from '../../../shared/person.ts';
import { useRows } from '../api/queries.ts';
import { type Choice, useRoomChoices, useSchoolNames } from '../directory/choices.ts';
import { type GridKind, type GridSubject, gridKinds } from './grid.model.ts';

/** Whose week can be looked at. */
export function useSubjectNames(kind: GridKind): readonly Choice[] {
  const schoolName = useSchoolNames();
  const schools = useRows('school', {}).data ?? [];
  const people = useRows('person', {}).data ?? [];
  const rooms = useRoomChoices();
  switch (kind) {
    case 'school':
      return schools.map(({ id, fields }) => ({ value: id, label: fields.name }));
    case 'room':
      return rooms;
    case 'person':
      return people
        .filter(({ fields }) => fields.roles.some(({ role }) => role === 'lecturer'))
        .map(({ id, fields }) => ({
          value: id,
          label: [fields.name, schoolName(fields.schoolId)].filter(Boolean).join(' · '),
        }));
  }
}

/** Whose week the address names; else the own school's, else that of the first that leads. */
export function useSubject(me: Me): GridSubject | null {
  const [search] = useSearchParams();
  const kind = gridKinds.find((each) => each === search.get('kind')) ?? 'school';
  const names = useSubjectNames(kind);
  const schools = useRows('school', {}).data ?? [];
  const id = search.get('id');
  if (id !== null) return { kind, id };
  if (kind === 'school') {
    const first = schools.find(({ fields }) => fields.kind !== 'teachingPoint');
    const own = me.school?.schoolId ?? first?.id;
    return own === undefined ? null : { kind, id: own };
  }
  const mine = kind === 'person' ? names.find(({ value }) => value === me.personId) : undefined;
  const chosen = mine ?? names[0];
  return chosen === undefined ? null : { kind, id: chosen.value };
}
