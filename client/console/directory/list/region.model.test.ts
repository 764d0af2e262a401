import { expect, it } from 'vitest';
import { regionTree, rootOf } from './region.model.ts';

const region = (id: string, parentId: string | null) => ({ id, fields: { name: id, parentId } });

it('hangs every region that is seen below its own, and begins anew where the upper one is not seen', () => {
  expect(regionTree([])).toEqual([]);
  const tree = regionTree([region('town', 'county'), region('county', 'city'), region('away', 'nowhere')]);
  expect(tree).toEqual([
    { value: 'county', title: 'county', children: [{ value: 'town', title: 'town', children: [] }] },
    { value: 'away', title: 'away', children: [] },
  ]);
});

it('begins at the uppermost region that is seen', () => {
  expect(rootOf([])).toBeUndefined();
  expect(rootOf([region('town', 'county'), region('county', null)])?.id).toBe('county');
  expect(rootOf([region('town', 'unseen')])?.id).toBe('town');
});
