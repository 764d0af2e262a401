import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { issueLeaf, makeAuthority } from '../../server/access/access.authority.ts';
import { obtainWorker } from '../../sfu/index.ts';
import { freePort, freePorts, startProduct } from '../support/product.ts';
import { startStore } from '../support/s3.ts';

const worker = await obtainWorker({ env: process.env, mayBuild: false });
const inCi = process.env['CI'] === 'true' || process.env['CI'] === '1';
const folder = mkdtempSync(join(tmpdir(), 'sanketang-doctor-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Seen = { readonly code: number; readonly lines: readonly string[] };

function examine(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Seen> {
  const program = join(import.meta.dirname, '../../server/doctor/main.ts');
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [program, ...args],
      {
        timeout: 40_000,
        env: {
          ...process.env,
          LC_ALL: 'en_US.UTF-8',
          TZ: 'Asia/Shanghai',
          HOST: '127.0.0.1',
          RTC_ANNOUNCED_ADDRESS: '127.0.0.1',
          ...(worker.ok ? { MEDIASOUP_WORKER_BIN: worker.path } : {}),
          ...env,
        },
      },
      (error, output) =>
        resolve({ code: error === null ? 0 : Number(error.code), lines: output.trimEnd().split('\n') }),
    );
  });
}

const line = ({ lines }: Seen, part: string) => lines.find((each) => each.includes(part)) ?? lines.join('\n');

describe.skipIf(!worker.ok && !inCi)('the doctor', () => {
  test('finds a machine before its first start well, and leaves nothing behind', async () => {
    const [port, first] = [await freePort(), await freePorts(12)];
    const data = join(folder, 'new');
    const seen = await examine(['--port', String(port), '--data-dir', data], { RTC_PORT: String(first) });
    expect(line(seen, 'web port')).toBe(`ok    web port ${port} is free`);
    expect(line(seen, 'media ports')).toMatch(/^ok {4}media ports/);
    expect(line(seen, 'media worker')).toMatch(/^ok/);
    expect(line(seen, 'records')).toMatch(/^ok/);
    expect(line(seen, 'no certificate')).toMatch(/^warn .* — choose a way/);
    expect(seen.code).toBe(0);
    expect(() => readFileSync(data)).toThrow();
  });

  test('says of each thing that is wrong what to do, in Chinese too, and ends with 1', async () => {
    const taken = createServer();
    const port = await new Promise<number>((resolve) => {
      taken.listen(0, '127.0.0.1', () => {
        const address = taken.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    const file = join(folder, 'garbage.db');
    writeFileSync(file, Buffer.alloc(8_192, 'no database '));
    const other = await makeAuthority(['localhost'], Date.now());
    const pair = await issueLeaf(other, { dns: ['localhost'], ip: [] }, Date.now());
    writeFileSync(join(folder, 'c.pem'), pair.cert);
    writeFileSync(join(folder, 'k.pem'), pair.key);
    const seen = await examine(['--port', String(port), '--data-dir', join(folder, 'other')], {
      LC_ALL: 'zh_CN.UTF-8',
      RTC_PORT: '0',
      DATABASE_URL: `file:${file}`,
      TLS_CERT_FILE: join(folder, 'c.pem'),
      TLS_KEY_FILE: join(folder, 'k.pem'),
    });
    taken.close();
    expect(line(seen, '网页端口')).toMatch(/^bad .*其他程序占用 — /);
    expect(line(seen, '数据库损坏')).toMatch(/^bad .*SQLITE_NOTADB.* — /);
    expect(line(seen, '手机会拒绝')).toMatch(/^bad .*SELF_SIGNED_CERT_IN_CHAIN.* — /);
    expect(seen.lines.join('')).not.toMatch(/\{\w+\}/);
    expect(seen.code).toBe(1);
  });

  test('asks the store of recordings, and prints nothing of what opens it', async () => {
    const store = await startStore();
    const { endpoint, bucket, region, accessKeyId } = store.settings;
    const env = (key: string) => ({
      ...{ RTC_PORT: '0', S3_ENDPOINT: endpoint, S3_BUCKET: bucket, S3_REGION: region },
      ...{ S3_ACCESS_KEY: accessKeyId, S3_SECRET_KEY: key },
    });
    const port = String(await freePort());
    const look = (key: string) => examine(['--port', port, '--data-dir', join(folder, 'store')], env(key));
    try {
      const wrong = await look('not-the-secret-of-it');
      expect(line(wrong, 'object store')).toMatch(
        /^bad .*lessons: refused \(GET 403\) — look at S3_ACCESS_KEY/,
      );
      expect(wrong.lines.join('')).not.toMatch(/not-the-secret|S3RVER/);
      expect(wrong.code).toBe(1);
      const right = await look(store.settings.secretKey);
      expect(line(right, 'object store')).toMatch(/^ok .*lessons, which works$/);
    } finally {
      await store.close();
    }
    const away = await look(store.settings.secretKey);
    expect(line(away, 'object store')).toMatch(/^bad .*unreachable \(ECONNREFUSED\) — look at the network/);
  });

  test('looks at a running server from outside', async () => {
    const product = await startProduct({ env: { ACCESS_WAY: 'own-ca' } });
    try {
      const seen = await examine(['--port', String(product.port), '--data-dir', product.dataDir], {
        ACCESS_WAY: 'own-ca',
        RTC_PORT: '0',
      });
      expect(line(seen, 'web port')).toBe(
        `ok    web port ${product.port} is our running server, all parts well`,
      );
      expect(line(seen, 'own certificate')).toMatch(/^ok .*localhost.* 39\d days left$/);
      expect(line(seen, 'records are whole')).toMatch(/^ok/);
      expect(seen.code).toBe(0);
    } finally {
      await product.stop();
    }
  });
});
