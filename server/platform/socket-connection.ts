import type { Socket } from 'socket.io';
import { type EventName, events } from '../../shared/wire/events.ts';
import { type AnswerFrame, answerFrame } from '../../shared/wire/requests.ts';
import { firstHeard, hear, lastHeardAtMs } from './hearing.ts';
import { createBucket } from './limiter.ts';
import type { Clock, Connection, Disconnect, Log } from './ports.ts';
import type { Incoming } from './socket-dispatch.ts';

/** One client's end of the wire. */
export type Line<Actor> = {
  readonly connection: Connection<Actor>;
  /** Called once, however it ends. */
  onEnded(ended: (how: Disconnect, lastHeardAtMs: number) => void): void;
};

export type LineOptions<Actor> = {
  readonly socket: Socket;
  readonly actor: Actor;
  readonly wireVersion: number;
  readonly id: string;
  readonly dispatch: (connection: Connection<Actor>, incoming: Incoming) => Promise<AnswerFrame>;
  readonly clock: Clock;
  readonly log: Log;
  readonly flood: { readonly burst: number; readonly perSecond: number };
};

/** So many refused messages in a row are no clumsy client any more. */
const FLOOD_MAX = 500;

export function createLine<Actor>(options: LineOptions<Actor>): Line<Actor> {
  const { socket, clock, log } = options;
  let hearing = firstHeard(clock.nowMs());
  socket.conn.on('packet', () => {
    hearing = hear(hearing, clock.nowMs());
  });
  const heardAtMs = () => lastHeardAtMs(hearing, clock.nowMs());
  let closed = false;
  const connection: Connection<Actor> = {
    id: options.id,
    actor: options.actor,
    wireVersion: options.wireVersion,
    lastHeardAtMs: heardAtMs,
    push(name, body) {
      if (!closed) send(options, name, body);
    },
    close(reason) {
      if (closed) return;
      send(options, 'connection.closing', { reason });
      closed = true;
      socket.disconnect(true);
    },
  };
  receive(options, connection, () => closed);
  return {
    connection,
    onEnded(ended) {
      socket.once('disconnect', (reason) => {
        closed = true;
        const how = disconnectOf(reason);
        log.debug({ connectionId: options.id, how }, 'disconnected');
        ended(how, heardAtMs());
      });
    },
  };
}

/** Every message goes through here and no further: no listener of Socket.IO's own ever sees one. */
function receive<Actor>(options: LineOptions<Actor>, connection: Connection<Actor>, isClosed: () => boolean) {
  const { socket, log } = options;
  const mayPass = createBucket(options.clock, options.flood);
  let refusedCount = 0;
  let unansweredCount = 0;
  socket.use((packet: readonly unknown[]) => {
    if (isClosed()) return;
    const answer = packet.at(-1);
    if (!mayPass()) {
      refusedCount += 1;
      if (refusedCount > FLOOD_MAX) {
        log.warn({ connectionId: connection.id }, 'flood: connection closed');
        socket.disconnect(true);
      } else if (isAnswer(answer)) answer({ ok: false, error: { code: 'TOO_MANY_TRIES' } });
      return;
    }
    refusedCount = 0;
    if (!isAnswer(answer)) {
      unansweredCount += 1;
      if (unansweredCount === 1)
        log.warn({ connectionId: connection.id }, 'messages without an answer function are dropped');
      return;
    }
    const incoming = { name: packet[0], fields: packet.slice(1, -1) };
    options.dispatch(connection, incoming).then(
      (frame) => answer(answerFrame.parse(frame)),
      (error: unknown) => log.error({ connectionId: connection.id, error }, 'answer lost'),
    );
  });
}

const isAnswer = (value: unknown): value is (frame: AnswerFrame) => void => typeof value === 'function';

/** One body often goes to many: it is checked once. */
const checked = new Map<EventName, WeakMap<object, unknown>>();

function send<Actor>(options: LineOptions<Actor>, name: EventName, body: object): void {
  const before = checked.get(name) ?? new WeakMap<object, unknown>();
  checked.set(name, before);
  let parsed = before.get(body);
  if (parsed === undefined) {
    const result = events[name].body.safeParse(body);
    if (!result.success) {
      options.log.error({ event: name, error: result.error }, 'event unlike the table: not sent');
      return;
    }
    parsed = result.data;
    before.set(body, parsed);
  }
  options.socket.emit(name, parsed);
}

function disconnectOf(reason: string): Disconnect {
  switch (reason) {
    case 'ping timeout':
      return 'timeout';
    case 'client namespace disconnect':
      return 'client';
    case 'transport close':
    case 'transport error':
    case 'parse error':
      return 'transport';
    default:
      return 'server';
  }
}
