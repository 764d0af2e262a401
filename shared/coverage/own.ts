import { z } from 'zod';
import { lessonId, personId, roomId, schoolId, sessionId } from '../kernel/ids.ts';
import { localDate } from '../kernel/time.ts';
import { lessonKind } from '../lesson.ts';
import { confirmationFields, signalKind } from '../session/session.events.ts';
import { period } from './period.ts';
import { figure, lessonLine, needLine } from './report.ts';

/** lectured 主讲, assisted 助教, researched 教研. */
export const workPart = z.enum(['lectured', 'assisted', 'researched']);

/** A teacher's own workload 工作量 of a period. */
export const ownWork = z.object({
  personId,
  name: z.string(),
  period,
  provisional: z.boolean(),
  freshAtMs: z.int(),
  lessonCount: z.int(),
  work: z.array(z.object({ part: workPart, kind: lessonKind, minutes: z.number(), lessonCount: z.int() })),
  /** 关注均衡 over the lessons that they led: turns of remote rooms and of all, and the mean of fewest ÷ most. */
  balance: z.object({
    remoteTurnCount: z.int(),
    turnCount: z.int(),
    /** 0 to 1; null without a lesson in which two rooms could be compared. */
    evenRatio: z.number().nullable(),
    lessonCount: z.int(),
  }),
  /** The last lessons first, at most 100. */
  lessons: z.array(
    z.object({
      lessonId,
      sessionId: sessionId.nullable(),
      localDate,
      startsAtMs: z.int(),
      kind: lessonKind,
      subject: z.string(),
      grade: z.string(),
      part: workPart,
      minutes: z.number(),
    }),
  ),
  /** What points said of the last 20 lessons that they led. */
  said: z.array(
    z.object({
      lessonId,
      localDate,
      subject: z.string(),
      roomId,
      roomName: z.string(),
      schoolName: z.string(),
      /** 课后确认; null while nobody has. */
      confirmation: z.object({ ...confirmationFields.shape, late: z.boolean() }).nullable(),
      signals: z.array(z.object({ signal: signalKind, count: z.int() })),
    }),
  ),
});
export type OwnWork = z.infer<typeof ownWork>;

/** What a school is served in a period 本校服务. */
export const ownService = z.object({
  schoolId,
  schoolName: z.string(),
  period,
  provisional: z.boolean(),
  freshAtMs: z.int(),
  figures: z.array(figure),
  needs: z.array(needLine),
  /** The last ones first, at most 100. */
  lessons: z.array(lessonLine),
});
export type OwnService = z.infer<typeof ownService>;
