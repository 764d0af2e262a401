import { staffRole } from '../../../../shared/person.ts';
import { regionLevel } from '../../../../shared/region.ts';
import { roomEnd, roomRecording } from '../../../../shared/room.ts';
import { schoolKind } from '../../../../shared/school.ts';

export const kinds = schoolKind.options.map((value) => ({ value, label: `schoolKind.${value}` as const }));
export const levels = regionLevel.options.map((value) => ({ value, label: `regionLevel.${value}` as const }));
export const ends = roomEnd.options.map((value) => ({ value, label: `roomEnd.${value}` as const }));
export const recordings = roomRecording.options.map((value) => ({
  value,
  label: `roomRecording.${value}` as const,
}));
export const roles = staffRole.options.map((value) => ({ value, label: `role.${value}` as const }));

/** Who may have a need. */
export const pointKinds = { field: 'kind', value: 'teachingPoint,smallRural' } as const;
/** Who may lead. */
export const leadKinds = { field: 'kind', value: 'central,town,city,smallRural' } as const;

/** Who may teach, and where one teaches and listens. */
export const lecturers = { field: 'roles.role', value: 'lecturer' } as const;
export const lectureRooms = { field: 'ends', value: 'lecture' } as const;
export const listeningRooms = { field: 'ends', value: 'listening' } as const;

/** Only what is of the school that the form names; nothing while it names none. */
export const ofSchool = (values: Readonly<Record<string, unknown>>) =>
  typeof values['schoolId'] === 'string' ? { schoolId: values['schoolId'] } : NOTHING;
const NOTHING = { field: 'name', value: '—' } as const;
