import { expect, test } from 'vitest';
import type { CoverageReport } from '../../shared/coverage.ts';
import { coverageInput, lesson, needSpan, result, roomAt } from '../../test/support/coverage-input.ts';
import { nth } from '../../test/support/session-log.ts';
import { coverageCsv } from './coverage.csv.ts';
import { coverageOf } from './coverage.rules.ts';

const report = (name = '石桥教学点', reason = ''): CoverageReport => {
  const point = nth.school(1);
  const status = reason === '' ? { state: 'inForce' as const } : { state: 'withdrawn' as const, reason };
  const input = coverageInput(
    { 0: 'central', 1: 'teachingPoint' },
    {
      needs: [needSpan(1, point, { periodsPerWeek: 3 }), needSpan(2, point, { subject: '英语', status })],
      lessons: [lesson(1, nth.school(0), [roomAt(1, point)])],
      results: [result(1, nth.room(1), 'valid')],
    },
  );
  const schools = new Map([...input.schools, [point, { name, kind: 'teachingPoint' as const }]]);
  return coverageOf({ ...input, schools });
};
const rows = (csv: string): string[] => csv.split('\r\n');

test('a spreadsheet reads Chinese: byte order mark, Windows line ends, headings in the asker’s language', () => {
  const csv = coverageCsv(report(), 'zh-CN');
  expect(csv.charCodeAt(0)).toBe(0xfeff);
  expect(rows(csv)[0]).toBe('\uFEFF覆盖情况 2026-03-02 至 2026-03-08');
  expect(rows(csv)).toContain('石桥教学点,音乐,三年级,3,1,1,school 0,');
  expect(coverageCsv(report(), 'en')).toContain('Coverage 2026-03-02 to 2026-03-08');
});

test('figures carry numerator, denominator and percent as bare numbers', () => {
  const lines = rows(coverageCsv(report(), 'en'));
  expect(lines).toContain('Need-weighted coverage (periods),1,5,20');
  expect(lines).toContain('Delivery rate (held ÷ planned),1,1,100');
  expect(lines).toContain('2026-03-03,音乐,三年级,school 0,石桥教学点,no,yes,yes,40,40,18,20');
});

test('nothing to count is an empty percent, never a number', () => {
  const empty = coverageOf(coverageInput({}, {}));
  expect(rows(coverageCsv(empty, 'en'))).toContain('Need-weighted coverage (periods),0,0,');
});

test.each(['=1+2', '+1', '-1', '@SUM(A1)', '\t=1', '=cmd|"/c calc"!A1', '＝1'])(
  'a name that a spreadsheet would run as a formula (%j) stays text',
  (name) => {
    const csv = coverageCsv(report(name, name), 'zh-CN');
    for (const cell of csv.slice(1).split(/[\r\n,]+/)) expect(cell).not.toMatch(/^"?[=+\-@\t＝]/);
    expect(csv).toContain(`'${name.replaceAll('"', '""')}`);
  },
);

test('quotes, commas and line ends in a name stay within its cell', () => {
  expect(coverageCsv(report('甲,"乙"\n丙'), 'zh-CN')).toContain('"甲,""乙""\n丙"');
});
