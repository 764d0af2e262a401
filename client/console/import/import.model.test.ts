import { describe, expect, it } from 'vitest';
import { type ImportState, importState } from '../../../shared/import.ts';
import { idOf } from '../lesson-card.fixture.ts';
import { columnName, fileAddress, isTooLarge, isUnderWay, problemKey, progressOf } from './import.model.ts';

const stateOf = (state: ImportState['state']): ImportState =>
  importState.parse({
    importId: idOf(1),
    kind: 'schools',
    fileName: 'a.csv',
    state,
    sample: [],
    headings: [],
    ignored: [],
  });

describe('a file on its way', () => {
  it('says nothing of what is over', () => {
    const over = stateOf({ state: 'applied', added: 1, changed: 0, unchanged: 0 });
    expect([isUnderWay(over), progressOf(over)]).toEqual([false, null]);
  });
  it('never says that all is done before it is, and no share of what is unknown', () => {
    const whole = stateOf({ state: 'applying', doneCount: 10, totalCount: 10 });
    expect([isUnderWay(whole), progressOf(whole)?.percent]).toEqual([true, 99]);
    const unknown = stateOf({ state: 'reading', doneCount: 10, totalCount: 0 });
    expect(progressOf(unknown)).toEqual({
      key: 'import.reading',
      params: { done: 10, total: 10 },
      percent: null,
    });
  });
});

describe('words', () => {
  it('has some for every problem, also for one of a newer server', () => {
    expect(problemKey('duplicate')).toBe('import.problem.duplicate');
    expect(problemKey('refused.taken')).toBe('import.problem.refused.taken');
    expect(problemKey('toString')).toBe('import.problem.invalid');
  });
  it('names columns as spreadsheets do', () => {
    expect([1, 26, 27, 52, 53, 703].map(columnName)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'AAA']);
  });
  it('refuses 100 MB before sending, and asks for files in the reader’s language', () => {
    expect([isTooLarge({ size: 100 * 1_048_576 }), isTooLarge({ size: 32 * 1_048_576 })]).toEqual([
      true,
      false,
    ]);
    expect(fileAddress('rooms', 'csv', { locale: 'en', template: true })).toBe(
      '/api/exports/rooms.csv?locale=en&template=true',
    );
  });
});
