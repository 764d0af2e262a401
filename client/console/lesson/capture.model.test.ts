import { expect, it } from 'vitest';
import { seatKey } from '../../../shared/session/session.events.ts';
import { soundConstraints } from '../../live/capture.ts';
import { constraintsOf, lecturersSound, loudness, troubleOf } from './capture.model.ts';

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

it('takes the lecturer’s sound in as the lecture room’s register has it', () => {
  const lesson = { stage: [], mode: 'interactive' as const };
  const profile = { echoCancelling: false, noiseSuppression: false, autoGain: true };
  expect(soundConstraints(lecturersSound(lesson, profile))).toMatchObject({
    echoCancellation: false,
    noiseSuppression: false,
    autoGainControl: true,
  });
  const seminar = { music: true as const, stage: [], mode: 'seminar' as const };
  expect(soundConstraints(lecturersSound(seminar, profile)).echoCancellation).toBe(false);
});

it('takes the echo out of music only where somebody else is heard', () => {
  const seat = seatKey.parse('room:01890000-0000-7000-8000-000000000001');
  const called = [{ seat, sinceMs: 1, untilMs: null }];
  const cancels = (lesson: Parameters<typeof lecturersSound>[0]) =>
    soundConstraints(lecturersSound(lesson)).echoCancellation;
  expect(cancels({ stage: [], mode: 'interactive' })).toBe(true);
  expect(cancels({ music: true, stage: [], mode: 'interactive' })).toBe(false);
  expect(cancels({ music: true, stage: called, mode: 'interactive' })).toBe(true);
  expect(cancels({ music: true, stage: [], mode: 'seminar' })).toBe(true);
});
