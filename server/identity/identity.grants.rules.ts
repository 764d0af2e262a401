import type { StaffRole } from '../../shared/person.ts';
import type { Relation } from './identity.types.ts';

/**
 * Who may do something: everybody, whoever is signed in, or whoever has one of `roles` in a place of the thing or is one of `relations`
 * to it. `at: 'home'` asks for the role where the thing belongs: a lesson's leading school, not a receiving one.
 */
export type Rule =
  | { readonly who: 'everyone' }
  | { readonly who: 'signedIn' }
  /** Whoever holds a token of an office, which the handler reads; who somebody is does not count. */
  | { readonly who: 'token' }
  | {
      readonly who: 'granted';
      readonly roles: readonly StaffRole[];
      readonly relations: readonly Relation[];
      readonly at: 'home' | 'anyPlace';
    };

type Granted = Extract<Rule, { who: 'granted' }>;
export const everyone = { who: 'everyone' } as const satisfies Rule;
export const signedIn = { who: 'signedIn' } as const satisfies Rule;
export const token = { who: 'token' } as const satisfies Rule;
export const granted = (roles: readonly StaffRole[], relations: readonly Relation[] = []): Granted => ({
  who: 'granted',
  roles,
  relations,
  at: 'anyPlace',
});
export const atHome = (roles: readonly StaffRole[], relations: readonly Relation[] = []): Rule => ({
  who: 'granted',
  roles,
  relations,
  at: 'home',
});

export const anyRole = ['admin', 'lecturer', 'localTeacher', 'inspector', 'researcher', 'viewer'] as const;
export const staff = ['admin', 'lecturer', 'localTeacher', 'inspector', 'researcher'] as const;
export const office = ['admin', 'inspector', 'researcher'] as const;
/** A link's two schools see each other as far as the link goes. */
export const bothSchools = ['leadingSchool', 'receivingSchool'] as const;

/** Seeing and hearing a lesson. */
export const attend = granted(staff, [
  'lecturer',
  'assistant',
  'member',
  'roomDevice',
  'viewer',
  ...bothSchools,
]);
/** What attends, and a helper's phone while the private line speaks: of all other media a session keeps it away. */
export const carry = granted(staff, [...attend.relations, 'roomPhone']);
/** Taking part in a lesson, or watching it; phones say things. */
export const takePart = granted(staff, [...attend.relations, 'roomPhone', 'lecternPhone']);
/** Being seen and heard in a lesson, or over a private line. */
export const beHeard = granted([], ['lecturer', 'assistant', 'member', 'roomDevice', 'roomPhone']);
/** Whose work it is to prepare a lesson of their school, at either end. */
export const noteWriters = ['admin', 'lecturer', 'localTeacher'] as const;
/** Leading a lesson that runs. */
export const lead = atHome(['admin'], ['lecturer', 'assistant', 'lecternPhone']);

/** Bringing what a lesson is held with. */
export const prepare = atHome(['admin'], ['lecturer', 'member']);

/** Seeing what was recorded of a lesson, as long as its licence opens it to nobody else. */
export const seeRecorded = granted(staff, ['lecturer', 'assistant', 'member', 'roomDevice', ...bothSchools]);

/** The six rows of a register: who may read it, who may change it. */
export const register = <N extends string, R extends Rule, W extends Rule>(
  name: N,
  { read, write }: { readonly read: R; readonly write: W },
) =>
  ({
    [`${name}.list`]: read,
    [`${name}.history`]: read,
    [`${name}.add`]: write,
    [`${name}.change`]: write,
    [`${name}.close`]: write,
    [`${name}.reopen`]: write,
  }) as Readonly<
    Record<`${N}.${'list' | 'history'}`, R> & Record<`${N}.${'add' | 'change' | 'close' | 'reopen'}`, W>
  >;
