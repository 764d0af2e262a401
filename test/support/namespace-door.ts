import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A port of this machine that leads to one inside a network namespace, past the line that connects both. */
export type NamespaceDoor = { readonly port: number; close(): void };

/** A socket in the file system belongs to no network, so both sides of it can be in different ones. */
const inside = `const { createServer, connect } = require('net');
const [path, port] = process.argv.slice(1);
createServer((near) => {
  const far = connect(Number(port), '127.0.0.1');
  for (const [one, other] of [[near, far], [far, near]]) one.on('error', () => other.destroy()).pipe(other);
}).listen(path, () => console.log('open'));
process.stdin.resume().on('end', () => process.exit());`;

export async function openNamespaceDoor(namespace: string, port: number): Promise<NamespaceDoor> {
  const folder = mkdtempSync(join(tmpdir(), 'sanketang-door-'));
  const path = join(folder, 'door');
  const child = spawn(
    'ip',
    ['netns', 'exec', namespace, process.execPath, '-e', inside, path, String(port)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the door into ${namespace} ended with ${code}`);
    }),
  ]);
  const server = createServer((near) => {
    const far = connect(path);
    near.on('error', () => far.destroy()).pipe(far);
    far.on('error', () => near.destroy()).pipe(near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    close() {
      server.close();
      // Its end of this pipe tells it to go, also when we are killed.
      child.stdin.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
