import type { Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import type { ErrorCode } from '../../shared/kernel/errors.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type { EventBody } from '../../shared/wire/events.ts';
import {
  BEAT_MS,
  type Door,
  handshake,
  MAX_MESSAGE_BYTES,
  SILENCE_MS,
  servedVersions,
} from '../../shared/wire/version.ts';
import { type Cookies, parseCookies } from './cookies.ts';
import { isUnavailable } from './failures.ts';
import { isFromOwnPage, type OriginCheck } from './origins.ts';
import type { Authenticate, Clock, Connection, ConnectionListener } from './ports.ts';
import { createLine, type Line } from './socket-connection.ts';
import { createDispatch, type DispatchOptions } from './socket-dispatch.ts';

export type ClosingReason = EventBody<'connection.closing'>['reason'];

export type FloodLimits = { readonly burst: number; readonly perSecond: number };

export type SocketOptions<Actor> = DispatchOptions<Actor> & {
  readonly server: HttpServer;
  readonly authenticate: Authenticate<Actor>;
  /** Whether somebody may hold a connection at all. */
  readonly admit: (actor: Actor) => Result<void>;
  /** Whether two are one and the same, be it with other rights. Without it nobody is who they were with other rights. */
  readonly isSame?: (before: Actor, now: Actor) => boolean;
  readonly listener: ConnectionListener<Actor>;
  readonly allowedOrigin: OriginCheck;
  readonly clock: Clock;
  readonly flood?: FloodLimits;
};

export interface SocketServer<Actor> {
  connections(): readonly Connection<Actor>[];
  /** Closes at once whoever matches, and whoever matches while their handshake is under way. Answers how many there were. */
  closeWhere(matches: (connection: Connection<Actor>) => boolean, reason: ClosingReason): number;
  /**
   * Asks again who everybody is, or those who match, also while their handshake is under way. Whoever their cookie names no longer is
   * closed as revoked; who is the same with other rights is closed as changed, and comes back by themselves with those.
   */
  recheck(
    authenticate: Authenticate<Actor>,
    matches?: (connection: Connection<Actor>) => boolean,
  ): Promise<void>;
  /** Tells everybody, then closes. */
  stop(): Promise<void>;
}

/** A client that joins, or reports every 5 s, stays far below; ten times a busy lecturer's console. */
const usualFlood: FloodLimits = { burst: 400, perSecond: 100 };
const CONNECT_MS = 5_000;
/** Longer than any handshake takes between naming somebody and being connected. */
const HANDSHAKE_MS = 10_000;

type Known<Actor> = {
  readonly line: Line<Actor>;
  readonly cookies: Cookies;
  readonly door: Door;
};
type Admitted<Actor> = Omit<Known<Actor>, 'line'> & { readonly actor: Actor; readonly wireVersion: number };

export function createSocketServer<Actor>(options: SocketOptions<Actor>): SocketServer<Actor> {
  const { clock, log, listener } = options;
  const known = new Map<string, Known<Actor>>();
  const revoked: {
    atMs: number;
    matches: (connection: Connection<Actor>) => boolean;
    reason: ClosingReason;
  }[] = [];
  const doubted: {
    atMs: number;
    matches: (connection: Connection<Actor>) => boolean;
    authenticate: Authenticate<Actor>;
  }[] = [];
  const dispatch = createDispatch(options);
  const lookAgain = async (
    { line: { connection }, cookies, door }: Known<Actor>,
    authenticate: Authenticate<Actor>,
  ) => {
    const actor = await authenticate(cookies, door);
    if (JSON.stringify(actor) === JSON.stringify(connection.actor)) return;
    connection.close(options.isSame?.(connection.actor, actor) === true ? 'changed' : 'revoked');
  };
  const io = new Server(options.server, {
    transports: ['websocket', 'polling'],
    pingInterval: BEAT_MS,
    pingTimeout: SILENCE_MS,
    connectTimeout: CONNECT_MS,
    maxHttpBufferSize: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    httpCompression: false,
    serveClient: false,
    allowRequest: (request, decide) => {
      const fine = isFromOwnPage(request.headers, options.allowedOrigin);
      decide(fine ? null : 'ORIGIN_REFUSED', fine);
    },
  });

  io.use((socket, next) => {
    admit(options, socket).then(
      (admitted) => {
        if (!admitted.ok) return next(refusal(admitted.error.code, options.newId()));
        socket.data = admitted.value;
        next();
      },
      (cause: unknown) => {
        const requestId = options.newId();
        log.error({ requestId, error: cause }, 'handshake failed');
        next(refusal(isUnavailable(cause) ? 'UNAVAILABLE' : 'INTERNAL', requestId));
      },
    );
  });

  io.on('connection', (socket) => {
    const { actor, wireVersion, cookies, door }: Admitted<Actor> = socket.data;
    const line = createLine({
      socket,
      actor,
      wireVersion,
      dispatch,
      clock,
      log,
      id: options.newId(),
      flood: options.flood ?? usualFlood,
    });
    const connection = line.connection;
    const here = { line, cookies, door };
    known.set(connection.id, here);
    line.onEnded((how, lastHeardAtMs) => {
      known.delete(connection.id);
      listener.disconnected(connection, how, lastHeardAtMs);
    });
    listener.connected(connection);
    const since = clock.nowMs() - HANDSHAKE_MS;
    const match = revoked.find((each) => each.atMs >= since && each.matches(connection));
    if (match !== undefined) return connection.close(match.reason);
    const doubt = doubted.findLast((each) => each.atMs >= since && each.matches(connection));
    if (doubt === undefined) return;
    lookAgain(here, doubt.authenticate).catch((error: unknown) => {
      log.error({ connectionId: connection.id, error }, 'nobody could say who this is');
      connection.close('revoked');
    });
  });

  const connections = () => [...known.values()].map(({ line }) => line.connection);
  const closeWhere: SocketServer<Actor>['closeWhere'] = (matches, reason) => {
    const nowMs = clock.nowMs();
    revoked.splice(0, revoked.findLastIndex((each) => each.atMs < nowMs - HANDSHAKE_MS) + 1);
    if (reason === 'revoked') revoked.push({ atMs: nowMs, matches, reason });
    const hit = connections().filter(matches);
    for (const connection of hit) connection.close(reason);
    return hit.length;
  };

  return {
    connections,
    closeWhere,
    async recheck(authenticate, matches) {
      if (matches !== undefined) {
        const nowMs = clock.nowMs();
        doubted.splice(0, doubted.findLastIndex((each) => each.atMs < nowMs - HANDSHAKE_MS) + 1);
        doubted.push({ atMs: nowMs, matches, authenticate });
      }
      for (const each of [...known.values()])
        if (matches === undefined || matches(each.line.connection)) await lookAgain(each, authenticate);
    },
    async stop() {
      closeWhere(() => true, 'shutdown');
      await io.close();
    },
  };
}

/** Version, then who it is, then whether they may come in. */
async function admit<Actor>(options: SocketOptions<Actor>, socket: Socket): Promise<Result<Admitted<Actor>>> {
  const said = handshake.safeParse(socket.handshake.auth);
  if (!said.success || !servedVersions.includes(said.data.version))
    return { ok: false, error: { code: 'VERSION_UNSUPPORTED' } };
  const cookies = parseCookies(socket.request.headers.cookie);
  const door = said.data.door ?? 'console';
  const actor = await options.authenticate(cookies, door);
  const admitted = options.admit(actor);
  const { version: wireVersion } = said.data;
  return admitted.ok ? { ok: true, value: { actor, wireVersion, cookies, door } } : admitted;
}

function refusal(code: ErrorCode, requestId: string): Error {
  return Object.assign(new Error(code), { data: { code, requestId } });
}
