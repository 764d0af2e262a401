import { lessonId, type SchoolId } from '../../shared/kernel/ids.ts';
import type { Directory } from '../directory/directory.module.ts';
import { createRegistry, type RegistryDeps } from '../directory/registry.ts';
import type { Actor } from '../identity/identity.types.ts';
import { versionsIn } from '../platform/register.mirror.ts';
import type { RegisterDeps } from '../platform/register.ts';
import { besideRegistries } from './beside.registries.ts';
import { createStillPlanned } from './booking.coming.ts';
import { createLessons, type LessonModuleDeps } from './lesson.module.ts';
import { createLessonReading } from './lesson.reading.ts';
import { mergePlanning } from './planning.merge.ts';
import { planningMigrations } from './planning.migrations.ts';
import { createPlanningMirrors } from './planning.mirrors.ts';
import { createPlanningReader, linkedSchools } from './planning.reader.ts';
import { planningRegistries } from './planning.registries.ts';
import { planningRoutes } from './planning.routes.ts';
import { createSchoolPlans } from './planning.schools.ts';
import { createPlanningStore } from './planning.store.ts';
import type { PlayedRecordings, RecordingFor, RecordingsKept } from './planning.types.ts';
import { createTimetable } from './timetable.module.ts';
import { createUnplayable } from './unplayable.service.ts';

export type PlanningDeps = RegisterDeps & {
  readonly directory: Pick<Directory, 'reader' | 'look' | 'registryDeps'>;
} & Pick<LessonModuleDeps, 'agendaChanged' | 'phasesOf' | 'publicUrl'> & {
    /** Without it there are no recordings. */
    readonly recordings?: () => PlayedRecordings;
  };

/** Needs, links and dated lessons. Nothing is read before its `migrations` have run. */
export function createPlanning(deps: PlanningDeps) {
  const store = createPlanningStore(deps);
  const { clock } = deps;
  const { reader: calendar, look, registryDeps } = deps.directory;
  const mirrors = createPlanningMirrors(store, calendar);
  const registry: RegistryDeps = {
    ...registryDeps,
    fresh: mirrors.fresh,
    changed: (name, ids) => {
      mirrors.forget();
      registryDeps.changed(name, ids);
    },
  };
  const recordingFor: RecordingFor = async (...asked) => (await deps.recordings?.().for(...asked)) ?? null;
  const recordingsKept: RecordingsKept = async (ids) => (await deps.recordings?.().kept(ids)) ?? new Map();
  const dated = createLessons({ ...deps, recordingFor, store, mirrors, calendar, look, directory: calendar });
  const { bookings } = dated;
  const phasesOf = deps.phasesOf ?? (async () => new Map());
  const timetable = createTimetable({
    ...{ ...deps, store, mirrors, registry, bookings },
    phasesOf,
    recordingFor,
  });
  const unplayable = createUnplayable({
    ...{ database: deps.database, store, calendar, look, clock },
    phasesOf,
    recordingsKept,
  });
  const { follow } = timetable;
  const specs = planningRegistries(store, mirrors, follow);
  const beside = besideRegistries(store, mirrors);
  const entering = <A extends readonly unknown[], T>(write: (...given: A) => Promise<T>) => {
    return async (...given: A): Promise<T> => {
      try {
        return await write(...given);
      } finally {
        mirrors.forget();
      }
    };
  };
  return {
    reader: createPlanningReader({ store, directory: calendar, clock }),
    lessons: dated.lessons,
    reading: createLessonReading(deps.database, store),
    schools: createSchoolPlans(mirrors),
    /** For those who follow what is entered: versions after a moment. */
    recorded: {
      needs: store.needs,
      links: store.links,
      localTeaching: store.localTeaching,
      terms: store.terms,
      elsewhere: store.elsewhere,
      groups: store.groups,
    },
    /** Of any entry of any register here, and of dated lessons. */
    async versionsOf(id: string) {
      await mirrors.fresh();
      const { needs, links, localTeaching, terms, bells, slots, elsewhere, groups } = mirrors;
      const found = versionsIn([needs, links, localTeaching, terms, bells, slots, elsewhere, groups], id);
      return found.length > 0 ? found : store.lessons.history(lessonId.parse(id));
    },
    linkedSchools: (schoolId: SchoolId) => linkedSchools(mirrors, schoolId),
    alsoMerge: mergePlanning(store, mirrors),
    stillPlanned: createStillPlanned({ bookings, lessons: store.lessons, clock }),
    /** The registers themselves, for those who write many entries at once. */
    specs: { ...specs, ...timetable.specs, ...beside },
    registry,
    /** Something was written elsewhere. */
    forget: mirrors.forget,
    /** Writes without an asker: for the county of the demonstration. */
    entering: {
      needs: entering(store.needs.add),
      reviseNeed: entering(store.needs.revise),
      links: entering(store.links.add),
      localTeaching: entering(store.localTeaching.add),
      terms: entering(store.terms.add),
      bells: entering(store.bells.add),
      lessons: dated.writer.enter,
    },
    migrations: planningMigrations,
    routes: {
      ...planningRoutes({ registry, specs, store, mirrors, follow }),
      ...dated.routes,
      'lesson.unplayable': ({ actor }: { readonly actor: Actor }) => unplayable(actor),
      ...timetable.routes,
      ...createRegistry(registry, beside.elsewhere).routes,
      ...createRegistry(registry, beside.groups).routes,
    },
    downloads: dated.downloads,
  };
}

export type Planning = ReturnType<typeof createPlanning>;
