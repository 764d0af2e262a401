import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issueLeaf, makeAuthority, readLeaf } from '../../server/access/access.authority.ts';
import { createAccessFiles } from '../../server/access/access.files.ts';
import { lanAddresses } from '../../server/platform/network.ts';
import { obtainWorker } from '../../sfu/index.ts';
import { installZhCN } from '../../shared/text/install.zh-CN.ts';
import { WIRE_VERSION } from '../../shared/wire/version.ts';
import { createApi } from '../support/api.ts';
import { type Product, startProduct } from '../support/product.ts';
import { askTrusting, chainOf, shakeHands } from '../support/trusting.ts';

const worker = await obtainWorker({ env: process.env, mayBuild: false });
const inCi = process.env['CI'] === 'true' || process.env['CI'] === '1';
const env = worker.ok ? { MEDIASOUP_WORKER_BIN: worker.path } : {};

describe.skipIf(!worker.ok && !inCi)('getting in by an own authority', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sanketang-access-'));
  const kept = (name: string) => join(dataDir, 'access', name);
  let product: Product;
  let ca = '';
  const https = (path: string) => `https://127.0.0.1:${product.port}${path}`;
  const http = (path: string, init: RequestInit = {}) =>
    fetch(`http://127.0.0.1:${product.port}${path}`, { redirect: 'manual', ...init });

  beforeAll(async () => {
    product = await startProduct({ dataDir, env: { ...env, ACCESS_WAY: 'own-ca' } });
    ca = readFileSync(kept('ca.crt'), 'utf8');
  });
  afterAll(async () => {
    await product?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('keeps its keys to itself', () => {
    for (const key of ['ca.key', 'own.key']) expect(statSync(kept(key)).mode & 0o777).toBe(0o600);
    expect(statSync(join(dataDir, 'access')).mode & 0o077).toBe(0);
    expect(product.output()).not.toContain('PRIVATE KEY');
  });

  it('is believed by whoever has the authority, at every name of the machine, and by nobody else', async () => {
    expect(product.url).toBe(`https://127.0.0.1:${product.port}`);
    expect((await askTrusting(https('/api/setup'), ca)).text).toBe('{"open":true}');
    const seen = await shakeHands(product.port, { ca, servername: 'localhost' });
    expect(seen.authorized).toBe(true);
    seen.destroy();
    await expect(shakeHands(product.port, { ca, servername: 'bank.example' })).rejects.toThrow(
      /altnames|match/,
    );
    await expect(askTrusting(https('/'), rootCertificates.join('\n'))).rejects.toThrow();
  });

  it('shows phones the leaf first and the authority behind it', async () => {
    const socket = await shakeHands(product.port, { ca });
    const [leaf, root, ...more] = chainOf(socket);
    socket.destroy();
    expect(more).toEqual([]);
    expect(leaf?.ext_key_usage).toEqual(['1.3.6.1.5.5.7.3.1']);
    expect(root?.raw.equals(readLeaf(ca)?.certificate.raw ?? Buffer.alloc(0))).toBe(true);
  });

  it('gives plain HTTP the install pages and a way to HTTPS', async () => {
    const moved = await http('/coverage?from=2026-09-01');
    expect(moved.status).toBe(307);
    expect(moved.headers.get('location')).toBe(https('/coverage?from=2026-09-01'));
    const page = await http('/install', { headers: { 'accept-language': 'en' } });
    expect(page.status).toBe(200);
    const text = await page.text();
    const print = (readLeaf(ca)?.certificate.fingerprint256 ?? '').split(':');
    expect(text).toContain(print.slice(0, 4).join(' '));
    expect(text).toContain('iPhone');
    expect(text).not.toMatch(/[{}]\w+[}]/);
    const der = Buffer.from(await (await http('/install/sanketang-ca.crt')).arrayBuffer());
    expect(der.equals(readLeaf(ca)?.certificate.raw ?? Buffer.alloc(0))).toBe(true);
    const profile = await (await http('/install/sanketang.mobileconfig')).text();
    const inside = /<data>([^<]+)<\/data>/.exec(profile)?.[1]?.replace(/\s/g, '') ?? '';
    expect(Buffer.from(inside, 'base64').equals(der)).toBe(true);
    expect((await askTrusting(https('/install'), ca)).text).toContain('sanketang-ca.crt');
  });

  it.each(['/install/../api/me', '/install/%2e%2e/api/me', '/install/own.key', '//evil.example/x'])(
    'plain HTTP finds nothing else at %s',
    async (path) => {
      const answer = await http(path);
      expect(answer.headers.getSetCookie()).toEqual([]);
      expect([307, 426]).toContain(answer.status);
      const location = answer.headers.get('location');
      if (location !== null) expect(new URL(location).host).toBe(`127.0.0.1:${product.port}`);
    },
  );

  it('refuses API and sockets over plain HTTP, and sets no cookie there', async () => {
    for (const [path, method] of [
      ['/api/setup', 'GET'],
      ['/api/login', 'POST'],
      ['/socket.io/?EIO=4&transport=polling', 'GET'],
      ['/', 'POST'],
    ] as const) {
      const answer = await http(path, { method });
      expect(answer.status, path).toBe(426);
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
    const socket = io(`http://127.0.0.1:${product.port}`, { transports: ['websocket'], reconnection: false });
    const refused = await new Promise((resolve) => {
      socket.once('connect_error', () => resolve(true));
      socket.once('connect', () => resolve(false));
    });
    socket.disconnect();
    expect(refused).toBe(true);
  });

  it('marks cookies as secure, and takes pages of its own names only', async () => {
    const body = JSON.stringify({});
    const ask = (origin: string) =>
      askTrusting(https('/api/device/announce'), ca, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', origin },
      });
    const answer = await ask(`https://localhost:${product.port}`);
    expect(answer.status).toBe(200);
    expect(String(answer.headers['set-cookie'])).toMatch(/; Secure/);
    expect(answer.headers['strict-transport-security']).toBeUndefined();
    for (const origin of [`http://localhost:${product.port}`, 'https://bank.example'])
      expect((await ask(origin)).status).toBe(403);
  });

  it('starts again with the same authority and the same certificate', async () => {
    const before = readFileSync(kept('own.crt'), 'utf8');
    await product.kill('SIGTERM');
    product = await startProduct({ dataDir, port: product.port, env: { ...env, ACCESS_WAY: 'own-ca' } });
    expect(readFileSync(kept('ca.crt'), 'utf8')).toBe(ca);
    expect(readFileSync(kept('own.crt'), 'utf8')).toBe(before);
  });

  it('ends at once although somebody holds a connection and asks nothing', async () => {
    const idle = await shakeHands(product.port, { ca });
    idle.on('error', () => idle.destroy());
    const askedAtMs = Date.now();
    await product.kill('SIGTERM');
    expect(Date.now() - askedAtMs).toBeLessThan(5_000);
    expect(product.exitCode()).toBe(0);
  });

  it('makes a certificate anew that is nearly over, under the same authority', async () => {
    const files = createAccessFiles(join(dataDir, 'access'));
    const authority = files.authority();
    if (authority === null) throw new Error('the authority is gone');
    const yearAgoMs = Date.now() - 380 * 86_400_000;
    const old = await issueLeaf(authority, { dns: ['localhost'], ip: ['127.0.0.1'] }, yearAgoMs);
    files.keepPair('own', old);
    product = await startProduct({ dataDir, port: product.port, env: { ...env, ACCESS_WAY: 'own-ca' } });
    expect(readFileSync(kept('own.crt'), 'utf8')).not.toBe(old.cert);
    expect((await askTrusting(https('/api/setup'), ca)).status).toBe(200);
  });
});

