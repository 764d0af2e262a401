import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type InstallTextKey, installEn } from '../../shared/text/install.en.ts';
import { installZhCN } from '../../shared/text/install.zh-CN.ts';
import { createText, type Locale, locales, pickLocale, type Text } from '../../shared/text/text.ts';
import { fingerprintOf, readLeaf } from './access.authority.ts';
import { isThisMachine } from './access.rules.ts';
import type { Standing } from './access.types.ts';
import { checkScript, installPage, onlyHerePage } from './install.page.ts';
import { appleProfile, derOf } from './install.profile.ts';

export type DoorDeps = {
  readonly standing: () => Standing;
  readonly port: () => number;
};

type File = { readonly type: string; readonly body: string | Buffer; readonly saveAs?: string };

const texts: Readonly<Record<Locale, Text<InstallTextKey>>> = {
  'zh-CN': createText(installZhCN),
  en: createText(installEn),
};
/** Any name or address, with or without a port: what stands in a Host header and may be written into an answer. */
const HOST = /^([A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:\d{1,5})?$/;

/**
 * The pages for whoever does not trust this server yet. `own` serves them inside the product too; `door` is all that plain HTTP gets once
 * there is a certificate: these pages, a way to HTTPS, no cookie, and no answer of the API.
 */
export function createDoor(deps: DoorDeps) {
  const own = (request: IncomingMessage, response: ServerResponse): boolean => {
    const { authority } = deps.standing();
    const url = pathOf(request);
    if (authority === null || (url.pathname !== '/install' && !url.pathname.startsWith('/install/')))
      return false;
    if (request.method !== 'GET' && request.method !== 'HEAD') return false;
    const file = fileOf(authority.cert, request, url);
    if (file === null) return false;
    send(request, response, file);
    return true;
  };

  const door: RequestListener = (request, response) => {
    request.resume();
    const { decision } = deps.standing();
    if (decision.way === 'localhost' && !isThisMachine(request.socket.remoteAddress)) {
      const locale = localeOf(request, pathOf(request));
      response.statusCode = 403;
      return send(request, response, html(onlyHerePage({ t: texts[locale], locale })));
    }
    if (own(request, response)) return;
    const { pathname, search } = pathOf(request);
    const isPage = request.method === 'GET' || request.method === 'HEAD';
    const origin = secureOrigin(request);
    if (!isPage || origin === null || /^\/(api|socket\.io)(\/|$)/.test(pathname)) {
      response.writeHead(426, {
        Upgrade: 'TLS/1.2, HTTP/1.1',
        ...always,
        'Content-Type': 'text/plain; charset=utf-8',
      });
      response.end(`${texts['zh-CN']('install.useHttps')}\n${texts.en('install.useHttps')}\n`);
      return;
    }
    response.writeHead(307, { Location: `${origin}${pathname}${search}`, ...always });
    response.end();
  };

  const secureOrigin = (request: IncomingMessage): string | null => {
    const { host } = request.headers;
    const parts = HOST.exec(host ?? '');
    if (parts === null) return null;
    const port = parts[2] ?? (deps.port() === 443 ? '' : `:${deps.port()}`);
    return `https://${parts[1]}${port === ':443' ? '' : port}`;
  };

  const fileOf = (cert: string, request: IncomingMessage, url: URL): File | null => {
    switch (url.pathname) {
      case '/install':
      case '/install/': {
        const locale = localeOf(request, url);
        const root = readLeaf(cert);
        const origin = secureOrigin(request);
        if (root === null || origin === null) return null;
        return html(
          installPage({
            t: texts[locale],
            locale,
            fingerprint: fingerprintOf(root.certificate),
            secureOrigin: origin,
            userAgent: request.headers['user-agent'] ?? '',
          }),
        );
      }
      case '/install/check.js':
        return { type: 'text/javascript; charset=utf-8', body: checkScript };
      case '/install/sanketang-ca.crt':
        return { type: 'application/x-x509-ca-cert', body: derOf(cert), saveAs: 'sanketang-ca.crt' };
      case '/install/sanketang.mobileconfig':
        return {
          type: 'application/x-apple-aspen-config',
          body: appleProfile(cert),
          saveAs: 'sanketang.mobileconfig',
        };
      default:
        return null;
    }
  };

  return { own, door };
}

const html = (body: string): File => ({ type: 'text/html; charset=utf-8', body });

const always = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'X-Frame-Options': 'DENY',
};
/** The check asks the same server by HTTPS, at whatever name the visitor uses. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src 'self'; connect-src https:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

function send(request: IncomingMessage, response: ServerResponse, file: File): void {
  const body = Buffer.from(file.body);
  for (const [name, value] of Object.entries(always)) response.setHeader(name, value);
  response.setHeader('Content-Security-Policy', policy);
  // The check asks from the page's plain address, which is another origin.
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
  response.setHeader('Content-Type', file.type);
  response.setHeader('Content-Length', body.length);
  if (file.saveAs !== undefined)
    response.setHeader('Content-Disposition', `attachment; filename="${file.saveAs}"`);
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** Never throws: what is no address counts as the front page. */
function pathOf(request: IncomingMessage): URL {
  const path = `/${(request.url ?? '/').replace(/^\/+/, '')}`;
  return new URL(URL.canParse(path, 'http://here') ? path : '/', 'http://here');
}

function localeOf(request: IncomingMessage, url: URL): Locale {
  const wanted = url.searchParams.get('lang');
  const asked = (request.headers['accept-language'] ?? '').split(',').map((each) => each.trim());
  return locales.find((each) => each === wanted) ?? pickLocale(asked);
}
