import { z } from 'zod';

/** An id of nothing. */
const NOBODY = '01890000-0000-7000-8000-00000000000f';

/** As much of a JSON schema as the tables' bodies come to. */
type Schema = {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly minItems?: number;
  readonly minimum?: number;
  readonly minLength?: number;
};

/**
 * A body that a row of the tables takes: what must be given and no more. `known` gives values by the name of their field, `id` among
 * them. Throws where the row wants something that cannot be guessed: then it goes into `known`.
 */
export function sampleBody(body: z.ZodType, known: Readonly<Record<string, unknown>>): unknown {
  const schema = z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' }) as Schema;
  const made = fill(schema, '', known);
  const read = body.safeParse(made);
  if (!read.success) throw new Error(`cannot guess: ${JSON.stringify(made)} ${read.error.message}`);
  return made;
}

function fill(schema: Schema, name: string, known: Readonly<Record<string, unknown>>): unknown {
  if (name in known) return known[name];
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf ?? [];
  const choice = choices.find(({ type }) => type === 'null') ?? choices[0];
  if (choice !== undefined) return fill(choice, name, known);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((key) => [key, fill(schema.properties?.[key] ?? {}, key, known)]),
      );
    case 'array': {
      const least = schema.minItems ?? 0;
      return Array.from({ length: least }, () => fill(schema.items ?? {}, singular(name), known));
    }
    case 'string':
      return /uuid/.test(schema.format ?? '') ? NOBODY : 'x'.repeat(Math.max(1, schema.minLength ?? 1));
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 1, 1);
    case 'boolean':
      return false;
    default:
      return null;
  }
}

/** `roomIds` is a list of `roomId`. */
const singular = (name: string): string => name.replace(/s$/, '');
