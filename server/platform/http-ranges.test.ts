import { createServer } from 'node:http';
import { Readable } from 'node:stream';
import express from 'express';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { byteRangeOf } from './http-ranges.rules.ts';
import { createRanged, rangedText } from './http-ranges.ts';
import { silentLog } from './log.ts';

describe('a range', () => {
  test.each([
    ['bytes=0-0', { first: 0, last: 0 }],
    ['bytes=2-', { first: 2, last: 9 }],
    ['bytes=-3', { first: 7, last: 9 }],
    ['bytes=-30', { first: 0, last: 9 }],
    ['bytes=4-99', { first: 4, last: 9 }],
    ['bytes=10-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=5-4', 'whole'],
    ['bytes=0-1,4-5', 'whole'],
    ['items=0-1', 'whole'],
    ['bytes=-', 'whole'],
    ['', 'whole'],
    [undefined, 'whole'],
  ])('%s of ten bytes', (header, range) => expect(byteRangeOf(header, 10)).toEqual(range));

  test('never reaches beyond the bytes', () =>
    fc.assert(
      fc.property(fc.string(), fc.nat(), fc.nat(), fc.nat(1000), (noise, from, to, bytes) => {
        for (const header of [noise, `bytes=${from}-${to}`, `bytes=${from}-`, `bytes=-${to}`]) {
          const range = byteRangeOf(header, bytes);
          if (typeof range === 'string') continue;
          expect(range.first).toBeGreaterThanOrEqual(0);
          expect(range.last).toBeGreaterThanOrEqual(range.first);
          expect(range.last).toBeLessThan(bytes);
        }
      }),
    ));
});

describe('a route of ranges', () => {
  const text = '0123456789';
  const list = text.repeat(1_000);
  const app = express();
  app.use(
    createRanged(
      [
        {
          name: 'bytes',
          path: '/bytes/:key',
          async find({ key, sig }) {
            if (key === 'broken') throw new Error('no disk');
            if (key === 'list') return rangedText(list, { contentType: 'text/plain', etag: 'two' });
            if (key !== 'known' || sig !== 'right') return null;
            return {
              contentType: 'video/mp4',
              bytes: text.length,
              etag: 'one',
              saveAs: '语文 一年级.mp4',
              open: async ({ first, last }) => Readable.from([text.slice(first, last + 1)]),
            };
          },
        },
      ],
      silentLog,
    ),
  );
  const server = createServer(app);
  let base = '';
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    base = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  });
  afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const get = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(base + path, { headers });
    return { status: answer.status, text: await answer.text(), headers: answer.headers };
  };

  test.each(['/bytes/known?sig=wrong', '/bytes/known', '/bytes/other?sig=right'])(
    '%s is answered with 404 and no byte',
    async (path) => {
      const { status, text: body, headers } = await get(path);
      expect([status, body, headers.get('content-length'), headers.get('content-range')]).toEqual([
        404,
        '',
        '0',
        null,
      ]);
      expect(headers.get('cache-control')).toBe('no-store');
    },
  );
  test('what is made on the spot goes compressed to whoever takes it, and by range as it is', async () => {
    const packed = await get('/bytes/list', { 'accept-encoding': 'br, gzip' });
    expect([packed.text, packed.headers.get('content-encoding')]).toEqual([list, 'gzip']);
    expect(Number(packed.headers.get('content-length'))).toBeLessThan(list.length / 10);
    const etag = packed.headers.get('etag') ?? '';
    expect((await get('/bytes/list', { 'if-none-match': etag })).status).toBe(304);
    const plain = await get('/bytes/list', { 'accept-encoding': 'identity' });
    expect([plain.text, plain.headers.get('content-encoding')]).toEqual([list, null]);
    expect(plain.headers.get('etag')).not.toBe(etag);
    const part = await get('/bytes/list', { 'accept-encoding': 'gzip', range: 'bytes=2-4' });
    expect([part.text, part.headers.get('content-encoding')]).toEqual(['234', null]);
  });
  test('a failure gives nothing away', async () => {
    expect(await get('/bytes/broken')).toMatchObject({ status: 503, text: '' });
  });
  test('whole, in part, beyond, known, and saved under its name', async () => {
    const whole = await get('/bytes/known?sig=right');
    expect([whole.status, whole.text, whole.headers.get('etag')]).toEqual([200, text, '"one"']);
    expect(whole.headers.get('accept-ranges')).toBe('bytes');
    expect(whole.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''%E8%AF/);
    const part = await get('/bytes/known?sig=right', { range: 'bytes=2-4' });
    expect([part.status, part.text, part.headers.get('content-range')]).toEqual([206, '234', 'bytes 2-4/10']);
    const beyond = await get('/bytes/known?sig=right', { range: 'bytes=10-' });
    expect([beyond.status, beyond.text, beyond.headers.get('content-range')]).toEqual([
      416,
      '',
      'bytes */10',
    ]);
    const old = await get('/bytes/known?sig=right', { range: 'bytes=2-4', 'if-range': '"other"' });
    expect([old.status, old.text]).toEqual([200, text]);
    expect((await get('/bytes/known?sig=right', { 'if-none-match': '"one"' })).status).toBe(304);
  });
});
