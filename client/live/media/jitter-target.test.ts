import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freshLine, type HeldLine, type LineLook, neededMs, nextLine } from './jitter-target.ts';

const EVERY_MS = 500;
const PACKETS = 75;

type Span = {
  readonly seconds: number;
  readonly missedRatio: number;
  readonly roundTripMs?: number | null;
  readonly onStage?: boolean;
};

/** Targets after each look at a line that is like this for a while, then like that. */
function targetsOf(spans: readonly Span[], from: HeldLine = freshLine) {
  let line = from;
  let [atMs, packetsCount, missed] = [0, 0, 0];
  const targets: { readonly atMs: number; readonly targetMs: number; readonly pictureMs: number }[] = [];
  for (const { seconds, missedRatio, roundTripMs = 200, onStage = false } of spans)
    for (let look = 0; look < (seconds * 1000) / EVERY_MS; look += 1) {
      atMs += EVERY_MS;
      packetsCount += PACKETS * (1 - missedRatio);
      missed += PACKETS * missedRatio;
      line = nextLine(line, { atMs, packetsCount, missedCount: missed, roundTripMs }, onStage);
      targets.push({ atMs, targetMs: line.targetMs, pictureMs: line.pictureMs });
    }
  return targets;
}

const lastOf = (spans: readonly Span[]) => targetsOf(spans).at(-1)?.targetMs;

describe('neededMs', () => {
  it('holds nothing back on a clean line, nor where the answer is quick and little is lost', () => {
    expect(neededMs(0, 500)).toBe(0);
    expect(neededMs(0.0099, 79)).toBe(0);
    expect(neededMs(0.001, 300)).toBe(0);
  });

  it('gives a packet one more chance from 1 % on, two from 3 %, each as long as the line takes', () => {
    expect(neededMs(0.01, 20)).toBe(200);
    expect(neededMs(0.02, 200)).toBe(300);
    expect(neededMs(0.005, 200)).toBe(300);
    expect(neededMs(0.03, 200)).toBe(600);
    expect(neededMs(0.05, 60)).toBe(320);
    expect(neededMs(0.05, 5_000)).toBe(1_000);
  });
});

