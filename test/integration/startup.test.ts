import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../server/platform/database.ts';
import { holdDatabase, holdFolder } from '../../server/platform/hold.ts';
import type { Hold } from '../../server/platform/hold.types.ts';
import { silentLog } from '../../server/platform/log.ts';
import { migrate, UNFINISHED_TABLE } from '../../server/platform/migrate.ts';
import { serverText } from '../../server/platform/texts.ts';
import { obtainWorker } from '../../sfu/index.ts';
import type { ServerTextKey } from '../../shared/text/server.en.ts';
import type { Locale, TextParams } from '../../shared/text/text.ts';
import { type Ended, type StartWish, startToEnd } from '../support/refused-start.ts';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'sanketang-startup-'));
const inFolder = (name: string) => join(folder, name);
const listeners: Server[] = [];
const holds: Hold[] = [];
const inCi = process.env['CI'] === 'true' || process.env['CI'] === '1';

const worker = await obtainWorker({ env: process.env, mayBuild: false });
const withoutAny = await obtainWorker({ env: { XDG_CACHE_HOME: inFolder('empty') }, mayBuild: false });

let data = 0;
const newDataDir = () => inFolder(`data-${data++}`);
let httpPort = 0;
let rtcPort = 0;

const program = (name: string, script: string): string => {
  writeFileSync(inFolder(name), `#!/bin/sh\n${script}\n`);
  chmodSync(inFolder(name), 0o755);
  return inFolder(name);
};

/** A port that another program holds. */
const takenPort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer();
    listeners.push(server);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });

/** Of nobody: its key was thrown away, so that every key there is belongs to another certificate. */
const CERTIFICATE = `
-----BEGIN CERTIFICATE-----
MIIBfTCCASOgAwIBAgIUUwV8X6Y6i9l51OUTBdXA6Z95RwUwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MB4XDTI2MTEyMjA0MTEzN1oXDTM2MTExOTA0
MTEzN1owFDESMBAGA1UEAwwJbG9jYWxob3N0MFkwEwYHKoZIzj0CAQYIKoZIzj0D
AQcDQgAEQAEDhi+uNCKNhDB07rmgNsi71i5WeKhDhz/zSXyZaOsjlmltYEtTK0XS
tb1O8cCxkZ0IqwkjWG8/nij4dMzocaNTMFEwHQYDVR0OBBYEFM19YpBdyK54e2Qa
AFQiEMhYZe/oMB8GA1UdIwQYMBaAFM19YpBdyK54e2QaAFQiEMhYZe/oMA8GA1Ud
EwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhAOgnOxQ9KEo9EbOkr3mSPrOb
Z/90NnVRVFY69BW1XMGtAiAN6HQCZmfRmcsTi0ZdbxHn4IcLVofg+Ag5ZIaq0//t
kQ==
-----END CERTIFICATE-----
`;

