import { join } from 'node:path';
import type { CoursewareFile } from '../../shared/courseware-file.ts';
import type { SessionId } from '../../shared/kernel/ids.ts';
import type { PlanningReader } from '../planning/planning.types.ts';
import type { Database } from '../platform/ports.ts';
import { createGate, type GateDeps } from '../session/session.access.ts';
import type { SessionDoor } from '../session/session.door.ts';
import type { SessionReader } from '../session/session.types.ts';
import { CoursewareFiles } from './courseware.files.ts';
import { createIntake } from './courseware.intake.ts';
import { LiveService } from './courseware.live.service.ts';
import { createMarkStore } from './courseware.marks.store.ts';
import { coursewareMigrations } from './courseware.migrations.ts';
import { coursewareContent, coursewareRoutes, coursewareUpload } from './courseware.routes.ts';
import { fileOf, isReady } from './courseware.rules.ts';
import { CoursewareService, type ServiceDeps } from './courseware.service.ts';
import { coursewareHandlers } from './courseware.socket.ts';
import { createCoursewareStore } from './courseware.store.ts';
import type { Converter } from './courseware.types.ts';

export type CoursewareDeps = Pick<ServiceDeps, 'clock' | 'newId' | 'log' | 'serverId'> &
  Omit<GateDeps, 'planning'> & {
    readonly database: Database;
    readonly planning: Pick<PlanningReader, 'lessonOfSession'>;
    readonly sessions: Pick<SessionReader, 'stateOf' | 'agendaChanged'>;
    readonly door: SessionDoor;
    /** Of all servers together. */
    readonly folder: string;
    /** Of this one alone. */
    readonly workFolder: string;
    readonly converter: Converter;
  };

/** Files of lessons 课件. Nothing is read before its `migrations` have run. */
export function createCourseware(deps: CoursewareDeps) {
  const { planning, sessions, clock, log, serverId, converter } = deps;
  const store = createCoursewareStore(deps.database);
  const files = new CoursewareFiles(deps.folder, deps.workFolder);
  const changed = async (sessionId: SessionId): Promise<void> => {
    const lesson = await planning.lessonOfSession(sessionId);
    sessions.agendaChanged(lesson?.fields.rooms.map(({ roomId }) => roomId) ?? []);
  };
  const settled = ({ sessionId }: { readonly sessionId: SessionId }) => changed(sessionId);
  const intake = createIntake({ store, files, converter, log, settled });
  const service = new CoursewareService({ ...deps, store, files, intake, gate: createGate(deps), changed });
  const marks = createMarkStore(deps.database);
  const live = new LiveService({ door: deps.door, files: store, marks, clock });
  return {
    /** What can be fetched of lessons, by session; those without any are left out. */
    async filesOf(
      sessionIds: readonly SessionId[],
    ): Promise<ReadonlyMap<SessionId, readonly CoursewareFile[]>> {
      const ready = (await store.ofSessions(sessionIds)).filter(isReady);
      const bySession = Map.groupBy(ready, (file) => file.sessionId);
      return new Map([...bySession].map(([sessionId, each]) => [sessionId, each.map(fileOf)]));
    },
    /** Where a file that can be fetched lies. */
    pathOf: ({ sha256 }: CoursewareFile): string => join(files.contentFolder, sha256),
    /** For recordings: pages and what is drawn on them are in no picture. */
    marks: { has: marks.has, of: (sessionId: SessionId) => live.placed(sessionId) },
    handlers: coursewareHandlers(live),
    routes: coursewareRoutes(service),
    uploads: [coursewareUpload(service)],
    contents: [coursewareContent(service)],
    migrations: coursewareMigrations,
    stop: () => intake.stop(),
    /** Takes up what this server was looking through, and lets go of what had come only in part. */
    async start(): Promise<void> {
      const unfinished = await store.unfinished();
      const half = unfinished.filter((each) => each.serverId === serverId && each.now.state === 'uploading');
      for (const { id } of half) await store.remove(id, (sha256) => files.unplace(sha256));
      const lost = new Set<string>(half.map(({ id }) => id));
      const waiting = unfinished.filter(({ id }) => !lost.has(id));
      const keep = {
        uploads: new Set<string>(waiting.map(({ id }) => id)),
        contents: await store.contents(),
      };
      await files.sweep(keep, clock.nowMs());
      for (const each of waiting)
        if (each.serverId === serverId && each.now.state === 'converting') void intake.take(each.id);
    },
  };
}
