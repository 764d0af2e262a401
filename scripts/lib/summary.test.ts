import { describe, expect, it } from 'vitest';
import { judgeRun, lastLine, readReport } from './summary.ts';

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

  it('names what failed with the first line of what it said, a broken file by its path', () => {
    const failed = { ...test('failed', 'one breaks'), failureMessages: ['Error: lost\n    at here'] };
    const report = read(
      { name: '/x/a.test.ts', status: 'failed', assertionResults: [test('passed'), failed] },
      { name: '/x/b.test.ts', status: 'failed', message: 'cannot be read\nline 1', assertionResults: [] },
    );
    expect(report.failures).toEqual([
      { name: 'one breaks', said: 'Error: lost' },
      { name: '/x/b.test.ts', said: 'cannot be read' },
    ]);
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

describe('judgeRun', () => {
  const good = read(file('shared/a.test.ts', 'passed', ['passed', 'passed']));
  const partly = read(file('shared/a.test.ts', 'passed', ['passed', 'skipped']));
  const bad = read(file('shared/a.test.ts', 'failed', ['failed']));

  it('does not believe a run without a report, or one that failed without a failed test', () => {
    expect(judgeRun({ code: 0, report: null, inCi: false }).failed).toBe(1);
    expect(judgeRun({ code: 1, report: good, inCi: false })).toEqual({ passed: 2, failed: 1, skipped: 0 });
    expect(judgeRun({ code: 1, report: bad, inCi: false }).failed).toBe(1);
  });

  it('takes what did not run for a failure in CI, and only there', () => {
    expect(judgeRun({ code: 0, report: partly, inCi: false })).toEqual({ passed: 1, failed: 0, skipped: 1 });
    expect(judgeRun({ code: 0, report: partly, inCi: true })).toEqual({ passed: 1, failed: 1, skipped: 1 });
    expect(judgeRun({ code: 0, report: good, inCi: true }).failed).toBe(0);
  });
});

it('writes the line that machines read', () => {
  expect(lastLine({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
  expect(lastLine({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped');
});
