import { afterEach, expect, test } from 'vitest';
import { createApi } from '../support/api.ts';
import { makeCounty, PASSWORD } from '../support/county.ts';
import { startProduct } from '../support/product.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

test('what was answered stands in the audit, also when the plug is pulled right after', async () => {
  const product = await startProduct();
  closers.push(() => product.stop());
  const { admin, points, leadingSchoolId } = await makeCounty(product, 1);
  const [point] = points;
  if (point === undefined) throw new Error('no point was made');
  const before = (await admin.call('room.list', {})).rows.find(({ id }) => id === point.roomId);
  if (before === undefined) throw new Error('the room is not in the list');
  const fields = { ...before.fields, name: '张三的新教室' };
  await admin.call('room.change', {
    changes: [{ id: point.roomId, expectedVersion: before.version, fields }],
  });
  await product.kill('SIGKILL');

  const again = await startProduct({ dataDir: product.dataDir, port: product.port });
  closers.push(() => again.stop());
  const api = createApi(again.url);
  await api.call('login.create', { loginName: 'zhoumin', password: PASSWORD });
  const { entries } = await api.call('audit.list', { subjectId: point.roomId });
  expect(entries.map(({ action }) => action)).toEqual(['room.change', 'room.add']);
  expect(entries[0]).toMatchObject({
    actor: { kind: 'person', name: '周敏' },
    subjectName: '张三的新教室',
    facts: { fields: 'name', version: before.version + 1 },
  });

  const readings = await api.call('audit.list', { search: 'person.list' });
  await api.call('person.list', {});
  const read = await api.call('audit.list', { search: 'person.list' });
  expect(read.entries.length).toBe(readings.entries.length + 1);
  expect(read.entries[0]).toMatchObject({ action: 'person.list', actor: { name: '周敏' } });
  const csv = await api.text('/api/audit.csv?from=2020-01-01&to=2099-01-01&locale=en');
  expect([csv.status, csv.type]).toEqual([200, 'text/csv; charset=utf-8']);
  expect(csv.body.startsWith('\ufeffWhen,')).toBe(true);
  expect(csv.body).not.toContain(PASSWORD);
  expect((await api.call('audit.list', { search: 'audit.csv' })).entries).toHaveLength(1);

  const guessing = createApi(again.url);
  for (const loginName of ['chen', 'nobody-has-this-name'])
    await expect(
      guessing.call('login.create', { loginName, password: 'a-wrong-password' }),
    ).rejects.toMatchObject({ code: 'WRONG_CREDENTIALS' });
  const refusals = async () => (await api.call('audit.list', { search: 'login.refused' })).entries;
  await expect.poll(async () => (await refusals()).length).toBe(2);
  expect((await refusals()).map(({ actor, subjectName }) => [actor.kind, subjectName === ''])).toEqual([
    ['visitor', true],
    ['visitor', false],
  ]);
  expect(JSON.stringify(await refusals())).not.toMatch(/nobody-has|wrong-password|chen/);

  const teacher = createApi(again.url);
  await teacher.call('login.create', { loginName: 'chen', password: PASSWORD });
  await expect(teacher.call('audit.list', {})).rejects.toMatchObject({ code: 'FORBIDDEN' });
  expect((await teacher.text('/api/audit.csv?from=2020-01-01&to=2099-01-01')).status).toBe(403);
  expect((await api.call('audit.list', { subjectId: leadingSchoolId })).entries.length).toBeGreaterThan(0);
});

test('every address that the document names is answered by this server, and the page needs nobody’s sign-in', async () => {
  const product = await startProduct();
  closers.push(() => product.stop());
  const document = (await (await fetch(`${product.url}/openapi.json`)).json()) as {
    paths: Record<string, Record<string, { operationId: string }>>;
  };
  const id = '01977425-6fe1-7000-8000-0000000493e1';
  const lost: string[] = [];
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, { operationId }] of Object.entries(methods)) {
      const ask = (thing: string) =>
        fetch(product.url + path.replace(/\{\w+\}/g, thing), {
          method: method.toUpperCase(),
          headers: { origin: product.url, 'content-type': 'application/json' },
          ...(method === 'post' ? { body: '{}' } : {}),
        });
      const answer = await ask(id);
      const text = await answer.text();
      // What nobody handles gets a page, or the refusal of an unknown address; a handler for everybody, whose thing alone is unknown, knows what is no id.
      const isUnknown = answer.status === 404 && !operationId.startsWith('file.');
      if (text.startsWith('<!doctype') || (isUnknown && (await ask('no-id')).status !== 400))
        lost.push(`${operationId} ${answer.status}`);
    }
  expect(lost).toEqual([]);
  const page = await fetch(`${product.url}/docs?lang=en`);
  expect([page.status, page.headers.get('content-security-policy')?.includes("script-src 'self'")]).toEqual([
    200,
    true,
  ]);
  expect(await page.text()).toContain('POST /api/schools');
});
