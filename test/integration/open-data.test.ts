import { afterAll, beforeAll, expect, test } from 'vitest';
import { type County, makeCounty } from '../support/county.ts';
import { type Product, startProduct } from '../support/product.ts';

let product: Product;
let county: County;
let regionId = '';
beforeAll(async () => {
  product = await startProduct();
  county = await makeCounty(product, 2);
  regionId = (await county.admin.call('region.list', {})).rows[0]?.id ?? '';
});
afterAll(() => product?.stop());

const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

async function get(path: string, secret?: string, extra: Record<string, string> = {}) {
  const query = new URLSearchParams({ kind: 'month', date: today(), ...extra });
  const answer = await fetch(`${product.url}${path}?${query}`, {
    headers: secret === undefined ? {} : { authorization: `Bearer ${secret}` },
  });
  const body = (await answer.json()) as Record<string, unknown>;
  return { status: answer.status, body, code: body['code'] };
}
const tokenFor = (scopeKind: 'region' | 'school', scopeId: string) =>
  county.admin.call('openToken.create', { name: '县大数据平台', scopeKind, scopeId });

test('nobody reads without a token, with half of one, or with a sign-in in its place', async () => {
  expect((await get('/api/open/report')).code).toBe('UNAUTHENTICATED');
  expect((await get('/api/open/report', 'x')).code).toBe('UNAUTHENTICATED');
  const { secret } = await tokenFor('region', regionId);
  expect((await get('/api/open/report', secret.slice(0, -1))).code).toBe('UNAUTHENTICATED');
  const cookie = county.admin.cookies().map(({ name, value }) => `${name}=${value}`);
  const signedIn = await fetch(`${product.url}/api/open/report?kind=month&date=${today()}`, {
    headers: { cookie: cookie.join('; ') },
  });
  expect(signedIn.status).toBe(401);
  const elsewhere = await fetch(`${product.url}/api/people`, {
    headers: { authorization: `Bearer ${secret}` },
  });
  expect(elsewhere.status).toBe(401);
});

test('a token reads its part of the tree and no other, without anybody’s name', async () => {
  const [point, other] = county.points;
  if (point === undefined || other === undefined) throw new Error('no points');
  const { secret } = await tokenFor('school', point.schoolId);
  const own = await get('/api/open/report', secret);
  expect([own.status, own.body['name']]).toEqual([200, point.name]);
  const figures = own.body['figures'] as { key: string }[];
  expect(figures.map(({ key }) => key)).toContain('needWeighted');
  expect(figures.map(({ key }) => key)).not.toContain('workload');
  expect(own.body).not.toHaveProperty('tops');
  const out = { scopeKind: 'school', scopeId: other.schoolId };
  expect((await get('/api/open/report', secret, out)).code).toBe('NOT_FOUND');
  expect((await get('/api/open/report', secret, { scopeKind: 'region', scopeId: regionId })).code).toBe(
    'NOT_FOUND',
  );

  const needs = await get('/api/open/report/list', secret, { indicator: 'needWeighted' });
  expect([needs.status, (needs.body['rows'] as { list: string }).list]).toEqual([200, 'needs']);
  expect((await get('/api/open/report/list', secret, { indicator: 'workload' })).code).toBe('BAD_REQUEST');
  expect((await get('/api/open/report/list', secret, { indicator: 'needWeighted', x: '1' })).code).toBe(
    'BAD_REQUEST',
  );
});

test('a token is shown once, says when it was used, is for administrators alone, and ends at once', async () => {
  await expect(
    county.lecturer.call('openToken.create', {
      name: 'x',
      scopeKind: 'school',
      scopeId: county.leadingSchoolId,
    }),
  ).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(
    county.admin.call('openToken.create', {
      ...{ name: 'x', scopeKind: 'region' },
      scopeId: '01890000-0000-7000-8000-00000000000f',
    }),
  ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const { id, secret } = await tokenFor('region', regionId);
  const listed = async () => {
    const { tokens } = await county.admin.call('openToken.list', {});
    return tokens.find((each) => each.id === id);
  };
  expect(await listed()).toMatchObject({
    scopeName: '云溪县教育局',
    createdByName: '周敏',
    lastUsedAtMs: null,
  });
  expect(JSON.stringify(await listed())).not.toContain(secret);
  expect((await get('/api/open/report', secret)).status).toBe(200);
  expect((await listed())?.lastUsedAtMs).toBeGreaterThan(Date.now() - 60_000);
  await expect(county.lecturer.call('openToken.revoke', { openTokenId: id })).rejects.toMatchObject({
    code: 'FORBIDDEN',
  });
  await county.admin.call('openToken.revoke', { openTokenId: id });
  expect((await get('/api/open/report', secret)).code).toBe('UNAUTHENTICATED');
  expect(await listed()).toBeUndefined();
  const { entries } = await county.admin.call('audit.list', { subjectId: id });
  expect(entries.map(({ action }) => action)).toEqual(['openToken.revoke', 'openToken.create']);
});
