import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { silentLog } from '../platform/log.ts';
import { createAcme } from './access.acme.ts';
import { issueLeaf, makeAuthority, readLeaf } from './access.authority.ts';
import { createAccessFiles } from './access.files.ts';
import { createAccessService } from './access.service.ts';
import type { AccessConfig } from './access.types.ts';

const DAY_MS = 86_400_000;
const noConfig: AccessConfig = {
  way: null,
  names: [],
  tls: null,
  publicUrl: null,
  acme: { directoryUrl: null, email: null, dnsHook: null },
};

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'access-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function house(config: Partial<AccessConfig> = {}) {
  const machine = { nowMs: Date.now(), addresses: ['192.168.1.10'], hostName: 'pc' };
  const clock = { nowMs: () => machine.nowMs };
  const files = createAccessFiles(join(folder, 'access'));
  const acme = createAcme({ files, clock, log: silentLog, dnsHook: null, wait: async () => undefined });
  const service = createAccessService({
    ...{ files, clock, acme, log: silentLog },
    config: { ...noConfig, ...config },
    whereabouts: () => machine,
    hosts: () => ['192.168.1.10', 'localhost'],
  });
  let changedCount = 0;
  service.onCertificate(() => {
    changedCount += 1;
  });
  const leaf = () => readLeaf(service.standing().pair?.cert ?? '');
  return { machine, files, service, leaf, changes: () => changedCount };
}

describe('an own certificate', () => {
  const own = () => house({ way: 'own-ca' });

  test('is made once, and several rounds at once make no second one', async () => {
    const { service, files, changes } = own();
    await Promise.all([service.refresh(), service.refresh(), service.refresh()]);
    const first = files.authority();
    await service.refresh();
    expect(files.authority()).toEqual(first);
    expect(changes()).toBe(1);
  });

  test('follows new addresses under the same authority, and does not mind lost ones', async () => {
    const { machine, service, files, leaf, changes } = own();
    await service.refresh();
    const authority = files.authority();
    machine.addresses = ['192.168.1.10', '10.9.8.7'];
    await service.refresh();
    expect(leaf()?.ip).toContain('10.9.8.7');
    expect(files.authority()).toEqual(authority);
    machine.addresses = ['10.9.8.7'];
    await service.refresh();
    expect(changes()).toBe(2);
  });

  test('is renewed in its last month, and when the clock was set back', async () => {
    const { machine, service, leaf, changes } = own();
    await service.refresh();
    const firstEndMs = leaf()?.notAfterMs ?? 0;
    machine.nowMs += 300 * DAY_MS;
    await service.refresh();
    expect(changes()).toBe(1);
    machine.nowMs = firstEndMs - 29 * DAY_MS;
    await service.refresh();
    expect(changes()).toBe(2);
    expect(leaf()?.notAfterMs).toBeGreaterThan(firstEndMs);
    machine.nowMs -= 300 * DAY_MS;
    await service.refresh();
    expect(changes()).toBe(3);
  });

  test('names what its authority may not vouch for, and leaves it out', async () => {
    const { machine, service, leaf } = own();
    await service.refresh();
    machine.hostName = 'other-pc';
    await service.refresh();
    expect(service.report(443).authority?.outside).toEqual(['other-pc']);
    expect(leaf()?.dns).toContain('other-pc.local');
    expect(leaf()?.dns).not.toContain('other-pc');
  });

  test('a damaged authority is put aside, not lost', async () => {
    const { service, files } = own();
    await service.refresh();
    writeFileSync(join(files.folder, 'ca.json'), 'half a fi');
    await service.refresh();
    expect(existsSync(join(files.folder, 'ca.key.old'))).toBe(true);
    expect(files.authority()).not.toBeNull();
  });
});

describe('certificate files', () => {
  const place = async (
    files: ReturnType<typeof house>['files'],
    name: string,
    part: 'both' | 'cert' = 'both',
  ) => {
    const authority = await makeAuthority([name], Date.now());
    const pair = await issueLeaf(authority, { dns: [name], ip: [] }, Date.now());
    writeFileSync(files.pathsOf('public').cert, pair.cert);
    if (part === 'both') writeFileSync(files.pathsOf('public').key, pair.key);
    return pair;
  };

  test('are taken up when they come, kept while half of them is new, and judged by the name', async () => {
    const { service, files } = house();
    await service.choose({ way: 'public-name', name: 'class.example.edu', source: 'files' });
    expect(service.standing()).toMatchObject({ problem: 'missing', pair: null });
    const first = await place(files, 'class.example.edu');
    await service.refresh();
    expect(service.standing()).toMatchObject({ problem: null, pair: first });
    await place(files, 'class.example.edu', 'cert');
    await service.refresh();
    expect(service.standing()).toMatchObject({ problem: 'key-mismatch', pair: first });
    const other = await place(files, 'other.example.edu');
    await service.refresh();
    expect(service.standing()).toMatchObject({ problem: 'wrong-name', pair: other });
  });

  test.each(['', 'no json', '{"way":"anything"}', '{"way":"own-ca","more":1}'])(
    'a choice that cannot be read is none: %s',
    async (text) => {
      const { service, files } = house();
      files.choose({ way: 'localhost' });
      writeFileSync(join(files.folder, 'choice.json'), text);
      await service.refresh();
      expect(service.standing().decision).toEqual({ by: 'nobody', way: null });
    },
  );
});
