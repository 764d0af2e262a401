import { z } from 'zod';
import { feedId } from './kernel/ids.ts';

/** Whose lessons a calendar feed shows. */
export const feedSubject = z.strictObject({ kind: z.enum(['person', 'room', 'school']), id: z.uuid() });
export type FeedSubject = z.infer<typeof feedSubject>;

/** A calendar feed 日历订阅 (iCalendar, RFC 5545) behind a secret address. */
export const calendarFeed = z.object({
  id: feedId,
  createdAtMs: z.int(),
  createdBy: z.string(),
  lastReadAtMs: z.int().nullable(),
});
export type CalendarFeed = z.infer<typeof calendarFeed>;
