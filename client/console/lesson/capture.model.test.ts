import { expect, it } from 'vitest';
import { constraintsOf, loudness, troubleOf } from './capture.model.ts';

it('has words for every way in which a device fails, known or not', () => {
  expect(troubleOf('NotAllowedError')).toBe('denied');
  expect(troubleOf('NotFoundError')).toBe('missing');
  expect(troubleOf('NotReadableError')).toBe('busy');
  expect(troubleOf('TypeError')).toBe('insecure');
  expect(troubleOf('')).toBe('unknown');
});

it('never insists on a remembered device', () => {
  expect(JSON.stringify(constraintsOf('camera', 'old'))).not.toContain('exact');
  expect(constraintsOf('microphone', null)).not.toHaveProperty('audio.deviceId');
});

it('shows silence as nothing and the loudest as full', () => {
  expect(loudness(new Float32Array(0))).toBe(0);
  expect(loudness(new Float32Array(64))).toBe(0);
  expect(loudness(new Float32Array(64).fill(1))).toBe(1);
  expect(loudness(new Float32Array(64).fill(0.1))).toBeCloseTo(2 / 3);
});
