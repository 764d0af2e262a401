import { z } from 'zod';
import { sessionId } from './kernel/ids.ts';
import { localDate, startMinute } from './kernel/time.ts';
import { lessonPhase } from './lesson.ts';

/** What a watch link 观看链接 holds after its `#`: 256 bits, base64url. */
export const watchToken = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** A lesson as anybody with its link may know it: who teaches what, and when. No pupils, no rooms, no colleagues. */
export const watchLesson = z.object({
  sessionId,
  subject: z.string(),
  grade: z.string(),
  lecturerName: z.string(),
  leadingSchoolName: z.string(),
  localDate,
  startMinute,
  plannedStartAtMs: z.int(),
  plannedEndAtMs: z.int(),
  phase: lessonPhase,
  serverNowMs: z.int(),
});
export type WatchLesson = z.infer<typeof watchLesson>;
