import { expect, it } from 'vitest';
import { localDate } from '../../../shared/kernel/time.ts';
import { type LinkInput, linkFields } from '../../../shared/link.ts';
import { leadRatio, linkGraph } from './link-graph.model.ts';

const id = (n: number) => `018f0000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const today = localDate.parse('2026-09-16');
let count = 100;
const link = (from: number, to: number, more: Partial<LinkInput> = {}) => {
  count += 1;
  return {
    id: id(count),
    version: 1,
    fields: linkFields.parse({
      fromSchoolId: id(from),
      toSchoolId: id(to),
      needId: null,
      subject: '音乐',
      grade: '',
      periodsPerWeek: 2,
      label: '',
      ...more,
    }),
  };
};
const graphOf = (...links: ReturnType<typeof link>[]) =>
  linkGraph(links, (school) => school.slice(-2), today);

it('draws one line for a pair, however many links it has, and adds up their periods', () => {
  const graph = graphOf(
    link(1, 11),
    link(1, 11, { subject: '美术', periodsPerWeek: 1 }),
    link(1, 12),
    link(2, 12),
  );
  expect(graph.leads.map((each) => [each.name, each.count])).toEqual([
    ['01', 2],
    ['02', 1],
  ]);
  expect(graph.led.map((each) => [each.name, each.count])).toEqual([
    ['11', 1],
    ['12', 2],
  ]);
  expect(graph.edges.map((each) => [each.from.name, each.to.name, each.periodsPerWeek])).toEqual([
    ['01', '11', 3],
    ['01', '12', 2],
    ['02', '12', 2],
  ]);
  expect(leadRatio(graph)).toBe(1.5);
});

it('leaves out what is only offered, has ended or is not yet', () => {
  const graph = graphOf(
    link(1, 11, { status: { state: 'offered', by: 'leading' } }),
    link(1, 12, { status: { state: 'ended', reason: 'x' } }),
    link(1, 13, { fromDate: '2026-09-17' }),
  );
  expect([graph.leads, graph.led, graph.edges]).toEqual([[], [], []]);
  expect(leadRatio(graph)).toBeNull();
});
