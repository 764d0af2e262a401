import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { printStep, runChecks } from './check/steps.ts';
import { exitCodeOf, forwardSignals, runNode } from './lib/child.mjs';
import { toolPath } from './lib/client.mjs';
import { reportsDir } from './lib/paths.mjs';
import { add, type Counts, judgeRun, lastLine, readReport } from './lib/summary.ts';
import { say } from './lib/text.mjs';

const inCi = process.env['CI'] === 'true' || process.env['CI'] === '1';
const lacking = (process.env['SANKETANG_LACKING'] ?? '').split('\n').filter((line) => line !== '');
const reportFile = join(reportsDir, 'vitest.json');

async function runVitest(args: readonly string[]) {
  rmSync(reportFile, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  const ran = await runNode(process.execPath, [toolPath('vitest'), 'run', ...reporters, ...args]);
  const report = existsSync(reportFile) ? readReport(readFileSync(reportFile, 'utf8')) : null;
  return { code: ran.code, report };
}

function countSteps(steps: readonly { readonly passed: boolean }[]): Counts {
  const passed = steps.filter((step) => step.passed).length;
  return { passed, failed: steps.length - passed, skipped: 0 };
}

forwardSignals();
mkdirSync(reportsDir, { recursive: true });
const steps = await runChecks();
steps.forEach(printStep);
const ran = await runVitest(process.argv.slice(2));
const counts = add(countSteps(steps), judgeRun({ ...ran, inCi }));

console.log('\n──────── summary');
for (const step of steps) printStep({ ...step, detail: '' });
for (const [project, found] of ran.report?.byProject ?? []) {
  console.log(`${found.failed > 0 ? 'FAILED' : 'ok    '}  ${project}: ${lastLine(found)}`);
}
for (const { name, said } of ran.report?.failures ?? []) console.log(`failed  ${name}\n        ${said}`);
if (!ran.report) console.log(`FAILED  vitest ended with ${exitCodeOf(ran.code, null)} and left no report`);
for (const line of lacking) console.log(`lacking ${line}`);
for (const name of ran.report?.skippedNames ?? []) console.log(`skipped ${name}`);
if (counts.skipped > 0) {
  console.log(say(inCi ? 'summary.skipped.ci' : 'summary.skipped', { count: counts.skipped }));
}
writeFileSync(
  join(reportsDir, 'summary.json'),
  `${JSON.stringify({ ...counts, steps, lacking }, null, 2)}\n`,
);
console.log(lastLine(counts));
process.exitCode = counts.failed > 0 ? 1 : 0;
