import type { LinkId, NeedId } from '../../shared/kernel/ids.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import type { LinkFields } from '../../shared/link.ts';
import type { NeedFields } from '../../shared/need.ts';
import { invalid } from '../directory/directory.rules.ts';
import { allowed, type Look } from '../directory/directory.service.ts';
import type { Calendar } from '../directory/directory.snapshot.ts';
import type { DirectoryView } from '../directory/directory.view.ts';
import type { Actor, Relation, Scope } from '../identity/identity.types.ts';
import type { LinkEntry, NeedEntry } from './planning.rules.ts';
import { checkLink, checkNeed } from './planning.rules.ts';
import type { PlanningStore } from './planning.store.ts';

/** Needs and links: INVALID_VALUE {field, reason}, FORBIDDEN, or the answer. */
export type PlanningService = {
  needs(actor: Actor): Promise<Result<NeedEntry[]>>;
  addNeed(actor: Actor, fields: NeedFields): Promise<Result<{ id: NeedId }>>;
  links(actor: Actor): Promise<Result<LinkEntry[]>>;
  addLink(actor: Actor, fields: LinkFields): Promise<Result<{ id: LinkId }>>;
};

export type PlanningServiceDeps = {
  readonly store: PlanningStore;
  readonly calendar: Calendar;
  readonly look: Look;
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
};

export function createPlanningService({
  store,
  calendar,
  look,
  inTurn,
}: PlanningServiceDeps): PlanningService {
  return {
    async needs(actor) {
      const view = await look(actor);
      if (!view.ok) return view;
      const { may, snapshot } = view.value;
      const { schoolId } = view.value.actor;
      const date = await calendar.today();
      const [needs, links] = await Promise.all([store.needs.list({ date }), store.links.list({ date })]);
      const met = new Set(
        links.filter((each) => each.fields.fromSchoolId === schoolId).map((each) => each.fields.needId),
      );
      return ok(
        needs.filter(({ id, fields }) =>
          may('need.list', {
            paths: [snapshot.pathOf(fields.schoolId)],
            // A link shows its leading school the need that it meets, and no other.
            relations: met.has(id) ? ['leadingSchool'] : [],
          }),
        ),
      );
    },
    addNeed: (actor, fields) =>
      inTurn(async () => {
        const view = await look(actor);
        if (!view.ok) return view;
        const { seesSchool, may, snapshot } = view.value;
        if (!seesSchool(fields.schoolId)) return invalid('schoolId', 'unknown');
        const own = { paths: [snapshot.pathOf(fields.schoolId)], relations: [] };
        const permitted = allowed(may('need.add', own));
        if (!permitted.ok) return permitted;
        const today = await calendar.today();
        const checked = checkNeed(await store.needs.list({ date: today }), fields);
        if (!checked.ok) return checked;
        return ok({ id: (await store.needs.add(fields, noteOf(view.value, today))).id });
      }),
    async links(actor) {
      const view = await look(actor);
      if (!view.ok) return view;
      const links = await store.links.list({ date: await calendar.today() });
      return ok(links.filter(({ fields }) => view.value.may('link.list', scopeOfLink(view.value, fields))));
    },
    addLink: (actor, fields) =>
      inTurn(async () => {
        const view = await look(actor);
        if (!view.ok) return view;
        const { seesSchool, may, snapshot } = view.value;
        if (!seesSchool(fields.fromSchoolId)) return invalid('fromSchoolId', 'unknown');
        if (!seesSchool(fields.toSchoolId)) return invalid('toSchoolId', 'unknown');
        // The leading side accepts: whoever administers only the point cannot bind another school.
        const leading = { paths: [snapshot.pathOf(fields.fromSchoolId)], relations: [] };
        const permitted = allowed(may('link.add', leading));
        if (!permitted.ok) return permitted;
        const date = await calendar.today();
        const [needs, links] = await Promise.all([store.needs.list({ date }), store.links.list({ date })]);
        const checked = checkLink({ needs, links }, fields);
        if (!checked.ok) return checked;
        return ok({ id: (await store.links.add(fields, noteOf(view.value, date))).id });
      }),
  };
}

export function noteOf(view: DirectoryView, validFrom: Awaited<ReturnType<Calendar['today']>>) {
  return { by: view.actor.personId, validFrom };
}

function scopeOfLink({ snapshot, actor }: DirectoryView, { fromSchoolId, toSchoolId }: LinkFields): Scope {
  const relations: Relation[] = [];
  if (actor.schoolId === fromSchoolId) relations.push('leadingSchool');
  if (actor.schoolId === toSchoolId) relations.push('receivingSchool');
  return { paths: [snapshot.pathOf(fromSchoolId), snapshot.pathOf(toSchoolId)], relations };
}
