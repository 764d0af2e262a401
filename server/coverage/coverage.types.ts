import type { Thresholds } from '../../shared/attendance.ts';
import type { LinkId, SchoolId } from '../../shared/kernel/ids.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { LinkFields } from '../../shared/link.ts';
import type { SchoolFields } from '../../shared/school.ts';
import type { RoomResult } from '../attendance/attendance.types.ts';
import type { Entry } from '../directory/directory.types.ts';
import type { LessonEntry, NeedSpan } from '../planning/planning.types.ts';

/** Everything that coverage is counted from. The same input gives the same report. */
export type CoverageInput = {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly computedAtMs: number;
  readonly thresholds: Thresholds;
  readonly needs: readonly NeedSpan[];
  readonly links: readonly Entry<LinkId, LinkFields>[];
  readonly lessons: readonly LessonEntry[];
  readonly results: readonly RoomResult[];
  readonly schools: ReadonlyMap<SchoolId, Pick<SchoolFields, 'name' | 'kind'>>;
  /** The asker's part of the tree: receiving schools for coverage, leading schools for leads. */
  readonly visible: ReadonlySet<SchoolId>;
};
