import { createRegistry, type RegistryDeps } from '../directory/registry.ts';
import type { RegistryRoutes } from '../directory/registry.types.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { RouteHandlers } from '../platform/ports.ts';
import { acceptSlots } from './planner.accept.ts';
import { createPlannerService } from './planner.service.ts';
import type { PlanningStore } from './planning.store.ts';
import type { RecordingFor } from './planning.types.ts';
import { lessonsFollow } from './slot.following.ts';
import { createSlotPlays } from './slot.plays.ts';
import { createSlotWriter, type SlotWriterDeps } from './slot.writer.ts';
import { timetableRegistries } from './timetable.registries.ts';

export type TimetableDeps = SlotWriterDeps & {
  readonly store: PlanningStore;
  readonly registry: RegistryDeps;
  readonly recordingFor: RecordingFor;
};

type TimetableRoutes = RegistryRoutes<'term' | 'bell' | 'slot'> &
  Pick<RouteHandlers<Actor>, 'slot.clashes' | 'planner.propose' | 'planner.accept'>;

/** Terms, bells, weekly slots and their planner; the dated lessons follow from them. */
export function createTimetable(deps: TimetableDeps) {
  const { registry, store, mirrors } = deps;
  const writer = createSlotWriter(deps);
  const follow = lessonsFollow({ mirrors, writer, inTurn: deps.bookings.inTurn });
  const plays = createSlotPlays(deps);
  const specs = timetableRegistries({ store, mirrors, follow, plays });
  const planner = createPlannerService(deps);
  const routes: TimetableRoutes = {
    ...createRegistry(registry, specs.terms).routes,
    ...createRegistry(registry, specs.bells).routes,
    ...createRegistry(registry, specs.slots).routes,
    'slot.clashes': ({ actor }, body) => planner.clashes(actor, body),
    'planner.propose': ({ actor }, body) => planner.propose(actor, body),
    'planner.accept': ({ actor }, body) => acceptSlots({ ...deps, writer, follow, plays }, actor, body),
  };
  return { specs, routes, follow };
}
