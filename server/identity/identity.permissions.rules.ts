import type { StaffRole } from '../../shared/person.ts';
import type { Action, Relation } from './identity.types.ts';

/**
 * Who may do something: everybody, whoever is signed in, or whoever has one of `roles` in a place of the thing or is one of `relations`
 * to it. `at: 'home'` asks for the role where the thing belongs: a lesson's leading school, not a receiving one.
 */
export type Rule =
  | { readonly who: 'everyone' }
  | { readonly who: 'signedIn' }
  | {
      readonly who: 'granted';
      readonly roles: readonly StaffRole[];
      readonly relations: readonly Relation[];
      readonly at: 'home' | 'anyPlace';
    };

type Granted = Extract<Rule, { who: 'granted' }>;
const everyone = { who: 'everyone' } as const satisfies Rule;
const signedIn = { who: 'signedIn' } as const satisfies Rule;
const granted = (roles: readonly StaffRole[], relations: readonly Relation[] = []): Granted => ({
  who: 'granted',
  roles,
  relations,
  at: 'anyPlace',
});
const atHome = (roles: readonly StaffRole[], relations: readonly Relation[] = []): Rule => ({
  who: 'granted',
  roles,
  relations,
  at: 'home',
});

const anyRole = ['admin', 'lecturer', 'localTeacher', 'inspector', 'viewer'] as const;
const staff = ['admin', 'lecturer', 'localTeacher', 'inspector'] as const;
/** A link's two schools see each other as far as the link goes. */
const bothSchools = ['leadingSchool', 'receivingSchool'] as const;

/** Seeing and hearing a lesson. */
const attend = granted(staff, ['lecturer', 'assistant', 'member', 'roomDevice', 'viewer', ...bothSchools]);
/** Taking part in a lesson, or watching it; phones say things, but carry no media. */
const takePart = granted(staff, [...attend.relations, 'roomPhone', 'lecternPhone']);
/** Being seen and heard in a lesson. */
const beSeen = granted([], ['lecturer', 'assistant', 'member', 'roomDevice']);
/** Leading a lesson that runs. */
const lead = atHome(['admin'], ['lecturer', 'assistant', 'lecternPhone']);

/** THE table: every route and every live request has exactly one row. A new one without a row does not compile. */
export const permissions = {
  'setup.state': everyone,
  'setup.create': everyone,
  'login.create': everyone,
  'login.end': everyone,
  'login.read': signedIn,

  'access.read': granted(['admin']),
  'access.choose': granted(['admin']),
  'access.goOn': granted(['admin']),

  'region.list': granted(anyRole),
  'school.list': granted(anyRole, bothSchools),
  'school.add': granted(['admin']),
  'room.list': granted(staff, bothSchools),
  'room.add': granted(['admin']),
  'class.list': granted(staff, bothSchools),
  'class.add': granted(['admin']),
  'person.list': granted(staff, ['self']),
  'person.add': granted(['admin']),
  'person.setPin': granted(['admin'], ['self']),
  'person.listPins': granted(['admin'], ['self']),
  'need.list': granted(anyRole, bothSchools),
  'need.add': granted(['admin']),
  'link.list': granted(anyRole, bothSchools),
  'link.add': granted(['admin']),

  'lesson.list': granted(staff, ['lecturer', 'assistant', 'member', ...bothSchools]),
  'lesson.plan': atHome(['admin'], ['lecturer']),
  'lesson.improvise': atHome(['admin', 'lecturer']),

  'device.announce': everyone,
  'device.read': everyone,
  'device.exchange': everyone,
  'device.pair': granted(['admin']),
  'device.provision': granted(['admin']),
  'device.move': granted(['admin']),
  'device.list': granted(['admin', 'inspector']),
  'device.revoke': granted(['admin']),

  'phone.open': everyone,
  'phone.enter': everyone,
  'phone.read': everyone,
  'phone.leave': everyone,
  'phone.code': granted([], ['roomDevice']),
  'phone.lecternCode': granted([], ['lecturer']),
  'phone.list': granted(['admin', 'localTeacher'], ['lecturer', 'assistant', 'lecternPhone']),
  'phone.release': granted(['admin', 'localTeacher'], ['lecturer', 'assistant', 'lecternPhone']),

  'watch.link': lead,
  'watch.close': lead,
  'watch.open': everyone,
  'watch.read': everyone,

  'attendance.read': granted(anyRole, ['lecturer', 'assistant', ...bothSchools]),
  'coverage.read': granted(['admin', 'inspector', 'viewer']),

  'room.agenda': granted([], ['roomDevice']),
  'session.join': takePart,
  'session.leave': takePart,
  'session.catchUp': takePart,
  'session.start': atHome(['admin', 'lecturer'], ['lecturer', 'assistant']),
  'session.end': atHome(['admin'], ['lecturer', 'lecternPhone']),
  'session.reopen': atHome(['admin'], ['lecturer', 'lecternPhone']),
  'headCount.set': granted(['admin', 'localTeacher'], ['lecturer', 'assistant', 'roomPhone', 'lecternPhone']),
  'stage.call': lead,
  'stage.release': lead,
  'hand.raise': granted([], ['roomPhone']),
  'hand.lower': granted(['localTeacher'], ['lecturer', 'assistant', 'roomPhone', 'lecternPhone']),
  'signal.send': granted([], ['roomPhone']),
  'confirmation.set': granted(['localTeacher', 'admin'], ['roomPhone']),
  'media.join': attend,
  'media.connect': attend,
  'media.restartIce': attend,
  'media.publish': beSeen,
  'media.unpublish': beSeen,
  'media.receive': attend,
  'media.steer': attend,
  'quality.report': attend,
  'quality.firstFrame': attend,
} as const satisfies Record<Action, Rule>;
