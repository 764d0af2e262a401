import type { RoomId } from '../../shared/kernel/ids.ts';
import { fail, ok } from '../../shared/kernel/result.ts';
import { MINUTE_MS } from '../../shared/kernel/time.ts';
import type { LineSide } from '../../shared/session/session.line.ts';
import type { SessionState } from '../../shared/session/session.state.ts';
import { roomOf } from './session.stage.rules.ts';
import type { DatedFact, Decision, SaltedText } from './session.types.ts';

/** More than anybody types in a minute; what is beyond it is a page gone wild or a phone in a child's hand. */
export const WORDS_A_MINUTE = 12;

/**
 * Says something on the private line 私线 of a room, from pre-flight to the end. Refuses with `LESSON_NOT_LIVE` before, `LESSON_ENDED` after,
 * `NOT_FOUND` for a room of another lesson, and `TOO_FAST` (`seconds` until there is room again).
 * @param hash of the salted words, as the log keeps it
 */
export function sayLine(
  state: SessionState,
  said: {
    readonly roomId: RoomId;
    readonly from: LineSide;
    readonly text: SaltedText;
    readonly hash: string;
  },
  nowMs: number,
): Decision<DatedFact> {
  const { roomId, from, text, hash } = said;
  const open = isOpen(state, roomId);
  if (!open.ok) return open;
  const recent = (state.lines[roomId]?.said ?? []).filter(
    (word) => word.from === from && word.saidAtMs > nowMs - MINUTE_MS,
  );
  const oldest = recent.at(-WORDS_A_MINUTE);
  if (oldest !== undefined)
    return fail('TOO_FAST', { seconds: Math.ceil((oldest.saidAtMs + MINUTE_MS - nowMs) / 1000) });
  const body = { roomId, from, textId: text.id, textHash: hash };
  return ok([{ type: 'line.said', body, text, occurredAtMs: nowMs }]);
}

/** Somebody has had the line before their eyes up to a number. Only the first time is news. */
export function readLine(
  state: SessionState,
  read: { readonly roomId: RoomId; readonly by: LineSide; readonly upTo: number },
  nowMs: number,
): Decision<DatedFact> {
  const open = isOpen(state, read.roomId);
  if (!open.ok) return open;
  const line = state.lines[read.roomId];
  const upTo = Math.min(read.upTo, line?.said.at(-1)?.number ?? 0);
  if (line === undefined || upTo <= line.readUpTo[read.by]) return ok([]);
  return ok([{ type: 'line.read', body: { ...read, upTo }, occurredAtMs: nowMs }]);
}

function isOpen({ plan, phase }: SessionState, roomId: RoomId): Decision<never> {
  if (plan === null || phase.state === 'unopened') return fail('LESSON_NOT_LIVE');
  if (phase.state === 'ended') return fail('LESSON_ENDED', { endedAtMs: phase.endedAtMs });
  return roomOf(plan, roomId) === undefined ? fail('NOT_FOUND') : ok([]);
}
