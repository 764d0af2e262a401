import { describe, expect, it } from 'vitest';
import { consumerId } from '../../shared/kernel/ids.ts';
import { createLane } from './lane.ts';
import { applyCeiling, applyWish, type Receiving } from './participant.ts';

const id = consumerId.parse('01890000-0000-7000-8000-000000000001');

/** A picture of three layers whose whole frame comes when the test lets it. */
function picture() {
  const did: string[] = [];
  let come: () => void = () => undefined;
  const consumer = {
    kind: 'video',
    type: 'simulcast',
    closed: false,
    close: () => {
      consumer.closed = true;
    },
    pause: async () => void did.push('pause'),
    resume: async () => void did.push('resume'),
    setPriority: async () => undefined,
    setPreferredLayers: async ({ spatialLayer }: { readonly spatialLayer: number }) =>
      void did.push(`layer ${spatialLayer}`),
  };
  const stream = {
    consumable: { encodings: [{}, {}, {}] },
    producer: { closed: false, score: [0, 1, 2].map((encodingIdx) => ({ encodingIdx, score: 10 })) },
    keyFramePacer: {
      note: () => undefined,
      pass: () =>
        new Promise<void>((resolve) => {
          come = resolve;
        }),
    },
  };
  const receiving = {
    consumerId: id,
    stream,
    consumer,
    layer: null,
    wish: { paused: true },
    ceiling: null,
    applied: { paused: true },
    lane: createLane(),
  } as unknown as Receiving;
  return { receiving, did, frameComes: () => come() };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a consumer that waits for a whole frame', () => {
  it('does not resume once it was told meanwhile to stay paused, by its receiver or by the ladder', async () => {
    const ends = [
      (each: Receiving) => applyWish(each, { consumerId: id, paused: true }),
      (each: Receiving) => applyCeiling(each, { consumerId: id, paused: true }),
    ];
    for (const end of ends) {
      const { receiving, did, frameComes } = picture();
      const resuming = applyWish(receiving, { consumerId: id, paused: false });
      await settled();
      const ending = end(receiving);
      frameComes();
      await Promise.all([resuming, ending]);
      expect(did).toEqual([]);
      expect(receiving.applied.paused).toBe(true);
    }
  });

  it('is left alone once it was given up', async () => {
    const { receiving, did, frameComes } = picture();
    const resuming = applyWish(receiving, { consumerId: id, paused: false, maxLayer: 1 });
    await settled();
    await applyWish(receiving, { consumerId: id, paused: true, released: true });
    frameComes();
    await resuming;
    await applyCeiling(receiving, { consumerId: id, paused: false });
    expect(did).toEqual([]);
  });

  it('takes what was said last, one after another', async () => {
    const { receiving, did, frameComes } = picture();
    const first = applyWish(receiving, { consumerId: id, paused: false, maxLayer: 2 });
    await settled();
    const second = applyWish(receiving, { consumerId: id, paused: false, maxLayer: 0 });
    await settled();
    expect(did).toEqual([]);
    frameComes();
    await first;
    await settled();
    frameComes();
    await second;
    expect(did).toEqual(['layer 2', 'resume', 'layer 0']);
  });
});
