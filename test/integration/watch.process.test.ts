import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { obtainWorker } from '../../sfu/index.ts';
import { makeCounty, type PlannedLesson, planLesson } from '../support/county.ts';
import { type Product, startProduct } from '../support/product.ts';
import { sitDown } from '../support/sitter.ts';

const worker = await obtainWorker({ env: process.env, mayBuild: false });
const inCi = process.env['CI'] === 'true' || process.env['CI'] === '1';
const CUT_OFF_MS = 2_000;

describe.skipIf(!worker.ok && !inCi)('a teacher who tries their own watch link', () => {
  let product: Product;
  let lesson: PlannedLesson;
  beforeAll(async () => {
    product = await startProduct(worker.ok ? { env: { MEDIASOUP_WORKER_BIN: worker.path } } : {});
  });
  afterAll(() => product?.stop());

  test('is a viewer at that page and the teacher at the other, and closing the link ends the one alone', async () => {
    const { url } = product;
    const county = await makeCounty(product, 1);
    const api = county.lecturer;
    lesson = await planLesson(county, 1, 40, 'live');
    const { sessionId } = lesson;
    await expect(sitDown({ api, url, sessionId, door: 'watch' })).rejects.toThrow('UNAUTHENTICATED');
    const { address } = await api.call('watch.link', { sessionId, origin: url });
    const [page, token = ''] = address.split('#');
    expect(page).toBe(`${url}/watch`);
    await api.call('watch.open', { token });
    expect(await api.call('watch.read', {})).toMatchObject({ sessionId, phase: 'planned' });

    const viewer = await sitDown({ api, url, sessionId, door: 'watch' });
    const teacher = await sitDown({ api, url, sessionId });
    expect(await viewer.ask('session.start', { sessionId })).toBe('FORBIDDEN');
    expect(await teacher.ask('session.start', { sessionId })).toBeNull();
    expect(await viewer.ask('session.end', { sessionId })).toBe('FORBIDDEN');

    const closedAtMs = performance.now();
    await api.call('watch.close', { sessionId });
    expect(await viewer.hungUp).toBe('io server disconnect');
    expect(performance.now() - closedAtMs).toBeLessThan(CUT_OFF_MS);
    await expect(sitDown({ api, url, sessionId, door: 'watch' })).rejects.toThrow('UNAUTHENTICATED');
    await expect(api.call('watch.open', { token })).rejects.toMatchObject({ code: 'LINK_CLOSED' });
    expect(await teacher.ask('session.end', { sessionId })).toBeNull();
    const shown = product.output();
    expect(shown).not.toContain(token);
  });
});
