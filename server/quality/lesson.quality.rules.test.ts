import { describe, expect, test } from 'vitest';
import type { Interval } from '../../shared/kernel/intervals.ts';
import { MINUTE_MS } from '../../shared/kernel/time.ts';
import type { LadderStep } from '../../shared/ladder.ts';
import { nth } from '../../test/support/session-log.ts';
import { createSampleTally, roomSettledOf, type StreamSample } from './lesson.quality.rules.ts';

const minutes = (from: number, to: number): Interval => ({ fromMs: from * MINUTE_MS, toMs: to * MINUTE_MS });
const LESSON = [minutes(10, 50)];
const sample = (minute: number, changes: Partial<StreamSample> = {}): StreamSample => ({
  connectionId: 'a',
  sampledAtMs: minute * MINUTE_MS,
  roundTripMs: 40,
  packetsLostCount: 0,
  packetsCount: 100,
  freezeCount: 0,
  frozenMs: 0,
  ...changes,
});
function settled(given: {
  readonly samples?: readonly StreamSample[];
  readonly media?: readonly Interval[];
  readonly steps?: readonly [minute: number, step: LadderStep][];
}) {
  const tally = createSampleTally(LESSON);
  for (const each of given.samples ?? []) tally.add(each);
  return roomSettledOf(LESSON, {
    room: { roomId: nth.room(1), media: given.media ?? [minutes(5, 60)], reconnectCount: 2 },
    samples: tally.result(),
    steps: (given.steps ?? []).map(([minute, step]) => ({ changedAtMs: minute * MINUTE_MS, step })),
    firstFrameMs: 800,
  });
}

describe('a room that reported nothing', () => {
  test('has no loss and no delay, which is not the same as none', () => {
    expect(settled({ media: [] }).quality).toEqual({
      stepMs: [0, 0, 0, 0, 0, 0],
      freezeCount: 0,
      frozenMs: 0,
      lossRatio: null,
      worstLossRatio: null,
      reconnectCount: 2,
      silentMs: 40 * MINUTE_MS,
      roundTripMs: null,
      firstFrameMs: 800,
    });
  });
  test('as little as one whose reports tell of the time before and after the lesson', () => {
    const bad = { packetsLostCount: 100, frozenMs: 5_000, freezeCount: 3 };
    const { quality } = settled({ samples: [sample(10, bad), sample(50.1, bad), sample(2, bad)] });
    expect(quality).toMatchObject({ lossRatio: null, freezeCount: 0, frozenMs: 0, roundTripMs: null });
  });
});

describe('steps of the ladder', () => {
  test('hold until the next one, within the lesson, and only while there is media', () => {
    const { quality, weak } = settled({
      steps: [
        [6, 5],
        [20, 1],
        [30, 3],
      ],
      media: [minutes(5, 40)],
    });
    expect(quality.stepMs.map((ms) => ms / MINUTE_MS)).toEqual([0, 10, 0, 10, 0, 10]);
    expect(quality.silentMs).toBe(10 * MINUTE_MS);
    expect(weak).toEqual([minutes(20, 30)]);
  });
});

describe('losses', () => {
  test('are of all packets, and the worst minute stands beside them', () => {
    const { quality } = settled({
      samples: [
        sample(12.2, { packetsLostCount: 50, packetsCount: 50 }),
        sample(12.4, { packetsLostCount: 0, packetsCount: 100 }),
        sample(14.2, { packetsLostCount: 0, packetsCount: 800 }),
        sample(15.2, { packetsLostCount: 0, packetsCount: 0 }),
      ],
    });
    expect(quality.lossRatio).toBeCloseTo(0.05);
    expect(quality.worstLossRatio).toBeCloseTo(0.25);
  });
});

describe('pictures that stand still', () => {
  test('at once are one standstill, as long as the longest', () => {
    const { quality, frozen } = settled({
      samples: [
        sample(20, { freezeCount: 1, frozenMs: 2_000 }),
        sample(20, { freezeCount: 2, frozenMs: 3_000 }),
        sample(20, { freezeCount: 1, frozenMs: 1_000 }),
        sample(21, { freezeCount: 1, frozenMs: 500 }),
      ],
    });
    expect(quality).toMatchObject({ freezeCount: 3, frozenMs: 3_500 });
    expect(frozen).toHaveLength(2);
  });
  test('while nothing is connected are counted as being disconnected alone', () => {
    const { quality } = settled({
      samples: [sample(30, { freezeCount: 1, frozenMs: 5_000 })],
      media: [minutes(5, 20)],
    });
    expect(quality).toMatchObject({ frozenMs: 0, silentMs: 30 * MINUTE_MS });
  });
});

test('a report’s round trip counts once, however many streams it has', () => {
  const { quality } = settled({
    samples: [
      sample(20, { roundTripMs: 10 }),
      sample(20, { roundTripMs: 10 }),
      sample(20, { roundTripMs: 10 }),
      sample(21, { roundTripMs: 40 }),
      sample(22, { roundTripMs: null }),
    ],
  });
  expect(quality.roundTripMs).toBe(25);
});
