import { z } from 'zod';
import { roomId, schoolId } from './kernel/ids.ts';

/** A class 班级. Pupils are counted, never named. */
export const classFields = z.strictObject({
  schoolId,
  name: z.string().trim().min(1).max(40),
  grade: z.string().trim().max(20),
  enrolledCount: z.int().min(0).max(500),
  homeRoomId: roomId.nullable(),
});
export type ClassFields = z.infer<typeof classFields>;
