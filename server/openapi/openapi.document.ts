import { z } from 'zod';
import { errorCodes, errors } from '../../shared/kernel/errors.ts';
import { type RouteName, routes } from '../../shared/wire/routes.ts';
import type { Rule } from '../identity/identity.grants.rules.ts';
import { permissions } from '../identity/identity.permissions.rules.ts';
import type { FileRoute, JsonSchema, OpenApi, OpenApiFacts, Operation, Parameter } from './openapi.types.ts';

/** Formats that say it all; their patterns are pages long. */
const plainFormats: ReadonlySet<unknown> = new Set(['uuid', 'date']);

/** The JSON Schema of what one side of the table lets through. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...made } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      if (plainFormats.has(jsonSchema.format)) delete jsonSchema.pattern;
      // An answer gains fields with later versions: whoever reads it takes no offence at them.
      if (io === 'output' && jsonSchema.additionalProperties === false)
        delete jsonSchema.additionalProperties;
      // The edges of whole numbers say nothing, a thousand times over.
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  return made as JsonSchema;
}

/** `/api/devices/:deviceId/move` → `/api/devices/{deviceId}/move` */
const openPath = (path: string): string => path.replace(/:(\w+)/g, '{$1}');
const parametersIn = (path: string): string[] => [...path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? '');

/** Everything the server answers over HTTP, in OpenAPI 3.1, out of the same table by which requests are checked. */
export function openApiOf({ version, files, cookies }: OpenApiFacts): OpenApi {
  const paths: Record<string, Partial<Record<'get' | 'post', Operation>>> = {};
  const put = (path: string, method: 'get' | 'post', operation: Operation) => {
    paths[openPath(path)] = { ...paths[openPath(path)], [method]: operation };
  };
  for (const name of Object.keys(routes) as RouteName[]) {
    const { method, path } = routes[name];
    put(path, method === 'GET' ? 'get' : 'post', operationOf(name));
  }
  for (const file of files) put(file.path, file.method, fileOperation(file));
  for (const path of ['/healthz', '/readyz']) put(path, 'get', probe(path.slice(1)));
  const tags = new Set(
    Object.values(paths).flatMap((each) => Object.values(each).flatMap(({ tags }) => tags)),
  );
  return {
    openapi: '3.1.1',
    info: {
      title: 'Sanketang',
      version,
      summary: 'Live teaching for the three classrooms (三个课堂): one school leads many.',
      description:
        'Refusals are RFC 9457 problem details with a code. POST is taken from the pages of this server alone (its Origin). ' +
        'Live lessons go over Socket.IO: docs/PROTOCOL.md.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: [...tags].sort().map((name) => ({ name })),
    paths,
    components: componentsOf(cookies),
  };
}

function operationOf(name: RouteName): Operation {
  const row: { method: string; path: string; body: z.ZodType; answer: z.ZodType; about: string } =
    routes[name];
  const { properties = {}, required = [], ...rest } = schemaOf(row.body, 'input');
  const inPath = parametersIn(row.path);
  const others = Object.entries(properties).filter(([field]) => !inPath.includes(field));
  const parameter =
    (place: 'path' | 'query') =>
    ([field, schema]: [string, JsonSchema]): Parameter => ({
      name: field,
      in: place,
      required: place === 'path' || required.includes(field),
      schema,
    });
  const parameters = [
    ...inPath.map((field) => parameter('path')([field, properties[field] ?? {}])),
    ...(row.method === 'GET' ? others.map(parameter('query')) : []),
  ];
  const kept = required.filter((field) => !inPath.includes(field));
  const body = {
    ...rest,
    properties: Object.fromEntries(others),
    ...(kept.length > 0 ? { required: kept } : {}),
  };
  return {
    operationId: name,
    tags: [name.split('.')[0] ?? name],
    summary: row.about,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(row.method === 'GET'
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: {
      '200': {
        description: 'Done.',
        content: { 'application/json': { schema: schemaOf(row.answer, 'output') } },
      },
      default: { $ref: '#/components/responses/Problem' },
    },
    security: securityOf(permissions[name]),
  };
}

/** Which cookies or tokens can open a route at all; the finer rights are the permission table's. */
function securityOf(rule: Rule): Operation['security'] {
  if (rule.who === 'everyone') return [];
  if (rule.who === 'token') return [{ token: [] }];
  const holders = rule.who === 'granted' ? rule.relations : [];
  return [
    { login: [] },
    ...(holders.includes('roomDevice') ? [{ screen: [] }] : []),
    ...(holders.includes('roomPhone') || holders.includes('lecternPhone') ? [{ phone: [] }] : []),
    ...(holders.includes('viewer') ? [{ viewer: [] }] : []),
  ];
}

const bytes = { type: 'string', contentMediaType: 'application/octet-stream' };

function fileOperation({ name, path, method }: FileRoute): Operation {
  const parameters = parametersIn(path).map(
    (field): Parameter => ({ name: field, in: 'path', required: true, schema: { type: 'string' } }),
  );
  return {
    operationId: `file.${name}`,
    tags: ['file'],
    summary: method === 'get' ? `A file: ${name}.` : `Takes a file in: ${name}.`,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(method === 'get'
      ? {}
      : { requestBody: { required: true, content: { 'application/octet-stream': { schema: bytes } } } }),
    responses: {
      '200': {
        description: 'Done.',
        content: method === 'get' ? { '*/*': { schema: bytes } } : { 'application/json': { schema: {} } },
      },
      default: { $ref: '#/components/responses/Problem' },
    },
    security: [{ login: [] }],
  };
}

const probe = (name: string): Operation => ({
  operationId: name,
  tags: ['server'],
  summary: name === 'healthz' ? 'Whether the server runs.' : 'Whether it can be sent anybody; 503 when not.',
  responses: {
    '200': { description: 'Yes.', content: { 'application/json': { schema: { type: 'object' } } } },
    ...(name === 'readyz' ? { '503': { description: 'No.' } } : {}),
  },
  security: [],
});

function componentsOf(cookies: OpenApiFacts['cookies']): object {
  const codes = errorCodes.map(
    (code) => `${code} ${errors[code].status}${errors[code].retryable ? ', may be tried again' : ''}`,
  );
  return {
    securitySchemes: {
      ...Object.fromEntries(
        Object.entries(cookies).map(([holder, name]) => [holder, { type: 'apiKey', in: 'cookie', name }]),
      ),
      token: { type: 'http', scheme: 'bearer' },
    },
    responses: {
      Problem: {
        description: 'Refused, and why: RFC 9457 problem details.',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
    schemas: {
      Problem: {
        type: 'object',
        description: `Codes with their status: ${codes.join('; ')}.`,
        properties: {
          type: { type: 'string', format: 'uri', description: 'urn:sanketang:error:CODE' },
          title: { type: 'string' },
          status: { type: 'integer' },
          code: { type: 'string', enum: errorCodes },
          params: {
            type: 'object',
            description: 'What the sentence of the code says: field, reason, minutes, row …',
            additionalProperties: { type: ['string', 'number'] },
          },
          requestId: { type: 'string', description: "Names the request in the server's log." },
        },
        required: ['type', 'title', 'status', 'code', 'requestId'],
      },
    },
  };
}
