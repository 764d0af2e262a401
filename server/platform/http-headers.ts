import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** Headers that keep foreign code out of our pages and our pages out of foreign frames. `secure` says that browsers reach us by HTTPS. */
export function secureHeaders(options: {
  readonly secure: boolean;
  readonly publicUrl: string | null;
}): RequestHandler[] {
  // 'self' covers our own WebSocket; behind a proxy that rewrites the host the public name is another one.
  const publicSocket = options.publicUrl === null ? [] : [options.publicUrl.replace(/^http/, 'ws')];
  const headers = helmet({
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
    crossOriginOpenerPolicy: options.secure,
    originAgentCluster: options.secure,
    strictTransportSecurity: options.secure ? { maxAge: 15_552_000, includeSubDomains: false } : false,
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
  });
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
    (request, response, next) => (isFile(request.path) ? files : headers)(request, response, next),
    (request, response, next) => (isFile(request.path) ? next() : permissions(request, response, next)),
  ];
}
