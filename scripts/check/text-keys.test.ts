import { expect, it } from 'vitest';
import { checkTexts, compareTables } from './text-keys.ts';

const compare = (chinese: Record<string, string>, english: Record<string, string>) =>
  compareTables('t', chinese, english);

it('names a key that one language lacks, an empty sentence, and other parameters', () => {
  expect(compare({ a: '甲' }, {})).toEqual([expect.stringContaining('"a" has no English')]);
  expect(compare({}, { a: 'A' })).toEqual([expect.stringContaining('"a" has no Chinese')]);
  expect(compare({ a: ' ' }, { a: 'A' })).toEqual([expect.stringContaining('"a" is empty')]);
  expect(compare({ a: '{n} 间' }, { a: '{count} rooms' })).toEqual([expect.stringContaining('parameters')]);
  expect(compare({ a: '{n} 间' }, { a: 'rooms' })).toHaveLength(1);
});

it('allows parameters in another order', () => {
  expect(compare({ a: '{n}/{m}' }, { a: '{m} of {n}' })).toEqual([]);
});

it('holds for the tables as they are', async () => {
  expect(await checkTexts()).toMatchObject({ passed: true, detail: '' });
});
