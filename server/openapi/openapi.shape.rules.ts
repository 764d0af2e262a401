import type { JsonSchema } from './openapi.types.ts';

const STEP = '  ';

/** A schema as people read it: `{ name: text ≤60, closed?: "true" }`, an object's fields one a line. */
export function shapeOf(schema: JsonSchema, indent = ''): string {
  const { type, properties, items, anyOf, oneOf, additionalProperties } = schema;
  if (schema.enum !== undefined) return schema.enum.map((each) => JSON.stringify(each)).join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const ways = anyOf ?? oneOf;
  if (ways !== undefined) return ways.map((each) => shapeOf(each, indent)).join(' | ');
  if (properties !== undefined) return objectShape(schema, indent);
  if (items !== undefined) return `[${shapeOf(items, indent)}]${bounds(schema, 'minItems', 'maxItems')}`;
  if (type === 'object' && typeof additionalProperties === 'object')
    return `{ [name]: ${shapeOf(additionalProperties, indent)} }`;
  return plainShape(schema);
}

function objectShape({ properties = {}, required = [] }: JsonSchema, indent: string): string {
  const inner = indent + STEP;
  const lines = Object.entries(properties).map(
    ([name, each]) => `${inner}${name}${required.includes(name) ? '' : '?'}: ${shapeOf(each, inner)}`,
  );
  return lines.length === 0 ? '{}' : `{\n${lines.join('\n')}\n${indent}}`;
}

function plainShape(schema: JsonSchema): string {
  const { type, format } = schema;
  if (Array.isArray(type)) return type.join(' | ');
  switch (type) {
    case 'string':
      return format === undefined ? `text${bounds(schema, 'minLength', 'maxLength')}` : format;
    case 'integer':
    case 'number':
      return `${type}${bounds(schema, 'minimum', 'maximum')}`;
    default:
      return typeof type === 'string' ? type : 'anything';
  }
}

/** ` 1…60`, ` ≤60`, ` ≥1`; nothing for what is only the edge of whole numbers. */
function bounds(schema: JsonSchema, least: string, most: string): string {
  const [from, to] = [schema[least], schema[most]].map((each) =>
    typeof each === 'number' && Math.abs(each) < Number.MAX_SAFE_INTEGER ? each : null,
  );
  if (from != null && to != null) return ` ${from}…${to}`;
  if (to != null) return ` ≤${to}`;
  return from == null ? '' : ` ≥${from}`;
}
