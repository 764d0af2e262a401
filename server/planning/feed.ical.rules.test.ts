import fc from 'fast-check';
import { expect, test } from 'vitest';
import { zone } from '../../shared/kernel/time.ts';
import { instantOfIcal, readIcal } from '../../test/support/ical.ts';
import { type IcalEvent, icalendar } from './feed.ical.rules.ts';

const MINUTE_MS = 60_000;
const event: IcalEvent = {
  uid: '018f@sanketang',
  sequence: 3,
  changedAtMs: Date.parse('2026-09-16T01:02:03Z'),
  startAtMs: Date.parse('2026-09-16T02:00:00Z'),
  endAtMs: Date.parse('2026-09-16T02:40:00Z'),
  zone: zone.parse('Asia/Shanghai'),
  summary: '音乐 三年级',
  location: '中心小学 一号教室',
  description: '主讲：李老师',
  cancelled: false,
};

test('a lesson as calendars read it', () => {
  const calendar = readIcal(icalendar('李老师 课表', [event, { ...event, uid: 'b', cancelled: true }]));
  expect(calendar.properties.get('VERSION')).toBe('2.0');
  expect(calendar.properties.get('X-WR-CALNAME')).toBe('李老师 课表');
  const [clocks, held, off] = calendar.parts;
  expect(clocks?.parts.map((each) => [...each.properties.values()])).toEqual([
    ['20260915T100000', '+0800', '+0800'],
  ]);
  expect(Object.fromEntries(held?.properties ?? [])).toEqual({
    UID: '018f@sanketang',
    SEQUENCE: '3',
    DTSTAMP: '20260916T010203Z',
    'LAST-MODIFIED': '20260916T010203Z',
    'DTSTART;TZID=Asia/Shanghai': '20260916T100000',
    'DTEND;TZID=Asia/Shanghai': '20260916T104000',
    SUMMARY: '音乐 三年级',
    LOCATION: '中心小学 一号教室',
    DESCRIPTION: '主讲：李老师',
    STATUS: 'CONFIRMED',
    TRANSP: 'OPAQUE',
  });
  expect(off?.properties.get('STATUS')).toBe('CANCELLED');
});

test('an empty calendar is one too', () => {
  expect(readIcal(icalendar('空', [])).parts).toEqual([]);
});

const words = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 120 }),
  fc
    .array(fc.constantFrom('，', ';', '\\', '\n', '课', '😀', 'n', ','), { maxLength: 90 })
    .map((all) => all.join('')),
);
/** What a reader gets back: a line's end is one kind only, and other signs of control have no place in a calendar. */
const kept = (text: string) => text.replaceAll(/\r\n|\r/g, '\n').replaceAll(/(?!\n)\p{Cc}/gu, '');

test('whatever is written comes back whole, in lines that no reader refuses', () => {
  fc.assert(
    fc.property(words, words, (summary, description) => {
      const calendar = readIcal(icalendar(summary, [{ ...event, summary, description }]));
      expect(calendar.properties.get('X-WR-CALNAME')).toBe(kept(summary));
      const read = calendar.parts[1]?.properties;
      expect(read?.get('SUMMARY')).toBe(kept(summary));
      expect(read?.get('DESCRIPTION') ?? '').toBe(kept(description));
    }),
  );
});

test('every time means the same instant to whoever knows only the calendar, over changes of the clock too', () => {
  const zones = [
    'Asia/Shanghai',
    'America/New_York',
    'Australia/Lord_Howe',
    'Africa/Casablanca',
    'Asia/Kathmandu',
  ];
  const firstMs = Date.parse('2026-01-01T00:00:00Z');
  const moments = fc.array(
    fc.record({
      minutes: fc.nat({ max: 700 * 1440 }),
      zone: fc.constantFrom(...zones.map((each) => zone.parse(each))),
    }),
    { minLength: 1, maxLength: 12 },
  );
  fc.assert(
    fc.property(moments, (all) => {
      const events = all.map(({ minutes, zone: at }, index) => {
        const startAtMs = firstMs + minutes * MINUTE_MS;
        return { ...event, uid: String(index), startAtMs, endAtMs: startAtMs + 40 * MINUTE_MS, zone: at };
      });
      const calendar = readIcal(icalendar('x', events));
      for (const each of events) {
        const read = calendar.parts.find((part) => part.properties.get('UID') === each.uid);
        const readMs = read && instantOfIcal(calendar, read, 'DTSTART');
        // An hour that comes twice has one name: a reader may take either.
        if (readMs !== each.startAtMs && isOnceOnly(each.startAtMs, each.zone))
          throw new Error(`${each.zone} ${new Date(each.startAtMs).toISOString()}`);
      }
    }),
  );
});

/** Whether no other instant within two hours shows the same time on the wall. */
function isOnceOnly(atMs: number, inZone: string): boolean {
  const wall = (ms: number) => new Date(ms).toLocaleString('en', { timeZone: inZone });
  return [-60, -30, 30, 60].every((minutes) => wall(atMs + minutes * MINUTE_MS) !== wall(atMs));
}
