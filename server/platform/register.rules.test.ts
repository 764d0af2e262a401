import { describe, expect, test } from 'vitest';
import { localDate } from '../../shared/kernel/time.ts';
import { changedFields, type VersionStamp, versionInForce } from './register.rules.ts';

const day = (text: string) => localDate.parse(text);
const version = (number: number, from: string, more: Partial<VersionStamp> = {}): VersionStamp => ({
  version: number,
  validFrom: day(from),
  validTo: null,
  recordedAtMs: number * 1_000,
  closed: false,
  ...more,
});
const found = (versions: readonly VersionStamp[], date: string, recordedAtMs?: number) =>
  versionInForce(versions, { date: day(date), ...(recordedAtMs === undefined ? {} : { recordedAtMs }) })
    ?.version ?? null;

describe('versionInForce', () => {
  test('nothing holds before the first day, nor from the last day on', () => {
    const versions = [version(1, '2026-09-01', { validTo: day('2026-09-03') })];
    expect(found([], '2026-09-01')).toBeNull();
    expect(found(versions, '2026-08-31')).toBeNull();
    expect(found(versions, '2026-09-02')).toBe(1);
    expect(found(versions, '2026-09-03')).toBeNull();
  });

  test('a newer version covers the older one only where it holds', () => {
    const versions = [version(1, '2026-09-01'), version(2, '2026-10-01', { validTo: day('2026-11-01') })];
    expect(found(versions, '2026-09-30')).toBe(1);
    expect(found(versions, '2026-10-01')).toBe(2);
    expect(found(versions, '2026-11-01')).toBe(1);
  });

  test('what was recorded later is not known before', () => {
    const versions = [version(1, '2026-09-01'), version(2, '2026-09-01')];
    expect(found(versions, '2026-09-05', 999)).toBeNull();
    expect(found(versions, '2026-09-05', 1_999)).toBe(1);
    expect(found(versions, '2026-09-05', 2_000)).toBe(2);
  });

  test('a closed version hides the entry from its day on', () => {
    const versions = [version(2, '2026-10-01', { closed: true }), version(1, '2026-09-01')];
    expect(found(versions, '2026-09-30')).toBe(1);
    expect(found(versions, '2026-10-01')).toBeNull();
  });
});

test('changedFields names what differs, was added or was taken away', () => {
  expect(
    changedFields({ a: 1, b: [1], c: 'x', e: { x: 1, y: 2 } }, { a: 1, b: [2], d: null, e: { y: 2, x: 1 } }),
  ).toEqual(['b', 'c', 'd']);
});
