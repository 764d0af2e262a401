import { type LinkFields, linkState } from '../../../shared/link.ts';
import type { Me } from '../../../shared/person.ts';
import type { ConsoleText } from '../text.ts';
import type { Fields } from './list/register.types.ts';

/** A link takes subject, grade and point from the need that it serves, and its periods too unless others were typed. */
export function linkBody(values: Fields, needOf: (id: string) => Fields | null): Fields {
  const { needId } = values;
  const need = typeof needId === 'string' ? needOf(needId) : null;
  return {
    fromSchoolId: values['fromSchoolId'],
    needId: needId ?? undefined,
    toSchoolId: values['toSchoolId'] ?? need?.['schoolId'],
    subject: values['subject'] ?? need?.['subject'],
    grade: values['grade'] || (need?.['grade'] ?? ''),
    periodsPerWeek: values['periodsPerWeek'] ?? need?.['periodsPerWeek'],
    label: values['label'],
    status: values['status'] ?? { state: 'accepted' },
    fromDate: values['fromDate'],
    toDate: values['toDate'],
  };
}

export function linkWords(t: ConsoleText, value: unknown): string {
  const status = linkState.safeParse(value).data;
  switch (status?.state) {
    case undefined:
      return t('list.empty');
    case 'offered':
    case 'accepted':
      return t(`linkState.${status.state}`);
    case 'declined':
    case 'ended':
      return t(`linkState.${status.state}`, { reason: status.reason });
  }
}

/** Whether somebody may speak for the side that an offer was made to: its own administrator, or an office above it. The server decides. */
export function mayAnswer(me: Me, { status, fromSchoolId, toSchoolId }: LinkFields): boolean {
  if (status.state !== 'offered') return false;
  const asked = status.by === 'leading' ? toSchoolId : fromSchoolId;
  return me.roles.some(
    ({ role, scope }) => role === 'admin' && (scope.kind === 'region' || scope.schoolId === asked),
  );
}
