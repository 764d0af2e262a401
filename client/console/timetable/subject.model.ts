import type { Me } from '../../../shared/person.ts';
import { leadKinds, lecturers } from '../directory/registers/options.ts';
import { hasRole } from '../home/home.model.ts';
import type { GridKind } from './grid.model.ts';

/** Among whom a week is looked for. */
export const subjectsOf: Readonly<Record<GridKind, Readonly<Record<string, string>>>> = {
  school: {},
  room: {},
  person: lecturers,
};

/** Whose week is shown before anybody was chosen: a known one, or the first that a search finds. */
export type SubjectWish =
  | { readonly state: 'known'; readonly id: string }
  | { readonly state: 'first'; readonly narrowed: Readonly<Record<string, string>> };

export function subjectWish(kind: GridKind, me: Me): SubjectWish {
  const schoolId = me.school?.schoolId;
  const own = schoolId === undefined ? {} : { schoolId };
  switch (kind) {
    case 'school':
      return schoolId === undefined
        ? { state: 'first', narrowed: leadKinds }
        : { state: 'known', id: schoolId };
    case 'room':
      return { state: 'first', narrowed: own };
    case 'person':
      return hasRole(me, 'lecturer')
        ? { state: 'known', id: me.personId }
        : { state: 'first', narrowed: { ...lecturers, ...own } };
  }
}
