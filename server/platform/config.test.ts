import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type Config, readStart } from './config.ts';

const folder = mkdtempSync(join(tmpdir(), 'config-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const named = (name: string, text = '') => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const en = { LANG: 'en_US.UTF-8', DATA_DIR: folder };
function config(environment: Record<string, string>, argv: string[] = []): Config {
  const start = readStart(argv, { ...en, ...environment });
  if (start.kind !== 'run') throw new Error(JSON.stringify(start));
  return start.config;
}
function lines(environment: Record<string, string>, argv: string[] = []): readonly string[] {
  const start = readStart(argv, { ...en, ...environment });
  if (start.kind !== 'refused') throw new Error(JSON.stringify(start));
  return start.lines;
}

describe('what is wrong is named', () => {
  test.each([
    ['PORT', 'http'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['HOST', 'not a host'],
    ['PUBLIC_URL', 'class.example.edu'],
    ['PUBLIC_URL', 'ftp://class.example.edu'],
    ['PUBLIC_URL', 'https://class.example.edu/path'],
    ['PUBLIC_URL', 'https://user:secret@class.example.edu'],
    ['ALLOWED_ORIGINS', 'https://a.example,,b'],
    ['RTC_PORT', '80'],
    ['RTC_PORT', '65535'],
    ['RTC_ANNOUNCED_ADDRESS', '1.2.3.4, bad address'],
    ['LOG_LEVEL', 'loud'],
    ['TRUSTED_PROXY_COUNT', '6'],
    ['MEDIASOUP_WORKER_BIN', '/nowhere/worker'],
    ['TLS_CERT_FILE', '/nowhere/cert.pem'],
    ['DATABASE_URL', 'mysql://there'],
    ['OIDC_ISSUER', 'sso.example.edu'],
    ['OIDC_ISSUER', 'http://sso.example.edu'],
    ['OIDC_ISSUER', 'https://sso.example.edu/?a=b'],
    ['OIDC_CLAIM', 'preferred username'],
    ['WEBHOOK_LOCAL_HOSTS', 'oa.county.lan,,10.1.2.3'],
    ['WEBHOOK_LOCAL_HOSTS', 'https://oa.county.lan'],
    ['S3_ENDPOINT', 's3.example.edu'],
    ['S3_ENDPOINT', 'https://key:secret@s3.example.edu'],
    ['S3_BUCKET', 'Not A Bucket'],
    ['S3_PATH_STYLE', 'perhaps'],
    ['S3_KEEP_LOCAL_HOURS', '-1'],
    ['LRS_URL', 'lrs.example.edu'],
    ['LRS_URL', 'https://key:secret@lrs.example.edu/'],
    ['LRS_URL', 'https://lrs.example.edu/xapi?key=1'],
  ])('%s=%s', (variable, value) => {
    const [line = '', ...others] = lines({ [variable]: value });
    expect(line.startsWith(`${variable}: `)).toBe(true);
    expect(others).toEqual([]);
  });

  test('half of a store of learning records, and one without an address of our own', () => {
    const named = (environment: Record<string, string>) =>
      lines(environment).map((line) => line.slice(0, line.indexOf(':')));
    const url = { LRS_URL: 'https://lrs.example.edu/xapi/' };
    expect(named({ ...url, PUBLIC_URL: 'https://class.example.edu' })).toEqual(['LRS_KEY', 'LRS_SECRET']);
    expect(named({ ...url, LRS_KEY: 'key', LRS_SECRET: 'secret' })).toEqual(['PUBLIC_URL']);
    expect(named({ LRS_KEY: 'key' })).toContain('LRS_URL');
    const whole = { ...url, LRS_KEY: 'key', LRS_SECRET: 'secret', PUBLIC_URL: 'https://class.example.edu' };
    expect(config(whole).lrs).toEqual({ url: 'https://lrs.example.edu/xapi', key: 'key', secret: 'secret' });
    expect(config({}).lrs).toBeNull();
    expect(config({ WEBHOOK_LOCAL_HOSTS: 'oa.county.lan, 10.1.2.3' }).webhookLocalHosts).toEqual([
      'oa.county.lan',
      '10.1.2.3',
    ]);
  });

  test('half of the office’s sign-in', () => {
    const [id = '', secret = '', ...others] = lines({ OIDC_ISSUER: 'https://sso.example.edu' });
    expect([id, secret]).toEqual([
      expect.stringMatching(/^OIDC_CLIENT_ID: /),
      expect.stringMatching(/^OIDC_CLIENT_SECRET: /),
    ]);
    expect(others).toEqual([]);
  });

  test('a secret that is too long is not repeated', () => {
    const secret = 's3cret'.repeat(100);
    expect(lines({ OIDC_CLIENT_SECRET: secret }).join()).not.toContain('s3cret');
  });

  test('all problems at once', () => {
    expect(lines({ PORT: 'x', LOG_LEVEL: 'y', HOST: '?' })).toHaveLength(3);
  });

  test('a folder that nobody can write to', () => {
    expect(lines({ DATA_DIR: join(named('file'), 'below') })[0]).toMatch(/^DATA_DIR: /);
  });

  test('a password in an address is not repeated', () => {
    expect(lines({ DATABASE_URL: 'pg://u:hunter2@db' }).join()).not.toContain('hunter2');
  });

  test('half a certificate', () => {
    expect(lines({ TLS_CERT_FILE: named('cert.pem') })).toEqual([
      expect.stringMatching(/^TLS_KEY_FILE: is missing/),
    ]);
    expect(lines({ TLS_KEY_FILE: named('key.pem') })).toEqual([
      expect.stringMatching(/^TLS_CERT_FILE: is missing/),
    ]);
  });

  test.each([[['--loud']], [['--port']], [['lesson']], [['--demo=yes']]])('arguments %j', (argv) => {
    expect(lines({}, argv)[0]).toMatch(/argument/);
  });

  test('a secret both in the variable and in a file, or in a file that is not there', () => {
    expect(lines({ DATABASE_URL: 'file:x', DATABASE_URL_FILE: named('url') })[0]).toMatch(
      /^DATABASE_URL_FILE: /,
    );
    expect(lines({ DATABASE_URL_FILE: join(folder, 'none') })[0]).toMatch(/ENOENT/);
  });
});

describe('what is right is read', () => {
  test('nothing set: reachable in the school, records in the data folder', () => {
    const read = config({});
    expect(read).toMatchObject({
      host: '0.0.0.0',
      port: 8080,
      publicUrl: null,
      tls: null,
      databaseUrl: `file:${join(folder, 'sanketang.db')}`,
      trustedProxyCount: 0,
      demo: false,
      development: false,
      synchronous: 'FULL',
    });
    expect(read.rtc.announcedAddresses[0]).toBe('127.0.0.1');
  });

  test('empty variables count as not set', () => {
    expect(config({ PORT: '', PUBLIC_URL: ' ', TLS_CERT_FILE: '' }).port).toBe(8080);
  });

  test('arguments go before variables', () => {
    const read = config({ PORT: '9' }, ['--port', '7', '--demo', '--data-dir', join(folder, 'new', 'deep')]);
    expect(read).toMatchObject({ port: 7, demo: true, dataDir: join(folder, 'new', 'deep') });
  });

  test('a certificate moves the default port', () => {
    const read = config({ TLS_CERT_FILE: named('c.pem'), TLS_KEY_FILE: named('k.pem') });
    expect(read.port).toBe(8443);
    expect(read.tls).not.toBeNull();
  });

  test('addresses are brought into one form', () => {
    const read = config({
      PUBLIC_URL: 'https://Class.Example.edu:443/',
      ALLOWED_ORIGINS: 'http://a.example:80 , https://b.example:8443',
      DATABASE_URL_FILE: named('database', 'postgres://u:p@db/x\n'),
      RTC_ANNOUNCED_ADDRESS: '10.0.0.1, school.example',
    });
    expect(read.publicUrl).toBe('https://class.example.edu');
    expect(read.allowedOrigins).toEqual(['http://a.example', 'https://b.example:8443']);
    expect(read.databaseUrl).toBe('postgres://u:p@db/x');
    expect(read.rtc.announcedAddresses).toEqual(['10.0.0.1', 'school.example']);
  });

  test('help and version end well, in the language asked for', () => {
    expect(readStart(['--help'], { LANG: 'zh_CN.UTF-8' })).toMatchObject({
      kind: 'print',
      text: expect.stringContaining('三课堂'),
    });
    expect(readStart(['--version'], en)).toMatchObject({
      kind: 'print',
      text: expect.stringMatching(/^\d+\./),
    });
  });
});
