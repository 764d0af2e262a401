import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { COURSEWARE_BYTES_MAX, COURSEWARE_FILES_MAX, coursewareName } from '../../shared/courseware-file.ts';
import { encryptedPdf, pdfOf, pngOf } from '../../test/support/courseware-files.ts';
import { pagesOf } from './courseware.pages.ts';
import { judgePicture } from './courseware.picture.rules.ts';
import { isGenuine, mayUpload, sourceTypeOf } from './courseware.rules.ts';

const folder = mkdtempSync(join(tmpdir(), 'sanketang-pages-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a name', () => {
  test.each([
    '',
    ' ',
    '.',
    '..',
    '../x.pdf',
    'a/b.pdf',
    'a\\b.pdf',
    'a\0.pdf',
    'a\n.pdf',
    'evil\u202efdp.exe',
  ])('that is a path or hides something is refused: %j', (name) =>
    expect(coursewareName.safeParse(name).success).toBe(false),
  );
  test.each(['第三课　小星星.PPTX', "李老师's «песня» (1).pdf"])('in any language is kept: %s', (name) =>
    expect(coursewareName.parse(` ${name} `)).toBe(name),
  );
  test.each([
    ['run.exe', null],
    ['pdf', null],
    ['x.pdf.html', null],
    ['x.constructor', null],
    ['x.svg', null],
    ['x.PDF', 'pdf'],
    ['x.Jpg', 'jpeg'],
    ['课件.ppt', 'ppt'],
  ])('%s is of type %s', (name, type) => expect(sourceTypeOf(name)).toBe(type));
});

describe('a file to be sent', () => {
  const here = { converts: true, fileCount: 0 };
  test('is refused for its type, its size, as one too many, or where nothing converts it', () => {
    const refusal = (name: string, bytes: number, where = here) => mayUpload({ name, bytes }, where);
    expect(refusal('x.svg', 1)).toMatchObject({ error: { params: { reason: 'type' } } });
    expect(refusal('x.pdf', COURSEWARE_BYTES_MAX + 1)).toMatchObject({ error: { code: 'TOO_LARGE' } });
    expect(refusal('x.pdf', 1, { ...here, fileCount: COURSEWARE_FILES_MAX })).toMatchObject({
      error: { params: { reason: 'count' } },
    });
    expect(refusal('x.odp', 1, { ...here, converts: false })).toMatchObject({
      error: { params: { reason: 'converter' } },
    });
    expect(mayUpload({ name: 'x.pdf', bytes: COURSEWARE_BYTES_MAX }, { ...here, converts: false })).toEqual({
      ok: true,
      value: 'pdf',
    });
  });

  test('begins like one of its type or is none', () => {
    const html = Buffer.from('<html><script>alert(1)</script>');
    for (const type of ['pdf', 'png', 'jpeg', 'webp', 'pptx', 'ppt', 'docx', 'doc', 'odp', 'odt'] as const) {
      expect([type, isGenuine(type, html)]).toEqual([type, false]);
      expect([type, isGenuine(type, new Uint8Array())]).toEqual([type, false]);
    }
    expect(isGenuine('png', pdfOf(1))).toBe(false);
    expect(isGenuine('pdf', pngOf(1, 1))).toBe(false);
    expect(isGenuine('pdf', pdfOf(1))).toBe(true);
    expect(isGenuine('png', pngOf(1, 1))).toBe(true);
    expect(isGenuine('webp', Buffer.from('RIFF\x00\x01\x00\x00WEBPVP8 '))).toBe(true);
    expect(isGenuine('odt', Buffer.from('PK\x03\x04rest'))).toBe(true);
  });
});

describe('a picture', () => {
  test('of any bytes is judged without a throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.constantFrom('png', 'jpeg', 'webp'), (bytes, type) => {
        const judged = judgePicture(type, bytes);
        expect(judged.ok ? judged.value : judged.problem).toSatisfy(
          (found: unknown) => found === 1 || found === 'broken' || found === 'large',
        );
      }),
    );
  });
  test('that would fill the memory of a screen is too large, whatever its bytes', () => {
    expect(judgePicture('png', pngOf(60_000, 60_000, false))).toEqual({ ok: false, problem: 'large' });
    expect(judgePicture('png', pngOf(0, 10, false))).toEqual({ ok: false, problem: 'broken' });
    expect(judgePicture('png', pngOf(1920, 1080, false))).toEqual({ ok: true, value: 1 });
  });
  test('says its size in each kind of JPEG and WebP', () => {
    const jpeg = (width: number) =>
      Buffer.from(`ffd8ffe000040000ffc00011080438${width.toString(16).padStart(4, '0')}03`, 'hex');
    expect(judgePicture('jpeg', jpeg(1920))).toEqual({ ok: true, value: 1 });
    expect(judgePicture('jpeg', jpeg(0xffff))).toEqual({ ok: false, problem: 'large' });
    const webp = (rest: string) =>
      Buffer.concat([Buffer.from('RIFF\0\0\0\0WEBP', 'latin1'), Buffer.from(rest, 'hex')]);
    // VP8: 1920 × 1080; VP8L: 1920 × 1080; VP8X: 16384 × 16384.
    const frame = '56503820000000000000009d012a80073804';
    const bits = (1919 | (1079 << 14)) >>> 0;
    const word = Buffer.alloc(4);
    word.writeUInt32LE(bits);
    expect(judgePicture('webp', webp(frame))).toEqual({ ok: true, value: 1 });
    expect(judgePicture('webp', webp(`5650384c000000002f${word.toString('hex')}`))).toEqual({
      ok: true,
      value: 1,
    });
    expect(judgePicture('webp', webp('56503858000000000000000 0ff3f00ff3f00'.replace(' ', '')))).toEqual({
      ok: false,
      problem: 'large',
    });
  });
});

/** Each is counted in a thread of its own, which takes a while to begin on a busy machine. */
describe('pages of a PDF', { timeout: 60_000 }, () => {
  const judged = (bytes: Uint8Array, longestMs?: number) => {
    const path = join(folder, 'file.pdf');
    writeFileSync(path, bytes);
    return pagesOf(path, longestMs);
  };
  test('with a password, without a page, beyond 1000, or that is none: each is said', async () => {
    expect(await judged(encryptedPdf())).toEqual({ ok: false, problem: 'encrypted' });
    expect(await judged(Buffer.from('%PDF-1.7 nothing'))).toEqual({ ok: false, problem: 'broken' });
    expect(await judged(pdfOf(0))).toMatchObject({ ok: false });
    expect(await judged(pdfOf(1001))).toEqual({ ok: false, problem: 'pages' });
    expect(await judged(pdfOf(1000), 1)).toEqual({ ok: false, problem: 'slow' });
  });
  test('are counted', async () => {
    expect(await judged(pdfOf(1))).toEqual({ ok: true, value: 1 });
    expect(await judged(pdfOf(42))).toEqual({ ok: true, value: 42 });
    expect(await judged(pdfOf(1000))).toEqual({ ok: true, value: 1000 });
  });
});
