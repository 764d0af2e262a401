import { z } from 'zod';

/** The wire's version, an integer in the handshake. The server serves this one and the one before. */
export const WIRE_VERSION = 1;
export const servedVersions: readonly number[] = [WIRE_VERSION, WIRE_VERSION - 1].filter(
  (version) => version >= 1,
);

/** A silence is dated from the last beat that was answered, so this is how exactly attendance knows a gap. Socket.IO's pingInterval. */
export const BEAT_MS = 1_500;
/** How long a beat may go unanswered before the connection counts as lost. Socket.IO's pingTimeout. */
export const SILENCE_MS = 8_500;
/** Largest message in bytes, either way. */
export const MAX_MESSAGE_BYTES = 65_536;
/** Largest body of the HTTP rows that are marked `large`, for whoever is let in to them. */
export const MAX_LARGE_BYTES = 2 * 1024 * 1024;
/** How long a client waits for an answer before it says TIMEOUT. */
export const REQUEST_TIMEOUT_MS = 8_000;

/**
 * Which page is asking: `console` a person's, `screen` a paired large screen's, `phone` a helper's, `watch` an anonymous viewer's. It picks
 * the cookie that counts, never who somebody is.
 */
export const door = z.enum(['console', 'screen', 'phone', 'watch']);
export type Door = z.infer<typeof door>;

/** What a client says at the socket's handshake. Without a door, a person's cookie counts before a screen's. */
export const handshake = z.object({ version: z.int(), door: door.optional() });
