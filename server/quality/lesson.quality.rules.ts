import type { RoomId } from '../../shared/kernel/ids.ts';
import { type Interval, intersect, lengthMs, union, without } from '../../shared/kernel/intervals.ts';
import type { LadderStep } from '../../shared/ladder.ts';
import type { LessonQuality } from '../../shared/lesson-quality.ts';
import { lossRatio } from './quality.rules.ts';

/** A room in an ended lesson, as the log has it. */
export type RoomInLesson = {
  readonly roomId: RoomId;
  /** When its media was connected, also before and after the lesson. */
  readonly media: readonly Interval[];
  readonly reconnectCount: number;
};

/** One received stream in one report. */
export type StreamSample = {
  readonly connectionId: string;
  readonly sampledAtMs: number;
  readonly roundTripMs: number | null;
  readonly packetsLostCount: number;
  readonly packetsCount: number;
  readonly freezeCount: number;
  readonly frozenMs: number;
};
export type StepChange = { readonly changedAtMs: number; readonly step: LadderStep };

/** A room's quality with the moments in which it stood still, or got little more than voice. */
export type RoomSettled = {
  readonly roomId: RoomId;
  readonly quality: LessonQuality;
  readonly frozen: readonly Interval[];
  readonly weak: readonly Interval[];
};

const MINUTE_MS = 60_000;
/** A report tells of the seconds before it; it belongs to where the middle of them lies. */
const HALF_REPORT_MS = 2_500;
/** Up to here a room sees slides at most. */
const WEAK_STEP: LadderStep = 1;

export type SampleTally = ReturnType<typeof createSampleTally>;

/** Adds up one room's samples in order of time: a long lesson has more of them than should be held at once. */
export function createSampleTally(spans: readonly Interval[]) {
  const minutes = new Map<number, { packetsLostCount: number; packetsCount: number }>();
  const frozen: Interval[] = [];
  let freezeCount = 0;
  let roundTrips = { count: 0, sumMs: 0 };
  /** The report that is being read: its streams stand still at once, so the longest and the most count. */
  let report = { key: '', freezeCount: 0 };
  return {
    add(sample: StreamSample): void {
      const { sampledAtMs, connectionId } = sample;
      const aboutMs = sampledAtMs - HALF_REPORT_MS;
      if (!spans.some(({ fromMs, toMs }) => fromMs <= aboutMs && aboutMs < toMs)) return;
      const key = `${connectionId} ${sampledAtMs}`;
      if (key !== report.key) {
        report = { key, freezeCount: 0 };
        if (sample.roundTripMs !== null)
          roundTrips = { count: roundTrips.count + 1, sumMs: roundTrips.sumMs + sample.roundTripMs };
      }
      freezeCount += Math.max(0, sample.freezeCount - report.freezeCount);
      report.freezeCount = Math.max(report.freezeCount, sample.freezeCount);
      if (sample.frozenMs > 0) frozen.push({ fromMs: sampledAtMs - sample.frozenMs, toMs: sampledAtMs });
      const index = Math.floor(aboutMs / MINUTE_MS);
      const minute = minutes.get(index) ?? { packetsLostCount: 0, packetsCount: 0 };
      minute.packetsLostCount += sample.packetsLostCount;
      minute.packetsCount += sample.packetsCount;
      minutes.set(index, minute);
    },
    result() {
      const each = [...minutes.values()].filter((one) => one.packetsCount + one.packetsLostCount > 0);
      const all = {
        packetsLostCount: each.reduce((sum, one) => sum + one.packetsLostCount, 0),
        packetsCount: each.reduce((sum, one) => sum + one.packetsCount, 0),
      };
      const [reported] = each;
      return {
        freezeCount,
        frozen: union(frozen),
        lossRatio: reported === undefined ? null : lossRatio(all),
        worstLossRatio: reported === undefined ? null : Math.max(...each.map(lossRatio)),
        roundTripMs: roundTrips.count === 0 ? null : roundTrips.sumMs / roundTrips.count,
      };
    },
  };
}

export type RoomMeasured = {
  readonly room: RoomInLesson;
  readonly samples: ReturnType<SampleTally['result']>;
  /** In order of time. */
  readonly steps: readonly StepChange[];
  readonly firstFrameMs: number | null;
};

/**
 * A room's quality over the spans in which the lesson ran. A step holds until the next; without media there is none. Standing still while
 * nothing is connected is counted once, as being disconnected.
 */
export function roomSettledOf(
  spans: readonly Interval[],
  { room, samples, steps, firstFrameMs }: RoomMeasured,
): RoomSettled {
  const received = intersect(spans, room.media);
  const stretches = steps.map(({ changedAtMs, step }, index) => ({
    step,
    during: intersect(received, [
      { fromMs: changedAtMs, toMs: steps[index + 1]?.changedAtMs ?? Number.POSITIVE_INFINITY },
    ]),
  }));
  const onStep = (step: number) =>
    stretches.filter((each) => each.step === step).flatMap((each) => each.during);
  const frozen = intersect(samples.frozen, received);
  const weak = stretches.filter((each) => each.step <= WEAK_STEP).flatMap((each) => each.during);
  return {
    roomId: room.roomId,
    quality: {
      stepMs: [0, 1, 2, 3, 4, 5].map((step) => lengthMs(onStep(step))),
      freezeCount: samples.freezeCount,
      frozenMs: lengthMs(frozen),
      lossRatio: samples.lossRatio,
      worstLossRatio: samples.worstLossRatio,
      reconnectCount: room.reconnectCount,
      silentMs: lengthMs(without(spans, room.media)),
      roundTripMs: samples.roundTripMs,
      firstFrameMs,
    },
    frozen,
    weak: union([...weak, ...frozen]),
  };
}
