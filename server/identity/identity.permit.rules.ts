import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { RoleGrant } from '../../shared/person.ts';
import type { Rule } from './identity.grants.rules.ts';
import { permissions } from './identity.permissions.rules.ts';
import type { Action, Actor, Permit, Relation, Scope, ScopePath } from './identity.types.ts';

/** Looks the action up in the table. Only the actor and the scope count; what somebody writes into a message never comes here. */
export const permit: Permit = (actor, action, scope) => {
  const rule: Rule = permissions[action];
  switch (rule.who) {
    case 'everyone':
      return true;
    case 'signedIn':
      return actor.kind === 'person';
    case 'token':
      return false;
    case 'granted':
      return (
        hasRole(actor, rule, scope) ||
        countingRelations(actor, scope).some((each) => rule.relations.includes(each))
      );
  }
};

type Granted = Extract<Rule, { who: 'granted' }>;

function hasRole(actor: Actor, rule: Granted, { paths }: Scope): boolean {
  if (actor.kind !== 'person') return false;
  const places = rule.at === 'home' ? paths.slice(0, 1) : paths;
  const grants = actor.grants.filter((grant) => rule.roles.includes(grant.role));
  return grants.some((grant) => places.some((path) => covers(grant, path)));
}

/** A role in a region holds for everything below it: every path through it. */
function covers({ scope }: RoleGrant, path: ScopePath): boolean {
  return scope.kind === 'region'
    ? path.regionIds.includes(scope.regionId)
    : path.schoolIds.includes(scope.schoolId);
}

/** What somebody can be to a thing at all, by what they came in as: a screen is only ever its room, a phone its lesson's helper. */
const possible: Readonly<Record<Exclude<Actor['kind'], 'person'>, readonly Relation[]>> = {
  device: ['roomDevice'],
  phone: ['roomPhone', 'lecternPhone'],
  viewer: ['viewer'],
  visitor: [],
};
const ofThings: readonly Relation[] = Object.values(possible).flat();

/** Belonging to a school opens its lessons to those who work there, not to readers of reports. */
function countingRelations(actor: Actor, { relations }: Scope): readonly Relation[] {
  if (actor.kind !== 'person') return relations.filter((each) => possible[actor.kind].includes(each));
  const works = actor.grants.some((grant) => grant.role !== 'viewer');
  return relations.filter((each) => {
    if (ofThings.includes(each)) return false;
    return works || (each !== 'leadingSchool' && each !== 'receivingSchool');
  });
}

/** Whether somebody could have any business with an action at all, whatever the thing is. Asked at the door, before anything is read. */
export function gate(actor: Actor, action: Action): Result<void> {
  const rule: Rule = permissions[action];
  if (rule.who === 'everyone' || rule.who === 'token') return ok();
  if (actor.kind === 'visitor') return fail('UNAUTHENTICATED');
  if (actor.kind === 'person')
    return rule.who === 'granted' &&
      rule.roles.length === 0 &&
      rule.relations.every((each) => ofThings.includes(each))
      ? fail('FORBIDDEN')
      : ok();
  return rule.who === 'granted' && rule.relations.some((each) => possible[actor.kind].includes(each))
    ? ok()
    : fail('FORBIDDEN');
}

/** Only those who are known to be somebody, or to watch something, hold a connection. */
export function admit(actor: Actor): Result<void> {
  return actor.kind === 'visitor' ? fail('UNAUTHENTICATED') : ok();
}
