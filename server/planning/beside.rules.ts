import type { ElsewhereFields } from '../../shared/elsewhere.ts';
import type { GroupFields } from '../../shared/group.ts';
import type { RoomId, SchoolId } from '../../shared/kernel/ids.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import { invalid } from '../directory/directory.rules.ts';

type Others<Fields> = Iterable<{ readonly fields: Fields }>;

/** What an entered lesson is known by: a school enters it once, and a file twice changes it. */
export const elsewhereKey = (fields: Omit<ElsewhereFields, 'minutes' | 'presentCount' | 'note'>): string =>
  JSON.stringify([
    ...[fields.localDate, fields.schoolId, fields.roomId, fields.leadingSchoolId],
    ...[fields.subject, fields.grade, fields.tool],
  ]);

/** `schoolOfRoom` is null for a room that is not there. */
export function checkElsewhere(
  fields: ElsewhereFields,
  ground: {
    readonly today: LocalDate;
    readonly schoolOfRoom: (id: RoomId) => SchoolId | null;
    readonly others: Others<ElsewhereFields>;
  },
): Result<void> {
  // It is entered when it was held: what is still to come is planned here.
  if (fields.localDate > ground.today) return invalid('localDate', 'range');
  if (fields.leadingSchoolId === fields.schoolId) return invalid('leadingSchoolId', 'mismatch');
  if (fields.roomId !== null && ground.schoolOfRoom(fields.roomId) !== fields.schoolId)
    return invalid('roomId', 'unknown');
  const key = elsewhereKey(fields);
  for (const other of ground.others)
    if (elsewhereKey(other.fields) === key) return invalid('localDate', 'taken');
  return ok();
}

export function checkGroup(fields: GroupFields, others: Others<GroupFields>): Result<void> {
  const { kind, schoolId, memberSchoolIds, fromDate, toDate } = fields;
  if (memberSchoolIds.includes(schoolId)) return invalid('memberSchoolIds', 'duplicate');
  if (new Set(memberSchoolIds).size < memberSchoolIds.length) return invalid('memberSchoolIds', 'duplicate');
  if (kind === 'pair' && memberSchoolIds.length !== 1) return invalid('memberSchoolIds', 'mismatch');
  if (fromDate !== null && toDate !== null && toDate < fromDate) return invalid('toDate', 'range');
  for (const other of others)
    if (other.fields.schoolId === schoolId && other.fields.name === fields.name)
      return invalid('name', 'taken');
  return ok();
}
