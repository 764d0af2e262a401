import type { RoomId, SchoolId } from '../../shared/kernel/ids.ts';
import type { DirectoryNames } from '../directory/directory.types.ts';
import { taughtBetween } from './calendar.rules.ts';
import { isRegular } from './period.rules.ts';
import type { RoomLine, Row } from './report.lines.rules.ts';
import { termsAbove } from './report.place.ts';
import { compare, ofSchool } from './report.tree.rules.ts';
import type { Place, ReportDeps } from './report.types.ts';

/** Rooms with a listening end at the period's end, and in how many of the teaching weeks each had a valid lesson. */
export async function roomRows(deps: ReportDeps, { period, asOf, trees }: Place, names: DirectoryNames) {
  const [snapshot, thresholds] = await Promise.all([
    deps.directory.snapshot({ date: asOf }),
    deps.thresholdsOn(asOf),
  ]);
  const rooms = Map.groupBy(
    [...snapshot.rooms.values()].filter(({ fields }) => fields.ends.includes('listening')),
    ({ fields }) => fields.schoolId,
  );
  const weekCounts = new Map<string, number>();
  /** Schools of one township are taught by the same terms. */
  const weeksOf = async (id: SchoolId) => {
    const key = trees[0].pathOf(id).regionIds.join(' ');
    const known = weekCounts.get(key);
    if (known !== undefined) return known;
    const terms = await termsAbove(deps, trees, ofSchool(id));
    const { weekCount } = taughtBetween(terms, period.from, asOf);
    weekCounts.set(key, weekCount);
    return weekCount;
  };
  return async (ids: readonly SchoolId[]): Promise<(readonly [SchoolId, Row<RoomLine> | null])[]> => {
    const tallies = await deps.rollups.rooms(period, ids);
    const validWeeks = new Map<RoomId, number>(tallies.map((each) => [each.roomId, each.validWeekCount]));
    const rows: (readonly [SchoolId, Row<RoomLine> | null])[] = [];
    for (const schoolId of ids) {
      const weekCount = period.kind === 'day' ? 0 : await weeksOf(schoolId);
      if (weekCount === 0) continue;
      const own = (rooms.get(schoolId) ?? []).toSorted(
        (a, b) => compare(a.fields.name, b.fields.name) || compare(a.id, b.id),
      );
      const schoolName = names.school(schoolId)?.name ?? '';
      for (const { id, fields } of own) {
        const numerator = validWeeks.get(id) ?? 0;
        rows.push([
          schoolId,
          {
            line: {
              ...{ roomId: id, roomName: fields.name, schoolId, schoolName, numerator },
              denominator: weekCount,
              counts: isRegular(numerator, weekCount, thresholds),
            },
            words: [schoolName, fields.name],
            value: numerator / weekCount,
          },
        ]);
      }
    }
    return rows;
  };
}
