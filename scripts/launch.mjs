#!/usr/bin/env node
// Every npm script comes through here. Plain JavaScript for Node 18, because it runs before anything is installed.
import { existsSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import { forwardSignals, runNode, settings } from './lib/child.mjs';
import { toolPath } from './lib/client.mjs';
import { commands } from './lib/commands.mjs';
import { develop } from './lib/dev.mjs';
import { inRoot, root } from './lib/paths.mjs';
import { Plain, toPlain } from './lib/plain.mjs';
import { prepare } from './lib/prepare.mjs';
import { say } from './lib/text.mjs';
import { majorOf, oldestMajor } from './lib/version.mjs';

/** @param {import('./lib/prepare.mjs').Prepared} prepared @returns {NodeJS.ProcessEnv} */
function environment({ node, worker, lacking }) {
  return {
    ...process.env,
    PATH: `${dirname(node)}${delimiter}${process.env['PATH'] ?? ''}`,
    ...(worker ? { MEDIASOUP_WORKER_BIN: worker } : {}),
    ...(lacking.length > 0 ? { SANKETANG_LACKING: lacking.join('\n') } : {}),
  };
}

/** @param {import('./lib/commands.mjs').Command} command */
function programOf(command) {
  if (command.tool) return [toolPath(command.tool.package, command.tool.tool), ...command.tool.args];
  const [file = '', ...args] = command.program ?? [];
  if (!existsSync(inRoot(file))) throw new Plain(say('file.missing', { file }), say('file.missing.out'));
  return [...settings(), ...(command.node ?? []), inRoot(file), ...args];
}

/** @param {string} name @param {string[]} args */
async function launch(name, args) {
  const command = commands[name];
  if (!command) {
    const known = Object.keys(commands).join(', ');
    throw new Plain(
      say('command.unknown', { command: name }),
      say('command.unknown.out', { commands: known }),
    );
  }
  const prepared = await prepare(name, command);
  const env = environment(prepared);
  if (name === 'dev') return await develop(prepared.node, args, env);
  if (!command.program && !command.tool) return 0;
  const ownGroup = name === 'start';
  const ran = await runNode(prepared.node, [...programOf(command), ...args], { env, ownGroup });
  return ran.code;
}

forwardSignals();
try {
  const have = process.versions.node;
  if ((majorOf(have) ?? 0) < oldestMajor)
    throw new Plain(say('runtime.old', { have }), say('runtime.old.out'));
  const [name = 'start', ...args] = process.argv.slice(2);
  process.exitCode = await launch(name, args);
} catch (error) {
  const plain = toPlain(error, root);
  process.stderr.write(`\n${plain.message}\n→ ${plain.wayOut}\n`);
  if (process.env['DEBUG'] && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
}
