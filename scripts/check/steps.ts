import { root } from '../lib/paths.mjs';
import { runTool, type StepResult } from '../lib/tool.ts';
import { cruise, judgeCruise } from './boundaries.ts';
import { checkSizes } from './file-size.ts';
import { checkIndicators } from './indicators.ts';
import { checkProtocol } from './protocol.ts';
import { checkTexts } from './text-keys.ts';

type Tool = {
  readonly name: string;
  readonly package: string;
  readonly tool?: string;
  readonly args: readonly string[];
};

const tools: readonly Tool[] = [
  {
    name: 'style (biome)',
    package: '@biomejs/biome',
    tool: 'biome',
    args: ['ci', '--error-on-warnings', '--colors=off', '--max-diagnostics=50'],
  },
  { name: 'types (tsc)', package: 'typescript', tool: 'tsc', args: ['-p', '.', '--pretty', 'false'] },
  { name: 'unused code (knip)', package: 'knip', args: ['--no-progress'] },
];

async function runStep(step: Tool): Promise<StepResult> {
  const ran = await runTool(step.package, step.args, step.tool === undefined ? {} : { tool: step.tool });
  return { name: step.name, passed: ran.code === 0, detail: ran.code === 0 ? '' : ran.output.trim() };
}

async function imports(): Promise<StepResult> {
  return judgeCruise(await cruise(root));
}

/** Everything about the code that needs no running product; all at once, since each keeps one core busy. */
export async function runChecks(): Promise<StepResult[]> {
  const pages = [checkProtocol(), checkIndicators()];
  return await Promise.all([...tools.map(runStep), imports(), checkSizes(), checkTexts(), ...pages]);
}

export function printStep({ name, passed, detail }: StepResult): void {
  console.log(`${passed ? 'ok    ' : 'FAILED'}  ${name}`);
  if (detail !== '') console.log(detail.replace(/^/gm, '        '));
}
