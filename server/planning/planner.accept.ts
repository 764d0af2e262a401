import { slotId, type TermId } from '../../shared/kernel/ids.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import type { SlotFields } from '../../shared/slot.ts';
import type { RouteBody } from '../../shared/wire/routes.ts';
import { invalid } from '../directory/directory.rules.ts';
import { allowed } from '../directory/directory.service.ts';
import type { DirectoryView } from '../directory/directory.types.ts';
import type { RegistryDeps } from '../directory/registry.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { NewId } from '../platform/ports.ts';
import type { BookingStore } from './booking.store.ts';
import type { PlanningMirrors } from './planning.mirrors.ts';
import type { PlanningStore } from './planning.store.ts';
import { breathe } from './slices.ts';
import { placeSlot, type SlotGround } from './slot.ground.rules.ts';
import { groundOf } from './slot.grounds.ts';
import { checkFree, checkSlot } from './slot.rules.ts';
import type { Following, SlotWriter } from './slot.writer.ts';
import { placedSlot } from './timetable.registries.ts';

export type PlannerAcceptDeps = {
  readonly registry: Pick<RegistryDeps, 'look' | 'inTurn' | 'changed'>;
  readonly mirrors: PlanningMirrors;
  readonly bookings: Pick<BookingStore, 'inTurn'>;
  readonly writer: SlotWriter;
  readonly store: Pick<PlanningStore, 'slots'>;
  readonly newId: NewId;
};

type Checked = Following['slots'][number];

/** Stores slots with their dated lessons, all or none: INVALID_VALUE {field, reason, row}, FORBIDDEN {row}, CONFLICT. */
export function acceptSlots(
  deps: PlannerAcceptDeps,
  actor: Actor,
  { slots: wishes }: RouteBody<'planner.accept'>,
): Promise<Result<{ slots: number; lessons: number }>> {
  const { registry, mirrors, bookings, writer, store } = deps;
  return registry.inTurn(async () => {
    const view = await registry.look(actor);
    if (!view.ok) return view;
    await mirrors.fresh();
    const slots = await checkAll(deps, view.value, wishes);
    if (!slots.ok) return slots;
    const following = { view: view.value, slots: slots.value, existing: [], reason: '' };
    const plan = await writer.plan(following);
    const entries = slots.value.map((each) => each.slot);
    const note = { by: view.value.actor.personId, validFrom: mirrors.date() };
    const stored = await bookings.inTurn(async (trx) => {
      await store.slots.bulk.add(entries, note, trx);
      return writer.write(trx, plan, following);
    });
    if (!stored.ok) return stored;
    registry.changed(
      'slot',
      entries.map((each) => each.id),
    );
    writer.tell(plan);
    return ok({ slots: entries.length, lessons: plan.add.length });
  });
}

/** Each against the registers, the slots that are there, and those before it in the list. */
async function checkAll(
  { mirrors, newId }: PlannerAcceptDeps,
  view: DirectoryView,
  wishes: readonly SlotFields[],
): Promise<Result<readonly Checked[]>> {
  const grounds = new Map<TermId, SlotGround | null>();
  const checked: Checked[] = [];
  for (const [row, fields] of wishes.entries()) {
    const { termId } = fields;
    const ground = grounds.get(termId) ?? groundOf(mirrors, { view, termId });
    grounds.set(termId, ground);
    const fits = ground === null ? invalid('termId', 'unknown') : checkOne(fields, { view, ground });
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
