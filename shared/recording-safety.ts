import { z } from 'zod';
import { recordingId, safetyTakeId } from './kernel/ids.ts';
import { recordedSource } from './recording.ts';

/** Largest part in which a take is sent, in bytes. */
export const SAFETY_PART_BYTES = 1024 * 1024;
/** Largest take, in bytes: half a minute of the sharpest picture is a quarter of it. */
export const SAFETY_TAKE_BYTES_MAX = 64 * 1024 * 1024;
/** What one person may send for one recording, in bytes. */
export const SAFETY_BYTES_MAX = 4 * 1024 ** 3;
/** Less than this is not worth a piece of its own, in milliseconds. */
export const SAFETY_FILL_MIN_MS = 1_000;

/** From when to when a recording has nothing of a source, by server time. */
const safetyStretch = z.object({ source: recordedSource, fromMs: z.number(), toMs: z.number() });

/** A recording that is over, and what it has not of the asker. */
export const safetyRecording = z.object({
  recordingId,
  startedAtMs: z.number(),
  endedAtMs: z.number(),
  missing: z.array(safetyStretch),
});
export type SafetyRecording = z.infer<typeof safetyRecording>;

/**
 * Why a take cannot become part of its recording: `hash` other bytes came than were announced, `broken` nothing in it can be played, `disk`
 * there is no room, `converter` the server has no program for it.
 */
export const safetyProblem = z.enum(['hash', 'broken', 'disk', 'converter']);
export type SafetyProblem = z.infer<typeof safetyProblem>;

/** 本机备份: a stretch of one own stream, WebM as the browser wrote it. */
export const safetyTake = z.object({
  takeId: safetyTakeId,
  now: z.discriminatedUnion('state', [
    z.object({ state: z.literal('uploading'), doneBytes: z.int(), totalBytes: z.int() }),
    /** All of it is there; it is being put where it belongs. */
    z.object({ state: z.literal('joining') }),
    /** So much of what was missing is now there; 0 when nothing was. */
    z.object({ state: z.literal('joined'), filledMs: z.int() }),
    z.object({ state: z.literal('failed'), reason: safetyProblem }),
  ]),
});
export type SafetyTake = z.infer<typeof safetyTake>;

/** POST of bytes as they are; answers the take. CONFLICT {changed: 'at', at} says from where on the rest is wanted. */
export const safetyPartPath = (takeId: string, atBytes: number): string =>
  `/api/recording-takes/${takeId}/bytes?at=${atBytes}`;
