import { describe, expect, it, test } from 'vitest';
import { localDate } from '../../../shared/kernel/time.ts';
import { csvAddress, factsShown, questionOf, readFilter, unnamedKey } from './audit.model.ts';

const today = localDate.parse('2026-09-10');
const read = (address: string) => readFilter(new URLSearchParams(address), today);

describe('the filter in the address', () => {
  test.each([
    'from=yesterday&to=2026-13-40',
    `actorId=${encodeURIComponent('<script>')}&subjectId=${'x'.repeat(65)}`,
    'unknown=1',
  ])('is the last week when %s makes no sense', (address) => {
    expect(read(address)).toEqual({ from: '2026-09-04', to: today, search: '', actorId: '', subjectId: '' });
  });

  it('comes back from what was put there, and asks only what is said', () => {
    const filter = read('from=2026-09-01&to=2026-09-02&search=张+三&actorId=a-1');
    expect(questionOf(filter)).toEqual({
      from: '2026-09-01',
      to: '2026-09-02',
      search: '张 三',
      actorId: 'a-1',
    });
    expect(questionOf(read('search=+'))).toEqual({ from: '2026-09-04', to: today });
    const again = new URLSearchParams(questionOf(filter) as Record<string, string>);
    expect(readFilter(again, today)).toEqual(filter);
    expect(csvAddress(filter, 'en')).toBe(
      '/api/audit.csv?from=2026-09-01&to=2026-09-02&search=%E5%BC%A0+%E4%B8%89&actorId=a-1&locale=en',
    );
  });
});

it('shows facts that tell something', () => {
  const facts = {
    fields: 'name, kind',
    version: 3,
    from: '2026-09-01',
    roomId: '01977425-6fe1-7000-8000-0000000493e1',
  };
  expect(factsShown({ facts })).toEqual({
    fields: ['name', 'kind'],
    others: [
      { name: 'version', value: 3 },
      { name: 'from', value: '2026-09-01' },
    ],
  });
  expect(factsShown({ facts: {} })).toEqual({ fields: [], others: [] });
  expect(factsShown({ facts: { roomIdsCount: 3, enrolledCount: 40 } }).others).toEqual([
    { name: 'roomIds', value: 3 },
    { name: 'enrolledCount', value: 40 },
  ]);
});

it('does not say of an uploaded file that it left the directory', () => {
  expect(unnamedKey('import.open')).toBe('audit.uploaded');
  expect(unnamedKey('import.apply')).toBe('audit.uploaded');
  expect(unnamedKey('room.edit')).toBe('audit.unnamed');
  expect(unnamedKey('')).toBe('audit.unnamed');
});
