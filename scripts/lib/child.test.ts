import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exitCodeOf, run } from './child.mjs';
import { inRoot } from './paths.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'child-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('run', () => {
  it('answers for a program that is not there', async () => {
    expect(await run('no-such-program-here', [], { output: 'keep' })).toMatchObject({
      missing: true,
      code: 127,
    });
  });

  it('gives code and output', async () => {
    const ran = await run(process.execPath, ['-e', 'console.log(1); console.error(2); process.exit(7)'], {
      output: 'keep',
    });
    expect(ran).toMatchObject({ code: 7, missing: false });
    expect(ran.output.split('\n').sort()).toEqual(['', '1', '2']);
  });
});

it('names an end by signal as shells do', () => {
  expect([
    exitCodeOf(null, 'SIGKILL'),
    exitCodeOf(null, 'SIGTERM'),
    exitCodeOf(3, null),
    exitCodeOf(null, null),
  ]).toEqual([137, 143, 3, 1]);
});

/** A launcher in small: starts a server that says its pid, and ends as it ends. */
async function launch(serverCode: string) {
  const server = join(folder, 'server.mjs');
  const launcher = join(folder, 'launcher.mjs');
  writeFileSync(server, serverCode);
  writeFileSync(
    launcher,
    `import { forwardSignals, runNode } from ${JSON.stringify(pathToFileURL(inRoot('scripts/lib/child.mjs')).href)};
forwardSignals();
const ran = await runNode(process.execPath, [${JSON.stringify(server)}], { ownGroup: true });
process.exitCode = ran.code;`,
  );
  const { npm_lifecycle_event: _outer, ...env } = process.env;
  const child = spawn(process.execPath, [launcher], { stdio: ['ignore', 'pipe', 'inherit'], env });
  const [said] = await once(child.stdout, 'data');
  return { child, serverPid: Number(String(said)) };
}

const obedient = `
process.on('SIGTERM', () => process.exit(5));
setInterval(() => {}, 1000);
console.log(process.pid);`;

/** Resolves when the process is gone; the test's own time limit bounds it. */
async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('a launcher and its server', () => {
  it('hands a signal on and ends with the code of the server', async () => {
    const { child, serverPid } = await launch(obedient);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([5, null]);
    await gone(serverPid);
  });

  it('leaves no server behind when it is killed outright', async () => {
    const { child, serverPid } = await launch(obedient);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await gone(serverPid);
  });

  it('tells that the server was killed', async () => {
    const { child, serverPid } = await launch(obedient);
    process.kill(serverPid, 'SIGKILL');
    expect(await once(child, 'exit')).toEqual([137, null]);
  });
});
