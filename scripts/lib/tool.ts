import { run } from './child.mjs';
import { toolPath } from './client.mjs';

/** What one step of a check found. `detail` is what a person needs to mend it; empty when all is well. */
export type StepResult = { readonly name: string; readonly passed: boolean; readonly detail: string };

/** Runs a tool of node_modules on this very Node, and keeps what it says. */
export async function runTool(
  packageName: string,
  args: readonly string[],
  options: { tool?: string; cwd?: string } = {},
) {
  const path = toolPath(packageName, options.tool);
  return await run(process.execPath, [path, ...args], {
    output: 'keep',
    env: { ...process.env, NO_COLOR: '1' },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
}
