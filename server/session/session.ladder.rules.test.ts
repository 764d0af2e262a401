import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ConsumerId, consumerId, streamId, uuidV7 } from '../../shared/kernel/ids.ts';
import {
  ceilingsOf,
  climb,
  DEEP_DOWN_MS,
  DOWN_MS,
  type Ladder,
  type Look,
  looksNarrow,
  newLadder,
  type Picture,
  shownNow,
  UP_MS,
} from './session.ladder.rules.ts';

const idOf = (n: number): string => uuidV7(n, new Uint8Array(10));
const consumerOf = (n: number): ConsumerId => consumerId.parse(idOf(n));
const picture = (of: Picture['of'], change: Partial<Picture> = {}): Picture => {
  const [n, layerCount] = { teacher: [1, 3], content: [2, 2], room: [3, 1] }[of] as [number, number];
  const currentLayer = layerCount === 1 ? null : layerCount - 1;
  const wish = { paused: false, maxLayer: null };
  return {
    of,
    consumerId: consumerOf(n),
    streamId: streamId.parse(idOf(n)),
    sentBps: null,
    wish,
    paused: false,
    layerCount,
    currentLayer,
    ...change,
  };
};
const all = [picture('teacher'), picture('content'), picture('room')];
const look = (change: Partial<Look> = {}): Look => ({
  atMs: 0,
  connected: true,
  estimateBps: 3_000_000,
  lossRatio: null,
  saving: false,
  voiceOnly: false,
  pictures: all,
  ...change,
});
/** A ladder after seconds of estimates, one a second. */
const lived = (estimates: readonly number[], change: Partial<Look> = {}, from = newLadder(0)) =>
  estimates.reduce<{ ladder: Ladder; rungs: number[] }>(
    ({ ladder, rungs }, estimateBps, index) => {
      const next = climb(ladder, look({ ...change, estimateBps, atMs: (index + 1) * 1000 }));
      return { ladder: next, rungs: [...rungs, next.rung] };
    },
    { ladder: from, rungs: [] },
  );
const seconds = (count: number, estimateBps: number) => Array.from({ length: count }, () => estimateBps);
const M = 1_000_000;

