import type { Server } from 'node:http';
import { io, type Socket } from 'socket.io-client';
import { createClock } from '../../server/platform/clock.ts';
import { createHttpServer, type HttpOptions } from '../../server/platform/http.ts';
import { createNewId } from '../../server/platform/ids.ts';
import { listen } from '../../server/platform/listen.ts';
import { createLog } from '../../server/platform/log.ts';
import type {
  Connection,
  Disconnect,
  RequestContext,
  RequestHandlers,
  RouteContext,
  RouteHandlers,
} from '../../server/platform/ports.ts';
import { createSocketServer, type SocketOptions, type SocketServer } from '../../server/platform/socket.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import { type AnswerFrame, type RequestName, requestNames } from '../../shared/wire/requests.ts';
import { type RouteName, routes } from '../../shared/wire/routes.ts';
import type { Door } from '../../shared/wire/version.ts';
import { WIRE_VERSION } from '../../shared/wire/version.ts';

/** Whoever the cookie `who` names; nobody without one. */
export type Asker = { readonly who: string | null; readonly door: Door };
export type AnyRequest = (
  context: RequestContext<Asker>,
  body: unknown,
  name: RequestName,
) => Promise<Result<unknown>>;
export type AnyRoute = (
  context: RouteContext<Asker>,
  body: unknown,
  name: RouteName,
) => Promise<Result<unknown>>;

export type Edge = {
  readonly url: string;
  readonly port: number;
  readonly http: Server;
  readonly sockets: SocketServer<Asker>;
  readonly lines: string[];
  readonly ended: {
    readonly connection: Connection<Asker>;
    readonly how: Disconnect;
    readonly lastHeardAtMs: number;
  }[];
  /** A connected client, or one whose connection was refused. */
  client(wish?: ClientWish): Promise<Client>;
  stop(): Promise<void>;
};

export type ClientWish = {
  readonly auth?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly transports?: readonly string[];
};

export type Client = {
  readonly socket: Socket;
  /** The refusal of the handshake, if there was one. */
  readonly refused: { message: string; data?: unknown } | null;
  ask(name: string, ...frame: unknown[]): Promise<AnswerFrame>;
};

export type EdgeWish = {
  readonly onRequest?: AnyRequest;
  readonly onRoute?: AnyRoute;
  readonly http?: Partial<HttpOptions<Asker>>;
  readonly socket?: Partial<Omit<SocketOptions<Asker>, 'server'>>;
};

/** The server's whole outer skin on a free port of loopback, with handlers of the test's own. */
export async function startEdge(wish: EdgeWish = {}): Promise<Edge> {
  const lines: string[] = [];
  const clock = createClock();
  const ended: Edge['ended'] = [];
  const shared = {
    authenticate: async (cookies: Readonly<Record<string, string | undefined>>, door: Asker['door']) => ({
      who: cookies['who'] ?? null,
      door,
    }),
    gate: () => ok(),
    allowedOrigin: (origin: string) => origin === url,
    newId: createNewId(clock),
    log: createLog('warn', { write: (line: string) => lines.push(line) }),
  };
  const onRoute: AnyRoute = wish.onRoute ?? (async () => ok({}));
  const routeNames = Object.keys(routes) as RouteName[];
  const http = createHttpServer<Asker>({
    ...shared,
    handlers: table(routeNames, onRoute) as RouteHandlers<Asker>,
    downloads: [],
    secureCookies: false,
    clientFolder: '/nowhere',
    publicUrl: null,
    trustedProxyCount: 0,
    readyChecks: [],
    transport: null,
    ownPages: null,
    ...wish.http,
  });
  const onRequest: AnyRequest = wish.onRequest ?? (async () => ok({}));
  const sockets = createSocketServer<Asker>({
    ...shared,
    server: http,
    handlers: table(requestNames, onRequest) as RequestHandlers<Asker>,
    admit: () => ok(),
    clock,
    listener: {
      connected: () => undefined,
      disconnected: (connection, how, lastHeardAtMs) => ended.push({ connection, how, lastHeardAtMs }),
    },
    ...wish.socket,
  });
  const listening = await listen(http, { host: '127.0.0.1', port: 0 });
  if (!listening.ok) throw new Error(listening.error);
  const url = `http://127.0.0.1:${listening.port}`;
  const clients: Socket[] = [];
  return {
    url,
    port: listening.port,
    http,
    sockets,
    lines,
    ended,
    async client(each = {}) {
      const made = await connectClient(url, each);
      clients.push(made.socket);
      return made;
    },
    async stop() {
      for (const socket of clients) socket.disconnect();
      await sockets.stop();
      http.closeAllConnections();
    },
  };
}

function table<Name extends string>(
  names: readonly Name[],
  handle: (context: never, body: unknown, name: Name) => Promise<Result<unknown>>,
): unknown {
  return Object.fromEntries(
    names.map((name) => [name, (context: never, body: unknown) => handle(context, body, name)]),
  );
}

function connectClient(url: string, wish: ClientWish): Promise<Client> {
  const socket = io(url, {
    auth: wish.auth ?? { version: WIRE_VERSION },
    transports: [...(wish.transports ?? ['websocket'])],
    extraHeaders: { ...wish.headers },
    reconnection: false,
    forceNew: true,
  });
  const ask = (name: string, ...frame: unknown[]) =>
    new Promise<AnswerFrame>((resolve, reject) => {
      socket.timeout(5_000).emit(name, ...frame, (late: Error | null, answer: AnswerFrame) => {
        if (late) reject(new Error(`${name} was not answered`));
        else resolve(answer);
      });
    });
  return new Promise((resolve) => {
    socket.once('connect', () => resolve({ socket, refused: null, ask }));
    socket.once('connect_error', (error: Error & { data?: unknown }) =>
      resolve({ socket, refused: { message: error.message, data: error.data }, ask }),
    );
  });
}
