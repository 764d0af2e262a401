import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { LinkFields } from '../../shared/link.ts';
import type { RouteBody } from '../../shared/wire/routes.ts';
import { allowed } from '../directory/directory.service.ts';
import type { DirectoryView } from '../directory/directory.types.ts';
import type { RegistryDeps } from '../directory/registry.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { PlanningMirrors } from './planning.mirrors.ts';
import { scopeOfLink } from './planning.registries.ts';
import type { PlanningStore } from './planning.store.ts';
import type { LessonsFollow } from './slot.following.ts';

type Deps = {
  readonly registry: RegistryDeps;
  readonly store: Pick<PlanningStore, 'links'>;
  readonly mirrors: PlanningMirrors;
  /** An ended link takes its lessons with it. */
  readonly follow: Pick<LessonsFollow, 'links' | 'inTurn'>;
};
type Answer = RouteBody<'link.answer'>['answer'];

/** The other side accepts or declines an offer; either side ends a bond. NOT_FOUND, FORBIDDEN, INVALID_STATE, CONFLICT. */
export const answerLink = (
  { registry, store, mirrors, follow }: Deps,
  actor: Actor,
  { id, expectedVersion, answer }: RouteBody<'link.answer'>,
): Promise<Result<{ version: number }>> =>
  registry.inTurn(async () => {
    const view = await registry.look(actor);
    if (!view.ok) return view;
    await registry.fresh();
    const link = mirrors.links.versions(id).at(-1);
    if (
      link === undefined ||
      link.closed ||
      !view.value.may('link.list', scopeOfLink(view.value, link.fields))
    )
      return fail('NOT_FOUND');
    const next = nextState(view.value, link.fields, answer);
    if (!next.ok) return next;
    const today = await registry.today();
    const validFrom = answer.kind === 'end' ? (answer.validFrom ?? today) : today;
    const fields = { ...link.fields, status: next.value };
    const beside = await follow.links([{ id, before: link.fields, fields, closed: false }], {
      view: view.value,
      validFrom,
      reason: 'reason' in answer ? answer.reason : '',
    });
    if (!beside.ok) return beside;
    const revision = { expectedVersion, fields, by: view.value.actor.personId, validFrom };
    const written = await follow.inTurn(async (trx) => {
      const revised = await store.links.revise(id, revision, trx);
      if (!revised.ok) return revised;
      const also = await beside.value.write(trx, [id]);
      return also.ok ? ok({ version: revised.value.version }) : also;
    });
    if (written.ok) beside.value.done();
    registry.changed('link', [id]);
    return written;
  });

function nextState(view: DirectoryView, link: LinkFields, answer: Answer): Result<LinkFields['status']> {
  const { status, fromSchoolId, toSchoolId } = link;
  const speaksFor = (schoolId: LinkFields['fromSchoolId']) =>
    view.may('link.answer', { paths: [view.snapshot.pathOf(schoolId)], relations: [] });
  if (answer.kind === 'end') {
    if (status.state !== 'accepted') return fail('INVALID_STATE');
    const may = allowed(speaksFor(fromSchoolId) || speaksFor(toSchoolId));
    return may.ok ? ok({ state: 'ended', reason: answer.reason }) : may;
  }
  if (status.state !== 'offered') return fail('INVALID_STATE');
  const may = allowed(speaksFor(status.by === 'leading' ? toSchoolId : fromSchoolId));
  if (!may.ok) return may;
  return ok(answer.kind === 'accept' ? { state: 'accepted' } : { state: 'declined', reason: answer.reason });
}
