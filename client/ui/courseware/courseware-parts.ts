import { coursewareRoutes } from '../../../shared/wire/courseware-routes.ts';
import type { Door } from '../../../shared/wire/version.ts';
import { callerOf } from '../../live/call-row.ts';
import { type Courseware, createCourseware } from '../../live/courseware/courseware.ts';
import { browserKeep } from '../../live/courseware/disk-keep.ts';
import { browserEnvironment } from '../../live/environment.ts';
import type { LiveClient } from '../../live/live.types.ts';
import { CoursewareWall } from './CoursewareWall.tsx';

/** What is known of the lesson's courseware on a page, with what shows it. */
export type CoursewareHere = { readonly courseware: Courseware; readonly Wall: typeof CoursewareWall };

export async function startCourseware(live: LiveClient, door: Door): Promise<CoursewareHere> {
  const environment = browserEnvironment();
  const keep = await browserKeep(Date.now());
  const ahead = door !== 'watch';
  const deps = { live, environment, call: callerOf(coursewareRoutes), keep, door, ahead, warm: warmUp };
  return { courseware: createCourseware(deps), Wall: CoursewareWall };
}

/** What reads PDFs comes before the lesson, as the files do: in it the line has better to do. */
const warmUp = async (): Promise<void> => (await import('./pdf-pages.ts')).warmUp();
