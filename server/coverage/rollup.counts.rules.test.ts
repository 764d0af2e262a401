import { expect, test } from 'vitest';
import { unservedCause } from '../../shared/coverage/cause.ts';
import { measureNames, noMeasures } from '../../shared/coverage/measures.ts';
import { addTally, readCounts, toCounts, writeCounts } from './rollup.counts.rules.ts';

const tally = {
  measures: { ...noMeasures, needCount: 3, workingPersonCount: -1 },
  causes: { line: 2 },
};

test('counts are read as they were written, and nothing is little', () => {
  expect(readCounts(writeCounts(toCounts(tally)))).toEqual(tally);
  const nothing = { measures: noMeasures, causes: {} };
  expect(writeCounts(toCounts(nothing))).toBe('[[],[]]');
  expect(readCounts('[[],[]]')).toEqual(nothing);
});

test('what was kept before a measure was known has none of it, and of one that has gone nothing is said', () => {
  expect(readCounts('[[7],[]]')).toEqual({ measures: { ...noMeasures, needCount: 7 }, causes: {} });
  const longer = [
    [...measureNames.map(() => 1), 9],
    [...unservedCause.options.map(() => 0), 9],
  ];
  expect(readCounts(JSON.stringify(longer)).causes).toEqual({});
});

test('the places of what is kept never change: new measures stand at the end', () => {
  expect(measureNames.slice(0, 6)).toEqual([
    ...['needCount', 'servedNeedCount', 'neededFifths', 'deliveredFifths'],
    ...['needingPointCount', 'servedPointCount'],
  ]);
  expect(measureNames.indexOf('workingPersonCount')).toBe(54);
});

test('tallies add up, and a cause that comes to nothing is not named', () => {
  expect(addTally(tally, { ...tally, causes: { line: -2, power: 1 } })).toEqual({
    measures: { ...noMeasures, needCount: 6, workingPersonCount: -2 },
    causes: { power: 1 },
  });
});
