import { createHash, createHmac } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import S3rver from 's3rver';
import type { S3Settings } from '../../server/platform/objects.s3.ts';

const BUCKET = 'lessons';
/** The account that the store knows from its start. */
const KEYS = { accessKeyId: 'S3RVER', secretKey: 'S3RVER' };

export type Store = Awaited<ReturnType<typeof startStore>>;
/** What the line or the store does to requests, after they were let in. */
export type Fault = 'away' | 'cut' | 'full' | 'changed';

/**
 * An S3 store in this process. It takes signatures of version 4 unseen, so they are compared before it by their definition, together with the
 * hash of what was sent; what does not fit never reaches it.
 */
export async function startStore() {
  const directory = mkdtempSync(join(tmpdir(), 'sanketang-s3-'));
  const store = new S3rver({
    ...{ address: '127.0.0.1', port: 0, silent: true, directory, vhostBuckets: false },
    configureBuckets: [{ name: BUCKET, configs: [] }],
  });
  await store.configureBuckets();
  const behind = store.callback();
  const asked: string[] = [];
  let fault: ((asked: string) => Fault | null) | null = null;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bytesOf(request);
    const name = `${request.method} ${request.url ?? ''}`;
    const happens = fault?.(name) ?? null;
    if (happens === 'cut') return void request.socket.destroy();
    asked.push(name);
    const wrong = happens === 'away' ? 'ServiceUnavailable' : happens === 'full' ? 'QuotaExceeded' : null;
    if (wrong !== null) return refuse(response, wrong === 'QuotaExceeded' ? 507 : 503, wrong);
    const refused = refusalOf(request, body);
    if (refused !== null) return refuse(response, 403, refused);
    const sent = happens === 'changed' ? body.map((byte) => byte ^ 1) : body;
    behind(replayed(request, sent), response);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  const settings: S3Settings = {
    ...{
      endpoint: `http://127.0.0.1:${port}`,
      bucket: BUCKET,
      region: 'eu-test-1',
      pathStyle: true,
      ...KEYS,
    },
  };
  return {
    settings,
    /** What was asked of it, e.g. `GET /lessons/a`. */
    asked,
    /** Names of everything that it keeps, whatever it says when it is asked. */
    kept: (): string[] =>
      readdirSync(join(directory, BUCKET), { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('_object'))
        .map((path) => path.replace(/\._S3rver_object$/, '')),
    breakBy(when: ((asked: string) => Fault | null) | null) {
      fault = when;
    },
    async close() {
      server.closeAllConnections();
      await new Promise<void>((closed) => server.close(() => closed()));
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

/** The same request, its body to be read again. */
function replayed(request: IncomingMessage, body: Uint8Array): IncomingMessage {
  const { method, url, headers, rawHeaders, httpVersion, socket } = request;
  return Object.assign(Readable.from([Buffer.from(body)], { objectMode: false }), {
    ...{ method, url, headers, rawHeaders, httpVersion, socket, connection: socket, complete: true },
  }) as unknown as IncomingMessage;
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'Content-Type': 'application/xml' });
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`);
}

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** Signature Version 4 by its definition; null for a request that is signed as it should be. */
function refusalOf(request: IncomingMessage, body: Buffer): string | null {
  const said =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=(.+)$/.exec(
      request.headers.authorization ?? '',
    );
  const [, id, day = '', region = '', names = '', signature] = said ?? [];
  if (id !== KEYS.accessKeyId) return 'InvalidAccessKeyId';
  const hash = String(request.headers['x-amz-content-sha256']);
  if (hash !== sha256(body)) return 'XAmzContentSHA256Mismatch';
  for (const needed of ['host', 'x-amz-content-sha256', 'x-amz-date'])
    if (!names.split(';').includes(needed)) return 'AccessDenied';
  const url = new URL(request.url ?? '', 'http://store');
  const query = [...url.searchParams]
    .map(([key, value]) => `${encoded(key)}=${encoded(value)}`)
    .toSorted()
    .join('&');
  const headers = names.split(';').map((name) => `${name}:${String(request.headers[name]).trim()}\n`);
  const path = decodeURIComponent(url.pathname).split('/').map(encoded).join('/');
  const canonical = [request.method, path, query, headers.join(''), names, hash].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const date = String(request.headers['x-amz-date']);
  const key = hmac(hmac(hmac(hmac(`AWS4${KEYS.secretKey}`, day), region), 's3'), 'aws4_request');
  const right = hmac(key, `AWS4-HMAC-SHA256\n${date}\n${scope}\n${sha256(canonical)}`).toString('hex');
  return right === signature ? null : 'SignatureDoesNotMatch';
}
