import { canonicalJson } from '../../shared/kernel/canonical-json.ts';
import { type SlotId, slotId, type TermId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { SlotJoin } from '../../shared/planner.ts';
import type { SlotFields } from '../../shared/slot.ts';
import type { RouteBody } from '../../shared/wire/routes.ts';
import { invalid } from '../directory/directory.rules.ts';
import { allowed } from '../directory/directory.service.ts';
import type { DirectoryView } from '../directory/directory.types.ts';
import type { RegistryDeps } from '../directory/registry.ts';
import type { Becoming } from '../directory/registry.types.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { NewId } from '../platform/ports.ts';
import type { BookingStore } from './booking.store.ts';
import type { PlanningMirrors } from './planning.mirrors.ts';
import type { PlanningStore } from './planning.store.ts';
import { breathe } from './slices.ts';
import type { LessonsFollow } from './slot.following.ts';
import { liftSlot, placeSlot, type SlotEntry, type SlotGround } from './slot.ground.rules.ts';
import { groundOf, scopeOfSlot } from './slot.grounds.ts';
import type { SlotPlays } from './slot.plays.ts';
import { checkFree, checkSlot } from './slot.rules.ts';
import type { Following, SlotWriter } from './slot.writer.ts';
import { placedSlot } from './timetable.registries.ts';

export type PlannerAcceptDeps = {
  readonly registry: Pick<RegistryDeps, 'look' | 'inTurn' | 'changed'>;
  readonly mirrors: PlanningMirrors;
  readonly bookings: Pick<BookingStore, 'inTurn'>;
  readonly writer: SlotWriter;
  readonly follow: Pick<LessonsFollow, 'slots'>;
  readonly store: Pick<PlanningStore, 'slots'>;
  readonly plays: Pick<SlotPlays, 'check'>;
  readonly newId: NewId;
};

type Checked = Following['slots'][number];

/**
 * Stores slots with their dated lessons, and lets rooms sit in with others, all or none: INVALID_VALUE {field, reason, row}, FORBIDDEN {row},
 * NOT_FOUND {row}, CONFLICT. Slots that are joined count after the new ones.
 */
export function acceptSlots(
  deps: PlannerAcceptDeps,
  actor: Actor,
  { slots: wishes, joins = [] }: RouteBody<'planner.accept'>,
): Promise<Result<{ slots: number; lessons: number }>> {
  const { registry, mirrors, bookings, writer, store, follow } = deps;
  return registry.inTurn(async () => {
    const view = await registry.look(actor);
    if (!view.ok) return view;
    if (wishes.length + joins.length === 0) return invalid('slots', 'range');
    await mirrors.fresh();
    const grounds = createGrounds(mirrors, view.value);
    const slots = await checkAll(deps, wishes, { view: view.value, grounds });
    if (!slots.ok) return slots;
    const joined = checkJoins(mirrors, joins, { view: view.value, grounds, firstRow: wishes.length });
    if (!joined.ok) return joined;
    const note = { by: view.value.actor.personId, validFrom: mirrors.date() };
    const at = { view: view.value, validFrom: note.validFrom, reason: '' };
    const beside = joined.value.length === 0 ? null : await follow.slots(joined.value, at);
    if (beside?.ok === false) return beside;
    const following = { view: view.value, slots: slots.value, existing: [], reason: '' };
    const plan = await writer.plan(following);
    const entries = slots.value.map((each) => each.slot);
    const joinedIds = joined.value.map((each) => each.id);
    const stored = await bookings.inTurn(async (trx) => {
      for (const { id, fields, expectedVersion } of joined.value) {
        const revised = await store.slots.revise(id, { ...note, expectedVersion, fields }, trx);
        if (!revised.ok) return revised;
      }
      const also = beside === null ? ok() : await beside.value.write(trx, joinedIds);
      if (!also.ok) return also;
      if (entries.length > 0) await store.slots.bulk.add(entries, note, trx);
      return writer.write(trx, plan, following);
    });
    if (!stored.ok) return stored;
    registry.changed('slot', [...joinedIds, ...entries.map((each) => each.id)]);
    beside?.value.done();
    writer.tell(plan);
    return ok({ slots: entries.length + joinedIds.length, lessons: plan.add.length });
  });
}

type Grounds = (termId: TermId) => SlotGround | null;

function createGrounds(mirrors: PlanningMirrors, view: DirectoryView): Grounds {
  const known = new Map<TermId, SlotGround | null>();
  return (termId) => {
    const found = known.get(termId);
    if (found !== undefined) return found;
    const ground = groundOf(mirrors, { view, termId });
    known.set(termId, ground);
    return ground;
  };
}

type JoinedSlot = Becoming<SlotId, SlotFields> & { readonly id: SlotId; readonly expectedVersion: number };

/** Nothing about a slot that is joined may be different, but that more rooms sit there. */
function checkJoins(
  mirrors: PlanningMirrors,
  joins: readonly SlotJoin[],
  { view, grounds, firstRow }: { view: DirectoryView; grounds: Grounds; firstRow: number },
): Result<readonly JoinedSlot[]> {
  const checked: JoinedSlot[] = [];
  for (const [index, { slotId: id, expectedVersion, fields }] of joins.entries()) {
    const row = firstRow + index;
    const slot = mirrors.slots.inForce({ date: mirrors.date() }).get(id);
    const ground = slot === undefined ? null : grounds(slot.fields.termId);
    if (slot === undefined || ground === null || !view.may('slot.list', scopeOfSlot(view, slot.fields)))
      return fail('NOT_FOUND', { row });
    const fits = checkJoin({ before: slot, fields }, { view, ground });
    if (!fits.ok) return { ok: false, error: { ...fits.error, params: { ...fits.error.params, row } } };
    placeSlot(ground, { id, fields }, '');
    checked.push({ id, before: slot.fields, fields, closed: false, expectedVersion });
  }
  return ok(checked);
}

function checkJoin(
  { before, fields }: { readonly before: SlotEntry; readonly fields: SlotFields },
  at: { readonly view: DirectoryView; readonly ground: SlotGround },
): Result<void> {
  const stay = fields.rooms.slice(0, before.fields.rooms.length);
  if (canonicalJson({ ...fields, rooms: stay }) !== canonicalJson(before.fields))
    return invalid('rooms', 'mismatch');
  liftSlot(at.ground, before);
  return checkOne(fields, at);
}

/** Each against the registers, the slots that are there, and those before it in the list. */
async function checkAll(
  { newId, plays, mirrors }: Pick<PlannerAcceptDeps, 'newId' | 'plays' | 'mirrors'>,
  wishes: readonly SlotFields[],
  { view, grounds }: { readonly view: DirectoryView; readonly grounds: Grounds },
): Promise<Result<readonly Checked[]>> {
  const checked: Checked[] = [];
  for (const [row, fields] of wishes.entries()) {
    const { termId } = fields;
    const ground = grounds(termId);
    const planned = ground === null ? invalid('termId', 'unknown') : checkOne(fields, { view, ground });
    const fits = planned.ok ? await plays.check(fields, { view, from: mirrors.date() }) : planned;
    if (!fits.ok) return { ok: false, error: { ...fits.error, params: { ...fits.error.params, row } } };
    if (ground === null) continue;
    const slot = { id: slotId.parse(newId()), fields };
    placeSlot(ground, slot, '');
    checked.push({ slot, calendar: ground, row });
    await breathe();
  }
  return ok(checked);
}

function checkOne(
  fields: SlotFields,
  { view, ground }: { readonly view: DirectoryView; readonly ground: SlotGround },
): Result<void> {
  const placed = placedSlot(fields, view);
  if (!placed.ok) return placed;
  const leading = { paths: [view.snapshot.pathOf(fields.leadingSchoolId)], relations: [] };
  const permitted = allowed(view.may('planner.accept', leading));
  const fits = permitted.ok ? checkSlot(fields, ground) : permitted;
  return fits.ok ? checkFree(fields, ground) : fits;
}
