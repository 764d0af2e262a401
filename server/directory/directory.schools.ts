import type { ClassFields } from '../../shared/class.ts';
import type { ClassId, PersonId, RegionId, RoomId, SchoolId } from '../../shared/kernel/ids.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { RoomFields } from '../../shared/room.ts';
import type { SchoolFields } from '../../shared/school.ts';
import type { SubjectFields } from '../../shared/subject.ts';
import { createGrouping } from '../platform/register.grouping.ts';
import { versionInForce } from '../platform/register.rules.ts';
import { regionLine } from './directory.rules.ts';
import type { DirectoryMirrors, Snapshots } from './directory.snapshot.ts';
import type { Entry } from './directory.types.ts';

/** A school on one day; one that was closed before as it was last. */
export type SchoolOnDay = {
  readonly id: SchoolId;
  readonly fields: SchoolFields;
  readonly inForce: boolean;
  /** Where it lies, root first. */
  readonly regionIds: readonly RegionId[];
};

/** What the directory has of one school on one day, out of memory. Nothing but `fresh` and `today` waits for anything. */
export interface SchoolDirectory {
  fresh(): Promise<void>;
  today(): Promise<LocalDate>;
  /** Every school that there ever was. */
  ids(): readonly SchoolId[];
  /** Null before it was there. */
  school(id: SchoolId, date: LocalDate): SchoolOnDay | null;
  rooms(id: SchoolId, date: LocalDate): readonly Entry<RoomId, RoomFields>[];
  classes(id: SchoolId, date: LocalDate): readonly Entry<ClassId, ClassFields>[];
  /** The curriculum, the same for every school. */
  subjects(date: LocalDate): readonly SubjectFields[];
  /** Where somebody works; null for nobody's school. */
  schoolOfPerson(id: PersonId, date: LocalDate): SchoolId | null;
}

export function createSchoolDirectory(mirrors: DirectoryMirrors, snapshots: Snapshots): SchoolDirectory {
  const rooms = createGrouping(mirrors.rooms, ({ schoolId }) => [schoolId]);
  const classes = createGrouping(mirrors.classes, ({ schoolId }) => [schoolId]);
  return {
    fresh: snapshots.fresh,
    today: snapshots.today,
    ids: () => [...mirrors.schools.ids()],
    school(id, date) {
      const versions = mirrors.schools.versions(id);
      const now = versionInForce(versions, { date });
      const last = now ?? versions.findLast((each) => each.validFrom <= date);
      if (last === undefined) return null;
      const line = regionLine(mirrors.regions.inForce({ date }), last.fields.regionId);
      return { id, fields: last.fields, inForce: now !== null, regionIds: line.map((each) => each.id) };
    },
    rooms: rooms.inForce,
    classes: classes.inForce,
    subjects: (date) => [...mirrors.subjects.inForce({ date }).values()].map(({ fields }) => fields),
    schoolOfPerson: (id, date) =>
      versionInForce(mirrors.people.versions(id), { date })?.fields.schoolId ?? null,
  };
}
