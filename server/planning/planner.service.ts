import type { ClassId, LinkId, SlotId, TermId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { PlannerProposal, SlotClash } from '../../shared/planner.ts';
import type { RouteBody } from '../../shared/wire/routes.ts';
import { invalid, zoneOfRegion } from '../directory/directory.rules.ts';
import { allowed } from '../directory/directory.service.ts';
import type { DirectoryView } from '../directory/directory.types.ts';
import type { RegistryDeps } from '../directory/registry.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { BookingStore } from './booking.store.ts';
import { plannerDefaults, propose } from './planner.rules.ts';
import type { PlannerLink } from './planner.types.ts';
import type { PlanningMirrors } from './planning.mirrors.ts';
import { inSlices } from './slices.ts';
import { clashesOf } from './slot.clashes.rules.ts';
import { liftSlot, type SlotGround } from './slot.ground.rules.ts';
import { addLessons, groundOf, labelOfSlot } from './slot.grounds.ts';
import { placedSlot } from './timetable.registries.ts';

export type PlannerDeps = {
  readonly registry: Pick<RegistryDeps, 'look'>;
  readonly mirrors: PlanningMirrors;
  readonly bookings: Pick<BookingStore, 'heldFrom'>;
};

/** INVALID_VALUE {field, reason}, FORBIDDEN, or the answer. Nothing is stored. */
export type PlannerService = {
  clashes(actor: Actor, body: RouteBody<'slot.clashes'>): Promise<Result<{ clashes: SlotClash[] }>>;
  propose(actor: Actor, body: RouteBody<'planner.propose'>): Promise<Result<PlannerProposal>>;
};

export function createPlannerService({ registry, mirrors, bookings }: PlannerDeps): PlannerService {
  /** A term that the asker sees, with everything that is held in its weeks. */
  const termGround = async (view: DirectoryView, termId: TermId): Promise<Result<SlotGround>> => {
    const ground = groundOf(mirrors, { view, termId });
    if (ground === null || !view.seesRegion(ground.term.regionId)) return invalid('termId', 'unknown');
    const zone = zoneOfRegion(view.snapshot.regions, ground.term.regionId);
    await addLessons(ground, bookings, zone);
    return ok(ground);
  };
  const look = async (actor: Actor) => {
    const view = await registry.look(actor);
    await mirrors.fresh();
    return view;
  };
  return {
    async clashes(actor, { slot, exceptId, overlapRatio }) {
      const view = await look(actor);
      if (!view.ok) return view;
      const placed = placedSlot(slot, view.value);
      if (!placed.ok) return placed;
      const { snapshot, may } = view.value;
      const leading = { paths: [snapshot.pathOf(slot.leadingSchoolId)], relations: [] };
      const permitted = allowed(may('slot.clashes', leading));
      if (!permitted.ok) return permitted;
      const ground = await termGround(view.value, slot.termId);
      if (!ground.ok) return ground;
      const own = exceptId && mirrors.slots.inForce({ date: mirrors.date() }).get(exceptId);
      if (own?.fields.termId === slot.termId) liftSlot(ground.value, own);
      return ok({ clashes: clashesOf(slot, ground.value, overlapRatio) });
    },
    async propose(actor, { termId, linkIds, ...wishes }) {
      const view = await look(actor);
      if (!view.ok) return view;
      const links = linksToPlan(view.value, mirrors, linkIds);
      if (!links.ok) return links;
      const ground = await termGround(view.value, termId);
      if (!ground.ok) return ground;
      const { term, days, holds } = ground.value;
      // A term that is over has no week to plan.
      if (days.length === 0) return invalid('termId', 'range');
      const wanted = links.value.filter(({ id, fields }) => {
        const inTerm = view.value.snapshot.pathOf(fields.fromSchoolId).regionIds.includes(term.regionId);
        return inTerm && days.some((day) => holds(id, day.date));
      });
      const slots = [...mirrors.slots.inForce({ date: mirrors.date() }).values()];
      const { overlapRatio, together, roomsMost } = wishes;
      const newest = (id: SlotId) => mirrors.slots.versions(id).at(-1)?.version;
      const proposed = await inSlices(
        propose({
          ground: ground.value,
          termId,
          slots: slots.filter((each) => each.fields.termId === termId),
          settled: new Set(slots.filter((each) => newest(each.id) === each.version).map(({ id }) => id)),
          links: wanted,
          classOfLink: classesOfLinks(mirrors, wanted),
          settings: {
            ...plannerDefaults,
            ...(overlapRatio === undefined ? {} : { overlapRatio }),
            ...(together === undefined ? {} : { together }),
            ...(roomsMost === undefined ? {} : { roomsMost }),
          },
          labelOf: (slot) => labelOfSlot(view.value, slot),
        }),
      );
      const joins = proposed.joins.flatMap(({ id, fields }) => {
        const expectedVersion = newest(id);
        return expectedVersion === undefined ? [] : [{ slotId: id, expectedVersion, fields }];
      });
      return ok({ ...proposed, joins });
    },
  };
}

/** Accepted links of schools for which the asker may plan. A link that is named but is none of these is unknown. */
function linksToPlan(
  { snapshot, may }: DirectoryView,
  mirrors: PlanningMirrors,
  linkIds: readonly LinkId[] | undefined,
): Result<PlannerLink[]> {
  const mayPlan = (id: PlannerLink['fields']['fromSchoolId']) =>
    may('planner.propose', { paths: [snapshot.pathOf(id)], relations: [] });
  if (![...snapshot.schools.keys()].some(mayPlan)) return fail('FORBIDDEN');
  const inForce = mirrors.links.inForce({ date: mirrors.date() });
  const open = ({ fields }: PlannerLink) =>
    fields.status.state === 'accepted' && mayPlan(fields.fromSchoolId);
  if (linkIds === undefined) return ok([...inForce.values()].filter(open));
  const named = [...new Set(linkIds)].flatMap((id) => inForce.get(id) ?? []).filter(open);
  return named.length < new Set(linkIds).size ? invalid('linkIds', 'unknown') : ok(named);
}

function classesOfLinks(mirrors: PlanningMirrors, links: readonly PlannerLink[]): Map<LinkId, ClassId> {
  const needs = mirrors.needs.inForce({ date: mirrors.date() });
  return new Map(
    links.flatMap(({ id, fields }): [LinkId, ClassId][] => {
      const classId = fields.needId === null ? null : (needs.get(fields.needId)?.fields.classId ?? null);
      return classId === null ? [] : [[id, classId]];
    }),
  );
}
