/** As much of JSON Schema (draft 2020-12) as our tables make. */
export type JsonSchema = {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly [other: string]: unknown;
};

export type Parameter = {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required: boolean;
  readonly schema: JsonSchema;
};

export type Content = Readonly<Record<string, { readonly schema: JsonSchema }>>;

export type Operation = {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required: true; readonly content: Content };
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Content } | { readonly $ref: string }>
  >;
  readonly security: readonly Readonly<Record<string, readonly never[]>>[];
};

export type OpenApi = {
  readonly openapi: '3.1.1';
  readonly info: object;
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Partial<Record<'get' | 'post', Operation>>>>>;
  readonly components: object;
};

/** An address that answers a file, or takes one in, beside the table of JSON routes. */
export type FileRoute = { readonly name: string; readonly path: string; readonly method: 'get' | 'post' };

export type OpenApiFacts = {
  readonly version: string;
  readonly files: readonly FileRoute[];
  /** Names of the cookies that open routes, by who holds them. */
  readonly cookies: Readonly<Record<'login' | 'screen' | 'phone' | 'viewer', string>>;
};
