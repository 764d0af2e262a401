import type { RoomId } from '../../shared/kernel/ids.ts';
import type { RoomFields } from '../../shared/room.ts';
import type { SchoolKind } from '../../shared/school.ts';
import type { SubjectFields } from '../../shared/subject.ts';

/** Periods a week of a subject in a grade. */
type Weekly = { readonly subject: string; readonly grade: string; readonly periodsPerWeek: number };

/** One school as the registers have it on one day. */
export type SchoolFacts = {
  readonly kind: SchoolKind;
  /** Needs of the school in force. */
  readonly registeredNeedCount: number;
  /** Of its classes; each as often as there are classes. */
  readonly grades: readonly string[];
  /** What its own staff teaches. */
  readonly localTeaching: readonly Weekly[];
  /** The curriculum, the same for every school. */
  readonly subjects: readonly Pick<SubjectFields, 'name' | 'requiredPeriods'>[];
  readonly rooms: readonly (Pick<RoomFields, 'ends' | 'recording'> & { readonly roomId: RoomId })[];
  /** The end of the day, against which checks are dated. */
  readonly asOfMs: number;
  /** Devices in its rooms that are not revoked, each with its last check until then. */
  readonly devices: readonly {
    readonly lastCheck: { readonly atMs: number; readonly passed: boolean } | null;
  }[];
  /** Groups of teachers and urban–rural pairs of the school, with how often each met in the period. */
  readonly groups: readonly { readonly kind: 'group' | 'pair'; readonly meetingCount: number }[];
};

/** 教学点 and 农村小规模学校: who is meant to receive, and to register needs. */
export const receives = (kind: SchoolKind): boolean => kind === 'teachingPoint' || kind === 'smallRural';
