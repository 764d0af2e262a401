import type { LessonId } from '../../shared/kernel/ids.ts';
import {
  addDays,
  instantOf,
  type LocalDate,
  MINUTE_MS,
  wallClock,
  type Zone,
} from '../../shared/kernel/time.ts';
import { plannedEndAtMs } from '../../shared/lesson.ts';
import type { LessonReading } from '../planning/lesson.reading.ts';
import type { LessonEntry } from '../planning/planning.types.ts';
import type { Clock } from '../platform/ports.ts';

export type LessonsDeps = {
  readonly reading: Pick<LessonReading, 'idsStarting' | 'byIds' | 'recordedSince'>;
  readonly zone: () => Promise<Zone>;
  readonly clock: Clock;
};

/** The longest lesson, and how long one may run over. */
const LONGEST_MS = 5 * 60 * MINUTE_MS;
/** Between the moment that a row carries and the one at which others can see it, and between the clocks of two servers. */
const OVERLAP_MS = 60_000;
/** So many at once are parsed without keeping others waiting. */
const AT_ONCE = 100;
const CHANGES_MAX = 2_000;

type Span = { readonly fromMs: number; readonly toMs: number };

/** The lessons of today, and those of yesterday that may still run, as they are planned now. */
export interface TodaysLessons {
  readonly today: LocalDate;
  readonly entries: ReadonlyMap<LessonId, LessonEntry>;
}

export type Lessons = { fresh(): Promise<TodaysLessons> };

/**
 * Kept in memory and brought up to date by what was recorded since: a province has tens of thousands of them, and somebody looks every few
 * seconds.
 */
export function createLessons({ reading, zone, clock }: LessonsDeps): Lessons {
  let entries = new Map<LessonId, LessonEntry>();
  let loaded: Span | null = null;
  let readUntilMs = 0;
  let underWay: Promise<TodaysLessons> | null = null;

  const isIn = ({ fields }: LessonEntry, { fromMs, toMs }: Span) =>
    fields.plannedStartAtMs >= fromMs && fields.plannedStartAtMs < toMs;

  async function load(span: Span, into: Map<LessonId, LessonEntry>): Promise<void> {
    const ids = await reading.idsStarting(span.fromMs, span.toMs);
    for (let from = 0; from < ids.length; from += AT_ONCE) {
      if (from > 0) await new Promise((resolve) => setImmediate(resolve));
      for (const entry of await reading.byIds(ids.slice(from, from + AT_ONCE)))
        if (isIn(entry, span)) into.set(entry.id, entry);
    }
  }

  /** @returns false when so much has changed that reading everything anew is less work. */
  async function follow(span: Span): Promise<boolean> {
    let after = { recordedAtMs: readUntilMs - OVERLAP_MS, id: '', version: 0 };
    for (let count = 0; count < CHANGES_MAX; count += AT_ONCE) {
      const page = await reading.recordedSince(after, AT_ONCE);
      for (const entry of page) {
        if (entry.version < (entries.get(entry.id)?.version ?? 0)) continue;
        if (entry.closed || !isIn(entry, span)) entries.delete(entry.id);
        else entries.set(entry.id, entry);
      }
      const last = page.at(-1);
      if (last === undefined || page.length < AT_ONCE) return true;
      after = last;
    }
    return false;
  }

  async function refresh(): Promise<TodaysLessons> {
    const nowMs = clock.nowMs();
    const inZone = await zone();
    const today = wallClock(nowMs, inZone).date;
    const span = {
      fromMs: Math.min(instantOf(today, 0, inZone), nowMs - LONGEST_MS),
      toMs: instantOf(addDays(today, 1), 0, inZone),
    };
    if (loaded === null || !(await follow(loaded))) {
      const anew = new Map<LessonId, LessonEntry>();
      await load(span, anew);
      entries = anew;
    } else if (span.toMs > loaded.toMs) await load({ fromMs: loaded.toMs, toMs: span.toMs }, entries);
    loaded = span;
    readUntilMs = nowMs;
    for (const [id, entry] of entries) if (plannedEndAtMs(entry.fields) < span.fromMs) entries.delete(id);
    return { today, entries };
  }

  return {
    fresh() {
      underWay ??= refresh().finally(() => {
        underWay = null;
      });
      return underWay;
    },
  };
}
