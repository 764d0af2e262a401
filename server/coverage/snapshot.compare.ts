import type {
  SnapshotDifference,
  SnapshotLine,
  SnapshotNeed,
  SnapshotPlace,
} from '../../shared/coverage/snapshot.ts';
import { snapshotLine } from '../../shared/coverage/snapshot.ts';

export type NeedDifference = {
  readonly schoolName: string;
  readonly subject: string;
  readonly grade: string;
  readonly was: string | null;
  readonly is: string | null;
};

/** Lines of a snapshot's file or of a part of it. Throws for what is no such line. */
export const linesIn = (text: string): SnapshotLine[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => snapshotLine.parse(JSON.parse(line)));

/** Figures of a place that are not what they were. */
export function placeDifferences(was: SnapshotPlace, is: SnapshotPlace | undefined): SnapshotDifference[] {
  const { scope, name } = was;
  return was.figures.flatMap((before): SnapshotDifference[] => {
    const now = is?.figures.find((each) => each.key === before.key) ?? null;
    if (now?.numerator === before.numerator && now.denominator === before.denominator) return [];
    const share = (of: typeof now) =>
      of === null ? null : { numerator: of.numerator, denominator: of.denominator };
    return [{ scope, name, key: before.key, was: share(before), is: share(now) }];
  });
}

/** Needs that were unserved and are not, the other way round, or for another cause. */
export function needDifferences(
  was: readonly SnapshotNeed[],
  is: readonly SnapshotNeed[],
): readonly NeedDifference[] {
  const keyOf = (need: SnapshotNeed) => `${need.needId} ${need.schoolId}`;
  const before = new Map(was.map((need) => [keyOf(need), need]));
  const now = new Map(is.map((need) => [keyOf(need), need]));
  return [...new Set([...before.keys(), ...now.keys()])].flatMap((key) => {
    const [then, today] = [before.get(key), now.get(key)];
    const need = then ?? today;
    const causeOf = (each: SnapshotNeed | undefined) =>
      each === undefined ? null : (each.cause ?? 'unknown');
    if (need === undefined || causeOf(then) === causeOf(today)) return [];
    const { schoolName, subject, grade } = need;
    return [{ schoolName, subject, grade, was: causeOf(then), is: causeOf(today) }];
  });
}
