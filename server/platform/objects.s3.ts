import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { AwsV4Signer } from 'aws4fetch';
import { listOfParts, troubleOf, within } from './objects.s3.rules.ts';
import { type Objects, ObjectsError, type PutWish, type Upload } from './objects.types.ts';

/** A store that speaks S3, and what opens it. */
export type S3Settings = {
  /** Without a slash at the end. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretKey: string;
  /** The bucket in the path instead of in the host's name. */
  readonly pathStyle: boolean;
};

export type S3Options = { readonly partBytes?: number; readonly timeLimitMs?: number };

/** On half a megabit a second a part is there in time. */
const PART_BYTES = 6 * 1024 * 1024;
const TIME_LIMIT_MS = 120_000;
const ANSWER_LIMIT_CHARS = 2_000_000;

type Ask = {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  readonly name?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer>;
  readonly allows?: readonly number[];
};

/** Every request carries the hash of what it sends, which the store compares: what was changed on its way is refused. */
export function createS3(settings: S3Settings, options: S3Options = {}): Objects {
  const { partBytes = PART_BYTES } = options;
  const over = new AbortController();
  const ask = asking(settings, { timeLimitMs: options.timeLimitMs ?? TIME_LIMIT_MS, over: over.signal });
  const textOf = async (wish: Ask): Promise<string> =>
    (await (await ask(wish)).text()).slice(0, ANSWER_LIMIT_CHARS);
  return {
    async check() {
      await textOf({ method: 'GET', query: { 'list-type': '2', 'max-keys': '1', prefix: 'no-such-name/' } });
    },
    async put(name, wish) {
      if (wish.bytes > partBytes) return putInParts({ ask, textOf, partBytes }, name, wish);
      const body = await exactly(wish, 0, wish.bytes);
      await textOf({ method: 'PUT', name, body, headers: { 'Content-Type': wish.contentType } });
    },
    async sizeOf(name) {
      const answer = await ask({ method: 'HEAD', name, allows: [404] });
      return answer.status === 404 ? null : Number(answer.headers.get('content-length') ?? Number.NaN);
    },
    async open(name, range) {
      const headers = range === 'whole' ? {} : { Range: `bytes=${range.first}-${range.last}` };
      const answer = await ask({ method: 'GET', name, headers, allows: [404] });
      if (answer.status === 404) {
        const text = await answer.text();
        if (troubleOf(404, text) === 'bucket') throw new ObjectsError('bucket', 'gone');
        return null;
      }
      // A store that knows no ranges would send the beginning in place of the middle.
      if (range !== 'whole' && answer.status !== 206) {
        await answer.body?.cancel();
        throw new ObjectsError('odd', 'no ranges');
      }
      return answer.body === null
        ? Readable.from([])
        : Readable.from(chunksOf(answer.body), { objectMode: false });
    },
    async remove(name) {
      await textOf({ method: 'DELETE', name, allows: [404] });
    },
    async namesBelow(prefix) {
      const names: string[] = [];
      let query: Record<string, string> = { 'list-type': '2', prefix };
      for (;;) {
        const text = await textOf({ method: 'GET', query });
        names.push(...within(text, 'Key'));
        const next = within(text, 'NextContinuationToken')[0];
        if (within(text, 'IsTruncated')[0] !== 'true' || next === undefined) return names;
        query = { ...query, 'continuation-token': next };
      }
    },
    async abandon(name, { id }) {
      await textOf({ method: 'DELETE', name, query: { uploadId: id }, allows: [404] });
    },
    close: () => over.abort(),
  };
}

type Asking = (ask: Ask) => Promise<Response>;

type Limits = { readonly timeLimitMs: number; readonly over: AbortSignal };

function asking(settings: S3Settings, { timeLimitMs, over }: Limits): Asking {
  const { bucket, region, accessKeyId, secretKey, pathStyle } = settings;
  const base = new URL(settings.endpoint);
  const root = pathStyle
    ? `${base.href.replace(/\/$/, '')}/${bucket}`
    : `${base.protocol}//${bucket}.${base.host}`;
  const cache = new Map<string, ArrayBuffer>();
  return async ({ method, name = '', query = {}, headers = {}, body, allows = [] }) => {
    const url = new URL(`${root}/${name}`);
    for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
    const sha256 = createHash('sha256')
      .update(body ?? '')
      .digest('hex');
    const signer = new AwsV4Signer({
      ...{ method, url: url.href, headers: { ...headers, 'X-Amz-Content-Sha256': sha256 } },
      ...{ accessKeyId, secretAccessKey: secretKey, service: 's3', region, cache },
    });
    const signed = await signer.sign();
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), timeLimitMs);
    try {
      // Nobody else is told what opens the store.
      const signal = AbortSignal.any([late.signal, over]);
      const rest = { redirect: 'manual', signal, ...(body === undefined ? {} : { body }) } as const;
      const answer = await fetch(signed.url, { method, headers: signed.headers, ...rest });
      if (answer.ok || allows.includes(answer.status)) return answer;
      const text = await answer.text();
      throw new ObjectsError(troubleOf(answer.status, text), `${method} ${answer.status}`);
    } catch (cause) {
      if (cause instanceof ObjectsError) throw cause;
      throw new ObjectsError('unreachable', reasonOf(cause));
    } finally {
      clearTimeout(timer);
    }
  };
}

type Parts = {
  readonly ask: Asking;
  readonly textOf: (ask: Ask) => Promise<string>;
  readonly partBytes: number;
};

async function putInParts({ ask, textOf, partBytes }: Parts, name: string, wish: PutWish): Promise<void> {
  let upload: Upload = wish.begun ?? { id: await begin(textOf, name, wish.contentType), parts: [] };
  if (wish.begun === null) await wish.kept(upload);
  while (upload.parts.length * partBytes < wish.bytes) {
    const at = upload.parts.length * partBytes;
    const body = await exactly(wish, at, Math.min(partBytes, wish.bytes - at));
    const query = { partNumber: String(upload.parts.length + 1), uploadId: upload.id };
    const answer = await ask({ method: 'PUT', name, query, body });
    const etag = answer.headers.get('etag');
    await answer.text();
    if (etag === null) throw new ObjectsError('odd', 'a part without an ETag');
    upload = { id: upload.id, parts: [...upload.parts, etag] };
    await wish.kept(upload);
  }
  const body = new Uint8Array(Buffer.from(listOfParts(upload.parts)));
  const done = await textOf({ method: 'POST', name, query: { uploadId: upload.id }, body });
  // It may have said 200 before it found out.
  if (within(done, 'ETag').length === 0)
    throw new ObjectsError(troubleOf(500, done), 'parts were not joined');
}

async function begin(textOf: Parts['textOf'], name: string, contentType: string): Promise<string> {
  const headers = { 'Content-Type': contentType };
  const id = within(await textOf({ method: 'POST', name, query: { uploads: '' }, headers }), 'UploadId')[0];
  if (id === undefined) throw new ObjectsError('odd', 'no upload was begun');
  return id;
}

async function exactly({ read }: PutWish, at: number, count: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await read(at, count);
  if (bytes.length !== count) throw new Error(`${bytes.length} bytes instead of ${count}`);
  return new Uint8Array(bytes);
}

async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // Of one that broke off there is nothing left to let go of.
    await reader.cancel().catch(() => undefined);
  }
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'unknown';
  const inner = cause.cause instanceof Error && 'code' in cause.cause ? String(cause.cause.code) : cause.name;
  return inner.slice(0, 60);
}
