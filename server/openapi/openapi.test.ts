import { createServer, type Server } from 'node:http';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { errorCodes } from '../../shared/kernel/errors.ts';
import { type RouteName, routes } from '../../shared/wire/routes.ts';
import { openApiOf } from './openapi.document.ts';
import { createOpenApi } from './openapi.module.ts';
import { shapeOf } from './openapi.shape.rules.ts';

const facts = {
  version: '0.1.0',
  files: [
    { name: 'attendance.csv', path: '/api/attendance.csv', method: 'get' },
    { name: 'import.open', path: '/api/imports/:kind', method: 'post' },
    { name: 'calendar.feed', path: '/calendar/:file', method: 'get' },
  ],
  cookies: { login: 'a', screen: 'b', phone: 'c', viewer: 'd' },
} as const;
const document = openApiOf(facts);

describe('the OpenAPI document', () => {
  it('is valid by the schema of OpenAPI 3.1, and the validator can say no', async () => {
    const checked = await new Validator().validate(JSON.parse(JSON.stringify(document)));
    expect(checked.errors ?? []).toEqual([]);
    expect(checked.valid).toBe(true);
    const broken = { ...structuredClone(document), paths: { '/x': { get: { responses: 'none' } } } };
    expect((await new Validator().validate(JSON.parse(JSON.stringify(broken)))).valid).toBe(false);
  });

  it('has every route of the table under its method, and each file', () => {
    const missing = (Object.keys(routes) as RouteName[]).filter((name) => {
      const { method, path } = routes[name];
      const methods = document.paths[path.replace(/:(\w+)/g, '{$1}')];
      return methods?.[method === 'GET' ? 'get' : 'post']?.operationId !== name;
    });
    expect(missing).toEqual([]);
    expect(document.paths['/api/attendance.csv']?.get?.operationId).toBe('file.attendance.csv');
    expect(document.paths['/api/imports/{kind}']?.post?.requestBody?.content).toHaveProperty([
      'application/octet-stream',
    ]);
    const ids = Object.values(document.paths).flatMap((each) =>
      Object.values(each).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('names every parameter of a path, and sends none of them in the body', () => {
    for (const [path, methods] of Object.entries(document.paths))
      for (const { operationId, parameters = [], requestBody } of Object.values(methods)) {
        const inPath = parameters.filter((each) => each.in === 'path');
        const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
        expect(
          inPath.map(({ name }) => name),
          operationId,
        ).toEqual(named);
        const body = requestBody?.content['application/json']?.schema;
        for (const name of named)
          expect(body?.properties ?? {}, operationId).not.toHaveProperty([name ?? '']);
        for (const name of named) expect(body?.required ?? [], operationId).not.toContain(name);
      }
  });

  it('tells query, body and answer apart, says what a field may be, and who may come in', () => {
    const list = document.paths['/api/audit']?.get;
    expect(list?.requestBody).toBeUndefined();
    expect(list?.parameters).toContainEqual({
      name: 'limit',
      in: 'query',
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: 500 },
    });
    expect(list?.security).toEqual([{ login: [] }]);
    const pair = document.paths['/api/devices']?.post;
    expect(pair?.requestBody?.content['application/json']?.schema).toMatchObject({
      required: ['code', 'roomId'],
      additionalProperties: false,
      properties: { roomId: { type: 'string', format: 'uuid' } },
    });
    expect(document.paths['/api/login']?.post?.security).toEqual([]);
    expect(document.paths['/api/logout']?.post?.security).toEqual([]);
    expect(JSON.stringify(document.components)).toContain('application/problem+json');
    for (const code of errorCodes) expect(JSON.stringify(document.components)).toContain(code);
  });

  it('stays small enough to be opened', () => {
    expect(JSON.stringify(document).length).toBeLessThan(400_000);
  });
});

test.each([
  [{ type: 'string', minLength: 1, maxLength: 60 }, 'text 1…60'],
  [{ type: 'integer', minimum: -Number.MAX_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }, 'integer'],
  [{ type: 'array', items: { type: 'string', format: 'uuid' }, maxItems: 8 }, '[uuid] ≤8'],
  [{ anyOf: [{ enum: ['a', 'b'] }, { type: 'null' }] }, '"a" | "b" | null'],
  [
    { type: 'object', properties: { a: { const: true }, b: {} }, required: ['a'] },
    '{\n  a: true\n  b?: anything\n}',
  ],
  [{ type: 'object', properties: {} }, '{}'],
  [{ type: 'object', additionalProperties: { type: ['string', 'number'] } }, '{ [name]: string | number }'],
])('%j reads %s', (schema, words) => {
  expect(shapeOf(schema)).toBe(words);
});

describe('what is given out', () => {
  let server: Server;
  let origin = '';
  beforeAll(async () => {
    const own = createOpenApi({
      version: facts.version,
      downloads: facts.files.filter(({ method }) => method === 'get'),
      uploads: [{ as: 'import.open', path: '/api/imports/:kind' }],
    });
    server = createServer((request, response) => {
      if (!own(request, response)) response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('is nothing for other addresses and other methods', async () => {
    for (const path of ['/docs/', '/openapi', '/docs/x'])
      expect((await fetch(origin + path)).status).toBe(404);
    expect((await fetch(`${origin}/docs`, { method: 'POST' })).status).toBe(404);
  });

  it('is the document, and a page in the language that is asked for, without a script', async () => {
    const json = await fetch(`${origin}/openapi.json`);
    expect(json.headers.get('content-type')).toContain('application/json');
    const given = (await json.json()) as typeof document;
    expect(Object.keys(given.paths).sort()).toEqual(Object.keys(document.paths).sort());
    expect(given.components).toMatchObject({ securitySchemes: { login: { name: 'sanketang_login' } } });
    const german = await fetch(`${origin}/docs`, { headers: { 'accept-language': 'en-GB, de' } });
    const english = await german.text();
    expect(english).toContain('<html lang="en">');
    expect(english).toContain('POST /api/devices/{deviceId}/check');
    expect(english).not.toMatch(/<script|https?:\/\/(?!127)/);
    expect(await (await fetch(`${origin}/docs?lang=zh-CN`)).text()).toContain('三课堂 HTTP 接口');
    const head = await fetch(`${origin}/docs`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it('runs nothing that a table might say', async () => {
    const page = await (await fetch(`${origin}/docs?lang=%3Cscript%3E`)).text();
    expect(page).not.toContain('<script>');
  });
});
