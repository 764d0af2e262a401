import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { coursewarePath } from '../../shared/courseware-file.ts';
import { type Api, createApi } from '../support/api.ts';
import { type County, makeCounty, type PlannedLesson, planLesson } from '../support/county.ts';
import { encryptedPdf, pdfOf, pngOf } from '../support/courseware-files.ts';
import { bring, cookiesOf, sendPart, settled } from '../support/courseware-sender.ts';
import { type Product, startProduct } from '../support/product.ts';
import { pairedScreen } from '../support/sitter.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('files of lessons over HTTP', () => {
  let product: Product;
  let county: County;
  let lesson: PlannedLesson;
  let other: PlannedLesson;
  let teacher: { readonly api: Api; readonly url: string };
  beforeAll(async () => {
    product = await startProduct();
    county = await makeCounty(product, 1);
    lesson = await planLesson(county, 30);
    other = await planLesson(county, 300);
    teacher = { api: county.lecturer, url: product.url };
  });
  afterAll(() => product?.stop());

  const get = (api: Api | null, id: string, headers: Record<string, string> = {}, query = '') =>
    fetch(product.url + coursewarePath(id) + query, {
      headers: { ...(api === null ? {} : { cookie: cookiesOf(api) }), ...headers },
    });
  const contents = () => readdirSync(join(product.dataDir, 'courseware', 'contents'));

  test('what is refused: types, sizes, parts that do not follow, and everybody who is no teacher of the lesson', async () => {
    const { sessionId } = lesson;
    const upload = (api: Api, name: string, bytes: number) =>
      api.call('courseware.upload', { sessionId, name, bytes });
    await expect(upload(teacher.api, 'x.exe', 1)).rejects.toMatchObject({ code: 'INVALID_VALUE' });
    await expect(upload(teacher.api, '../x.pdf', 1)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(upload(teacher.api, 'x.pdf', 2 ** 30)).rejects.toMatchObject({ code: 'TOO_LARGE' });
    await expect(upload(county.colleague, 'x.pdf', 1)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(upload(createApi(product.url), 'x.pdf', 1)).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });

    const bytes = pdfOf(2);
    const { coursewareId: id } = await upload(teacher.api, 'x.pdf', bytes.length);
    const part = async (api: Api, at: number, body: Uint8Array) =>
      (await sendPart({ api, url: product.url }, id, { at, bytes: body })).status;
    expect(await part(teacher.api, 100, bytes.subarray(100, 200))).toBe(409);
    expect(await part(teacher.api, 0, Buffer.concat([bytes, bytes]))).toBe(413);
    expect(await part(teacher.api, 0, new Uint8Array())).toBe(400);
    expect(await part(county.colleague, 0, bytes)).toBe(403);
    expect(await part(createApi(product.url), 0, bytes)).toBe(401);
    expect((await get(teacher.api, id)).status).toBe(404);
    await teacher.api.call('courseware.remove', { coursewareId: id });
    expect(await part(teacher.api, 0, bytes)).toBe(404);
    expect(existsSync(join(product.dataDir, 'courseware', 'uploads', id))).toBe(false);
  });

  test.each([
    ['secret.pdf', encryptedPdf(), 'encrypted'],
    ['not.pdf', Buffer.from('<html>'), 'broken'],
    ['long.pdf', pdfOf(1001), 'pages'],
    ['bomb.png', pngOf(60_000, 60_000, false), 'large'],
  ])('%s cannot be shown, and says why', async (name, bytes, reason) => {
    const { coursewareId: id } = await bring(teacher, lesson.sessionId, { name, bytes });
    expect((await settled(teacher.api, lesson.sessionId, id)).now).toEqual({ state: 'failed', reason });
    expect((await get(teacher.api, id)).status).toBe(404);
    expect(existsSync(join(product.dataDir, 'courseware', 'uploads', id))).toBe(false);
    await teacher.api.call('courseware.remove', { coursewareId: id });
  });

  test('a part sent twice is taken once; whole, by Range and after a cut everybody gets the same bytes', async () => {
    const { sessionId } = lesson;
    const bytes = pdfOf(300, 'song');
    const name = '第三课 小星星.pdf';
    const { coursewareId: id } = await teacher.api.call('courseware.upload', {
      sessionId,
      name,
      bytes: bytes.length,
    });
    const half = Math.floor(bytes.length / 2);
    for (const [from, to] of [
      [0, half],
      [0, half],
      [half - 10, half + 10],
      [half, bytes.length],
    ] as const)
      expect((await sendPart(teacher, id, { at: from, bytes: bytes.subarray(from, to) })).status).toBe(200);
    const card = await settled(teacher.api, sessionId, id);
    const hash = sha256(bytes);
    expect(card).toMatchObject({
      name,
      now: { state: 'ready', pageCount: 300, sha256: hash, bytes: bytes.length },
    });

    const [point] = county.points;
    if (point === undefined) throw new Error('no point was made');
    const screen = await pairedScreen(product, county, point);
    const whole = await get(screen, id);
    expect([whole.status, whole.headers.get('etag'), whole.headers.get('cache-control')]).toEqual([
      200,
      `"${hash}"`,
      'private, max-age=31536000, immutable',
    ]);
    expect(whole.headers.get('content-type')).toBe('application/pdf');
    expect(whole.headers.get('x-content-type-options')).toBe('nosniff');
    expect(decodeURIComponent(whole.headers.get('content-disposition') ?? '')).toContain(name);
    expect(sha256(new Uint8Array(await whole.arrayBuffer()))).toBe(hash);

    const first = new Uint8Array(await (await get(screen, id, { range: 'bytes=0-999' })).arrayBuffer());
    const rest = await get(screen, id, { range: 'bytes=1000-', 'if-range': `"${hash}"` });
    expect([rest.status, rest.headers.get('content-range')]).toEqual([
      206,
      `bytes 1000-${bytes.length - 1}/${bytes.length}`,
    ]);
    const both = Buffer.concat([first, new Uint8Array(await rest.arrayBuffer())]);
    expect(sha256(both)).toBe(hash);
    const another = await get(screen, id, { range: 'bytes=1000-', 'if-range': '"of-another-file"' });
    expect([another.status, (await another.arrayBuffer()).byteLength]).toEqual([200, bytes.length]);
    // `fetch` itself asks past every cache when it is told of one.
    const known = { headers: { cookie: cookiesOf(screen), 'if-none-match': `"${hash}"` } };
    const unchanged = await new Promise((resolve, reject) => {
      const asked = request(product.url + coursewarePath(id), known, (answer) =>
        resolve(answer.resume().statusCode),
      );
      asked.on('error', reject).end();
    });
    expect(unchanged).toBe(304);
    const beyond = await get(screen, id, { range: `bytes=${bytes.length}-` });
    expect([beyond.status, (await beyond.arrayBuffer()).byteLength]).toEqual([416, 0]);
  });

  test('whoever has no part in the lesson gets NOT_FOUND and not a byte', async () => {
    const bytes = pdfOf(3, 'private');
    const { coursewareId: id } = await bring(teacher, lesson.sessionId, { name: 'a.pdf', bytes });
    await settled(teacher.api, lesson.sessionId, id);
    const stranger = await (async () => {
      const [region] = (await county.admin.call('region.list', {})).rows;
      if (region === undefined) throw new Error('no region');
      const far = await county.admin.call('school.add', {
        ...{ regionId: region.id, name: '远山小学', kind: 'central', officialCode: 'Z9', phone: '' },
      });
      await county.admin.call('person.add', {
        ...{ name: '外人', schoolId: far.id, phone: '' },
        roles: [{ role: 'lecturer', scope: { kind: 'school', schoolId: far.id } }],
        login: { loginName: 'stranger', password: 'lesson-at-eight' },
      });
      const api = createApi(product.url);
      await api.call('login.create', { loginName: 'stranger', password: 'lesson-at-eight' });
      return api;
    })();
    for (const [api, status] of [
      [stranger, 404],
      [null, 401],
    ] as const) {
      const answer = await get(api, id);
      expect(answer.status).toBe(status);
      expect(await answer.text()).not.toContain('%PDF');
    }
    const unknown = await get(stranger, lesson.sessionId);
    expect(unknown.status).toBe(404);
    expect((await get(stranger, '..%2f..%2fsanketang.db')).status).toBe(404);
    expect((await get(teacher.api, id, {}, '?door=window')).status).toBe(400);
    await expect(stranger.call('courseware.list', { sessionId: lesson.sessionId })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(
      stranger.call('courseware.reuse', { sessionId: other.sessionId, coursewareId: id }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(stranger.call('courseware.remove', { coursewareId: id })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect((await get(county.colleague, id)).status).toBe(200);
  });

  test('whoever watches by a link fetches what that lesson shows, until the link is closed', async () => {
    const open = await planLesson(county, 90, 40, 'live');
    const own = await bring(teacher, open.sessionId, { name: 'open.pdf', bytes: pdfOf(2, 'open') });
    const foreign = await bring(teacher, other.sessionId, { name: 'closed.pdf', bytes: pdfOf(2, 'closed') });
    await settled(teacher.api, open.sessionId, own.coursewareId);
    await settled(teacher.api, other.sessionId, foreign.coursewareId);
    const { sessionId } = open;
    const { address } = await teacher.api.call('watch.link', { sessionId, origin: product.url });
    const viewer = createApi(product.url);
    await viewer.call('watch.open', { token: address.split('#')[1] ?? '' });
    const status = async (id: string, query = '?door=watch') => (await get(viewer, id, {}, query)).status;
    expect(await status(own.coursewareId)).toBe(200);
    expect(await status(own.coursewareId, '')).toBe(401);
    expect(await status(foreign.coursewareId)).toBe(404);
    await teacher.api.call('watch.close', { sessionId });
    expect(await status(own.coursewareId)).toBe(401);
    for (const { coursewareId } of [own, foreign])
      await teacher.api.call('courseware.remove', { coursewareId });
  });

  test('one content is kept once for all lessons, and goes with the last that uses it', async () => {
    const bytes = pdfOf(4, 'shared');
    const hash = sha256(bytes);
    const one = await bring(teacher, lesson.sessionId, { name: 'one.pdf', bytes });
    await settled(teacher.api, lesson.sessionId, one.coursewareId);
    const two = await bring(teacher, lesson.sessionId, { name: 'two.pdf', bytes });
    await settled(teacher.api, lesson.sessionId, two.coursewareId);
    const again = await teacher.api.call('courseware.reuse', {
      sessionId: other.sessionId,
      coursewareId: one.coursewareId,
    });
    expect(again.now).toMatchObject({ state: 'ready', sha256: hash });
    expect(contents().filter((name) => name === hash)).toHaveLength(1);
    for (const { coursewareId } of [one, two]) {
      await teacher.api.call('courseware.remove', { coursewareId });
      expect(contents()).toContain(hash);
    }
    expect((await get(teacher.api, one.coursewareId)).status).toBe(404);
    expect((await get(teacher.api, again.coursewareId)).status).toBe(200);
    await teacher.api.call('courseware.rename', { coursewareId: again.coursewareId, name: '新名字.pdf' });
    expect((await teacher.api.call('courseware.list', { sessionId: other.sessionId })).files).toMatchObject([
      { name: '新名字.pdf' },
    ]);
    await teacher.api.call('courseware.remove', { coursewareId: again.coursewareId });
    expect(contents()).not.toContain(hash);
  });

  test('what had come in part, and what nobody knows, is gone after a restart; what is ready stays', async () => {
    const { sessionId } = lesson;
    const kept = await bring(teacher, sessionId, { name: 'kept.pdf', bytes: pdfOf(2, 'kept') });
    await settled(teacher.api, sessionId, kept.coursewareId);
    const half = await teacher.api.call('courseware.upload', { sessionId, name: 'half.pdf', bytes: 5_000 });
    await sendPart(teacher, half.coursewareId, { at: 0, bytes: pdfOf(2).subarray(0, 500) });
    const uploads = join(product.dataDir, 'courseware', 'uploads');
    writeFileSync(join(uploads, 'left-behind'), 'x');
    expect(readdirSync(uploads).toSorted()).toEqual([half.coursewareId, 'left-behind'].toSorted());
    await product.kill('SIGKILL');
    const { dataDir, port } = product;
    const after = await startProduct({ dataDir, port });
    try {
      expect(readdirSync(uploads)).toEqual([]);
      const { files } = await teacher.api.call('courseware.list', { sessionId });
      const ids = files.map(({ coursewareId }) => coursewareId);
      expect(ids).toContain(kept.coursewareId);
      expect(ids).not.toContain(half.coursewareId);
      expect((await get(teacher.api, kept.coursewareId)).status).toBe(200);
    } finally {
      await after.kill('SIGTERM');
    }
  });

  test('what was done stands in the audit by its words, fetching does not', async () => {
    const { dataDir, port } = product;
    const after = await startProduct({ dataDir, port });
    try {
      const { entries } = await county.admin.call('audit.list', { search: 'courseware' });
      const actions = new Set(entries.map(({ action }) => action));
      expect([...actions].toSorted()).toEqual([
        'courseware.remove',
        'courseware.rename',
        'courseware.reuse',
        'courseware.upload',
      ]);
    } finally {
      await after.kill('SIGTERM');
    }
  });
});

describe.skipIf(process.platform === 'win32')('presentations', () => {
  const tools = mkdtempSync(join(tmpdir(), 'sanketang-office-'));
  const started: Product[] = [];
  afterAll(async () => {
    for (const each of started) await each.stop();
    for (const { dataDir } of started) rmSync(dataDir, { recursive: true, force: true });
    rmSync(tools, { recursive: true, force: true });
  });

  test('become pages; a conversion that a killed server was at begins again', async () => {
    // Called as LibreOffice is; waits for a word, then makes the PDF that lies beside it.
    const program = [
      '#!/bin/sh',
      'for each in "$@"; do [ "$last" = --outdir ] && out="$each"; last="$each"; done',
      'here=$(dirname "$0"); echo begun >> "$here/begun"',
      'while [ ! -e "$here/go" ]; do sleep 0.05; done',
      'mkdir -p "$out" && cp "$here/made.pdf" "$out/source.pdf"',
    ];
    writeFileSync(join(tools, 'soffice'), `${program.join('\n')}\n`, { mode: 0o755 });
    const made = pdfOf(9, 'slides');
    writeFileSync(join(tools, 'made.pdf'), made);
    const begun = () =>
      existsSync(join(tools, 'begun')) ? readFileSync(join(tools, 'begun'), 'utf8').length : 0;
    const env = { PATH: `${tools}:${process.env['PATH']}` };
    const dataDir = mkdtempSync(join(tmpdir(), 'sanketang-slides-'));
    const first = await startProduct({ dataDir, env });
    started.push(first);
    const county = await makeCounty(first, 1);
    const { sessionId } = await planLesson(county, 30);
    const teacher = { api: county.lecturer, url: first.url };
    expect(await county.lecturer.call('courseware.list', { sessionId })).toEqual({
      files: [],
      converts: true,
    });
    const locked = await bring(teacher, sessionId, {
      name: 'locked.pptx',
      bytes: Buffer.from('d0cf11e0a1b11ae1ffff', 'hex'),
    });
    expect((await settled(teacher.api, sessionId, locked.coursewareId)).now).toEqual({
      state: 'failed',
      reason: 'encrypted',
    });
    const bytes = Buffer.from('PK\x03\x04 slides of a song');
    const { coursewareId: id } = await bring(teacher, sessionId, { name: '小星星.pptx', bytes });
    await expect.poll(begun).toBeGreaterThan(0);
    const lost = await bring(teacher, sessionId, { name: '丢失.pptx', bytes });
    await first.kill('SIGKILL');
    rmSync(join(dataDir, 'courseware', 'uploads', lost.coursewareId));
    const before = begun();

    const again = await startProduct({ dataDir, env, port: first.port });
    started.push(again);
    await expect.poll(begun).toBeGreaterThan(before);
    const { files } = await teacher.api.call('courseware.list', { sessionId });
    expect(files.find(({ coursewareId }) => coursewareId === id)?.now).toEqual({ state: 'converting' });
    writeFileSync(join(tools, 'go'), '');
    expect((await settled(teacher.api, sessionId, lost.coursewareId)).now).toEqual({
      state: 'failed',
      reason: 'broken',
    });
    const card = await settled(teacher.api, sessionId, id);
    expect(card.now).toMatchObject({
      state: 'ready',
      pageCount: 9,
      type: 'application/pdf',
      sha256: sha256(made),
    });
    const known = await bring(teacher, sessionId, { name: 'again.pptx', bytes });
    expect((await settled(teacher.api, sessionId, known.coursewareId)).now).toEqual(card.now);
    expect(readdirSync(join(dataDir, 'courseware', 'uploads'))).toEqual([]);
    expect(readdirSync(join(dataDir, 'courseware-work'))).toEqual([]);
  });
});
