import { expect, it } from 'vitest';
import type { ReportGraph } from '../../../shared/coverage/report.ts';
import { columnsOf, leadRatio, lineWidthPx, namedEdges } from './graph.model.ts';

const node = (schoolId: string, leadsCount: number) => ({
  schoolId,
  schoolName: schoolId.toUpperCase(),
  leadsCount,
});
const edge = (fromSchoolId: string, toSchoolId: string, validCount: number) => ({
  fromSchoolId,
  toSchoolId,
  validCount,
  plannedCount: 10,
});
const graph = {
  nodes: [node('x', 0), node('b', 1), node('a', 2), node('y', 0)],
  edges: [edge('b', 'x', 0), edge('a', 'y', 9), edge('a', 'x', 3)],
} as unknown as ReportGraph;

it('shares out what a school led, and claims nothing of one that led nothing', () => {
  expect(namedEdges(graph).map(({ from, to, shareRatio }) => [from, to, shareRatio])).toEqual([
    ['A', 'Y', 0.75],
    ['A', 'X', 0.25],
    ['B', 'X', null],
  ]);
});

it('has a ratio only while somebody leads', () => {
  expect(leadRatio(graph)).toBe(1.5);
  expect(leadRatio({ nodes: [] })).toBeNull();
});

it('draws a line as wide as its lessons, and thin where there was none', () => {
  expect([lineWidthPx(0, 0), lineWidthPx(0, 9), lineWidthPx(9, 9)]).toEqual([1, 1, 8]);
});

it('puts who leads most first, and who is led beside those who lead them', () => {
  const { leads, led, heightPx } = columnsOf(graph);
  expect(leads.map(({ schoolName, y }) => [schoolName, y])).toEqual([
    ['A', 0.25],
    ['B', 0.75],
  ]);
  expect(led.map(({ schoolName }) => schoolName)).toEqual(['Y', 'X']);
  expect(heightPx).toBeGreaterThan(0);
});
