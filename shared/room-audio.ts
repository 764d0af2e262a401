import { z } from 'zod';

/**
 * How a room's microphone is taken in 扩声与拾音: what its browser does to the sound, how much louder or softer it is made afterwards
 * (decibels), and whether it is heard only while a key is held 按住说话.
 */
export const roomAudio = z.strictObject({
  echoCancelling: z.boolean().default(true),
  noiseSuppression: z.boolean().default(true),
  autoGain: z.boolean().default(true),
  gainDb: z.int().min(-20).max(20).default(0),
  pushToTalk: z.boolean().default(false),
});
export type RoomAudio = z.infer<typeof roomAudio>;

/** What a browser itself does to the sound that it takes in. */
export const soundProfile = roomAudio.pick({ echoCancelling: true, noiseSuppression: true, autoGain: true });
export type SoundProfile = z.infer<typeof soundProfile>;

export const soundOf = ({ echoCancelling, noiseSuppression, autoGain }: RoomAudio): SoundProfile => ({
  echoCancelling,
  noiseSuppression,
  autoGain,
});

/** A room about which nobody has said anything. */
export const usualAudio: RoomAudio = roomAudio.parse({});

/** Only these of a room's fields. */
export const audioOf = ({
  echoCancelling,
  noiseSuppression,
  autoGain,
  gainDb,
  pushToTalk,
}: RoomAudio): RoomAudio => ({ echoCancelling, noiseSuppression, autoGain, gainDb, pushToTalk });
