import type { PersonId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { Me } from '../../shared/person.ts';
import { permit } from './identity.permit.rules.ts';
import type { Action, Actor, ScopePath } from './identity.types.ts';

/** Where somebody stands: their school and every place that they have a role in; the top of the tree without any. */
export type Standing = {
  readonly me: Me;
  readonly paths: readonly ScopePath[];
  /** Empty when there is none. */
  readonly staffCode: string;
};

export type StandingOf = (personId: PersonId) => Promise<Standing | null>;

/**
 * What administrators do to a person's sign-in. Whoever holds somebody's sign-in holds their roles: so it takes an administrator of every
 * place that the person has, and one of a school never comes to the sign-in of somebody who is more elsewhere.
 */
export interface Reach {
  /** NOT_FOUND for who is not there or not to be seen, FORBIDDEN for who is beyond the asker. */
  of(actor: Actor, action: Action, personId: PersonId): Promise<Result<Standing>>;
  /** The same for somebody who is not asking now, by the roles that they have now. */
  still(askerId: PersonId, action: Action, personId: PersonId): Promise<boolean>;
}

export function createReach(standingOf: StandingOf): Reach {
  const covers = (actor: Actor, action: Action, standing: Standing): boolean =>
    isSelf(actor, standing)
      ? permit(actor, action, { paths: [], relations: ['self'] })
      : standing.paths.every((path) => permit(actor, action, { paths: [path], relations: [] }));
  return {
    async of(actor, action, personId) {
      const standing = await standingOf(personId);
      if (standing === null) return fail('NOT_FOUND');
      if (covers(actor, action, standing)) return ok(standing);
      const { paths } = standing;
      const sees = isSelf(actor, standing) || permit(actor, 'person.list', { paths, relations: [] });
      return fail(sees ? 'FORBIDDEN' : 'NOT_FOUND');
    },
    async still(askerId, action, personId) {
      const [asker, standing] = await Promise.all([standingOf(askerId), standingOf(personId)]);
      if (asker === null || standing === null) return false;
      const { school, roles } = asker.me;
      const actor: Actor = {
        kind: 'person',
        personId: askerId,
        loginId: '',
        schoolId: school?.schoolId ?? null,
        grants: roles,
      };
      return covers(actor, action, standing);
    },
  };
}

const isSelf = (actor: Actor, { me }: Standing): boolean =>
  actor.kind === 'person' && actor.personId === me.personId;
