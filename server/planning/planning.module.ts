import type { SchoolId } from '../../shared/kernel/ids.ts';
import { oneAfterAnother } from '../directory/directory.additions.ts';
import type { Directory } from '../directory/directory.module.ts';
import type { RegisterDeps } from '../platform/register.ts';
import { type AgendaChanged, createLessonService } from './lesson.service.ts';
import { planningMigrations } from './planning.migrations.ts';
import { createPlanningReader, linkedSchools } from './planning.reader.ts';
import { planningRoutes } from './planning.routes.ts';
import { createPlanningService } from './planning.service.ts';
import { createPlanningStore } from './planning.store.ts';

export type PlanningDeps = RegisterDeps & {
  readonly directory: Pick<Directory, 'reader' | 'look'>;
  readonly agendaChanged: AgendaChanged;
};

/** Needs, links and dated lessons. Nothing is read before its `migrations` have run. */
export function createPlanning(deps: PlanningDeps) {
  const store = createPlanningStore(deps);
  const { clock, newId, agendaChanged } = deps;
  const { reader: calendar, look } = deps.directory;
  const planning = createPlanningService({ store, calendar, look, inTurn: oneAfterAnother() });
  const lessons = createLessonService({ store, calendar, look, clock, newId, agendaChanged });
  return {
    reader: createPlanningReader({ store, directory: calendar, clock }),
    lessons,
    linkedSchools: (schoolId: SchoolId) => linkedSchools({ store, today: calendar.today }, schoolId),
    /** Writes without an asker: for the county of the demonstration. */
    entering: {
      needs: store.needs.add,
      reviseNeed: store.needs.revise,
      links: store.links.add,
      lessons: store.lessons.add,
    },
    migrations: planningMigrations,
    routes: planningRoutes(planning, lessons),
  };
}

export type Planning = ReturnType<typeof createPlanning>;
