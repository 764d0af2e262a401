import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import type { Me } from '../../../shared/person.ts';
import { listEntries } from '../directory/list/entries.ts';
import { useFieldsOf } from '../directory/list/names.ts';
import { type GridKind, type GridSubject, gridKinds } from './grid.model.ts';
import { type SubjectWish, subjectWish } from './subject.model.ts';

/** Whose week the address names; else one's own, else that of the first that could be meant. */
export function useSubject(me: Me): GridSubject | null {
  const [search] = useSearchParams();
  const kind = gridKinds.find((each) => each === search.get('kind')) ?? 'school';
  const id = search.get('id');
  const wish: SubjectWish = id === null ? subjectWish(kind, me) : { state: 'known', id };
  const first = useFirst(kind, wish);
  return first === undefined ? null : { kind, id: first };
}

function useFirst(kind: GridKind, wish: SubjectWish): string | undefined {
  const body = wish.state === 'known' ? {} : { ...wish.narrowed, sort: 'name', limit: 1 };
  const found = useQuery({
    queryKey: [`${kind}.list`, body],
    queryFn: () => listEntries(kind, body),
    enabled: wish.state === 'first',
  });
  return wish.state === 'known' ? wish.id : found.data?.rows[0]?.id;
}

/** What the subject is called, in one line of text; empty while that is on its way. */
export function useSubjectName(subject: GridSubject | null): string {
  const fields = useFieldsOf(subject?.kind ?? 'school', subject?.id ?? null);
  const schoolId = fields?.['schoolId'];
  const school = useFieldsOf('school', typeof schoolId === 'string' ? schoolId : null);
  const words = subject?.kind === 'room' ? [school?.['name'], fields?.['name']] : [fields?.['name']];
  return words.filter((each) => typeof each === 'string').join(' · ');
}
