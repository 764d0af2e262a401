import type { RegisterRow } from '../api/queries.ts';
import { useRows } from '../api/queries.ts';
import { type ConsoleKey, useText } from '../text.ts';

export type Choice = { readonly value: string; readonly label: string };

const subjectKeys = [
  'subject.chinese',
  'subject.maths',
  'subject.english',
  'subject.music',
  'subject.art',
  'subject.science',
  'subject.ethics',
  'subject.sport',
  'subject.computing',
  'subject.history',
  'subject.geography',
  'subject.labour',
] as const satisfies readonly ConsoleKey[];

/** The usual subjects; others may be typed. */
export function useSubjectChoices(): Choice[] {
  const t = useText();
  return subjectKeys.map((key) => ({ value: t(key), label: t(key) }));
}

/** Names of schools by id, for lists that hold ids. */
export function useSchoolNames(): (id: string | null) => string {
  const schools = useRows('school', {});
  const names = new Map<string, string>((schools.data ?? []).map(({ id, fields }) => [id, fields.name]));
  return (id) => (id === null ? '' : (names.get(id) ?? '…'));
}

type RoomWish = { readonly end?: 'lecture' | 'listening'; readonly schoolId?: string | null };

/** Rooms as `school · room`, in the order of the schools' names. */
export function useRoomChoices({ end, schoolId }: RoomWish = {}): Choice[] {
  const schoolName = useSchoolNames();
  const rooms = useRows('room', {});
  return (rooms.data ?? [])
    .filter(({ fields }) => end === undefined || fields.ends.includes(end))
    .filter(({ fields }) => schoolId === undefined || schoolId === null || fields.schoolId === schoolId)
    .map(({ id, fields }) => ({ value: id, label: `${schoolName(fields.schoolId)} · ${fields.name}` }))
    .sort((a, b) => a.label.localeCompare(b.label, 'zh'));
}

/** Finds by what is read, not by the id behind it. */
export const searchByLabel = { optionFilterProp: 'label' } as const;

type SchoolKind = RegisterRow<'school'>['fields']['kind'];

/** Undefined while the list is on its way. */
export function useSchoolChoices(isWanted: (kind: SchoolKind) => boolean = () => true): Choice[] | undefined {
  return useRows('school', {})
    .data?.filter(({ fields }) => isWanted(fields.kind))
    .map(({ id, fields }) => ({ value: id, label: fields.name }));
}
