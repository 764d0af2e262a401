import { describe, expect, it } from 'vitest';
import { delaysOfBeats } from './beats.ts';

const beats = (flashAtMs: readonly number[], toneAtMs: readonly number[]) => ({ flashAtMs, toneAtMs });

describe('the delays of beats', () => {
  it('are none where one end noted nothing, or too late', () => {
    expect(delaysOfBeats(beats([], []), beats([1], [1]), 2000)).toEqual([]);
    expect(delaysOfBeats(beats([0], [0]), beats([100], []), 2000)).toEqual([]);
    expect(delaysOfBeats(beats([0], [0]), beats([1000], [100]), 2000)).toEqual([]);
  });

  it('leave out how far camera and microphone were apart', () => {
    const sent = beats([0, 2000, 4000], [700, 2701, 4702]);
    const received = beats([200, 2210, 4220], [850, 2851, 4852]);
    expect(delaysOfBeats(sent, received, 2000)).toEqual([
      { pictureMs: 200, soundMs: 150 },
      { pictureMs: 210, soundMs: 150 },
      { pictureMs: 220, soundMs: 150 },
    ]);
  });

  it('skip a beat that was missed and go on with the next', () => {
    const sent = beats([0, 2000], [0, 2000]);
    expect(delaysOfBeats(sent, beats([2100], [150, 2150]), 2000)).toEqual([{ pictureMs: 100, soundMs: 150 }]);
  });
});
