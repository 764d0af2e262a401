import { z } from 'zod';

/** Which of the lecturer's pictures equipment takes. Its sound comes with the camera. */
export const sourcePlace = z.enum(['camera', 'content']);
export type SourcePlace = z.infer<typeof sourcePlace>;
/** `rtsp`: the server fetches from a camera or recording host 录播主机; `whip`, `rtmp`: an encoder sends to the server with a key. */
export const sourceKind = z.enum(['rtsp', 'whip', 'rtmp']);

/** Where a camera is asked: `rtsp://host[:port]/path`. Name and password stand apart, so that no address holds them. */
export const sourceAddress = z
  .string()
  .trim()
  .max(300)
  .refine((text) => {
    if (!/^rtsp:\/\/[^\s/@]+(\/[^\s]*)?$/i.test(text) || !URL.canParse(text)) return false;
    const { hostname, username, password, hash } = new URL(text);
    return hostname !== '' && username === '' && password === '' && hash === '';
  });

const username = z.string().max(100);
/** What is settled of a room's source; `address` and `username` are empty where an encoder sends. */
export const sourceWish = z.strictObject({
  place: sourcePlace,
  kind: sourceKind,
  address: z.union([sourceAddress, z.literal('')]),
  username,
  /** Null leaves the one that is kept; it is never told again. */
  password: z.string().max(200).nullable(),
  on: z.boolean(),
});
export type SourceWish = z.infer<typeof sourceWish>;

/** Why nothing comes, as whoever looks after the room has to know it. */
export const sourceFault = z.enum([
  'unreachable',
  'wrongPassword',
  'notFound',
  'unsupported',
  'lost',
  'noFfmpeg',
  'codec',
  'forbiddenNetwork',
  'media',
]);
export type SourceFault = z.infer<typeof sourceFault>;
/** Whether a picture is sent once more, small and in VP8, for screens without H.264 that are in the lesson; or why it is not. */
export const compatibleStanding = z.enum(['sent', 'noFfmpeg', 'codec', 'media']);
export type CompatibleStanding = z.infer<typeof compatibleStanding>;
/** `idle`: no lesson is held from this room now; `ready`: nor is one, and the encoder sends already; `waiting`: one is, and an encoder has not come. `made`: transcoded here. */
export const sourceStanding = z.discriminatedUnion('state', [
  z.object({ state: z.enum(['off', 'idle', 'ready', 'waiting', 'connecting']) }),
  z.object({ state: z.literal('on'), picture: z.enum(['passed', 'made']), voice: z.boolean() }),
  z.object({ state: z.literal('failed'), fault: sourceFault }),
]);
export type SourceStanding = z.infer<typeof sourceStanding>;

/** A signal source 信号源 of a lecture room. */
export const sourceCard = z.object({
  place: sourcePlace,
  kind: sourceKind,
  address: z.string(),
  username,
  hasPassword: z.boolean(),
  on: z.boolean(),
  standing: sourceStanding,
  /** Null while nobody needs it. */
  compatible: compatibleStanding.nullable(),
});
export type SourceCard = z.infer<typeof sourceCard>;
/** What is settled of a lecture room: `rtmpPort` is null where the server takes no RTMP, `player` where no player may play. */
export const sourceList = z.object({
  sources: z.array(sourceCard),
  rtmpPort: z.int().nullable(),
  player: z.object({ playingCount: z.int() }).nullable(),
});
export type SourceList = z.infer<typeof sourceList>;
/** What an encoder shows to be let in; told once. */
export const sourceKey = z.string().max(64);
