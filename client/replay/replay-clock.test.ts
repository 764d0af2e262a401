import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Pieces, placeOf } from './replay.rules.ts';
import { type Deck, ReplayClock } from './replay-clock.ts';

const TICK_MS = 50;

/** An element that plays by the time that the test lets pass, and needs a while to seek. */
class FakeDeck implements Deck {
  readonly track;
  readonly seekTakesMs: number;
  atMs = 0;
  rate = 0;
  seekingMs = 0;
  seeks = 0;
  ready = true;
  /** Holes of what it has, in its playlist; one that reaches to the end is never filled. */
  holes: readonly { readonly fromMs: number; readonly toMs: number }[] = [];

  constructor(pieces: Pieces, seekTakesMs = 0) {
    this.track = { pieces };
    this.seekTakesMs = seekTakesMs;
  }
  positionMs = () => this.atMs;
  isReady = () => this.ready && this.seekingMs <= 0 && !this.isOver() && this.#reach() > this.atMs;
  isSeeking = () => this.seekingMs > 0;
  isOver = () => this.atMs >= this.lengthMs();
  has = (ms: number) => this.ready && !this.holes.some(({ fromMs, toMs }) => ms >= fromMs && ms < toMs);
  play = (rate: number) => {
    this.rate = rate;
  };
  hold = () => {
    this.rate = 0;
  };
  seek = (playlistMs: number) => {
    this.atMs = Math.min(playlistMs, this.lengthMs());
    this.seekingMs = this.seekTakesMs;
    this.seeks += 1;
  };
  lengthMs = () => this.track.pieces.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
  pass(ms: number): void {
    if (this.seekingMs > 0) this.seekingMs -= ms;
    else if (this.ready) this.atMs = Math.min(this.#reach(), this.atMs + this.rate * ms);
  }
  #reach(): number {
    const next = this.holes.find(({ toMs }) => toMs > this.atMs);
    return next === undefined ? this.lengthMs() : Math.max(next.fromMs, this.atMs);
  }
}

function played(clock: ReplayClock, decks: readonly FakeDeck[]) {
  let nowMs = 0;
  const pass = (ms: number) => {
    for (let done = 0; done < ms; done += TICK_MS) {
      nowMs += TICK_MS;
      for (const deck of decks) deck.pass(TICK_MS);
      clock.tick(nowMs, decks);
    }
  };
  clock.tick(nowMs, decks);
  return { pass, nowMs: () => nowMs };
}

/** By how much a picture is ahead of the recording's time. */
function driftMs(clock: ReplayClock, deck: FakeDeck): number {
  const place = placeOf(deck.track.pieces, clock.now.atMs);
  return deck.atMs - place.playlistMs;
}

