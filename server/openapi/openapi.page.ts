import type { ApiDocsKey } from '../../shared/text/api-docs.en.ts';
import type { Locale, Text } from '../../shared/text/text.ts';
import { shapeOf } from './openapi.shape.rules.ts';
import type { OpenApi, Operation } from './openapi.types.ts';

type Page = { readonly say: Text<ApiDocsKey>; readonly locale: Locale };
type Described = { readonly method: string; readonly path: string; readonly operation: Operation };

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const plain = (text: string): string => text.replace(/[&<>"]/g, (sign) => entities[sign] ?? '');

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.6 system-ui, "Noto Sans SC", "Microsoft YaHei", sans-serif; }
body { margin: 0 auto; max-inline-size: 960px; padding: 24px; }
h2 { margin-block: 32px 8px; border-block-end: 1px solid; }
summary { cursor: pointer; padding-block: 4px; overflow-wrap: anywhere; }
code, pre { font: 14px/1.5 ui-monospace, Consolas, monospace; }
pre { margin: 0; overflow-x: auto; padding: 8px 12px; border: 1px solid; border-radius: 4px; }
details > div { padding: 4px 0 16px 24px; }
nav a { margin-inline-end: 12px; }
`;

/** Every route, readable without anything from elsewhere and without a script. */
export function docsPage(document: OpenApi, { say, locale }: Page): string {
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Described => ({ method, path, operation })),
  );
  const tags = document.tags.map(({ name }) => name);
  const sections = tags.map((tag) => {
    const own = all.filter(({ operation }) => operation.tags.includes(tag));
    return `<h2 id="${plain(tag)}">${plain(tag)}</h2>${own.map((each) => entry(each, say)).join('')}`;
  });
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${plain(say('apiDocs.title'))}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${plain(say('apiDocs.title'))}</h1>
<p>${plain(say('apiDocs.lead'))}</p>
<p><a href="/openapi.json">openapi.json</a></p>
<nav aria-label="${plain(say('apiDocs.parts'))}">${tags.map((tag) => `<a href="#${plain(tag)}">${plain(tag)}</a>`).join(' ')}</nav>
${sections.join('\n')}
</main>
</body>
</html>
`;
}

function entry({ method, path, operation }: Described, say: Page['say']): string {
  const { parameters = [], requestBody, responses, security } = operation;
  const answer = responses['200'];
  const answered = answer !== undefined && 'content' in answer ? Object.entries(answer.content ?? {}) : [];
  const parts = [
    `<p>${plain(operation.summary)}</p>`,
    `<p>${plain(security.length === 0 ? say('apiDocs.open') : say('apiDocs.cookie', { holders: security.flatMap((each) => Object.keys(each)).join(', ') }))}</p>`,
    ...(parameters.length === 0
      ? []
      : [
          block(
            say('apiDocs.parameters'),
            parameters
              .map((each) => `${each.name}${each.required ? '' : '?'} (${each.in}): ${shapeOf(each.schema)}`)
              .join('\n'),
          ),
        ]),
    ...Object.values(requestBody?.content ?? {}).map(({ schema }) =>
      block(say('apiDocs.body'), shapeOf(schema)),
    ),
    ...answered.map(([type, { schema }]) => block(`${say('apiDocs.answer')} ${type}`, shapeOf(schema))),
  ];
  return `<details id="${plain(operation.operationId)}"><summary><code>${method.toUpperCase()} ${plain(path)}</code> · ${plain(operation.operationId)}</summary><div>${parts.join('')}</div></details>`;
}

const block = (title: string, text: string): string =>
  `<p>${plain(title)}</p><pre tabindex="0">${plain(text)}</pre>`;
