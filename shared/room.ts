import { z } from 'zod';
import { schoolId } from './kernel/ids.ts';

/** What a classroom is equipped for: 主讲端 lecture end, 听讲端 listening end. */
export const roomEnd = z.enum(['lecture', 'listening']);

/** A classroom 教室. */
export const roomFields = z.strictObject({
  schoolId,
  name: z.string().trim().min(1).max(60),
  ends: z.array(roomEnd).min(1).max(2),
  /** The local teacher's telephone, shown to the lecturer when a room needs help. */
  phone: z.string().trim().max(30),
});
export type RoomFields = z.infer<typeof roomFields>;
