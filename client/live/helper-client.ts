import type { AppError } from '../../shared/kernel/errors.ts';
import type { CommandId, SessionId } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type { LessonCard } from '../../shared/lesson.ts';
import type { SessionView } from '../../shared/session/session.view.ts';
import type { RequestAnswer, RequestBody, RequestName } from '../../shared/wire/requests.ts';
import { browserEnvironment, type Environment } from './environment.ts';
import type { CommandName, LinkState, PendingCommand, Readable } from './live.types.ts';
import { Outbox, type Shelf } from './outbox.ts';
import { Seat } from './seat.ts';
import { tabShelf } from './shelf.ts';
import { Signalling, type WireFactory } from './signalling.ts';
import { socketIoWire } from './socket-io-wire.ts';
import { createStore } from './store.ts';

/** How a helper's seat stands. After the end nobody sits any more, but commands still go out. */
export type HelperSeat =
  | { readonly state: 'joining' }
  | {
      readonly state: 'joined';
      /** False while the line is down: what is shown was true then. */
      readonly current: boolean;
      readonly view: SessionView;
      readonly card: LessonCard;
    }
  | { readonly state: 'refused'; readonly error: AppError };

/** A phone's line to its lesson: words both ways; sound over it is client/live/line-media. Commands wait for the line and outlive a reload of the page. */
export interface HelperClient {
  readonly link: Readable<LinkState>;
  readonly seat: Readable<HelperSeat>;
  readonly pending: Readable<readonly PendingCommand[]>;
  serverNowMs(): number;
  open(): void;
  /** Dials, or asks for the seat, again now. */
  retry(): void;
  close(): void;
  /** Asks once; fails while the line is down. */
  request<N extends RequestName>(
    name: N,
    body: RequestBody<N>,
    limits?: { readonly timeLimitMs: number },
  ): Promise<Result<RequestAnswer<N>>>;
  command<N extends CommandName>(name: N, body: RequestBody<N>): Promise<Result<RequestAnswer<N>>>;
  /** Listens to what the server says unasked. Returns the function that stops listening. */
  on: Signalling['on'];
  abandon(id: CommandId): void;
}

export type HelperParts = {
  readonly environment: Environment;
  readonly wire: WireFactory;
  readonly shelf: Shelf;
};

/** @param key whose commands these are, so that nobody sends what was typed under another grant */
export function createHelperClient(sessionId: SessionId, key: string): HelperClient {
  const client = assembleHelper(sessionId, {
    environment: browserEnvironment(),
    wire: socketIoWire({ door: 'phone' }),
    shelf: tabShelf(`sanketang.phone.${key}`),
  });
  window.addEventListener('online', () => {
    if (client.link.get().state === 'reconnecting') client.retry();
  });
  return client;
}

/** The same from parts, for tests. */
export function assembleHelper(
  sessionId: SessionId,
  { environment, wire, shelf }: HelperParts,
): HelperClient {
  const signalling = new Signalling(environment, wire);
  const store = createStore<HelperSeat>({ state: 'joining' });
  let serverAheadMs = 0;
  const isUp = () => signalling.link.get().state === 'connected';
  const seat = new Seat({
    environment,
    join: (body) => signalling.request('session.join', body),
    catchUp: (body, limits) => signalling.request('session.catchUp', body, limits),
    linkIsUp: isUp,
    seated: ({ serverNowMs, snapshot, card }) => {
      serverAheadMs = serverNowMs - environment.nowMs();
      store.set({ state: 'joined', current: true, view: snapshot.view, card });
    },
    refused: (error) => {
      // A seat that was held is shown as it was while it is being taken again.
      if (error.code !== 'UNAVAILABLE' && error.code !== 'TIMEOUT') store.set({ state: 'refused', error });
    },
    viewChanged: ({ view }) => change({ view, current: true }),
  });
  const change = (part: { readonly view?: SessionView; readonly current: boolean }) => {
    const now = store.get();
    if (now.state === 'joined') store.set({ ...now, ...part });
  };
  const serverNowMs = () => environment.nowMs() + serverAheadMs;
  const outbox = new Outbox(
    { ...environment, nowMs: serverNowMs },
    (name, body, commandId) => signalling.request(name, body, { commandId }),
    shelf,
  );
  const gate = () => outbox.setOpen(isUp() && (seat.current || isOver(store.get())));
  signalling.on('session.changed', (envelope) => seat.receive(envelope));
  signalling.link.subscribe(() => {
    if (isUp()) {
      if (seat.sessionId === null) void seat.take(sessionId, undefined);
      else seat.linkUp();
    } else {
      seat.linkDown();
      change({ current: false });
    }
    gate();
  });
  store.subscribe(gate);
  return {
    link: signalling.link,
    seat: store,
    pending: outbox.pending,
    serverNowMs,
    open: () => signalling.open(),
    retry: () => {
      if (!isUp()) signalling.redial();
      else if (!seat.current) void seat.take(sessionId, undefined);
    },
    close: () => {
      seat.release();
      signalling.close();
    },
    request: (name, body, limits) => signalling.request(name, body, limits),
    command: (name, body) => outbox.submit(name, body),
    on: (name, listener) => signalling.on(name, listener),
    abandon: (id) => outbox.abandon(id),
  };
}

/** The lesson is over: there is no seat to be had, and what is said about it is still heard. */
const isOver = (seat: HelperSeat): boolean => seat.state === 'refused' && seat.error.code === 'LESSON_ENDED';
