import { X509Certificate } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAcme } from '../../server/access/access.acme.ts';
import { readLeaf } from '../../server/access/access.authority.ts';
import { createAccessFiles } from '../../server/access/access.files.ts';
import { inspect } from '../../server/access/access.inspect.ts';
import { createAccessService } from '../../server/access/access.service.ts';
import { silentLog } from '../../server/platform/log.ts';
import type { AccessReport } from '../../shared/wire/access.ts';
import { type AcmeServer, startAcmeServer } from '../support/acme-server.ts';

const NAME = 'class.example.edu';
const DAY_MS = 86_400_000;
const soon = { timeout: 10_000, interval: 10 };

let folder = '';
let acme: AcmeServer;
/** The zone file of the test: one `name value` a line. */
const zone = () => join(folder, 'zone');
const records = (name: string) =>
  readFileSync(zone(), 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .flatMap(([each, value]) => (each === name && value !== undefined ? [value] : []));

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sanketang-acme-'));
  writeFileSync(zone(), '');
  acme = await startAcmeServer(records);
});
afterEach(async () => {
  await acme.close();
  rmSync(folder, { recursive: true, force: true });
});

/** An operator's command that writes into the zone and remembers how it was called. */
function hook(): string {
  const path = join(folder, 'hook.sh');
  const body = `echo "$1 $2" >> '${folder}/calls'\n[ "$1" = set ] && echo "$2 $3" > '${zone()}' || : > '${zone()}'\n`;
  writeFileSync(path, `#!/bin/sh\n${body}`);
  chmodSync(path, 0o755);
  return path;
}

function house(dnsHook: string | null, at: { nowMs: number } = { nowMs: Date.now() }) {
  const files = createAccessFiles(join(folder, 'access'));
  const clock = { nowMs: () => at.nowMs };
  const config = {
    way: null,
    names: [],
    tls: null,
    publicUrl: null,
    acme: { directoryUrl: null, email: null, dnsHook },
  };
  const service = createAccessService({
    config,
    files,
    clock,
    log: silentLog,
    acme: createAcme({ files, clock, log: silentLog, dnsHook, wait: async () => undefined }),
    whereabouts: () => ({ addresses: [], hostName: 'pc' }),
    hosts: () => ['localhost'],
  });
  const choose = () =>
    service.choose({
      way: 'public-name',
      name: NAME,
      source: 'acme',
      directoryUrl: acme.directoryUrl,
      email: 'it@example.edu',
    });
  const progress = (): NonNullable<AccessReport['acme']>['progress'] =>
    service.report(443).acme?.progress ?? { state: 'idle' };
  return { files, service, choose, progress, shown: () => service.standing().pair };
}

describe('a certificate by ACME over DNS', () => {
  test('with the operator’s command it comes by itself, and the record goes again', async () => {
    const { choose, shown, service } = house(hook());
    acme.badNonces = 2;
    await choose();
    await expect.poll(shown, soon).not.toBeNull();
    const pair = shown();
    const leaf = readLeaf(pair?.cert ?? '');
    expect(leaf?.dns).toEqual([NAME]);
    expect(leaf?.certificate.verify(new X509Certificate(acme.root).publicKey)).toBe(true);
    expect(inspect(pair, NAME, Date.now())).toBeNull();
    expect(service.report(443)).toMatchObject({ problem: null, addresses: [`https://${NAME}`] });
    const calls = () => readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
    await expect.poll(calls, soon).toEqual([`set _acme-challenge.${NAME}`, `remove _acme-challenge.${NAME}`]);
  });

  test('by hand it waits for the record, says when it is wrong, and begins again', async () => {
    const { choose, shown, progress, service } = house(null);
    await choose();
    await expect.poll(() => progress().state, soon).toBe('waiting');
    const first = progress();
    if (first.state !== 'waiting') throw new Error('no record to set');
    expect(first.record.name).toBe(`_acme-challenge.${NAME}`);
    writeFileSync(zone(), `${first.record.name} something-else\n`);
    await service.goOn();
    await expect.poll(() => progress().state, soon).toBe('failed');
    expect(progress()).toMatchObject({ why: `no TXT record _acme-challenge.${NAME}` });
    const askedCount = acme.asked.length;
    await service.refresh();
    expect(acme.asked, 'a failure is not tried again at once').toHaveLength(askedCount);

    await service.goOn();
    await expect.poll(() => progress().state, soon).toBe('waiting');
    const second = progress();
    if (second.state !== 'waiting') throw new Error('no record to set');
    expect(second.record.value).not.toBe(first.record.value);
    writeFileSync(zone(), `${second.record.name} ${second.record.value}\n`);
    await service.goOn();
    await expect.poll(shown, soon).not.toBeNull();
    await expect.poll(() => progress().state, soon).toBe('idle');
  });

  test('is renewed 30 days before its end and shown without a gap', async () => {
    const at = { nowMs: Date.now() };
    const { choose, shown, service, progress } = house(hook(), at);
    await choose();
    await expect.poll(shown, soon).not.toBeNull();
    await expect.poll(() => progress().state, soon).toBe('idle');
    const first = shown()?.cert;
    const askedCount = acme.asked.length;
    at.nowMs += 59 * DAY_MS;
    await service.refresh();
    expect(acme.asked).toHaveLength(askedCount);
    expect(shown()?.cert).toBe(first);
    at.nowMs += 2 * DAY_MS;
    acme.lifeMs = 200 * DAY_MS;
    let changedCount = 0;
    service.onCertificate(() => {
      changedCount += 1;
      expect(shown()).not.toBeNull();
    });
    await service.refresh();
    expect(shown()?.cert).toBe(first);
    await expect.poll(() => shown()?.cert, soon).not.toBe(first);
    expect(changedCount).toBe(1);
    await expect.poll(() => progress().state, soon).toBe('idle');
  });

  test('no packet goes to another host than the chosen one', async () => {
    const { choose, progress } = house(null);
    acme.ordersAt = 'http://198.51.100.7/order';
    await choose();
    await expect.poll(() => progress().state, soon).toBe('failed');
    expect(progress()).toMatchObject({ why: '198.51.100.7 was not configured' });
  });

  test('an authority that does not answer, or a command that fails, is said in words', async () => {
    const gone = house(null);
    await acme.close();
    await gone.choose();
    await expect.poll(() => gone.progress().state, soon).toBe('failed');
    expect(gone.progress()).toMatchObject({ why: expect.stringContaining('ECONNREFUSED') });

    acme = await startAcmeServer(records);
    const failing = house('/bin/false');
    await failing.choose();
    await expect.poll(() => failing.progress().state, soon).toBe('failed');
    expect(failing.progress()).toMatchObject({ why: expect.stringContaining('/bin/false') });
    expect(failing.shown()).toBeNull();
  });
});
