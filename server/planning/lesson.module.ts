import { randomBytes } from 'node:crypto';
import type { Actor } from '../identity/identity.types.ts';
import type { Database, NewId, RouteHandlers } from '../platform/ports.ts';
import type { RandomBytes } from '../platform/tokens.ts';
import { createBookingStore } from './booking.store.ts';
import { feedDownload, feedRoutes } from './feed.routes.ts';
import { createFeedService, type FeedServiceDeps } from './feed.service.ts';
import { createFeedStore } from './feed.store.ts';
import { createLessonChanges, type LessonChangeDeps, type PhasesOf } from './lesson.change.service.ts';
import { createLessonService, type LessonServiceDeps } from './lesson.service.ts';
import { createLessonWriter } from './lesson.writer.ts';

export type LessonModuleDeps = Omit<LessonServiceDeps, 'writer'> &
  Omit<LessonChangeDeps, 'writer' | 'phasesOf'> &
  Pick<FeedServiceDeps, 'directory'> & {
    readonly database: Database;
    readonly newId: NewId;
    /** Without it no session has begun. */
    readonly phasesOf?: PhasesOf;
    readonly publicUrl?: string | null;
    readonly random?: RandomBytes;
  };

type LessonRoutes = Pick<
  RouteHandlers<Actor>,
  | 'lesson.plan'
  | 'lesson.improvise'
  | 'lesson.move'
  | 'lesson.substitute'
  | 'lesson.regroup'
  | 'lesson.cancel'
  | 'lesson.restore'
  | 'feed.list'
  | 'feed.create'
  | 'feed.revoke'
>;

/** Dated lessons: planned, changed, shown in calendars; what each of them holds is stored with it. */
export function createLessons(deps: LessonModuleDeps) {
  const { database, publicUrl = null, random = randomBytes, phasesOf = async () => new Map() } = deps;
  const bookings = createBookingStore(database);
  const writer = createLessonWriter({
    lessons: deps.store.lessons,
    bookings,
    isOver: async ({ fields: { sessionId } }) => (await phasesOf([sessionId])).get(sessionId) === 'ended',
  });
  const lessons = createLessonService({ ...deps, writer });
  const changes = createLessonChanges({ ...deps, writer, phasesOf });
  const feeds = createFeedService({ ...deps, store: createFeedStore(database), publicUrl, random });
  const routes: LessonRoutes = {
    'lesson.plan': ({ actor }, body) => lessons.plan(actor, body),
    'lesson.improvise': ({ actor }, body) => lessons.improvise(actor, body),
    'lesson.move': ({ actor }, body) => changes.move(actor, body),
    'lesson.substitute': ({ actor }, body) => changes.substitute(actor, body),
    'lesson.regroup': ({ actor }, body) => changes.regroup(actor, body),
    'lesson.cancel': ({ actor }, body) => changes.cancel(actor, body),
    'lesson.restore': ({ actor }, body) => changes.restore(actor, body),
    ...feedRoutes(feeds),
  };
  return { lessons, bookings, writer, routes, downloads: [feedDownload(feeds)] };
}
