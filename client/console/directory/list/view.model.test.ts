import { describe, expect, it } from 'vitest';
import {
  isFiltered,
  nextSort,
  paramsOf,
  queryOf,
  readSaved,
  viewOf,
  viewParams,
  withSaved,
  withView,
} from './view.model.ts';

describe('a view in the address', () => {
  it('takes nothing that makes no sense', () => {
    const params = new URLSearchParams(
      'tab=rooms&date=2026-02-31&closed=yes&regionId=1&search=yx&sort=-name',
    );
    expect(viewOf(params)).toEqual({ search: 'yx', sort: '-name' });
    expect(isFiltered(viewOf(new URLSearchParams('sort=name')))).toBe(false);
  });
  it('changes what it is told and leaves the rest', () => {
    const next = paramsOf(new URLSearchParams('tab=rooms&search=a&sort=name'), {
      search: '',
      date: '2026-09-01',
    });
    expect(next.toString()).toBe('tab=rooms&sort=name&date=2026-09-01');
    expect(viewParams(next)).toBe('date=2026-09-01&sort=name');
  });
  it('asks for a value only of the field that the register is filtered by', () => {
    expect(queryOf({ value: 'central', search: 'x' }, 'kind')).toEqual({
      search: 'x',
      field: 'kind',
      value: 'central',
    });
    expect(queryOf({ value: 'central' }, undefined)).toEqual({});
  });
  it('turns the order of a column round, then leaves it', () => {
    expect([nextSort(undefined, 'name'), nextSort('name', 'name'), nextSort('-name', 'name')]).toEqual([
      'name',
      '-name',
      undefined,
    ]);
    expect(nextSort('-kind', 'name')).toBe('name');
  });
});

describe('saved views', () => {
  it('are none when what was kept cannot be read', () => {
    for (const text of [null, '', '{', '{}', '[{"name":""}]', '[1]']) expect(readSaved(text)).toEqual([]);
  });
  it('replace one of the same name, and lose the oldest of too many', () => {
    const many = Array.from({ length: 20 }, (_, index) => ({ name: `${index}`, params: '' }));
    const next = withSaved(many, { name: '7', params: 'sort=name' });
    expect(next).toHaveLength(20);
    expect(next.at(-1)).toEqual({ name: '7', params: 'sort=name' });
    expect(withSaved(many, { name: 'x', params: '' }).map(({ name }) => name)).not.toContain('0');
    expect(readSaved(JSON.stringify(next))).toEqual(next);
  });
});

it('puts a kept view in the place of another, and stays on its page', () => {
  const params = new URLSearchParams('view=bells&search=ljg&date=2026-09-01');
  expect(withView(params, 'sort=name')).toBe('view=bells&sort=name');
  expect(withView(params, '')).toBe('view=bells');
});
