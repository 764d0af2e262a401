import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  daysBetween,
  instantOf,
  type LocalDate,
  localDate,
  startMinute,
  wallClock,
  zone,
} from './time.ts';

const shanghai = zone.parse('Asia/Shanghai');
const zones = [
  'Asia/Shanghai',
  'Asia/Urumqi',
  'Asia/Kathmandu',
  'UTC',
  'America/St_Johns',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
].map((name) => zone.parse(name));
const date = (text: string) => localDate.parse(text);
const day = fc.integer({ min: -20_000, max: 40_000 }).map((days) => addDays(date('2000-01-01'), days));

describe('values from outside', () => {
  test.each([
    ['2026-02-29'],
    ['2026-13-01'],
    ['2026-00-10'],
    ['2026-1-1'],
    ['26-01-01'],
    ['2026-01-01T00:00:00Z'],
    ['2026/01/01'],
    [' 2026-01-01'],
    [''],
    [null],
    [20260101],
  ])('%j is not a day', (text) => {
    expect(localDate.safeParse(text).success).toBe(false);
  });

  test.each([['Asia/Nowhere'], [''], ['+99:00'], ['x'.repeat(65)], [null], [8]])(
    '%j is not a zone',
    (text) => {
      expect(zone.safeParse(text).success).toBe(false);
    },
  );

  test.each([[-1], [1440], [0.5], [Number.NaN], ['10']])('%j is not a minute of a day', (minute) => {
    expect(startMinute.safeParse(minute).success).toBe(false);
  });

  test('a leap day and the last minute are', () => {
    expect(localDate.parse('2028-02-29')).toBe('2028-02-29');
    expect(startMinute.parse(1439)).toBe(1439);
  });
});

describe('wallClock and instantOf', () => {
  test('eight in the morning in Shanghai', () => {
    expect(instantOf(date('2026-09-01'), 480, shanghai)).toBe(Date.parse('2026-09-01T00:00:00Z'));
    expect(wallClock(Date.parse('2026-08-31T16:00:00Z'), shanghai)).toEqual({
      date: '2026-09-01',
      minute: 0,
    });
    expect(wallClock(Date.parse('2026-08-31T15:59:59.999Z'), shanghai)).toEqual({
      date: '2026-08-31',
      minute: 1439,
    });
  });

  test('where clocks are not changed, each is the other’s inverse', () => {
    const lasting = fc.constantFrom(...zones.filter((each) => each !== 'America/St_Johns'));
    const recent = fc.integer({ min: 0, max: 5_000 }).map((days) => addDays(date('2015-01-01'), days));
    fc.assert(
      fc.property(recent, fc.nat(1439), lasting, (on, minute, at) => {
        expect(wallClock(instantOf(on, minute, at), at)).toEqual({ date: on, minute });
      }),
    );
  });

  test('any instant’s wall clock leads back to it, or to the earlier of two that look the same', () => {
    const minutes = fc.integer({ min: 23_000_000, max: 33_000_000 });
    fc.assert(
      fc.property(minutes, fc.constantFrom(...zones), (minute, at) => {
        const instant = minute * 60_000;
        const shown = wallClock(instant, at);
        const back = instantOf(shown.date, shown.minute, at);
        expect(instant - back === 0 || instant - back === 3_600_000).toBe(true);
        expect(wallClock(back, at)).toEqual(shown);
      }),
    );
  });

  test('a skipped time is the instant after the gap, a doubled one its first', () => {
    const berlin = zone.parse('Europe/Berlin');
    expect(instantOf(date('2026-03-29'), 150, berlin)).toBe(Date.parse('2026-03-29T01:30:00Z'));
    expect(instantOf(date('2026-10-25'), 150, berlin)).toBe(Date.parse('2026-10-25T00:30:00Z'));
    expect(instantOf(date('2026-10-25'), 180, berlin)).toBe(Date.parse('2026-10-25T02:00:00Z'));
  });

  test('seconds do not count, and no system zone shines through', () => {
    const instant = Date.parse('2026-09-01T03:04:05.678Z');
    expect(wallClock(instant, zone.parse('UTC'))).toEqual({ date: '2026-09-01', minute: 184 });
    expect(wallClock(instant, zone.parse('Asia/Kathmandu'))).toEqual({ date: '2026-09-01', minute: 529 });
  });
});

describe('days', () => {
  test('months, leap years and clock changes are crossed', () => {
    expect(addDays(date('2028-02-28'), 1)).toBe('2028-02-29');
    expect(addDays(date('2026-01-01'), -1)).toBe('2025-12-31');
    expect(addDays(date('2026-03-28'), 2)).toBe('2026-03-30');
  });

  test('there and back is where it began', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -800, max: 800 }), (from, days) => {
        expect(addDays(addDays(from, days), -days)).toBe(from);
      }),
    );
  });

  test('a period has both its ends, each day once and in order; a reversed one is empty', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -5, max: 400 }), (from, days) => {
        const to = addDays(from, days);
        const between: LocalDate[] = daysBetween(from, to);
        expect(between).toHaveLength(Math.max(0, days + 1));
        if (days < 0) return;
        expect([between[0], between.at(-1)]).toEqual([from, to]);
        expect(between.every((each, index) => index === 0 || each > (between[index - 1] ?? ''))).toBe(true);
      }),
    );
  });
});
