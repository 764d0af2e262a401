import type { RoomId, SessionId } from '../../shared/kernel/ids.ts';
import type { Interval } from '../../shared/kernel/intervals.ts';
import { seatOfRoom } from '../../shared/session/session.events.ts';
import { createPace } from '../platform/pace.ts';
import type { Clock } from '../platform/ports.ts';
import {
  createSampleTally,
  type RoomInLesson,
  type RoomSettled,
  roomSettledOf,
} from './lesson.quality.rules.ts';
import type { LessonQualityStore } from './lesson.quality.store.ts';

/** An ended lesson as its log has it. */
export type EndedLesson = {
  readonly sessionId: SessionId;
  readonly logSeq: number;
  /** When it ran. */
  readonly spans: readonly Interval[];
  readonly rooms: readonly RoomInLesson[];
};

export type LessonQualityDeps = {
  readonly store: LessonQualityStore;
  /** Writes what has been reported and waits. */
  readonly flush: () => Promise<void>;
  readonly clock: Clock;
  readonly keepDays: number;
};

const DAY_MS = 86_400_000;
/** Lessons in one go of the job: at one go a minute more than a province holds on a day, and over soon when the server stops. */
const PRUNED_AT_ONCE = 60;

/** Quality of ended lessons: computed from what rooms reported, kept for good and sealed; the reports go after some months. */
export function createLessonQuality({ store, flush, clock, keepDays }: LessonQualityDeps) {
  return {
    /** Computes an ended lesson anew and keeps it. Idempotent. When its samples are gone, what was kept stays. */
    async settle({
      sessionId,
      logSeq,
      spans,
      rooms,
    }: EndedLesson): Promise<ReadonlyMap<RoomId, RoomSettled>> {
      const standing = await store.standing(sessionId);
      if (standing?.pruned === true) return store.settled(sessionId);
      await flush();
      const seats = new Map(rooms.map((room) => [String(seatOfRoom(room.roomId)), createSampleTally(spans)]));
      const pace = createPace();
      for await (const piece of store.samples(sessionId)) {
        for (const sample of piece) seats.get(sample.seat)?.add(sample);
        await pace();
      }
      const steps = await store.steps(sessionId);
      const firstFrames = await store.firstFrames(sessionId);
      const settled = rooms.map((room) => {
        const seat = seatOfRoom(room.roomId);
        const tally = seats.get(seat) ?? createSampleTally(spans);
        return roomSettledOf(spans, {
          ...{ room, samples: tally.result(), steps: steps.get(seat) ?? [] },
          firstFrameMs: firstFrames.get(seat) ?? null,
        });
      });
      const endedAtMs = spans.at(-1)?.toMs ?? clock.nowMs();
      await store.save({ sessionId, logSeq, endedAtMs, settledAtMs: clock.nowMs(), rooms: settled });
      return new Map(settled.map((room) => [room.roomId, room]));
    },

    settledOf: store.settled,

    /** Deletes samples of lessons that ended long enough ago and are settled. */
    async prune(): Promise<void> {
      const due = await store.dueForPruning(clock.nowMs() - keepDays * DAY_MS, PRUNED_AT_ONCE);
      for (const sessionId of due) await store.prune(sessionId);
    },
  };
}

export type LessonQualities = ReturnType<typeof createLessonQuality>;