describe('the rung that a line is given', () => {
  it.each([
    [3 * M, 5],
    [1.6 * M, 4],
    [0.85 * M, 3],
    [0.44 * M, 2],
    [0.22 * M, 1],
    [0.03 * M, 1],
  ])('is after some seconds at %d bps step %d', (estimateBps, rung) => {
    expect(lived(seconds(8, estimateBps)).ladder.rung).toBe(rung);
  });

  it('stays for a dip shorter than the line must be too narrow for', () => {
    const dip = [...seconds(5, 3 * M), ...seconds(2, 0.1 * M), ...seconds(5, 3 * M)];
    expect(new Set(lived(dip).rungs)).toEqual(new Set([5]));
  });

  it('goes no lower than the best moment of the fall, which overshoots', () => {
    expect(lived([0.05 * M, 0.05 * M, 0.9 * M, 0.2 * M, 0.2 * M]).rungs).toEqual([5, 5, 3, 3, 3]);
  });

  it('falls by more than one step sooner than by one', () => {
    expect(lived([3 * M, ...seconds(4, 1.6 * M)]).rungs).toEqual([5, 5, 5, 5, 4]);
    expect(lived([3 * M, ...seconds(4, 0.85 * M)]).rungs).toEqual([5, 5, 5, 3, 3]);
  });

  it('falls to where the line is by then in one go, where the estimate fell in steps', () => {
    expect(lived([3 * M, 1.9 * M, 1.3 * M, 0.8 * M, 0.8 * M]).rungs).toEqual([5, 5, 5, 5, 3]);
  });

  it('is kept when a hiccup makes the estimate a share of what flows, but not on a line of half the rate', () => {
    const then = (bps: number) => lived([...seconds(8, 0.44 * M), ...seconds(20, bps)]).ladder.rung;
    expect(then(0.266 * M)).toBe(2);
    expect(then(0.238 * M)).toBe(1);
  });

  it('is kept while the line carries what is sent of the pictures, however little that is', () => {
    const sent = [[60_000, 150_000, 300_000], [80_000, 160_000], [90_000]];
    const calm = all.map((each, n) => ({ ...each, sentBps: sent[n] ?? null }));
    const hiccup = [...seconds(5, 3 * M), ...seconds(60, 0.53 * M)];
    expect(new Set(lived(hiccup, { pictures: calm }).rungs)).toEqual(new Set([5]));
    expect(lived(hiccup).ladder.rung).toBe(3);
    // What is sent is more than the line carries.
    expect(lived([...seconds(5, 3 * M), ...seconds(60, 0.3 * M)], { pictures: calm }).ladder.rung).toBe(3);
    const lively = calm.map((each) => ({ ...each, sentBps: each.sentBps?.map((bps) => bps * 10) ?? null }));
    expect(lived(hiccup, { pictures: lively }).ladder.rung).toBe(3);
  });

  it('needs no more than its rate however much is sent, and what nobody knows counts as much', () => {
    const huge = all.map((each) => ({ ...each, sentBps: [9 * M, 9 * M, 9 * M] }));
    const some = all.map((each) => ({ ...each, sentBps: each.of === 'room' ? null : [1000, 1000, 1000] }));
    expect(new Set(lived(seconds(20, 2.1 * M), { pictures: huge }).rungs)).toEqual(new Set([5]));
    expect(lived(seconds(20, 1.6 * M), { pictures: some }).ladder.rung).toBe(4);
  });

  it('looks narrow only below what its rung needs, and never on a line that is down', () => {
    const ladder = newLadder(0);
    expect(looksNarrow(ladder, look({ estimateBps: 2.1 * M }))).toBe(false);
    expect(looksNarrow(ladder, look({ estimateBps: 2 * M }))).toBe(true);
    expect(looksNarrow(ladder, look({ estimateBps: null }))).toBe(false);
    expect(looksNarrow(ladder, look({ estimateBps: 2 * M, connected: false }))).toBe(false);
  });

  it('rises within 15 s of a wider line when it was calm before, and not at once after trouble', () => {
    const { rungs } = lived([...seconds(20, 0.44 * M), ...seconds(15, 0.9 * M)]);
    expect(rungs[19]).toBe(2);
    expect(rungs[23]).toBe(3);
    const soon = lived([...seconds(6, 0.44 * M), ...seconds(20, 0.9 * M)]).rungs;
    const fellAt = soon.indexOf(2);
    expect(fellAt).toBe(2);
    expect(soon.indexOf(3, fellAt)).toBeGreaterThanOrEqual(fellAt + UP_MS / 1000);
  });

  it('is not taken back for what the first whole picture after a climb does to the estimate', () => {
    const climbed = [...seconds(20, 0.44 * M), ...seconds(5, 0.9 * M)];
    const { rungs } = lived([...climbed, ...seconds(6, 0.1 * M), ...seconds(10, 0.9 * M)]);
    expect(new Set(rungs.slice(24))).toEqual(new Set([3]));
    expect(lived([...climbed, ...seconds(20, 0.1 * M)]).ladder.rung).toBe(1);
  });

  it('is taken back at once where nothing began with the climb, since nothing can have disturbed the line', () => {
    const small = [picture('teacher', { wish: { paused: false, maxLayer: 1 } }), picture('content')];
    const climbed = [...seconds(20, 1.6 * M), ...seconds(4, 3 * M)];
    const rungsWith = (pictures: readonly Picture[]) =>
      lived([...climbed, ...seconds(6, 0.8 * M)], { pictures }).rungs.slice(23);
    expect(rungsWith(small)).toEqual([5, 5, 5, 3, 3, 3, 3]);
    expect(rungsWith(all)).toEqual([5, 5, 5, 5, 5, 5, 5]);
  });

  it('is not judged before the engine has an estimate, nor while the line is down', () => {
    for (const change of [{ estimateBps: null }, { connected: false, estimateBps: 1 }])
      expect(
        Array.from({ length: 20 }, (_, n) => n * 1000).reduce(
          (ladder, atMs) => climb(ladder, look({ ...change, atMs })),
          newLadder(0),
        ).rung,
      ).toBe(5);
  });

  const layers = fc.array(fc.integer({ min: 0, max: 3 * M }), { minLength: 3, maxLength: 3 });
  /** A higher layer is never less. */
  const sent = fc.option(layers.map((rates) => rates.toSorted((one, other) => one - other)));
  const estimates = fc.array(fc.integer({ min: 0, max: 6 * M }), { minLength: 1, maxLength: 120 });

  it('never changes twice within the time that a change has to wait, up or down', () => {
    fc.assert(
      fc.property(estimates, (series) => {
        const { rungs } = lived(series);
        const changes = rungs.flatMap((rung, n) => {
          const steps = rung - (rungs[n - 1] ?? 5);
          return n > 0 && steps !== 0
            ? [{ n, waitMs: steps > 0 ? UP_MS : steps < -1 ? DEEP_DOWN_MS : DOWN_MS }]
            : [];
        });
        for (const [index, { n, waitMs }] of changes.entries()) {
          const before = changes[index - 1];
          if (before !== undefined) expect((n - before.n) * 1000).toBeGreaterThanOrEqual(waitMs);
        }
      }),
    );
  });

  it('is never lower for a line that is wider at every moment of a steady line', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 6 * M }),
        fc.integer({ min: 0, max: 2 * M }),
        sent,
        (bps, more, sentBps) => {
          const pictures = all.map((each) => ({ ...each, sentBps }));
          const [narrow, wide] = [
            lived(seconds(30, bps), { pictures }),
            lived(seconds(30, bps + more), { pictures }),
          ];
          expect(wide.ladder.rung).toBeGreaterThanOrEqual(narrow.ladder.rung);
        },
      ),
    );
  });

  it('never names anything but the pictures, whatever the line does, so that no voice is ever silenced', () => {
    fc.assert(
      fc.property(estimates, fc.boolean(), (series, saving) => {
        const { ladder } = lived(series, { saving });
        const named = ceilingsOf(ladder, { saving, pictures: all }).map((each) => each.consumerId);
        for (const each of named) expect(all.map((one) => one.consumerId)).toContain(each);
      }),
    );
  });
});

