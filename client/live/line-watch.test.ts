import { describe, expect, it } from 'vitest';
import { FakeEnvironment } from './doubles.ts';
import { LineWatch } from './line-watch.ts';

/** A line that is up or silent; silence takes its whole limit, an answer takes `roundTripMs`. */
function rig(roundTripMs = 100) {
  const environment = new FakeEnvironment();
  const line = { up: true, roundTripMs };
  const sounded: number[] = [];
  const watch = new LineWatch(environment, (limitMs) => {
    sounded.push(environment.nowMs());
    const answers = line.up && line.roundTripMs <= limitMs;
    return new Promise((resolve) => {
      environment.after(answers ? line.roundTripMs : limitMs, () => resolve(answers));
    });
  });
  const backAtMs: number[] = [];
  const start = () => watch.start(() => backAtMs.push(environment.nowMs()));
  return { environment, line, watch, start, backAtMs, sounded };
}

describe('watching for the return of a line', () => {
  it('says nothing of a line that answers all the time: the server behind it is away for another reason', async () => {
    const { environment, start, backAtMs } = rig();
    start();
    await environment.advance(60_000);
    expect(backAtMs).toEqual([]);
  });

  it.each([5_000, 30_000, 120_000, 1_000_000])('tells once, soon after a cut of %i ms', async (cutMs) => {
    const { environment, line, start, backAtMs } = rig();
    line.up = false;
    start();
    await environment.advance(cutMs);
    const mendedAtMs = environment.nowMs();
    line.up = true;
    await environment.advance(20_000);
    expect(backAtMs).toHaveLength(1);
    expect((backAtMs[0] ?? 0) - mendedAtMs).toBeLessThan(cutMs > 600_000 ? 5_200 : 700);
  });

  it('is not misled by soundings of before that end after the return', async () => {
    const { environment, line, start, backAtMs } = rig(300);
    line.up = false;
    start();
    await environment.advance(5_100);
    line.up = true;
    await environment.advance(10_000);
    expect(backAtMs).toHaveLength(1);
  });

  it('finds a far server, too', async () => {
    const { environment, line, start, backAtMs } = rig(1_500);
    line.up = false;
    start();
    await environment.advance(30_000);
    line.up = true;
    await environment.advance(3_000);
    expect(backAtMs).toHaveLength(1);
  });

  it('tells of every return', async () => {
    const { environment, line, start, backAtMs } = rig();
    start();
    for (const up of [false, true, false, true]) {
      line.up = up;
      await environment.advance(10_000);
    }
    expect(backAtMs).toHaveLength(2);
  });

  it('goes on as it is when started again, and tells and sounds nothing once stopped', async () => {
    const { environment, line, watch, start, backAtMs, sounded } = rig();
    line.up = false;
    start();
    await environment.advance(3_000);
    const before = sounded.length;
    start();
    await environment.advance(1_000);
    expect(sounded.length - before).toBe(2);
    watch.stop();
    line.up = true;
    const after = sounded.length;
    await environment.advance(10_000);
    expect(sounded.length).toBe(after);
    expect(backAtMs).toEqual([]);
  });
});
