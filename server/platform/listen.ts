import type { Server } from 'node:http';

/** Why a port could not be opened; each has its sentence `start.…` with the way out. */
export type ListenProblem =
  | 'start.portTaken'
  | 'start.portDenied'
  | 'start.hostUnknown'
  | 'start.listenFailed';

export type Listening =
  | { readonly ok: true; readonly port: number }
  | { readonly ok: false; readonly problem: ListenProblem; readonly error: string };

/** Opens the port, or says why it cannot be opened. Throws only on what is no matter of ports. */
export function listen(
  server: Server,
  at: { readonly host: string; readonly port: number },
): Promise<Listening> {
  return new Promise((resolve) => {
    const failed = (cause: NodeJS.ErrnoException) =>
      resolve({ ok: false, problem: problemOf(cause.code), error: cause.code ?? cause.message });
    server.once('error', failed);
    server.listen(at.port, at.host, () => {
      server.off('error', failed);
      const address = server.address();
      resolve({ ok: true, port: typeof address === 'object' && address !== null ? address.port : at.port });
    });
  });
}

function problemOf(code: string | undefined): ListenProblem {
  if (code === 'EADDRINUSE') return 'start.portTaken';
  if (code === 'EACCES' || code === 'EPERM') return 'start.portDenied';
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return 'start.hostUnknown';
  return 'start.listenFailed';
}
