import { z } from 'zod';
import { connectionId, roomId, streamId } from './kernel/ids.ts';
import { ladderNow } from './ladder.ts';
import { streamSource } from './media.ts';

const ratio = z.number().min(0).max(1);
const count = z.int().min(0).max(0xffff_ffff);

/** What one received stream looked like over the last few seconds, by the receiver's own WebRTC statistics. Counts are deltas. */
export const receivedSample = z.strictObject({
  streamId,
  source: streamSource,
  bitrateBps: z.int().min(0).max(1_000_000_000),
  packetsLostCount: count,
  packetsCount: count,
  jitterMs: z.number().min(0).max(60_000),
  /** Pictures shown a second, size and standstill; null for voice. */
  picture: z
    .strictObject({
      framesPerSecond: z.number().min(0).max(240),
      width: z.int().min(0).max(16_384),
      height: z.int().min(0).max(16_384),
      freezeCount: count,
      frozenMs: count,
    })
    .nullable(),
  /** Share of sound that had to be invented; null for pictures. */
  concealedRatio: ratio.nullable(),
});
export type ReceivedSample = z.infer<typeof receivedSample>;

/** How long a receiver holds back what came, so that what was lost can be sent again; a figure of delay says little without it. */
const jitterTargetMs = z.int().min(0).max(4_000);

/** One client's report, sent every 5 s. The server stamps it; a lost report is harmless. */
export const qualityReport = z.strictObject({
  roundTripMs: z.number().min(0).max(60_000).nullable(),
  /** In force for everything received; left out where the browser does not take one. */
  jitterTargetMs: jitterTargetMs.optional(),
  received: z.array(receivedSample).max(16),
});
export type QualityReport = z.infer<typeof qualityReport>;

/** How long a join took, as the client saw it: from asking to the first frame on the glass. */
export const firstFrameFact = z.strictObject({
  source: streamSource,
  sinceRequestMs: z.int().min(0).max(600_000),
});

/** What a room receives now, for the lecturer's board. Volatile: not part of the log. */
export const roomQuality = z.object({
  roomId,
  connectionId,
  sampledAtMs: z.int(),
  roundTripMs: z.number().nullable(),
  jitterTargetMs: jitterTargetMs.optional(),
  /** Left out while it is not known. */
  ladder: ladderNow.optional(),
  received: z.array(
    z.object({
      source: streamSource,
      /** Spatial layer that flows, read from the engine; null when nothing flows or the stream has no layers. */
      layer: z.int().nullable(),
      bitrateBps: z.int(),
      lossRatio: ratio,
      framesPerSecond: z.number().nullable(),
      height: z.int().nullable(),
      frozenMs: z.int(),
    }),
  ),
});
export type RoomQuality = z.infer<typeof roomQuality>;
