import { z } from 'zod';
import { type ConnectionId, connectionId, roomId } from '../kernel/ids.ts';
import { lineSide } from './session.line.ts';

/**
 * 私线语音: the voice of a private line, asked for by one end and answered by the other. It joins two connections, the lecturer's console and
 * one phone of a room; nobody else is given a packet of it. There is one in a lesson, since its lecturer has one pair of ears.
 */

/** How long one side rings before it is told that nobody answers. */
export const RING_MS = 30_000;

const lineEnds = z.strictObject({ lecturer: connectionId, room: connectionId });

/** Voices that an end has left, or whose media broke, are over by that alone. */
export const lineVoiceEvents = {
  'lineVoice.asked': z.strictObject({ roomId, by: lineSide, connectionId }),
  'lineVoice.opened': z.strictObject({ roomId, ends: lineEnds }),
  'lineVoice.closed': z.strictObject({
    roomId,
    reason: z.enum(['ended', 'declined', 'withdrawn', 'unanswered']),
  }),
} as const;
type Asked = z.infer<(typeof lineVoiceEvents)['lineVoice.asked']>;
type Opened = z.infer<(typeof lineVoiceEvents)['lineVoice.opened']>;

export type LineVoice =
  | (Readonly<Asked> & { readonly state: 'asked'; readonly askedAtMs: number })
  | (Readonly<Opened> & { readonly state: 'open'; readonly sinceMs: number });

/** What both sides are told of it. `own`: it is this very connection that asked, or that is joined. */
export const lineVoiceView = z.discriminatedUnion('state', [
  z.object({ state: z.literal('asked'), roomId, by: lineSide, own: z.boolean(), askedAtMs: z.int() }),
  z.object({ state: z.literal('open'), roomId, own: z.boolean(), sinceMs: z.int() }),
]);
export type LineVoiceView = z.infer<typeof lineVoiceView>;

/** Whether a connection is one of the two that hear each other now. */
export const isOnLine = (
  voice: { readonly state: 'asked' | 'open'; readonly ends?: Opened['ends'] } | null | undefined,
  id: ConnectionId | undefined,
): boolean => id !== undefined && (voice?.ends?.lecturer === id || voice?.ends?.room === id);

/** Whether it was this connection that asked, or is joined. */
export const isEndOf = (voice: LineVoice | null, id: ConnectionId | undefined): boolean =>
  voice?.state === 'asked' ? voice.connectionId === id : isOnLine(voice, id);

/** What is left of it when a connection, or its media, is gone. */
export const lineVoiceWithout = (voice: LineVoice | null, id: ConnectionId): LineVoice | null =>
  isEndOf(voice, id) ? null : voice;

export function lineVoiceViewFor(voice: LineVoice, id: ConnectionId | undefined): LineVoiceView {
  const own = isEndOf(voice, id);
  const { roomId: room } = voice;
  return voice.state === 'asked'
    ? { state: 'asked', roomId: room, by: voice.by, own, askedAtMs: voice.askedAtMs }
    : { state: 'open', roomId: room, own, sinceMs: voice.sinceMs };
}
