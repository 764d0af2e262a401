import { alarmId } from '../../shared/kernel/ids.ts';
import type { AlarmThresholds } from '../../shared/supervision.ts';
import type { Clock, Log, NewId } from '../platform/ports.ts';
import { changesOf } from './supervision.alarm.rules.ts';
import type { Board } from './supervision.board.ts';
import type { AlarmStore } from './supervision.store.ts';
import type { AlarmListener, AlarmNews, LessonNow, StoredAlarm, Trouble } from './supervision.types.ts';

export type WatcherDeps = {
  readonly board: Pick<Board, 'now'>;
  readonly store: Pick<AlarmStore, 'open' | 'begin' | 'end'>;
  readonly thresholds: () => Promise<AlarmThresholds>;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
};

/** How often running lessons are judged: alarms are of minutes. */
export const WATCH_BEAT_MS = 10_000;

/**
 * Judges running lessons and writes down what begins and what ends. What is open stands in the database alone, so that neither a restart nor a
 * second server makes two alarms of one.
 */
export function createWatcher(deps: WatcherDeps) {
  const { store, log } = deps;
  const listeners = new Set<AlarmListener>();

  const tell = (news: AlarmNews): void => {
    for (const listener of listeners) {
      try {
        listener(news);
      } catch (error) {
        log.error({ error, alarmId: news.alarm.id }, 'a listener of alarms failed');
      }
    }
  };
  const made = ({ entry }: LessonNow, trouble: Trouble, nowMs: number): StoredAlarm => ({
    id: alarmId.parse(deps.newId()),
    ...trouble,
    sessionId: entry.fields.sessionId,
    lessonId: entry.id,
    leadingSchoolId: entry.fields.leadingSchoolId,
    schoolIds: [
      ...new Set([entry.fields.leadingSchoolId, ...entry.fields.rooms.map((room) => room.schoolId)]),
    ],
    foundAtMs: nowMs,
    toMs: null,
    acknowledged: null,
  });

  return {
    /** Returns the function that stops listening. */
    onAlarm(listener: AlarmListener): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** To be called every `WATCH_BEAT_MS`. */
    async beat(): Promise<void> {
      const thresholds = await deps.thresholds();
      const judging = { thresholds, nowMs: deps.clock.nowMs() };
      const lessons = await deps.board.now(judging);
      const open = Map.groupBy(await store.open(), (each) => each.sessionId);
      for (const sessionId of new Set([...lessons.keys(), ...open.keys()])) {
        const lesson = lessons.get(sessionId) ?? null;
        const { begin, end } = changesOf(open.get(sessionId) ?? [], lesson, judging);
        for (const { alarm, toMs } of end) {
          const ended = await store.end(alarm.id, toMs);
          if (ended !== null) tell({ news: 'ended', alarm: ended });
        }
        if (lesson === null) continue;
        for (const trouble of begin) {
          const begun = await store.begin(made(lesson, trouble, judging.nowMs));
          if (begun !== null) tell({ news: 'begun', alarm: begun });
        }
      }
    },
  };
}