describe('what each rung lets through', () => {
  const ceilings = (rung: Ladder['rung'], saving = false) =>
    Object.fromEntries(
      ceilingsOf({ ...newLadder(0), rung }, { saving, pictures: all }).map(({ consumerId: id, ...rest }) => [
        all.find((each) => each.consumerId === id)?.of,
        rest,
      ]),
    );
  it('gives less of the camera first, then the other rooms, then the content', () => {
    expect(ceilings(5)).toEqual({});
    expect(ceilings(4)).toEqual({ teacher: { paused: false, maxLayer: 1 }, room: { paused: true } });
    expect(ceilings(3)).toEqual({
      teacher: { paused: false, maxLayer: 0 },
      content: { paused: false, maxLayer: 0 },
      room: { paused: true },
    });
    expect(ceilings(2)).toEqual({
      teacher: { paused: true },
      content: { paused: false, maxLayer: 0 },
      room: { paused: true },
    });
    expect(ceilings(1)).toEqual({
      teacher: { paused: true },
      content: { paused: true },
      room: { paused: true },
    });
  });
  it('keeps a room that saves data on the third step or below', () => {
    expect(ceilings(5, true)).toEqual(ceilings(3));
    expect(ceilings(2, true)).toEqual(ceilings(2));
  });
});

describe('what is said of it', () => {
  const shown = (rung: Ladder['rung'], change: Partial<Look> = {}) =>
    shownNow({ ...newLadder(0), rung }, look(change));
  const withheld = (of: Picture['of']) => picture(of, { paused: true, currentLayer: null });
  const narrow = { estimateBps: 0.3 * M };

  it('is what flows, not what would be allowed', () => {
    expect(shown(5)).toEqual({ step: 5, reason: null });
    const low = [picture('teacher', { currentLayer: 0 }), picture('content')];
    expect(shown(5, { pictures: low, estimateBps: 0.9 * M })).toEqual({ step: 3, reason: 'line' });
    const middle = [picture('teacher', { currentLayer: 1 })];
    expect(shown(4, { pictures: middle, estimateBps: 1.6 * M })).toEqual({ step: 4, reason: 'line' });
    expect(shown(2, { pictures: [withheld('teacher'), picture('content')], ...narrow }).step).toBe(2);
    expect(shown(1, { pictures: [withheld('teacher'), withheld('content')], ...narrow }).step).toBe(1);
    // Only slides as data: nothing tells the two lowest steps apart but the ladder.
    expect(shown(1, { pictures: [withheld('teacher')], ...narrow }).step).toBe(1);
    expect(shown(2, { pictures: [withheld('teacher')], ...narrow }).step).toBe(2);
  });

  it('counts nobody short of what they did not ask for', () => {
    const small = [picture('teacher', { wish: { paused: false, maxLayer: 0 }, currentLayer: 0 })];
    const unseen = [picture('room', { wish: { paused: true, maxLayer: null }, paused: true })];
    expect(shown(4, { pictures: [...small, ...unseen], ...narrow })).toEqual({ step: 5, reason: null });
  });

  it('names the reason', () => {
    const low = [picture('teacher', { currentLayer: 0 })];
    expect(shown(3, { pictures: low, ...narrow, lossRatio: 0.2 }).reason).toBe('loss');
    expect(shown(5, { pictures: low, saving: true })).toEqual({ step: 3, reason: 'saving' });
    // Below what saving asks for it is the line after all.
    expect(shown(2, { pictures: [withheld('teacher')], saving: true, ...narrow }).reason).toBe('line');
    expect(shown(5, { pictures: low }).reason).toBe('sender');
    expect(shown(5, { connected: false })).toEqual({ step: 0, reason: 'line' });
    expect(shown(5, { voiceOnly: true })).toEqual({ step: 1, reason: 'device' });
  });

  it('takes a camera that is switched off for no weak line', () => {
    expect(shown(5, { pictures: [picture('teacher', { currentLayer: null })] })).toEqual({
      step: 5,
      reason: null,
    });
  });

  it('waits a moment, so that a layer on its way is no change', () => {
    const dip = { pictures: [picture('teacher', { currentLayer: 0 })], estimateBps: 0.9 * M };
    const said = climb(climb(newLadder(0), look({ atMs: 1000 })), look({ atMs: 3000 }));
    expect(said.said).toEqual({ step: 5, reason: null });
    const once = climb(said, look({ ...dip, atMs: 4000 }));
    expect(once.said?.step).toBe(5);
    expect(climb(once, look({ atMs: 5000 })).coming).toBeNull();
    expect(climb(once, look({ ...dip, atMs: 5000 })).said?.step).toBe(3);
  });
});
