import type { LessonId, SchoolId } from '../../shared/kernel/ids.ts';
import { addDays, type LocalDate, localDate } from '../../shared/kernel/time.ts';
import type { SchoolDirectory } from '../directory/directory.schools.ts';
import type { LessonReading } from '../planning/lesson.reading.ts';
import type { SchoolPlans } from '../planning/planning.schools.ts';
import type { Clock, Log } from '../platform/ports.ts';
import type { CorrectionStore } from './correction.store.ts';
import type { DirtyStore } from './dirty.store.ts';
import type { FactService } from './fact.service.ts';
import type { After, Followed, FollowedVersion } from './follow.registers.ts';
import { earliest, floorOf, latest, type Reach } from './follow.rules.ts';

export type FollowDeps = {
  readonly registers: readonly Followed[];
  readonly lessons: LessonReading;
  readonly settledSince: (atMs: number, limit: number) => Promise<readonly { id: string; atMs: number }[]>;
  readonly correctedSince: CorrectionStore['lessonsSince'];
  readonly schools: SchoolDirectory;
  readonly plans: SchoolPlans;
  readonly facts: FactService;
  readonly dirty: DirtyStore;
  readonly clock: Clock;
  readonly log: Log;
};

/** Between the moment that a row carries and the one at which others can see it, and between the clocks of two servers. */
const OVERLAP_MS = 60_000;
const PAGE = 500;

/**
 * Finds what has happened since it last looked, by what is recorded: so a stopped server misses nothing, and neither does one of several.
 * What was looked at in the last minute is looked at again after a start, which changes nothing.
 */
