import { describe, expect, it } from 'vitest';
import { type RoomQuality, roomQuality } from '../../../shared/quality.ts';
import { idOf } from '../lesson-card.fixture.ts';
import { receptionOf } from './quality.model.ts';

const camera = {
  source: 'camera',
  layer: 2,
  bitrateBps: 1_500_000,
  lossRatio: 0,
  framesPerSecond: 24.6,
  height: 720,
  frozenMs: 0,
} as const;
const voice = { ...camera, source: 'voice', layer: null, height: null, framesPerSecond: null } as const;
const sample = (...received: readonly object[]): RoomQuality =>
  roomQuality.parse({
    roomId: idOf(1),
    connectionId: idOf(2),
    sampledAtMs: 1_000_000,
    roundTripMs: 12,
    received,
  });

describe('receptionOf', () => {
  it('claims nothing without a fresh report', () => {
    expect(receptionOf(undefined, 0)).toEqual({ state: 'unknown' });
    expect(receptionOf(sample(camera), 1_015_001)).toEqual({ state: 'unknown' });
    expect(receptionOf(sample(), 1_000_000)).toEqual({ state: 'unknown' });
  });
  it('takes the step and its reason from the server where it says them', () => {
    const told = { ...sample(voice, camera), ladder: { step: 3, reason: 'saving' } as const };
    expect(receptionOf(told, 1_000_000)).toMatchObject({ step: 3, reason: 'saving' });
    expect(receptionOf(sample(voice, camera), 1_000_000)).toMatchObject({ step: 5, reason: null });
  });
  it('does not count what stands still', () => {
    expect(receptionOf(sample({ ...camera, bitrateBps: 0 }), 1_000_000)).toMatchObject({
      step: 0,
      camera: null,
      line: 'smooth',
    });
  });
  it.each([
    [[voice], 1],
    [[voice, { ...camera, source: 'content', layer: 1 }], 2],
    [[{ ...camera, layer: 0 }], 3],
    [[{ ...camera, layer: 1 }], 4],
    [[camera, voice], 5],
    [[{ ...camera, layer: null, height: 360 }], 4],
  ])('names the step of %j', (received, step) => {
    expect(receptionOf(sample(...received), 1_000_000)).toMatchObject({ step });
  });
  it('judges the line by its worst stream', () => {
    const line = (...received: readonly object[]) => receptionOf(sample(...received), 1_000_000);
    expect(line(camera, { ...voice, lossRatio: 0.02 })).toMatchObject({ line: 'lossy', lossRatio: 0.02 });
    expect(line(camera, { ...voice, lossRatio: 0.2 })).toMatchObject({ line: 'bad' });
    expect(line({ ...camera, frozenMs: 1500 })).toMatchObject({ line: 'frozen' });
  });
});