function makeCertificates(): void {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writeFileSync(inFolder('other.key'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(inFolder('one.pem'), CERTIFICATE.trimStart());
  writeFileSync(inFolder('broken.pem'), '-----BEGIN CERTIFICATE-----\nnot a certificate\n');
}

beforeAll(async () => {
  httpPort = await takenPort();
  // Media ports of their own are below 65,000; the system may hand out one above.
  do rtcPort = await takenPort();
  while (rtcPort > 64_000);
  makeCertificates();
  writeFileSync(inFolder('file'), 'no folder');
  writeFileSync(inFolder('garbage.db'), Buffer.alloc(8_192, 'no database '));
  const newer = openDatabase(`file:${inFolder('newer.db')}`);
  await migrate(newer.database, [
    {
      name: 'from-next-year',
      up: async (db) => db.schema.createTable('later').addColumn('id', 'text').execute(),
    },
  ]);
  await newer.close();
  const half = openDatabase(`file:${inFolder('half.db')}`);
  await half.database.schema.createTable(UNFINISHED_TABLE).addColumn('begun_at_ms', 'bigint').execute();
  await half.close();
  const wish = { kind: 'alone', log: silentLog, waitMs: 0 } as const;
  const held = [
    await holdFolder(inFolder('held'), 0),
    await holdDatabase({ ...wish, url: `file:${inFolder('held.db')}` }),
  ];
  holds.push(...held.filter((each) => each !== null));
  // A checkout whose pages were never built.
  for (const each of ['server', 'shared', 'sfu', 'package.json'])
    cpSync(join(root, each), inFolder(join('checkout', each)), { recursive: true });
  symlinkSync(join(root, 'node_modules'), inFolder('checkout/node_modules'));
  mkdirSync(inFolder('empty'), { recursive: true });
});

afterAll(async () => {
  for (const each of listeners) each.close();
  for (const each of holds) await each.release();
  rmSync(folder, { recursive: true, force: true });
});

type Case = {
  readonly name: string;
  readonly wish: () => Omit<StartWish, 'locale'>;
  readonly problem: () => readonly [ServerTextKey, TextParams?];
  readonly needsWorker?: boolean;
};

const workerBin = () => ({ MEDIASOUP_WORKER_BIN: worker.ok ? worker.path : '' });
const usual = (): readonly string[] => ['--port', '0', '--data-dir', newDataDir()];

const cases: readonly Case[] = [
  {
    name: 'the port is taken',
    wish: () => ({ args: [...usual(), '--port', String(httpPort)], env: workerBin() }),
    problem: () => ['start.portTaken', { port: httpPort }],
    needsWorker: true,
  },
  {
    name: 'HOST is no address of this machine',
    wish: () => ({ args: usual(), env: { ...workerBin(), HOST: '192.0.2.77' } }),
    problem: () => ['start.hostUnknown', { host: '192.0.2.77' }],
    needsWorker: true,
  },
  {
    name: 'a port for media is taken',
    wish: () => ({ args: usual(), env: { ...workerBin(), RTC_PORT: String(rtcPort) } }),
    problem: () => ['start.rtcPortTaken', { port: rtcPort }],
    needsWorker: true,
  },
  {
    name: 'the media worker crashes at its start',
    wish: () => ({ args: usual(), env: { MEDIASOUP_WORKER_BIN: program('crashes', 'exit 42') } }),
    problem: () => ['start.workerBroken', { error: 'worker-failed' }],
  },
  {
    name: 'the media worker never says that it runs',
    wish: () => ({
      args: usual(),
      env: {
        MEDIASOUP_WORKER_BIN: program('silent', '[ -z "$MEDIASOUP_VERSION" ] && exit 41\nexec sleep 15'),
      },
    }),
    problem: () => ['start.workerBroken', { error: 'silent' }],
  },
  {
    name: 'the media worker is no program of this machine',
    wish: () => ({ args: usual(), env: { MEDIASOUP_WORKER_BIN: program('foreign', 'exit 126') } }),
    problem: () => ['start.workerBroken', { error: inFolder('foreign') }],
  },
  {
    name: 'the certificate is no PEM',
    wish: () => ({
      args: usual(),
      env: { TLS_CERT_FILE: inFolder('broken.pem'), TLS_KEY_FILE: inFolder('other.key') },
    }),
    problem: () => ['start.tlsBroken', { error: 'ERR_OSSL_PEM_BAD_END_LINE' }],
  },
  {
    name: 'the key belongs to another certificate',
    wish: () => ({
      args: usual(),
      env: { TLS_CERT_FILE: inFolder('one.pem'), TLS_KEY_FILE: inFolder('other.key') },
    }),
    problem: () => ['start.tlsBroken', { error: 'ERR_OSSL_X509_KEY_VALUES_MISMATCH' }],
  },
  {
    name: 'the database file is none',
    wish: () => ({
      args: usual(),
      env: { ...workerBin(), DATABASE_URL: `file:${inFolder('garbage.db')}` },
    }),
    problem: () => ['start.databaseBroken', { file: inFolder('garbage.db'), error: 'SQLITE_NOTADB' }],
    needsWorker: true,
  },
  {
    name: 'the database was written by a newer version',
    wish: () => ({ args: usual(), env: { ...workerBin(), DATABASE_URL: `file:${inFolder('newer.db')}` } }),
    problem: () => ['start.databaseNewer'],
    needsWorker: true,
  },
  {
    name: 'the database server does not answer',
    wish: () => ({
      args: usual(),
      env: { ...workerBin(), DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none' },
    }),
    problem: () => ['start.databaseAway', { error: 'ECONNREFUSED' }],
    needsWorker: true,
  },
  {
    name: 'another server uses the data folder',
    wish: () => ({ args: ['--port', String(httpPort), '--data-dir', inFolder('held')], env: workerBin() }),
    problem: () => ['start.folderInUse', { folder: inFolder('held') }],
  },
  {
    name: 'another server uses the records',
    wish: () => ({ args: usual(), env: { ...workerBin(), DATABASE_URL: `file:${inFolder('held.db')}` } }),
    problem: () => ['start.recordsInUse'],
  },
  {
    name: 'records were being brought there',
    wish: () => ({ args: usual(), env: { ...workerBin(), DATABASE_URL: `file:${inFolder('half.db')}` } }),
    problem: () => ['start.recordsUnfinished'],
    needsWorker: true,
  },
  {
    name: 'the pages are not built',
    wish: () => ({ args: usual(), root: inFolder('checkout') }),
    problem: () => ['start.pagesMissing'],
  },
];

const locales: readonly Locale[] = ['zh-CN', 'en'];

function expectRefusal(ended: Ended, lines: readonly string[]): void {
  expect(ended).toMatchObject({ code: 1, complaints: lines });
  expect(ended.complaints.join('')).not.toMatch(/[{}]/);
  expect(ended.output).not.toMatch(/"stack"|\n\s+at /);
}

/** Each case in one of the two languages, so that both are spoken; that no sentence lacks in either is checked elsewhere. */
const spoken = cases.map((each, index) => ({ ...each, locale: locales[index % 2] ?? 'en' }));

describe('the server does not start, and says why and what to do, when', () => {
  test.concurrent.for(spoken)('$name ($locale)', async ({ wish, problem, needsWorker, locale }, { skip }) => {
    if (needsWorker === true && !worker.ok && !inCi) skip('there is no media worker');
    const text = serverText(locale);
    const ended = await startToEnd({ ...wish(), locale });
    expectRefusal(ended, [text('start.refused'), text(...problem())]);
  });

  test.concurrent('there is no media worker at all', async ({ skip }) => {
    if (withoutAny.ok) skip('the media library brought a worker of its own');
    const ended = await startToEnd({
      args: usual(),
      env: { XDG_CACHE_HOME: inFolder('empty') },
      locale: 'zh-CN',
    });
    const text = serverText('zh-CN');
    expectRefusal(ended, [text('start.refused'), text('start.workerMissing')]);
  });

  test.concurrent.for(locales)('settings are wrong: all of them are named at once (%s)', async (locale) => {
    const ended = await startToEnd({
      args: ['--port', '8o8o', '--data-dir', inFolder('file/data')],
      env: {
        MEDIASOUP_WORKER_BIN: inFolder('nowhere'),
        PUBLIC_URL: 'class.example.edu',
        DATABASE_URL: 'mysql://root:secret@db/lessons',
        RTC_PORT: '80',
        LOG_LEVEL: 'loud',
        TLS_CERT_FILE: inFolder('one.pem'),
      },
      locale,
    });
    const named = ended.complaints.map((line) => /^\w+/.exec(line)?.[0]);
    expect(named.toSorted()).toEqual([
      'COURSEWARE_DIR',
      'DATABASE_URL',
      'DATA_DIR',
      'LOG_LEVEL',
      'MEDIASOUP_WORKER_BIN',
      'PORT',
      'PUBLIC_URL',
      'RECORDING_DIR',
      'RTC_PORT',
      'TLS_KEY_FILE',
    ]);
    expect(ended.complaints.join('')).not.toContain('secret');
    expectRefusal(ended, ended.complaints);
  });

  test.concurrent.for([
    ['TLS_CERT_FILE', 'TLS_KEY_FILE', 'zh-CN'],
    ['TLS_KEY_FILE', 'TLS_CERT_FILE', 'en'],
  ] as const)('%s is set and %s is missing (%s)', async ([given, missing, locale]) => {
    const text = serverText(locale);
    const ended = await startToEnd({ args: usual(), env: { [given]: inFolder('other.key') }, locale });
    expectRefusal(ended, [text('config.problem', { variable: missing, problem: text('config.tlsPair') })]);
  });

  test.concurrent('an argument is not known', async () => {
    const ended = await startToEnd({ args: ['--prot', '8080'], locale: 'en' });
    expectRefusal(ended, [serverText('en')('config.argument', { argument: '--prot' })]);
  });
});
