import { z } from 'zod';
import { coursewareId } from '../kernel/ids.ts';
import { unreachable } from '../kernel/result.ts';
import type { EventOf } from './session.events.ts';

export const PAGES_MAX = 1000;
export const pageNumber = z.int().min(1).max(PAGES_MAX);

/** What of a page fills the wall: its middle, as shares of the page's width and height, and how much larger than whole. */
export const zoom = z.strictObject({
  x: z.number().min(0).max(1),
  y: z.number().min(0).max(1),
  scale: z.number().min(1).max(8),
});
export type Zoom = z.infer<typeof zoom>;
export const WHOLE_PAGE: Zoom = { x: 0.5, y: 0.5, scale: 1 };

/** The courseware 课件 that is open on every wall. The file was fetched before the lesson: only this and its marks travel in it. */
export const coursewareView = z.object({
  coursewareId,
  pageCount: z.int(),
  page: z.int(),
  zoom,
  /** What was opened last is seen: this, or a screen that is shared. */
  openedAtMs: z.int(),
});
export type CoursewareView = Readonly<z.infer<typeof coursewareView>>;

type CoursewareEvent = EventOf<
  | 'courseware.opened'
  | 'courseware.turned'
  | 'courseware.zoomed'
  | 'courseware.closed'
  | 'marks.cleared'
  | 'marks.erased'
>;

/** Marks stand in their own table: their events change no state, they date what was wiped. */
export function coursewareAfter(open: CoursewareView | null, event: CoursewareEvent): CoursewareView | null {
  switch (event.type) {
    case 'courseware.opened':
      return { ...event.body, zoom: WHOLE_PAGE, openedAtMs: event.occurredAtMs };
    case 'courseware.turned':
      return open && { ...open, page: event.body.page, zoom: WHOLE_PAGE };
    case 'courseware.zoomed':
      return open && { ...open, zoom: event.body.zoom };
    case 'courseware.closed':
      return null;
    case 'marks.cleared':
    case 'marks.erased':
      return open;
    default:
      return unreachable(event);
  }
}
