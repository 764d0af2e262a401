import { describe, expect, test } from 'vitest';
import { causeOf, type Unexplained } from './cause.ts';

type Reason = Extract<Unexplained['verdict'], { state: 'invalid' }>['reason'];
const cause = (reason: Reason, known: Partial<Unexplained> = {}) =>
  causeOf({
    cancelled: false,
    verdict: { state: 'invalid', reason },
    missing: null,
    poor: null,
    ...known,
  });

describe('why a lesson does not count', () => {
  test('one that counts or is not over has no cause, whatever went wrong', () => {
    const bad = { cancelled: false, missing: 'line', poor: 'device' } as const;
    expect(causeOf({ ...bad, verdict: { state: 'valid' } })).toBeNull();
    expect(causeOf({ ...bad, verdict: { state: 'open' } })).toBeNull();
  });

  test('a cancelled one is cancelled, whatever the log says', () => {
    expect(cause('room-absent', { cancelled: true, missing: 'power' })).toBe('cancelled');
    expect(causeOf({ cancelled: true, verdict: { state: 'open' }, missing: null, poor: null })).toBe(
      'cancelled',
    );
  });

  test('one that was not held is nobody’s line', () => {
    expect(cause('not-held', { missing: 'line' })).toBe('not-held');
    expect(cause('too-short', { missing: 'power' })).toBe('not-held');
  });

  test('missing time explains absence, a spoiled lesson explains that nobody counted', () => {
    expect(cause('room-absent', { missing: 'power', poor: 'device' })).toBe('power');
    expect(cause('connected-too-short', { missing: 'device' })).toBe('device');
    expect(cause('no-head-count', { missing: 'line', poor: 'device' })).toBe('device');
  });

  test('what nothing explains has the plainest cause', () => {
    expect(cause('room-absent')).toBe('room-offline');
    expect(cause('connected-too-short')).toBe('line');
    expect(cause('no-head-count')).toBe('nobody-there');
  });
});