const [lan] = lanAddresses();

describe.skipIf((!worker.ok && !inCi) || lan === undefined)('this machine only', () => {
  it('shows others a page that says so, and nothing else', async () => {
    const product = await startProduct({ env: { ...env, HOST: lan ?? '', ACCESS_WAY: 'localhost' } });
    try {
      const seen = await Promise.all(
        ['/', '/api/setup', '/install'].map((path) => fetch(`http://${lan}:${product.port}${path}`)),
      );
      expect(seen.map(({ status }) => status)).toEqual([403, 403, 403]);
      expect(await seen[0]?.text()).toContain(installZhCN['install.onlyHere']);
      expect(seen.flatMap(({ headers }) => headers.getSetCookie())).toEqual([]);
    } finally {
      await product.stop();
    }
  });
});

describe.skipIf(!worker.ok && !inCi)('choosing on the page', () => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct({ env: { ...env, HOST: '127.0.0.1' } });
  });
  afterAll(() => product?.stop());

  it('turns TLS on under an open socket', async () => {
    const admin = createApi(product.url);
    await admin.call('setup.create', {
      token: /token=(.+)$/.exec(product.setupUrl ?? '')?.[1] ?? '',
      officeName: '云溪县教育局',
      name: '周敏',
      loginName: 'zhoumin',
      password: 'Long-enough-1',
    });
    expect(await admin.call('access.read', {})).toMatchObject({ way: null, decidedBy: 'nobody' });
    const [cookie] = admin.cookies();
    const open = io(product.url, {
      auth: { version: WIRE_VERSION },
      transports: ['websocket'],
      extraHeaders: { cookie: `${cookie?.name}=${cookie?.value}`, origin: product.url },
      reconnection: false,
    });
    await new Promise((resolve, reject) => {
      open.once('connect', () => resolve(null));
      open.once('connect_error', reject);
    });

    const report = await admin.call('access.choose', { way: 'own-ca' });
    expect(report.addresses[0]).toBe(`https://127.0.0.1:${product.port}`);
    expect(report.authority?.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    const ca = readFileSync(join(product.dataDir, 'access/ca.crt'), 'utf8');
    expect((await askTrusting(`${report.addresses[0]}/api/setup`, ca)).status).toBe(200);
    expect(open.connected).toBe(true);
    open.disconnect();
  });

  it('asks for what is missing, lets nobody else choose, and takes files up without a restart', async () => {
    const ca = readFileSync(join(product.dataDir, 'access/ca.crt'), 'utf8');
    const url = `https://127.0.0.1:${product.port}`;
    const ask = async (path: string, body: object, cookie = '') => {
      const answer = await askTrusting(url + path, ca, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', origin: url, cookie },
      });
      return {
        status: answer.status,
        cookie: String(answer.headers['set-cookie']).split(';')[0] ?? '',
        json: JSON.parse(answer.text),
      };
    };
    expect((await ask('/api/access', { way: 'localhost' })).status).toBe(401);
    const { cookie } = await ask('/api/login', { loginName: 'zhoumin', password: 'Long-enough-1' });
    const wish = (body: object) => ask('/api/access', body, cookie);
    expect((await wish({ way: 'public-name', source: 'files' })).json).toMatchObject({
      code: 'INVALID_VALUE',
      params: { field: 'name' },
    });
    expect(
      (
        await wish({
          way: 'public-name',
          name: 'a.example',
          source: 'acme',
          directoryUrl: 'http://a.example/',
        })
      ).status,
    ).toBe(400);
    expect((await wish({ way: 'anything' })).status).toBe(400);
    const missing = await wish({ way: 'public-name', name: 'class.example.edu', source: 'files' });
    expect(missing.json).toMatchObject({ problem: 'missing', certificate: null });
    const files = createAccessFiles(join(product.dataDir, 'access'));
    const other = await makeAuthority(['class.example.edu'], Date.now());
    const leaf = await issueLeaf(other, { dns: ['class.example.edu'], ip: ['127.0.0.1'] }, Date.now());
    writeFileSync(files.pathsOf('public').cert, leaf.cert);
    writeFileSync(files.pathsOf('public').key, leaf.key);
    const plain = createApi(`http://127.0.0.1:${product.port}`);
    await plain.call('login.create', { loginName: 'zhoumin', password: 'Long-enough-1' });
    const found = await plain.call('access.goOn', {});
    expect(found).toMatchObject({ problem: null, name: 'class.example.edu' });
    expect(found.addresses).toEqual([`https://class.example.edu:${product.port}`]);
    const socket = await shakeHands(product.port, { ca: other.cert, servername: 'class.example.edu' });
    expect(socket.getPeerCertificate().subjectaltname).toContain('class.example.edu');
    socket.destroy();
  });

  it('its own authority cannot vouch for other sites, whoever has its key', async () => {
    const files = createAccessFiles(join(product.dataDir, 'access'));
    const authority = files.authority();
    if (authority === null) throw new Error('the authority is gone');
    const forged = await issueLeaf(authority, { dns: ['bank.example'], ip: [] }, Date.now());
    const bank = createServer(forged, (_request, response) => response.end('bank'));
    await new Promise<void>((resolve) => void bank.listen(0, '127.0.0.1', resolve));
    const address = bank.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const seen = shakeHands(port, { ca: authority.cert, servername: 'bank.example' });
    await expect(seen).rejects.toThrow('permitted subtree violation');
    bank.close();
  });
});
