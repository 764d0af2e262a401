import { describe, expect, it } from 'vitest';
import { lastLine, readReport } from './summary.ts';

const test = (status: string, fullName = 'a test') => ({ status, fullName });
const file = (name: string, status: string, statuses: string[]) => ({
  name: `/x/${name}`,
  status,
  assertionResults: statuses.map((each) => test(each, `${name} ${each}`)),
});
const read = (...testResults: object[]) => readReport(JSON.stringify({ testResults }));

describe('readReport', () => {
  it('counts a file that broke before its first test, or outside of any, as one failure', () => {
    expect(read(file('shared/a.test.ts', 'failed', [])).total).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(read(file('shared/a.test.ts', 'failed', ['passed'])).total).toEqual({
      passed: 1,
      failed: 1,
      skipped: 0,
    });
  });

  it('does not count a failed test twice', () => {
    expect(read(file('shared/a.test.ts', 'failed', ['failed', 'passed'])).total.failed).toBe(1);
  });

  it('calls everything skipped that neither passed nor failed, and names it', () => {
    const report = read(file('test/e2e/a.spec.ts', 'passed', ['pending', 'skipped', 'todo', 'passed']));
    expect(report.total).toEqual({ passed: 1, failed: 0, skipped: 3 });
    expect(report.skippedNames).toHaveLength(3);
  });

  it('sorts files to their projects', () => {
    const report = read(
      file('shared/a.test.ts', 'passed', ['passed']),
      file('server/b.test.ts', 'passed', ['passed']),
      file('test/contract/c.test.ts', 'failed', ['failed']),
    );
    expect([...report.byProject]).toEqual([
      ['unit', { passed: 2, failed: 0, skipped: 0 }],
      ['contract', { passed: 0, failed: 1, skipped: 0 }],
    ]);
  });
});

it('writes the line that machines read', () => {
  expect(lastLine({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
  expect(lastLine({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped');
});
