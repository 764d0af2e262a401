import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ApiDocsKey, apiDocsEn } from '../../shared/text/api-docs.en.ts';
import { apiDocsZhCn } from '../../shared/text/api-docs.zh-CN.ts';
import { createText, type Locale, locales, pickLocale, type Text } from '../../shared/text/text.ts';
import { DEVICE_COOKIE } from '../device/device.routes.ts';
import { LOGIN_COOKIE } from '../identity/identity.routes.ts';
import { PHONE_COOKIE } from '../phone/phone.routes.ts';
import { WATCH_COOKIE } from '../watch/watch.cookie.ts';
import { openApiOf } from './openapi.document.ts';
import { docsPage } from './openapi.page.ts';
import type { OpenApiFacts } from './openapi.types.ts';

export type OpenApiDeps = Omit<OpenApiFacts, 'files' | 'cookies'> & {
  readonly downloads: readonly { readonly name: string; readonly path: string }[];
  readonly uploads: readonly { readonly as: string; readonly path: string }[];
};

const texts: Readonly<Record<Locale, Text<ApiDocsKey>>> = {
  'zh-CN': createText<ApiDocsKey>(apiDocsZhCn),
  en: createText<ApiDocsKey>(apiDocsEn),
};

/** Gives out `/openapi.json` and its page `/docs?lang=…`. Both are made when somebody first asks. @returns false for other addresses */
export function createOpenApi({ version, downloads, uploads }: OpenApiDeps) {
  const facts: OpenApiFacts = {
    version,
    cookies: {
      login: LOGIN_COOKIE,
      screen: DEVICE_COOKIE,
      phone: PHONE_COOKIE,
      viewer: WATCH_COOKIE,
    },
    files: [
      ...downloads.map(({ name, path }) => ({ name, path, method: 'get' as const })),
      ...uploads.map(({ as, path }) => ({ name: as, path, method: 'post' as const })),
    ],
  };
  const made = new Map<string, string>();
  const once = (name: string, make: () => string): string => {
    const kept = made.get(name) ?? make();
    made.set(name, kept);
    return kept;
  };
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false;
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const send = (type: string, body: string) => {
      response.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'no-cache' });
      response.end(request.method === 'HEAD' ? undefined : body);
      return true;
    };
    if (pathname === '/openapi.json')
      return send(
        'application/json; charset=utf-8',
        once('json', () => JSON.stringify(openApiOf(facts))),
      );
    if (pathname !== '/docs') return false;
    const locale = localeOf(searchParams.get('lang'), request.headers['accept-language']);
    response.setHeader('Vary', 'Accept-Language');
    return send(
      'text/html; charset=utf-8',
      once(locale, () => docsPage(openApiOf(facts), { say: texts[locale], locale })),
    );
  };
}

function localeOf(asked: string | null, accepted: string | undefined): Locale {
  const named = locales.find((each) => each === asked);
  return named ?? pickLocale((accepted ?? '').split(',').map((each) => each.trim()));
}