describe('the clock of a replay', () => {
  it('without anything recorded runs on to its end and stops', () => {
    const clock = new ReplayClock(2_000, 0);
    const { pass } = played(clock, []);
    clock.play(0);
    pass(1_000);
    expect(clock.now).toMatchObject({ playing: true, waiting: false });
    pass(2_000);
    expect(clock.now).toEqual({ atMs: 2_000, playing: false, waiting: false, ended: true });
  });

  it('waits for a voice that has not come, and for its picture only a while', () => {
    const [voice, camera] = [
      new FakeDeck([{ fromMs: 0, toMs: 60_000 }]),
      new FakeDeck([{ fromMs: 0, toMs: 60_000 }]),
    ];
    voice.ready = false;
    camera.ready = false;
    const clock = new ReplayClock(60_000, 0);
    const { pass } = played(clock, [voice, camera]);
    clock.play(0);
    pass(5_000);
    expect(clock.now).toMatchObject({ atMs: 0, playing: true, waiting: true });
    voice.ready = true;
    pass(2_000);
    expect(clock.now.waiting).toBe(false);
    expect(clock.now.atMs).toBeGreaterThan(1_000);
    camera.ready = true;
    pass(4_000);
    expect(Math.abs(driftMs(clock, camera))).toBeLessThan(100);
    voice.ready = false;
    pass(200);
    const heldAtMs = clock.now.atMs;
    pass(1_000);
    expect(clock.now).toMatchObject({ waiting: true, atMs: heldAtMs });
    expect(camera.rate).toBe(0);
  });

  it('runs on through a gap of everything at its own speed, and each goes on where it was recorded again', () => {
    const pieces = [
      { fromMs: 0, toMs: 3_000 },
      { fromMs: 8_000, toMs: 12_000 },
    ];
    const [voice, camera] = [new FakeDeck(pieces), new FakeDeck(pieces, 300)];
    const clock = new ReplayClock(12_000, 0);
    const { pass } = played(clock, [voice, camera]);
    clock.setRate(2);
    clock.play(0);
    pass(3_000);
    expect(clock.now.atMs).toBeGreaterThan(4_000);
    expect(clock.now.atMs).toBeLessThan(7_000);
    expect([voice.rate, camera.rate]).toEqual([0, 0]);
    pass(2_000);
    expect(clock.now.atMs).toBeGreaterThan(8_000);
    expect(Math.abs(driftMs(clock, voice))).toBeLessThan(200);
    pass(4_000);
    expect(clock.now).toMatchObject({ ended: true, playing: false });
  });

  it('lets a picture lead while there is no voice, and hands over to the voice', () => {
    const voice = new FakeDeck([{ fromMs: 5_000, toMs: 10_000 }]);
    const camera = new FakeDeck([{ fromMs: 0, toMs: 10_000 }]);
    const clock = new ReplayClock(10_000, 0);
    const { pass } = played(clock, [voice, camera]);
    clock.play(0);
    pass(2_000);
    expect(voice.rate).toBe(0);
    expect(Math.abs(driftMs(clock, camera))).toBeLessThan(2);
    camera.ready = false;
    pass(1_000);
    expect(clock.now.waiting).toBe(true);
    camera.ready = true;
    pass(5_000);
    expect(voice.rate).toBe(1);
    expect(Math.abs(driftMs(clock, voice))).toBeLessThan(100);
  });

  it('comes to its end though what leads stands shortly before it, or was over already', () => {
    const whole = [{ fromMs: 0, toMs: 40_007 }];
    const short = new FakeDeck(whole);
    short.holes = [{ fromMs: 39_930, toMs: 40_007 }];
    const beside = [new FakeDeck([{ fromMs: 0, toMs: 39_900 }]), new FakeDeck(whole)];
    for (const decks of [[short], beside]) {
      const clock = new ReplayClock(40_007, 0);
      const { pass } = played(clock, decks);
      clock.play(0);
      pass(39_000);
      expect(clock.now.ended).toBe(false);
      pass(3_000);
      expect(clock.now).toEqual({ atMs: 40_007, playing: false, waiting: false, ended: true });
    }
  });

  it('is over for whoever jumps to its last moment, wherever that is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 300 }), (lackMs, beforeMs) => {
        const voice = new FakeDeck([{ fromMs: 0, toMs: 40_000 }], 200);
        const camera = new FakeDeck([{ fromMs: 0, toMs: 40_000 - lackMs }], 200);
        const clock = new ReplayClock(40_000, 0);
        const { pass, nowMs } = played(clock, [voice, camera]);
        clock.play(0);
        pass(1_000);
        clock.seek(40_000 - beforeMs, nowMs());
        pass(4_000);
        expect(clock.now).toMatchObject({ ended: true, playing: false });
      }),
    );
  });

  it('goes on behind a hole between two stretches, which no element passes by itself', () => {
    const pieces = [
      { fromMs: 0, toMs: 3_000 },
      { fromMs: 3_000, toMs: 8_000 },
    ];
    const voice = new FakeDeck(pieces);
    voice.holes = [{ fromMs: 2_930, toMs: 3_000 }];
    const clock = new ReplayClock(8_000, 0);
    const { pass } = played(clock, [voice]);
    clock.play(0);
    pass(10_000);
    expect(clock.now.ended).toBe(true);
  });

  it('asks a resting element for a moment once', () => {
    const camera = new FakeDeck([{ fromMs: 0, toMs: 10_000 }]);
    camera.seek = (ms) => {
      camera.atMs = ms + 70;
      camera.seeks += 1;
    };
    const clock = new ReplayClock(10_000, 0);
    const { pass, nowMs } = played(clock, [camera]);
    clock.seek(4_000, nowMs());
    pass(2_000);
    expect(camera.seeks).toBe(1);
  });

  it('leaves where it was still on its way to as soon as somebody wants to be elsewhere', () => {
    const pieces = [{ fromMs: 0, toMs: 60_000 }];
    const [voice, camera] = [new FakeDeck(pieces, 5_000), new FakeDeck(pieces, 5_000)];
    const clock = new ReplayClock(60_000, 0);
    const { pass, nowMs } = played(clock, [voice, camera]);
    clock.play(0);
    pass(200);
    clock.seek(10_000, nowMs());
    pass(200);
    clock.seek(40_000, nowMs());
    pass(100);
    expect([voice.atMs, camera.atMs]).toEqual([40_000, 40_000]);
    pass(1_000);
    expect([voice.seeks, camera.seeks]).toEqual([2, 2]);
  });

  it('keeps pictures within what nobody notices, however slowly they seek and from wherever it starts', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 900 }),
        fc.integer({ min: 0, max: 50_000 }),
        fc.constantFrom(0.75, 1, 1.5, 2),
        (seekTakesMs, startMs, rate) => {
          const pieces = [
            { fromMs: 0, toMs: 20_000 },
            { fromMs: 21_000, toMs: 100_000 },
          ];
          const [voice, camera] = [
            new FakeDeck([{ fromMs: 0, toMs: 100_000 }]),
            new FakeDeck(pieces, seekTakesMs),
          ];
          const clock = new ReplayClock(100_000, 0);
          clock.setRate(rate);
          const { pass, nowMs } = played(clock, [voice, camera]);
          clock.play(0);
          pass(1_000);
          clock.seek(startMs, nowMs());
          pass(20_000);
          if (placeOf(pieces, clock.now.atMs).state === 'missing') return;
          expect(Math.abs(driftMs(clock, camera))).toBeLessThan(160);
        },
      ),
      { numRuns: 60 },
    );
  });
});
