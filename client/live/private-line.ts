import type { RoomId } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { type LineSide, type LineView, unreadCount } from '../../shared/session/session.line.ts';
import type { SessionView } from '../../shared/session/session.view.ts';
import type { PendingCommand } from './live.types.ts';

/** Something on the private line 私线, as its reader sees it. */
export type LineEntry = {
  readonly key: string;
  readonly own: boolean;
  /** Null: erased. */
  readonly words: string | null;
  readonly atMs: number;
  /** The server has it. */
  readonly saved: boolean;
  /** The other end has had it before their eyes. */
  readonly seen: boolean;
};

/** The line of one room from one end, with what is still on its way. */
export type Conversation = {
  readonly side: LineSide;
  readonly entries: readonly LineEntry[];
  readonly unreadCount: number;
  /** Of the newest word of the other end that is not read yet; null when there is none, or when that it was read is on its way. */
  readonly toRead: number | null;
};

/** What goes out over the line, from whichever page. */
export type LineActions = {
  say(text: string): Promise<Result<unknown>>;
  read(upTo: number): void;
};

type Facts = {
  readonly view: SessionView | null;
  readonly pending: readonly PendingCommand[];
  readonly roomId: RoomId;
  readonly side: LineSide;
};

export function conversationOf({ view, pending, roomId, side }: Facts): Conversation {
  const line = view?.lines?.[roomId];
  const mine = pending.filter(({ body }) => field(body, 'roomId') === roomId);
  const readAsked = Math.max(
    0,
    ...mine.filter(({ name }) => name === 'line.read').map(({ body }) => Number(field(body, 'upTo'))),
  );
  const asked = line === undefined ? undefined : withOwnRead(line, side, readAsked);
  const unread = unreadCount(asked, side);
  return {
    side,
    entries: [...saidIn(line, side), ...mine.flatMap(waiting)],
    unreadCount: unread,
    toRead: unread === 0 ? null : (line?.said.findLast(({ from }) => from !== side)?.number ?? null),
  };
}

const withOwnRead = (line: LineView, side: LineSide, upTo: number): LineView => ({
  ...line,
  readUpTo: { ...line.readUpTo, [side]: Math.max(line.readUpTo[side], upTo) },
});

function saidIn(line: LineView | undefined, side: LineSide): LineEntry[] {
  const other = side === 'room' ? 'lecturer' : 'room';
  return (line?.said ?? []).map(({ number, from, words, saidAtMs }) => ({
    key: `said ${number}`,
    own: from === side,
    words,
    atMs: saidAtMs,
    saved: true,
    seen: from === side && number <= (line?.readUpTo[other] ?? 0),
  }));
}

function waiting({ name, body, commandId, askedAtMs }: PendingCommand): LineEntry[] {
  const words = field(body, 'text');
  if (name !== 'line.say' || typeof words !== 'string') return [];
  return [{ key: commandId, own: true, words, atMs: askedAtMs, saved: false, seen: false }];
}

const field = (body: unknown, name: string): unknown =>
  typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;

/** Commands whose loss somebody would mind: that something was read is told when it can be. */
export const worthSaving = (pending: readonly PendingCommand[]): readonly PendingCommand[] =>
  pending.filter(({ name }) => name !== 'line.read');
