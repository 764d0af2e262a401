import type { Thresholds } from '../../shared/attendance.ts';
import { type LessonId, lessonId, type RegionId, type SchoolId } from '../../shared/kernel/ids.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { Directory } from '../directory/directory.module.ts';
import type { Planning } from '../planning/planning.module.ts';
import type { Register, RegisterEntry } from '../platform/register.types.ts';
import { type Reach, reachOfSchools, reachOfTerm } from './follow.rules.ts';

type Source<Id extends string, Fields> = Pick<
  Register<Id, Fields, never, never>,
  'recordedSince' | 'history'
>;
export type Recorded = Directory['recorded'] &
  Planning['recorded'] & {
    readonly thresholds: Source<string, Thresholds>;
  };

/** A register that is followed: what its new versions reach. */
export type Followed = {
  readonly name: string;
  since(after: After, limit: number): Promise<readonly FollowedVersion[]>;
};
export type After = { readonly recordedAtMs: number; readonly id: string; readonly version: number };
export type FollowedVersion = After & {
  /** Lessons of these days are judged anew too. */
  readonly judges: boolean;
  /** What was entered as a lesson itself, in another tool. */
  readonly lessonId: LessonId | null;
  reach(): Promise<Reach | null>;
};

/** Every register that figures are counted from, but for dated lessons. */
export function followedRegisters(recorded: Recorded): readonly Followed[] {
  const followed = <Id extends string, Fields>(
    name: string,
    source: Source<Id, Fields>,
    reachOf: (
      version: RegisterEntry<Id, Fields>,
      history: readonly RegisterEntry<Id, Fields>[],
    ) => Reach | null,
    { judges = false, isLesson = false } = {},
  ): Followed => ({
    name,
    since: async (after, limit) =>
      (await source.recordedSince(after, limit)).map((version) => ({
        recordedAtMs: version.recordedAtMs,
        id: version.id,
        version: version.version,
        judges,
        lessonId: isLesson ? lessonId.parse(version.id) : null,
        reach: async () => reachOf(version, await source.history(version.id)),
      })),
  });
  const ofSchool = ({ schoolId }: { readonly schoolId: SchoolId }) => [schoolId];
  return [
    followed('need', recorded.needs, (version, history) => reachOfSchools(version, history, ofSchool)),
    followed('link', recorded.links, (version, history) =>
      reachOfSchools(version, history, ({ fromSchoolId, toSchoolId }) => [fromSchoolId, toSchoolId]),
    ),
    followed('localTeaching', recorded.localTeaching, (version, history) =>
      reachOfSchools(version, history, ofSchool),
    ),
    followed('room', recorded.rooms, (version, history) => reachOfSchools(version, history, ofSchool)),
    followed('class', recorded.classes, (version, history) => reachOfSchools(version, history, ofSchool)),
    followed('school', recorded.schools, (version) => ({
      from: version.validFrom,
      schools: [version.id],
      regions: [],
    })),
    followed('region', recorded.regions, ({ id, validFrom }) => inRegions(validFrom, [id])),
    followed('term', recorded.terms, (_, history) => reachOfTerm(history)),
    followed('subject', recorded.subjects, ({ validFrom }) => inRegions(validFrom, 'everywhere')),
    followed('threshold', recorded.thresholds, ({ validFrom }) => inRegions(validFrom, 'everywhere'), {
      judges: true,
    }),
    followed('elsewhere', recorded.elsewhere, () => null, { isLesson: true }),
    followed('group', recorded.groups, (version, history) => reachOfSchools(version, history, ofSchool)),
  ];
}

const inRegions = (from: LocalDate, regions: readonly RegionId[] | 'everywhere'): Reach => ({
  from,
  schools: [],
  regions,
});
