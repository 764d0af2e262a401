import type { RequestHandler } from 'express';
import helmet from 'helmet';

type HeaderOptions = {
  /** Browsers reach us by HTTPS, whatever the connection looks like from here: a proxy stands in front. */
  readonly secure: boolean;
  readonly publicUrl: string | null;
  /** Whether they shall never again try plain HTTP. An own authority needs its install pages there. */
  readonly isStrict: () => boolean;
};

/** Headers that keep foreign code out of our pages and our pages out of foreign frames. */
export function secureHeaders(options: HeaderOptions): RequestHandler[] {
  const plain = pageHeaders(options, { secure: false, strict: false });
  const secure = pageHeaders(options, { secure: true, strict: false });
  const strict = pageHeaders(options, { secure: true, strict: true });
  const pages: RequestHandler = (request, response, next) => {
    const fitting = options.isStrict() ? strict : secure;
    (options.secure || request.secure ? fitting : plain)(request, response, next);
  };
  const permissions: RequestHandler = (_request, response, next) => {
    response.set(
      'Permissions-Policy',
      'camera=(self), microphone=(self), display-capture=(self), fullscreen=(self), autoplay=(self), geolocation=(), payment=(), usb=()',
    );
    next();
  };
  const files = helmet({
    contentSecurityPolicy: false,
    strictTransportSecurity: false,
    xFrameOptions: false,
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
    referrerPolicy: false,
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
  });
  // What a page may do is said by the page. Its scripts and styles say what they are, no more: ten files a page over a narrow line.
  const isFile = (path: string) => path.startsWith('/assets/');
  return [
    (request, response, next) => (isFile(request.path) ? files : pages)(request, response, next),
    (request, response, next) => (isFile(request.path) ? next() : permissions(request, response, next)),
  ];
}

function pageHeaders(
  options: HeaderOptions,
  { secure, strict }: { readonly secure: boolean; readonly strict: boolean },
): RequestHandler {
  // 'self' covers our own WebSocket; behind a proxy that rewrites the host the public name is another one.
  const publicSocket = options.publicUrl === null ? [] : [options.publicUrl.replace(/^http/, 'ws')];
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        // The console's component library writes style elements; scripts stay without any such gap.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        mediaSrc: ["'self'", 'blob:'],
        workerSrc: ["'self'", 'blob:'],
        connectSrc: ["'self'", ...publicSocket],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    crossOriginOpenerPolicy: secure,
    originAgentCluster: secure,
    strictTransportSecurity: strict ? { maxAge: 15_552_000, includeSubDomains: false } : false,
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
  });
}
