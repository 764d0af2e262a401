import { readFileSync } from 'node:fs';
import { inRoot } from '../lib/paths.mjs';
import { protocolPage } from '../lib/protocol-page.ts';
import type { StepResult } from '../lib/tool.ts';

/** The protocol's page must be what the tables say today. */
export function checkProtocol(): StepResult {
  const passed = readFileSync(inRoot('docs/PROTOCOL.md'), 'utf8') === protocolPage();
  const detail = passed ? '' : 'docs/PROTOCOL.md is older than shared/wire: run npm run protocol';
  return { name: 'protocol page', passed, detail };
}
