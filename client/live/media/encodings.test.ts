import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listeningEncoding, sendPlan } from './encodings.ts';

const heights = (captured: number) =>
  (sendPlan('camera', 'lecture', captured).encodings ?? []).map((each) =>
    Math.round(captured / (each.scaleResolutionDownBy ?? 1)),
  );

describe('a lecture room’s camera', () => {
  it.each([
    [720, [180, 360, 720]],
    [1080, [180, 360, 720]],
    [540, [180, 540]],
    [480, [180, 480]],
    [360, [180, 360]],
    [240, [240]],
    [120, [120]],
  ])('of %i lines is sent as %j', (captured, sent) => {
    expect(heights(captured)).toEqual(sent);
  });

  it('never enlarges, and its layers and their bitrates grow', () => {
    fc.assert(
      fc.property(fc.integer({ min: 90, max: 2160 }), (captured) => {
        const encodings = sendPlan('camera', 'lecture', captured).encodings ?? [];
        expect(encodings.length).toBeGreaterThan(0);
        for (const each of encodings) expect(each.scaleResolutionDownBy).toBeGreaterThanOrEqual(1);
        const sizes = heights(captured);
        expect(sizes).toEqual([...new Set(sizes)].sort((a, b) => a - b));
      }),
    );
  });
});

describe('what must not starve the voice', () => {
  it('content stays within 1.5 Mbit/s in two encodings, 15 pictures a second at most', () => {
    const encodings = sendPlan('content', 'lecture').encodings ?? [];
    expect(encodings).toHaveLength(2);
    expect(encodings.reduce((sum, each) => sum + each.maxBitrate, 0)).toBeLessThanOrEqual(1_500_000);
    for (const each of encodings) expect(each.maxFramerate).toBeLessThanOrEqual(15);
  });

  it('a listening room sends one small picture', () => {
    const encodings = sendPlan('camera', 'listening', 720).encodings ?? [];
    expect(encodings).toEqual([
      { maxBitrate: 120_000, maxFramerate: 15, scaleResolutionDownBy: 4, priority: 'low' },
    ]);
  });

  it('and a larger one on stage, never enlarged', () => {
    expect(listeningEncoding('onStage', 720)).toMatchObject({
      maxBitrate: 500_000,
      scaleResolutionDownBy: 2,
    });
    expect(listeningEncoding('onStage', 240).scaleResolutionDownBy).toBe(1);
    expect(listeningEncoding('offStage', 360)).toMatchObject({
      maxBitrate: 120_000,
      scaleResolutionDownBy: 2,
    });
  });
});
