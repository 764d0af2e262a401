import { readFileSync } from 'node:fs';
import { indicatorsPage } from '../lib/indicators-page.ts';
import { inRoot } from '../lib/paths.mjs';
import type { StepResult } from '../lib/tool.ts';

/** The page of indicators must be what their table and texts say today. */
export function checkIndicators(): StepResult {
  const passed = readFileSync(inRoot('docs/INDICATORS.md'), 'utf8') === indicatorsPage();
  const detail = passed ? '' : 'docs/INDICATORS.md is older than shared/coverage: run npm run indicators';
  return { name: 'indicators page', passed, detail };
}