describe('nextLine', () => {
  it('says nothing of a line over which nothing comes', () => {
    const silent = { atMs: 500, packetsCount: 0, missedCount: 0, roundTripMs: null };
    expect(nextLine(freshLine, silent, false).targetMs).toBe(0);
    expect(lastOf([{ seconds: 20, missedRatio: 0, roundTripMs: null }])).toBe(0);
  });

  it('rises within 2 s after the line became bad', () => {
    const found = targetsOf([
      { seconds: 30, missedRatio: 0 },
      { seconds: 5, missedRatio: 0.05 },
    ]);
    expect(found.find(({ atMs }) => atMs === 30_000)?.targetMs).toBe(0);
    expect(found.find(({ atMs }) => atMs === 32_000)?.targetMs).toBe(600);
  });

  it('takes one late answer for the machine, not for the line', () => {
    const found = targetsOf([
      { seconds: 20, missedRatio: 0.05 },
      { seconds: 2.5, missedRatio: 0.05, roundTripMs: 900 },
      { seconds: 10, missedRatio: 0.05 },
    ]).filter(({ atMs }) => atMs > 10_000);
    expect(new Set(found.map(({ targetMs }) => targetMs))).toEqual(new Set([600]));
  });

  it('follows a line that has become slower within the time by which it is judged', () => {
    const found = targetsOf([
      { seconds: 20, missedRatio: 0.05 },
      { seconds: 10, missedRatio: 0.05, roundTripMs: 300 },
    ]);
    expect(found.at(-1)?.targetMs).toBe(800);
  });

  it('falls by at most 100 ms a second, and to nothing', () => {
    const found = targetsOf([
      { seconds: 20, missedRatio: 0.05 },
      { seconds: 30, missedRatio: 0 },
    ]);
    const falls = found.slice(1).map(({ targetMs }, index) => (found[index]?.targetMs ?? 0) - targetMs);
    expect(Math.max(...falls)).toBe(50);
    expect(found.at(-1)?.targetMs).toBe(0);
  });

  it('lets pictures go there and back no faster than voices can follow', () => {
    const found = targetsOf([
      { seconds: 20, missedRatio: 0 },
      { seconds: 20, missedRatio: 0.05 },
      { seconds: 40, missedRatio: 0 },
    ]);
    const moves = found.slice(1).map((each, index) => each.pictureMs - (found[index]?.pictureMs ?? 0));
    expect(Math.max(...moves)).toBe(25);
    expect(Math.min(...moves)).toBe(-25);
    expect(found.find(({ atMs }) => atMs === 34_000)).toMatchObject({ targetMs: 600, pictureMs: 600 });
    expect(found.at(-1)).toMatchObject({ targetMs: 0, pictureMs: 0 });
  });

  it('holds pictures back at once on a screen that has just begun to play', () => {
    const waits = { seconds: 30, missedRatio: 0 };
    const found = targetsOf([{ seconds: 9, missedRatio: 0.05 }]);
    for (const { targetMs, pictureMs } of found) expect(pictureMs).toBe(targetMs);
    expect(found.at(-1)?.pictureMs).toBe(600);
    expect(targetsOf([waits, { seconds: 3, missedRatio: 0.05 }]).at(-1)?.pictureMs).toBeLessThan(200);
  });

  it('does not swing on a line at a limit', () => {
    const spans = Array.from({ length: 20 }, (_, index) => ({
      seconds: 10,
      missedRatio: index % 2 === 0 ? 0.032 : 0.026,
    }));
    const found = targetsOf(spans).filter(({ atMs }) => atMs > 12_000);
    expect(new Set(found.map(({ targetMs }) => targetMs))).toEqual(new Set([600]));
  });

  it('takes a few lost packets for chance', () => {
    const found = targetsOf([
      { seconds: 20, missedRatio: 0, roundTripMs: 40 },
      { seconds: 0.5, missedRatio: 0.05, roundTripMs: 40 },
      { seconds: 20, missedRatio: 0, roundTripMs: 40 },
    ]);
    expect(Math.max(...found.map(({ targetMs }) => targetMs))).toBe(0);
  });

  it('holds back nothing on stage and what the line needs right after it', () => {
    const found = targetsOf([
      { seconds: 10, missedRatio: 0.05 },
      { seconds: 5, missedRatio: 0.05, onStage: true },
      { seconds: 1, missedRatio: 0.05 },
    ]);
    expect(found.filter(({ atMs }) => atMs > 10_000 && atMs <= 15_000).map((each) => each.targetMs)).toEqual(
      Array(10).fill(0),
    );
    expect(found.at(-1)?.targetMs).toBe(600);
  });

  it('begins to count anew on a new path, and keeps its target until it knows better', () => {
    const bad: HeldLine = {
      looks: [{ atMs: 0, packetsCount: 9_000, missedCount: 500, roundTripMs: 200 }],
      ...{ targetMs: 600, pictureMs: 600, beganAtMs: 0 },
    };
    const { looks, targetMs } = nextLine(
      bad,
      { atMs: 500, packetsCount: 10, missedCount: 0, roundTripMs: null },
      false,
    );
    expect(looks).toHaveLength(1);
    expect(targetMs).toBe(600);
  });

  it('stays within what browsers take, whatever is counted', () => {
    const look: fc.Arbitrary<LineLook> = fc.record({
      atMs: fc.integer({ min: 0, max: 20_000 }),
      packetsCount: fc.nat(10_000),
      missedCount: fc.nat(10_000),
      roundTripMs: fc.option(fc.double({ min: 0, max: 60_000, noNaN: true })),
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(look, fc.boolean()), { maxLength: 40 }), (looks) => {
        let line = freshLine;
        for (const [each, onStage] of looks) {
          line = nextLine(line, each, onStage);
          expect(Number.isInteger(line.targetMs)).toBe(true);
          expect(line.targetMs).toBeGreaterThanOrEqual(0);
          expect(line.targetMs).toBeLessThanOrEqual(1_000);
        }
      }),
    );
  });
});
