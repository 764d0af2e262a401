import type { GroupFields } from '../../shared/group.ts';
import type { SchoolId } from '../../shared/kernel/ids.ts';
import type { LinkFields } from '../../shared/link.ts';
import type { NeedFields } from '../../shared/need.ts';
import { type AlsoMerge, type Merge, moveAll } from '../directory/directory.merge.ts';
import type { Database } from '../platform/ports.ts';
import type { PlanningMirrors } from './planning.mirrors.ts';
import type { PlanningStore } from './planning.store.ts';

const MERGED = '撤并';

/**
 * Needs, links, own teaching, bells, slots and coming lessons of a school that becomes part of another. What the other has already is not
 * doubled: a need of the same subject and grade is withdrawn, a link of a school to itself ends.
 */
export const mergePlanning =
  (store: PlanningStore, mirrors: PlanningMirrors): AlsoMerge =>
  async (merge) => {
    await mirrors.fresh();
    const { fromId, intoId, validFrom, by } = merge;
    const at = { date: validFrom };
    const over = <F extends { readonly schoolId: SchoolId }>(fields: F): F | null =>
      fields.schoolId === fromId ? { ...fields, schoolId: intoId } : null;
    const here = [...mirrors.needs.inForce(at).values()].map((each) => each.fields);
    const taught = [...mirrors.localTeaching.inForce(at).values()].map((each) => each.fields);
    const lessons = await store.lessons.list({ between: { column: 'local_date', from: validFrom } });
    const write = async (trx: Database) => {
      await moveAll(store.needs, mirrors.needs, { trx, merge, move: (need) => moveNeed(need, here, merge) });
      await moveAll(store.links, mirrors.links, { trx, merge, move: (link) => moveLink(link, merge) });
      await moveAll(store.localTeaching, mirrors.localTeaching, {
        trx,
        merge,
        move: (own) =>
          taught.some((each) => each.schoolId === intoId && isSame(each, own)) ? null : over(own),
      });
      await moveAll(store.bells, mirrors.bells, { trx, merge, move: over });
      await moveAll(store.slots, mirrors.slots, { trx, merge, move: (slot) => moveParties(slot, merge) });
      // Lessons that were held stay where they were held.
      await moveAll(store.groups, mirrors.groups, { trx, merge, move: (group) => moveGroup(group, merge) });
      for (const { id, version, fields } of lessons) {
        const moved = moveParties(fields, merge);
        if (moved === null) continue;
        await store.lessons.revise(id, { expectedVersion: version, fields: moved, by, validFrom }, trx);
      }
    };
    return { write, ended: () => mirrors.forget() };
  };

const isSame = (
  a: { readonly subject: string; readonly grade: string },
  b: { readonly subject: string; readonly grade: string },
) => a.subject === b.subject && a.grade === b.grade;

export function moveNeed(
  need: NeedFields,
  all: readonly NeedFields[],
  { fromId, intoId }: Pick<Merge, 'fromId' | 'intoId'>,
): NeedFields | null {
  if (need.schoolId !== fromId || need.status.state !== 'inForce') return null;
  const there = all.some(
    (each) =>
      each.schoolId === intoId &&
      each.status.state === 'inForce' &&
      each.classId === need.classId &&
      isSame(each, need),
  );
  return there ? { ...need, status: { state: 'withdrawn', reason: MERGED } } : { ...need, schoolId: intoId };
}

export function moveLink(
  link: LinkFields,
  { fromId, intoId }: Pick<Merge, 'fromId' | 'intoId'>,
): LinkFields | null {
  const { fromSchoolId, toSchoolId, status } = link;
  if (fromSchoolId !== fromId && toSchoolId !== fromId) return null;
  if (status.state !== 'accepted' && status.state !== 'offered') return null;
  const moved = {
    ...link,
    fromSchoolId: fromSchoolId === fromId ? intoId : fromSchoolId,
    toSchoolId: toSchoolId === fromId ? intoId : toSchoolId,
  };
  if (moved.fromSchoolId !== moved.toSchoolId) return moved;
  return { ...link, status: { state: 'ended', reason: MERGED } };
}

export function moveGroup(
  group: GroupFields,
  { fromId, intoId }: Pick<Merge, 'fromId' | 'intoId'>,
): GroupFields | null {
  const there = [group.schoolId, ...group.memberSchoolIds];
  if (!there.includes(fromId)) return null;
  const schoolId = group.schoolId === fromId ? intoId : group.schoolId;
  const members = group.memberSchoolIds.map((id) => (id === fromId ? intoId : id));
  const others = [...new Set(members)].filter((id) => id !== schoolId);
  // A group of one school is none: it stays in the register as it was, with the school that is gone.
  return others.length === 0 ? null : { ...group, schoolId, memberSchoolIds: others };
}

type Parties = {
  readonly leadingSchoolId: SchoolId;
  readonly rooms: readonly { readonly schoolId: SchoolId }[];
};

function moveParties<F extends Parties>(fields: F, { fromId, intoId }: Merge): F | null {
  const concerned = fields.rooms.some((room) => room.schoolId === fromId);
  if (fields.leadingSchoolId !== fromId && !concerned) return null;
  return {
    ...fields,
    leadingSchoolId: fields.leadingSchoolId === fromId ? intoId : fields.leadingSchoolId,
    rooms: fields.rooms.map((room) => (room.schoolId === fromId ? { ...room, schoolId: intoId } : room)),
  };
}
