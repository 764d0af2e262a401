import type { CoverageReport } from '../../shared/coverage.ts';
import type { SchoolId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { addDays, type LocalDate } from '../../shared/kernel/time.ts';
import type { AttendanceReader } from '../attendance/attendance.types.ts';
import { pathOfGrant } from '../directory/directory.rules.ts';
import type { DirectoryReader, DirectorySnapshot } from '../directory/directory.types.ts';
import type { Actor, Permit } from '../identity/identity.types.ts';
import type { PlanningReader } from '../planning/planning.types.ts';
import type { Clock } from '../platform/ports.ts';
import { coverageOf } from './coverage.rules.ts';
import type { CoverageInput } from './coverage.types.ts';

export type CoverageDeps = {
  readonly attendance: AttendanceReader;
  readonly planning: PlanningReader;
  readonly directory: DirectoryReader;
  readonly permit: Permit;
  readonly clock: Clock;
};

export type Period = { readonly from: LocalDate; readonly to: LocalDate };

/** A school year with a margin. */
const LONGEST_DAYS = 400;

export type CoverageService = {
  /** INVALID_VALUE for a period that is turned round or too long, FORBIDDEN for somebody with no part of the tree. */
  read(actor: Actor, period: Period): Promise<Result<CoverageReport>>;
};

export function createCoverageService(deps: CoverageDeps): CoverageService {
  return {
    async read(actor, period) {
      if (period.to < period.from || period.to > addDays(period.from, LONGEST_DAYS)) {
        return fail('INVALID_VALUE', { field: 'to', reason: 'range' });
      }
      const today = await deps.directory.snapshot();
      if (!hasPart(deps.permit, actor, today)) return fail('FORBIDDEN');
      const computedAtMs = deps.clock.nowMs();
      // Schools that have gone since still belong to the period in which they were there.
      const then = await Promise.all(
        [period.to, period.from].map((date) => deps.directory.snapshot({ date, recordedAtMs: computedAtMs })),
      );
      return ok(
        coverageOf({
          ...period,
          computedAtMs,
          ...(await counted(deps, period)),
          ...schoolsOf([today, ...then], { permit: deps.permit, actor }),
        }),
      );
    },
  };
}

async function counted(
  { attendance, planning }: CoverageDeps,
  { from, to }: Period,
): Promise<Pick<CoverageInput, 'needs' | 'links' | 'lessons' | 'results' | 'thresholds'>> {
  const [needs, links, lessons, thresholds] = await Promise.all([
    planning.needsDuring(from, to),
    planning.linksDuring(from, to),
    planning.lessonsBetween(from, to),
    attendance.thresholdsOn(to),
  ]);
  const results = await attendance.resultsOf(
    lessons.map((lesson) => lesson.fields.sessionId),
    thresholds,
  );
  return { needs, links, lessons, results, thresholds };
}

/** The first snapshot that knows a school says its name, its kind and where it stands. */
function schoolsOf(
  snapshots: readonly DirectorySnapshot[],
  { permit, actor }: { readonly permit: Permit; readonly actor: Actor },
): Pick<CoverageInput, 'schools' | 'visible'> {
  const schools = new Map<SchoolId, { name: string; kind: SchoolKind }>();
  const visible = new Set<SchoolId>();
  for (const snapshot of snapshots) {
    for (const { id, fields } of snapshot.schools.values()) {
      if (schools.has(id)) continue;
      schools.set(id, { name: fields.name, kind: fields.kind });
      if (permit(actor, 'coverage.read', { paths: [snapshot.pathOf(id)], relations: [] })) visible.add(id);
    }
  }
  return { schools, visible };
}

type SchoolKind = CoverageInput['schools'] extends ReadonlyMap<SchoolId, { kind: infer K }> ? K : never;

/** Whether any place of the asker's roles lets them read; their part of the tree may hold no school yet. */
function hasPart(permit: Permit, actor: Actor, snapshot: DirectorySnapshot): boolean {
  if (actor.kind !== 'person') return false;
  const paths = actor.grants.map((grant) => pathOfGrant(snapshot, grant));
  return paths.some((path) => permit(actor, 'coverage.read', { paths: [path], relations: [] }));
}
