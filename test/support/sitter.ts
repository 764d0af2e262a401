import { randomBytes } from 'node:crypto';
import { io } from 'socket.io-client';
import { type SessionId, uuidV7 } from '../../shared/kernel/ids.ts';
import { type EventBody, type EventName, events } from '../../shared/wire/events.ts';
import {
  answerFrame,
  type RequestAnswer,
  type RequestBody,
  type RequestName,
  requests,
} from '../../shared/wire/requests.ts';
import { type Door, WIRE_VERSION } from '../../shared/wire/version.ts';
import { type Api, createApi } from './api.ts';
import type { County, Point } from './county.ts';
import type { Product } from './product.ts';

/** Somebody who talks to the server by signalling alone: no browser, no media. */
export type Sitter = {
  /** @returns the error's code, or null when it was done. Rejects when no answer comes. */
  ask<N extends RequestName>(name: N, body: RequestBody<N>): Promise<string | null>;
  /** The answer itself. Rejects with the error's code when refused. */
  get<N extends RequestName>(name: N, body: RequestBody<N>): Promise<RequestAnswer<N>>;
  /** What the server says unasked. */
  on<N extends EventName>(name: N, heard: (body: EventBody<N>) => void): void;
  /** Resolves with the reason once the server has hung up. */
  readonly hungUp: Promise<string>;
  /** Says goodbye. */
  leave(): void;
};

const ANSWER_LIMIT_MS = 5_000;

export type CallerWish = { readonly api: Api; readonly url: string; readonly door?: Door };
export type SitterWish = CallerWish & { readonly sessionId: SessionId };

/** Connects and takes a seat. Rejects when either is refused. */
export async function sitDown({ sessionId, ...wish }: SitterWish): Promise<Sitter> {
  const sitter = await connectAs(wish);
  const refused = await sitter.ask('session.join', { sessionId });
  if (refused !== null) throw new Error(`no seat: ${refused}`);
  return sitter;
}

/** Connects without taking a seat. Rejects when refused. */
export async function connectAs({ api, url, door = 'console' }: CallerWish): Promise<Sitter> {
  const cookie = api.cookies().map(({ name, value }) => `${name}=${value}`);
  const socket = io(url, {
    auth: { version: WIRE_VERSION, door },
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    extraHeaders: { origin: url, cookie: cookie.join('; ') },
  });
  const hungUp = new Promise<string>((resolve) => socket.once('disconnect', resolve));
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  const answerTo = async <N extends RequestName>(name: N, body: RequestBody<N>) => {
    const commandId = requests[name].command ? { commandId: uuidV7(Date.now(), randomBytes(10)) } : {};
    const raw: unknown = await socket.timeout(ANSWER_LIMIT_MS).emitWithAck(name, { body, ...commandId });
    return answerFrame.parse(raw);
  };
  return {
    hungUp,
    on: (name, heard) =>
      void socket.on(name as string, (body: unknown) =>
        heard(events[name].body.parse(body) as EventBody<typeof name>),
      ),
    async ask(name, body) {
      const frame = await answerTo(name, body);
      return frame.ok ? null : frame.error.code;
    },
    async get<N extends RequestName>(name: N, body: RequestBody<N>): Promise<RequestAnswer<N>> {
      const frame = await answerTo(name, body);
      if (!frame.ok) throw new Error(`${name}: ${frame.error.code}`);
      return requests[name].answer.parse(frame.data) as RequestAnswer<N>;
    },
    leave: () => void socket.disconnect(),
  };
}

/** A paired screen as the server knows it, without a page. */
export async function pairedScreen(
  product: Pick<Product, 'url'>,
  county: County,
  point: Point,
): Promise<Api> {
  const screen = createApi(product.url);
  const { code } = await screen.call('device.announce', {});
  const { key } = await county.admin.call('device.pair', { code, roomId: point.roomId });
  await screen.call('device.exchange', { key });
  return screen;
}
