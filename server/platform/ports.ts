import type { Kysely } from 'kysely';
import type { Result } from '../../shared/kernel/result.ts';
import type { EventBody, EventName } from '../../shared/wire/events.ts';
import type { RequestAnswer, RequestBody, RequestName } from '../../shared/wire/requests.ts';
import type { RouteAnswer, RouteBody, RouteName } from '../../shared/wire/routes.ts';
import type { Door } from '../../shared/wire/version.ts';

/** Server time: a wall-clock anchor carried on by the monotonic clock, so that it never runs backwards. Epoch ms. */
export interface Clock {
  nowMs(): number;
}

/** A new UUIDv7. */
export type NewId = () => string;

/** JSON lines. Tokens and names are redacted by the logger itself; facts are ids and numbers. */
export interface Log {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
  child(context: object): Log;
}

/** One database for all; a module sees its own tables through `withTables`. */
// biome-ignore lint/complexity/noBannedTypes: Kysely's own notion of "no tables known yet"
export type Database = Kysely<{}>;

/** A forward-only step of one module's schema. Names are unique and sort in the order of application within the module. */
export type Migration = { readonly name: string; up(database: Database): Promise<void> };

/** One client on a socket. Identity was settled at the handshake and cannot change. */
export interface Connection<Actor> {
  /** UUIDv7, new at every connect. */
  readonly id: string;
  readonly actor: Actor;
  /** The version of the wire that it speaks. */
  readonly wireVersion: number;
  /** Server time at which anything at all was last heard from it. */
  lastHeardAtMs(): number;
  push<N extends EventName>(name: N, body: EventBody<N>): void;
  /** Says why, then closes. Idempotent. */
  close(reason: EventBody<'connection.closing'>['reason']): void;
}

export type RequestContext<Actor> = {
  readonly connection: Connection<Actor>;
  readonly actor: Actor;
  readonly requestId: string;
  /** Given for every request whose row says `command`, else null. */
  readonly commandId: string | null;
};

/** One handler for every live request: parsed by the table before, its answer checked after. */
export type RequestHandlers<Actor> = {
  readonly [N in RequestName]: (
    context: RequestContext<Actor>,
    body: RequestBody<N>,
  ) => Promise<Result<RequestAnswer<N>>>;
};

/** Why a connection ended, as far as the server can tell. */
export type Disconnect = 'client' | 'timeout' | 'transport' | 'server';

export type ConnectionListener<Actor> = {
  connected(connection: Connection<Actor>): void;
  /** `lastHeardAtMs` is when the silence began. */
  disconnected(connection: Connection<Actor>, how: Disconnect, lastHeardAtMs: number): void;
};

/** A cookie's value never reaches a log. `maxAgeMs` 0 takes it away. */
export type CookieWish = { readonly name: string; readonly value: string; readonly maxAgeMs: number };

export type RouteContext<Actor> = {
  readonly actor: Actor;
  readonly requestId: string;
  /** The asker's network address, for limits on tries. */
  readonly address: string;
  /** What the asker's browser says of itself, cut to 400 characters. */
  readonly userAgent?: string;
  readonly cookies: Readonly<Record<string, string | undefined>>;
  /** The token of the Authorization header; what it opens is for the handler to find out. */
  readonly bearer?: string;
  setCookie(wish: CookieWish): void;
};

export type RouteHandlers<Actor> = {
  readonly [N in RouteName]: (
    context: RouteContext<Actor>,
    body: RouteBody<N>,
  ) => Promise<Result<RouteAnswer<N>>>;
};

/**
 * Names a request's sender from its cookies; nobody known is an actor too (a visitor). One browser may hold the cookies of a person and of
 * a screen at once (a demonstration on one machine): the door says which page is asking, and so which cookie counts.
 */
export type Authenticate<Actor> = (
  cookies: Readonly<Record<string, string | undefined>>,
  door: Door,
) => Promise<Actor>;

/** Repeated work. A job that fails is logged and tried again at its next time; it never runs twice at once. */
export interface Jobs {
  every(name: string, periodMs: number, work: () => Promise<void>): void;
  stop(): Promise<void>;
}
