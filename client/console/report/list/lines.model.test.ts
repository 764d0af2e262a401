import { expect, it } from 'vitest';
import { hasParts, joined, type Rows } from './lines.model.ts';

const page = (...lines: object[]) => ({ rows: { list: 'schools', lines } as unknown as Rows });

it('joins pages in their order, and is nothing before the first', () => {
  expect(joined([])).toBeNull();
  expect(joined([page({ n: 1 }), page(), page({ n: 2 })])).toEqual({
    list: 'schools',
    lines: [{ n: 1 }, { n: 2 }],
  });
});

it('knows which lists have lines that lack', () => {
  expect(hasParts('needWeighted')).toBe(true);
  expect(hasParts('silentPoints')).toBe(false);
});
