import { expect, it } from 'vitest';
import { periodHolding, periodKind } from '../../../shared/coverage/period.ts';
import { localDate } from '../../../shared/kernel/time.ts';
import {
  askedPlace,
  dateFor,
  neighbour,
  readIndicator,
  readPlace,
  readTab,
  writePlace,
} from './place.model.ts';

const day = (text: string) => localDate.parse(text);
const today = day('2026-11-22');
const id = '018f0000-0000-7000-8000-000000000001';
const read = (query: string) => readPlace(new URLSearchParams(query), today);
const spring = { from: day('2026-02-23'), to: day('2026-07-12') };
const autumn = { from: day('2026-08-31'), to: day('2027-01-24') };
const terms = [autumn, spring];

it('takes what an address cannot mean for everything and this month', () => {
  const usual = { scope: null, kind: 'month', date: today };
  for (const query of [
    '',
    'scope=region',
    'scope=room:x',
    `scope=town:${id}`,
    'kind=decade',
    'date=2026-02-30',
  ])
    expect(read(query)).toEqual(usual);
  expect(readTab(new URLSearchParams('tab=secrets'))).toBe('indicators');
  expect(readIndicator(new URLSearchParams('by=silentPoints'))).toBe('needWeighted');
  expect(readIndicator(new URLSearchParams('by=punctuality'))).toBe('punctuality');
});

it('reads back what it wrote, and asks the server for that', () => {
  const place = { scope: { kind: 'school', id }, kind: 'week', date: day('2026-03-02') };
  const written = new URLSearchParams(`scope=school:${id}&kind=week&date=2026-03-02`);
  expect(readPlace(written, today)).toEqual(place);
  expect(new URLSearchParams(writePlace(readPlace(written, today))).toString()).toBe(written.toString());
  expect(askedPlace(readPlace(written, today))).toEqual({
    scopeKind: 'school',
    scopeId: id,
    kind: 'week',
    date: '2026-03-02',
  });
  expect(askedPlace(read(''))).toEqual({ kind: 'month', date: today });
});

it('goes to the neighbours without a gap, and never to what is still to come', () => {
  for (const kind of periodKind.options.filter((each) => each !== 'term')) {
    const period = periodHolding(kind, day('2025-11-19'), []) ?? expect.unreachable();
    const [before, after] = (['before', 'after'] as const).map((step) =>
      neighbour(period, step, { today, terms }),
    );
    expect(periodHolding(kind, before ?? today, [])?.to).toBe(before);
    expect(periodHolding(kind, after ?? today, [])?.from).toBe(after);
    const running = periodHolding(kind, today, []) ?? expect.unreachable();
    expect(neighbour(running, 'after', { today, terms })).toBeNull();
  }
});

it('steps over holidays from term to term', () => {
  const term = (of: typeof spring) => ({ kind: 'term' as const, ...of });
  expect(neighbour(term(spring), 'after', { today, terms })).toBe(autumn.from);
  expect(neighbour(term(autumn), 'before', { today, terms })).toBe(spring.from);
  expect(neighbour(term(spring), 'before', { today, terms })).toBeNull();
  expect(neighbour(term(autumn), 'after', { today, terms })).toBeNull();
  expect(neighbour(term(spring), 'after', { today: day('2026-08-30'), terms })).toBeNull();
});

it('stays at today when another kind is chosen while today is shown, and finds the last term in holidays', () => {
  const november = periodHolding('month', today, []);
  expect(dateFor('day', { period: november, date: day('2026-11-01'), today }, terms)).toBe(today);
  const march = periodHolding('month', day('2026-03-10'), []);
  expect(dateFor('week', { period: march, date: day('2026-03-10'), today }, terms)).toBe('2026-03-10');
  const inHolidays = { period: null, date: day('2026-08-01'), today };
  expect(dateFor('term', inHolidays, terms)).toBe(spring.to);
  expect(dateFor('term', inHolidays, [])).toBe('2026-08-01');
});
