import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Store, startStore } from '../../test/support/s3.ts';
import { listOfParts, troubleOf, within } from './objects.s3.rules.ts';
import { createS3 } from './objects.s3.ts';
import type { Upload } from './objects.types.ts';

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const wish = (
  bytes: Uint8Array,
  { begun = null, kept = async () => undefined }: Partial<Uploading> = {},
) => ({
  ...{ contentType: 'video/mp4', bytes: bytes.length, begun, kept },
  read: async (at: number, count: number) => bytes.subarray(at, at + count),
});
type Uploading = { readonly begun: Upload | null; readonly kept: (upload: Upload) => Promise<void> };

describe('an S3 store', () => {
  let store: Store;
  const MB = 1024 * 1024;
  const objects = () => createS3(store.settings, { partBytes: 5 * MB, timeLimitMs: 20_000 });
  const readBack = async (name: string) => {
    const found = await objects().open(name, 'whole');
    return found === null ? null : buffer(found);
  };
  beforeAll(async () => {
    store = await startStore();
  });
  afterEach(() => store.breakBy(null));
  afterAll(() => store?.close());

  test('takes nothing without its key, from the wrong bucket or when nobody is there', async () => {
    const wrong = [
      [{ ...store.settings, secretKey: 'wrong' }, 'refused'],
      [{ ...store.settings, accessKeyId: 'nobody' }, 'refused'],
      [{ ...store.settings, bucket: 'elsewhere' }, 'bucket'],
      [{ ...store.settings, endpoint: 'http://127.0.0.1:1' }, 'unreachable'],
    ] as const;
    for (const [settings, trouble] of wrong) {
      const there = createS3(settings);
      await expect(there.check(), trouble).rejects.toMatchObject({ trouble });
      await expect(there.put('a/b.mp4', wish(randomBytes(10)))).rejects.toMatchObject({ trouble });
      await expect(there.open('a/b.mp4', 'whole')).rejects.toMatchObject({ trouble });
    }
    await objects().check();
    expect(store.kept()).toEqual([]);
  });

  test('gives back what it was given, whole and in part, and nothing of what it has not', async () => {
    const bytes = randomBytes(3_000);
    await objects().put('a/small.mp4', wish(bytes));
    expect(await objects().sizeOf('a/small.mp4')).toBe(3_000);
    expect(await readBack('a/small.mp4')).toEqual(bytes);
    const part = await objects().open('a/small.mp4', { first: 10, last: 19 });
    expect(part === null ? null : await buffer(part)).toEqual(bytes.subarray(10, 20));
    expect(await objects().sizeOf('a/none.mp4')).toBeNull();
    expect(await readBack('a/none.mp4')).toBeNull();
    expect(await objects().namesBelow('a/')).toEqual(['a/small.mp4']);
    await objects().remove('a/small.mp4');
    await objects().remove('a/small.mp4');
    expect(await objects().namesBelow('a/')).toEqual([]);
  });

  test('goes on with a large file where it was cut off', async () => {
    const bytes = randomBytes(12 * MB);
    const parts = () => store.asked.filter((each) => each.includes('partNumber=')).length;
    let upload: Upload | null = null;
    const kept = async (now: Upload) => {
      upload = now;
    };
    store.breakBy((asked) => (asked.includes('partNumber=3') ? 'cut' : null));
    await expect(objects().put('b/large.mp4', wish(bytes, { kept }))).rejects.toMatchObject({
      trouble: 'unreachable',
    });
    store.breakBy(null);
    expect([parts(), (upload as Upload | null)?.parts.length]).toEqual([2, 2]);
    await objects().put('b/large.mp4', wish(bytes, { begun: upload, kept }));
    expect(parts()).toBe(3);
    expect(hashOf((await readBack('b/large.mp4')) ?? Buffer.of())).toBe(hashOf(bytes));
    await objects().remove('b/large.mp4');
  });

  test('is told apart when it is full and when it is away', async () => {
    store.breakBy((asked) => (asked.startsWith('PUT') ? 'full' : null));
    await expect(objects().put('c/a.mp4', wish(randomBytes(9)))).rejects.toMatchObject({ trouble: 'full' });
    store.breakBy(() => 'away');
    await expect(objects().check()).rejects.toMatchObject({ trouble: 'unreachable' });
    expect(store.kept()).toEqual([]);
  });

  test('is left alone at once when the server ends', async () => {
    const there = objects();
    store.breakBy(() => {
      there.close();
      return null;
    });
    await expect(there.check()).rejects.toMatchObject({ trouble: 'unreachable' });
  });
});

test('a list of several pages is read to its end', async () => {
  const pages = [
    '<Key>a/1</Key><IsTruncated>true</IsTruncated><NextContinuationToken>x=&amp;y</NextContinuationToken>',
  ];
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(new URL(request.url ?? '', 'http://store').searchParams.get('continuation-token') ?? '');
    response.end(pages.shift() ?? '<Key>a/2</Key><IsTruncated>false</IsTruncated>');
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  const settings = { bucket: 'b', region: 'r', accessKeyId: 'k', secretKey: 's', pathStyle: true };
  const objects = createS3({ ...settings, endpoint: `http://127.0.0.1:${port}` });
  expect(await objects.namesBelow('a/')).toEqual(['a/1', 'a/2']);
  expect(asked).toEqual(['', 'x=&y']);
  server.closeAllConnections();
  await new Promise<void>((closed) => server.close(() => closed()));
});

describe('what a store says', () => {
  test('is read without its marks', () => {
    expect(within('<a><Key>x &amp; &#60;y&gt;</Key><Key></Key></a>', 'Key')).toEqual(['x & <y>', '']);
    expect(within('no answer at all', 'Key')).toEqual([]);
    expect(listOfParts(['"a"'])).toContain('<PartNumber>1</PartNumber><ETag>&#34;a&#34;</ETag>');
  });
  test('is understood by its own word before its number', () => {
    const error = (code: string) => `<Error><Code>${code}</Code></Error>`;
    expect(troubleOf(403, error('RequestTimeTooSkewed'))).toBe('clock');
    expect(troubleOf(403, error('SignatureDoesNotMatch'))).toBe('refused');
    expect(troubleOf(404, error('NoSuchBucket'))).toBe('bucket');
    expect(troubleOf(400, error('AuthorizationHeaderMalformed'))).toBe('region');
    expect(troubleOf(503, error('XMinioStorageFull'))).toBe('full');
    expect(troubleOf(503, '')).toBe('unreachable');
    expect(troubleOf(418, '<html>')).toBe('odd');
  });
});
