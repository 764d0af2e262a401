/** What a run of vitest's JSON report says, per project: the top folder below test/, or `unit`. */
export type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number };
export type Report = {
  readonly byProject: ReadonlyMap<string, Counts>;
  readonly total: Counts;
  /** Full names of what did not run. */
  readonly skippedNames: readonly string[];
  /** Each failed test, or file that broke outside of one: its full name and the first line of what it said. */
  readonly failures: readonly { readonly name: string; readonly said: string }[];
};

type JsonReport = {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
};

const none: Counts = { passed: 0, failed: 0, skipped: 0 };

export function add(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

function countFile(file: JsonReport['testResults'][number]): Counts {
  const statuses = file.assertionResults.map((result) => result.status);
  const passed = statuses.filter((status) => status === 'passed').length;
  const failed = statuses.filter((status) => status === 'failed').length;
  // A file that broke before its first test, or in a hook, has no failed test of its own, and is a failure all the same.
  const brokenFile = file.status === 'failed' && failed === 0 ? 1 : 0;
  return { passed, failed: failed + brokenFile, skipped: statuses.length - passed - failed };
}

const firstLine = (text: string) => text.trimStart().split('\n', 1)[0] ?? '';

function failuresOf(file: JsonReport['testResults'][number]): Report['failures'] {
  const failed = file.assertionResults.filter((result) => result.status === 'failed');
  if (file.status === 'failed' && failed.length === 0) {
    return [{ name: file.name, said: firstLine(file.message ?? '') }];
  }
  return failed.map((result) => ({
    name: result.fullName,
    said: firstLine(result.failureMessages?.[0] ?? ''),
  }));
}

/** @param text content of vitest's JSON report */
export function readReport(text: string): Report {
  const { testResults }: JsonReport = JSON.parse(text);
  const byProject = new Map<string, Counts>();
  for (const file of testResults) {
    const project = /\/test\/(contract|integration|security|e2e)\//.exec(file.name)?.[1] ?? 'unit';
    byProject.set(project, add(byProject.get(project) ?? none, countFile(file)));
  }
  const skippedNames = testResults.flatMap((file) =>
    file.assertionResults
      .filter((result) => result.status !== 'passed' && result.status !== 'failed')
      .map((result) => result.fullName),
  );
  return {
    byProject,
    total: [...byProject.values()].reduce(add, none),
    skippedNames,
    failures: testResults.flatMap(failuresOf),
  };
}

/**
 * What a run of the tests counts for. Vitest may fail without a failed test (an error outside of any test, or no report at all), and that
 * must not read as a success; in CI neither may a test that did not run.
 */
export function judgeRun(run: {
  readonly code: number;
  readonly report: Report | null;
  readonly inCi: boolean;
}): Counts {
  const tests = run.report?.total ?? none;
  const broken = run.report === null || (run.code !== 0 && tests.failed === 0) ? 1 : 0;
  const skippedInCi = run.inCi && tests.skipped > 0 ? 1 : 0;
  return add(tests, { passed: 0, failed: broken + skippedInCi, skipped: 0 });
}

/** The line that a run ends with; machines read it. */
export function lastLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
