import { z } from 'zod';
import { regionId, sessionId } from './kernel/ids.ts';

/** A lesson's picture is taken at most once in so long. */
export const STILL_EVERY_MS = 10_000;
/** So many are asked for at once: as many cards as stand on a large screen. */
export const STILLS_MAX = 48;

/**
 * Why a wall gets stills 静态小画面, or none: nobody has switched them on for any part of it, or there is nothing on the server to make them with.
 */
export const stillOpening = z.discriminatedUnion('state', [
  z.object({ state: z.literal('open'), openingId: z.uuid() }),
  z.object({ state: z.literal('off') }),
  z.object({ state: z.literal('missing') }),
]);
export type StillOpening = z.infer<typeof stillOpening>;

/**
 * A small picture of a lesson's leading side. `off`: not switched on where that school is; `making`: one is under way; `none`: nothing of the
 * kind is sent.
 */
export const still = z.discriminatedUnion('state', [
  z.object({ sessionId, state: z.literal('shown'), takenAtMs: z.int(), jpeg: z.base64() }),
  z.object({ sessionId, state: z.enum(['off', 'making', 'none']) }),
]);
export type Still = z.infer<typeof still>;

/** Whether stills may be taken in a region 小画面开关: its own word, else that of the nearest region above it; nobody's word is no. */
export const stillSetting = z.object({
  regionId,
  regionName: z.string(),
  enabled: z.boolean(),
  /** Whose word that is; empty where nobody has said anything. */
  saidByName: z.string(),
  /** Of the region's own word, 0 while there is none. */
  version: z.int(),
  /** The region's own, newest first. */
  history: z.array(
    z.object({
      version: z.int(),
      recordedAtMs: z.int(),
      byName: z.string(),
      enabled: z.boolean(),
      reason: z.string(),
    }),
  ),
});
export type StillSetting = z.infer<typeof stillSetting>;