export function createFollowService(deps: FollowDeps) {
  const { dirty, clock, facts } = deps;
  /** What was looked at within the overlap. */
  const seen = new Map<string, number>();
  const isNew = (key: string, atMs: number): boolean => {
    if (seen.has(key)) return false;
    seen.set(key, atMs);
    return true;
  };

  async function followRegister(register: Followed): Promise<void> {
    let after: After = { recordedAtMs: await markedMs(register.name), id: '', version: 0 };
    for (;;) {
      const page = await register.since(after, PAGE);
      for (const version of page)
        if (isNew(`${register.name} ${version.id} ${version.version}`, version.recordedAtMs))
          await take(version);
      const last = page.at(-1);
      if (last === undefined) return;
      await dirty.setMark(register.name, String(last.recordedAtMs));
      if (page.length < PAGE) return;
      after = last;
    }
  }

  async function take(version: FollowedVersion): Promise<void> {
    if (version.lessonId !== null) await facts.refresh([version.lessonId]);
    const reach = await version.reach();
    if (reach === null) return;
    const today = await deps.schools.today();
    const floor = floorOf(today);
    const from = latest(reach.from, floor);
    const to = earliest(today, reach.to ?? today);
    if (from > to) return;
    if (version.judges) for (const day of daysFrom(from, to)) await facts.refreshDay(day);
    await facts.markAll(from, to, await schoolsIn(deps, reach, to));
  }

  async function followLessons(): Promise<void> {
    let after: After = { recordedAtMs: await markedMs('lesson'), id: '', version: 0 };
    for (;;) {
      const page = await deps.lessons.recordedSince(after, PAGE);
      const fresh = page.filter(({ id, version, recordedAtMs }) =>
        isNew(`lesson ${id} ${version}`, recordedAtMs),
      );
      const today = await deps.schools.today();
      // What is to come has no facts yet, unless it was moved away from a day that has.
      const counted = fresh.filter((each) => each.version > 1 || each.fields.localDate <= today);
      await facts.refresh([...new Set(counted.map(({ id }) => id))]);
      const last = page.at(-1);
      if (last === undefined) return;
      await dirty.setMark('lesson', String(last.recordedAtMs));
      if (page.length < PAGE) return;
      after = last;
    }
  }

  /** What was settled or corrected. */
  async function followMoments(
    name: 'settled' | 'corrected',
    since: (afterMs: number, limit: number) => Promise<readonly { id: string; atMs: number }[]>,
    lessonsOf: (ids: readonly string[]) => Promise<readonly LessonId[]>,
  ): Promise<void> {
    let afterMs = await markedMs(name);
    for (;;) {
      const page = await since(afterMs, PAGE);
      const fresh = page.filter(({ id, atMs }) => isNew(`${name} ${id} ${atMs}`, atMs));
      if (fresh.length > 0) await facts.refresh(await lessonsOf(fresh.map(({ id }) => id)));
      const last = page.at(-1);
      if (last === undefined) return;
      await dirty.setMark(name, String(last.atMs));
      if (page.length < PAGE || last.atMs === afterMs) return;
      afterMs = last.atMs;
    }
  }

  const markedMs = async (name: string): Promise<number> =>
    Math.max(0, Number((await dirty.readMark(name)) ?? 0) - OVERLAP_MS);

  /** A day that has come: its lessons have facts from now on, and what was not held yesterday will not be any more. */
  async function followDays(): Promise<void> {
    const today = await deps.schools.today();
    const known = await dirty.readMark('day');
    if (known === today) return;
    const floor = floorOf(today);
    const since = known === null ? await firstDay(deps, floor) : localDate.parse(known);
    if (since !== null)
      for (const day of daysFrom(latest(since, floor), today)) {
        await facts.refreshDay(day);
        if (day !== known) await facts.markAll(day, day);
      }
    await dirty.setMark('day', today);
  }

  /** From a database that nobody has followed yet everything is counted at once, and not once for each thing that was ever entered. */
  async function begin(): Promise<void> {
    if ((await dirty.readMark('day')) !== null) return;
    const atMs = clock.nowMs();
    await followDays();
    for (const name of [...deps.registers.map((each) => each.name), 'lesson', 'settled', 'corrected'])
      await dirty.setMark(name, String(atMs));
  }

  return {
    async follow(): Promise<void> {
      const beganMs = clock.nowMs();
      await begin();
      await followDays();
      for (const register of deps.registers) await followRegister(register);
      await followLessons();
      await followMoments('settled', deps.settledSince, deps.lessons.bySessions);
      await followMoments('corrected', deps.correctedSince, async (ids) => ids as readonly LessonId[]);
      for (const [key, atMs] of seen) if (atMs < beganMs - 2 * OVERLAP_MS) seen.delete(key);
      await dirty.setMark('followed', String(beganMs));
    },
    forget: (): void => seen.clear(),
  };
}

function* daysFrom(from: LocalDate, to: LocalDate): Iterable<LocalDate> {
  for (let day = from; day <= to; day = addDays(day, 1)) yield day;
}

/** The first day on which anything was planned or needed; null in an empty house. */
async function firstDay(
  { lessons, schools, plans }: FollowDeps,
  floor: LocalDate,
): Promise<LocalDate | null> {
  await schools.fresh();
  await plans.fresh();
  const today = await schools.today();
  if (schools.ids().length === 0) return null;
  const days = [await lessons.firstDay(), plans.firstNeed()].filter((day) => day !== null);
  return latest(earliest(today, ...days), floor);
}

async function schoolsIn(
  { schools, plans }: FollowDeps,
  reach: Reach,
  date: LocalDate,
): Promise<readonly SchoolId[]> {
  await schools.fresh();
  if (reach.regions === 'everywhere') return schools.ids();
  const ids = new Set(reach.schools);
  if (reach.regions.length > 0)
    for (const id of schools.ids())
      if (schools.school(id, date)?.regionIds.some((each) => reach.regions.includes(each)) === true)
        ids.add(id);
  await plans.fresh();
  // Of whom a school receives is part of what is said of who leads.
  for (const id of [...reach.schools])
    for (const { fields } of plans.links(id, date)) ids.add(fields.fromSchoolId);
  return [...ids];
}
