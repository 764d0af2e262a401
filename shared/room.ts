import { z } from 'zod';
import { schoolId } from './kernel/ids.ts';
import { roomAudio } from './room-audio.ts';

/** What a classroom is equipped for: 主讲端 lecture end, 听讲端 listening end. */
export const roomEnd = z.enum(['lecture', 'listening']);

/** 专用录播教室 dedicated recording room, 常态化录播 everyday recording kit. */
export const roomRecording = z.enum(['none', 'everyday', 'dedicated']);

/** A classroom 教室. */
export const roomFields = z.strictObject({
  schoolId,
  name: z.string().trim().min(1).max(60),
  ends: z.array(roomEnd).min(1).max(2),
  /** The local teacher's telephone, shown to the lecturer when a room needs help. */
  phone: z.string().trim().max(30),
  recording: roomRecording.default('none'),
  /** Speed of the school's line at this room, as its office states it; null is unknown. */
  lineMbps: z.number().min(0.1).max(100_000).nullable().default(null),
  ipv6: z.boolean().default(false),
  /** Its screen shows live captions 字幕, unless somebody switches them off there. */
  captions: z.boolean().default(false),
  ...roomAudio.shape,
});
export type RoomFields = z.infer<typeof roomFields>;
/** With what has a default left out. */
export type RoomInput = z.input<typeof roomFields>;
