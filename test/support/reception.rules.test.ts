import { describe, expect, it } from 'vitest';
import { receptionOf } from './reception.rules.ts';
import type { Counters, ReceptionLook } from './reception.ts';

const look = (second: number, camera: Counters, voice: Counters = {}): ReceptionLook => ({
  atMs: 1000 * second,
  roundTripMs: 200,
  receivedBytes: 0,
  camera: { packetsReceived: second * 100, frameHeight: 360, ...camera },
  voice: { packetsReceived: second * 50, totalSamplesReceived: second * 48_000, ...voice },
});

describe('receptionOf', () => {
  it('says nothing of a moment', () => {
    expect(receptionOf([])).toBeNull();
    expect(receptionOf([look(1, {}), look(1, {})])).toBeNull();
  });

  it('counts a second as seen only with enough pictures of enough size', () => {
    const reception = receptionOf([
      look(0, { framesDecoded: 0 }),
      look(1, { framesDecoded: 30 }),
      look(2, { framesDecoded: 44 }),
      look(3, { framesDecoded: 74, frameHeight: 180 }),
      look(4, { framesDecoded: 104, totalFreezesDuration: 1, freezeCount: 2 }),
    ]);
    expect(reception).toMatchObject({ seconds: 4, seenRatio: 0.5, frozenRatio: 0.25, freezeCount: 2 });
    expect(reception?.framesPerSecond).toEqual([30, 14, 30, 30]);
  });

  it('takes a stream that is not there for nothing seen and nothing heard', () => {
    const gone = { atMs: 1000, roundTripMs: null, receivedBytes: 0, camera: {}, voice: {} };
    expect(receptionOf([look(0, {}), gone])).toMatchObject({ seenRatio: 0, concealedRatio: 1 });
  });

  it('does not count silence that was invented where nobody spoke', () => {
    const reception = receptionOf([
      look(0, {}),
      look(10, {}, { concealedSamples: 9600, silentConcealedSamples: 4800 }),
    ]);
    expect(reception?.concealedRatio).toBeCloseTo(0.01);
  });

  it('begins to count anew with new transports', () => {
    const reception = receptionOf([
      look(10, { framesDecoded: 300, freezeCount: 5 }),
      {
        ...look(11, { framesDecoded: 20, freezeCount: 1 }),
        camera: { packetsReceived: 60, framesDecoded: 20, freezeCount: 1 },
      },
    ]);
    expect(reception).toMatchObject({ framesPerSecond: [20], freezeCount: 1 });
  });
});
