import { existsSync } from 'node:fs';
import { inRoot } from '../lib/paths.mjs';
import { runTool, type StepResult } from '../lib/tool.ts';

export type Violation = { readonly rule: string; readonly from: string; readonly to: string };
export type Cruise = { readonly moduleCount: number; readonly violations: readonly Violation[] };

const floors = ['client', 'server', 'sfu', 'shared', 'test', 'scripts'];

/** Reads the cruiser's JSON. Null when it is none: the cruiser broke off before it had a result. */
export function parseCruise(output: string): Cruise | null {
  const start = output.indexOf('{');
  if (start < 0) return null;
  try {
    const { summary } = JSON.parse(output.slice(start));
    const violations: Violation[] = summary.violations.map(
      (violation: { rule: { name: string }; from: string; to: string }) => ({
        rule: violation.rule.name,
        from: violation.from,
        to: violation.to,
      }),
    );
    return { moduleCount: Number(summary.totalCruised), violations };
  } catch {
    return null;
  }
}

/** Follows every import below `folder` and holds it against the rules in .dependency-cruiser.cjs. */
export async function cruise(folder: string): Promise<Cruise | string> {
  const present = floors.filter((floor) => existsSync(`${folder}/${floor}`));
  const args = ['--config', inRoot('.dependency-cruiser.cjs'), '--output-type', 'json', ...present];
  const ran = await runTool('dependency-cruiser', args, { tool: 'depcruise', cwd: folder });
  return parseCruise(ran.output) ?? ran.output;
}

/** No module seen means that the cruiser cannot read this TypeScript, and then "no violation" says nothing. */
export function judgeCruise(result: Cruise | string): StepResult {
  const name = 'import rules';
  if (typeof result === 'string') return { name, passed: false, detail: result };
  if (result.moduleCount === 0) {
    return { name, passed: false, detail: 'The cruiser saw no module: is typescript still pinned to 6.0.x?' };
  }
  const lines = result.violations.map(({ rule, from, to }) => `${rule}: ${from} → ${to}`);
  return {
    name: `${name} (${result.moduleCount} modules)`,
    passed: lines.length === 0,
    detail: lines.join('\n'),
  };
}
