import type { StaffRole } from '../../shared/person.ts';
import type { Action, Relation } from './identity.types.ts';

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
const everyone = { who: 'everyone' } as const satisfies Rule;
const signedIn = { who: 'signedIn' } as const satisfies Rule;
const token = { who: 'token' } as const satisfies Rule;
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

const anyRole = ['admin', 'lecturer', 'localTeacher', 'inspector', 'researcher', 'viewer'] as const;
const staff = ['admin', 'lecturer', 'localTeacher', 'inspector', 'researcher'] as const;
const office = ['admin', 'inspector', 'researcher'] as const;
/** A link's two schools see each other as far as the link goes. */
const bothSchools = ['leadingSchool', 'receivingSchool'] as const;

/** Seeing and hearing a lesson. */
const attend = granted(staff, ['lecturer', 'assistant', 'member', 'roomDevice', 'viewer', ...bothSchools]);
/** What attends, and a helper's phone while the private line speaks: of all other media a session keeps it away. */
const carry = granted(staff, [...attend.relations, 'roomPhone']);
/** Taking part in a lesson, or watching it; phones say things. */
const takePart = granted(staff, [...attend.relations, 'roomPhone', 'lecternPhone']);
/** Being seen and heard in a lesson, or over a private line. */
const beHeard = granted([], ['lecturer', 'assistant', 'member', 'roomDevice', 'roomPhone']);
/** Whose work it is to prepare a lesson of their school, at either end. */
const noteWriters = ['admin', 'lecturer', 'localTeacher'] as const;
/** Leading a lesson that runs. */
const lead = atHome(['admin'], ['lecturer', 'assistant', 'lecternPhone']);

/** Bringing what a lesson is held with. */
const prepare = atHome(['admin'], ['lecturer', 'member']);

/** Seeing what was recorded of a lesson, as long as its licence opens it to nobody else. */
const seeRecorded = granted(staff, ['lecturer', 'assistant', 'member', 'roomDevice', ...bothSchools]);

/** The six rows of a register: who may read it, who may change it. */
const register = <N extends string, R extends Rule, W extends Rule>(
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

/** THE table: every route and every live request has exactly one row. A new one without a row does not compile. */
export const permissions = {
  'setup.state': everyone,
  'setup.create': everyone,
  'login.create': everyone,
  'login.end': everyone,
  'login.read': signedIn,
  'login.ways': everyone,
  'login.list': granted(['admin'], ['self']),
  'login.revoke': granted(['admin'], ['self']),
  'login.changePassword': signedIn,
  'invitation.create': granted(['admin']),
  'invitation.open': everyone,
  'invitation.accept': everyone,

  'access.read': granted(['admin']),
  'access.choose': granted(['admin']),
  'access.goOn': granted(['admin']),

  ...register('region', { read: granted(anyRole), write: granted(['admin']) }),
  ...register('school', { read: granted(anyRole, bothSchools), write: granted(['admin']) }),
  'school.merge': granted(['admin']),
  ...register('room', { read: granted(staff, bothSchools), write: granted(['admin']) }),
  ...register('class', { read: granted(staff, bothSchools), write: granted(['admin']) }),
  ...register('subject', { read: granted(anyRole, bothSchools), write: granted(['admin']) }),
  ...register('person', { read: granted(staff, ['self']), write: granted(['admin']) }),
  'person.setPin': granted(['admin'], ['self']),
  'person.listPins': granted(['admin'], ['self']),

  ...register('need', { read: granted(anyRole, bothSchools), write: granted(['admin']) }),
  ...register('link', { read: granted(anyRole, bothSchools), write: granted(['admin']) }),
  'link.answer': granted(['admin']),
  ...register('localTeaching', { read: granted(anyRole, ['leadingSchool']), write: granted(['admin']) }),
  'offering.read': granted(anyRole, ['leadingSchool']),
  ...register('term', { read: granted(anyRole, bothSchools), write: granted(['admin']) }),
  ...register('bell', { read: granted(anyRole, bothSchools), write: granted(['admin']) }),
  ...register('elsewhere', { read: granted(anyRole, ['leadingSchool']), write: granted(['admin']) }),
  ...register('group', { read: granted(anyRole, bothSchools), write: granted(['admin']) }),
  ...register('slot', { read: granted(staff, ['lecturer', ...bothSchools]), write: atHome(['admin']) }),
  'slot.clashes': atHome(['admin']),
  'planner.propose': atHome(['admin']),
  'planner.accept': atHome(['admin']),

  'lesson.list': granted(staff, ['lecturer', 'assistant', 'member', ...bothSchools]),
  'lesson.plan': atHome(['admin'], ['lecturer']),
  'lesson.improvise': atHome(['admin', 'lecturer']),
  'lesson.move': atHome(['admin'], ['lecturer']),
  'lesson.substitute': atHome(['admin'], ['lecturer']),
  'lesson.cancel': atHome(['admin'], ['lecturer']),
  'lesson.restore': atHome(['admin'], ['lecturer']),
  'feed.list': granted(['admin'], ['self']),
  'feed.create': granted(['admin'], ['self']),
  'feed.revoke': granted(['admin'], ['self']),

  'import.open': granted(['admin']),
  'import.read': granted(['admin']),
  'import.apply': granted(['admin']),
  'import.drop': granted(['admin']),
  'audit.list': granted(['admin']),
  'seal.list': granted(['admin', 'inspector']),
  'snapshot.list': granted(anyRole),
  'snapshot.make': granted(['admin']),
  'snapshot.differences': granted(anyRole),

  'device.announce': everyone,
  'device.read': everyone,
  'device.exchange': everyone,
  'device.pair': granted(['admin']),
  'device.provision': granted(['admin']),
  'device.move': granted(['admin']),
  'device.list': granted(office),
  'source.list': granted(['admin']),
  'source.set': granted(['admin']),
  'source.renewKey': granted(['admin']),
  'source.remove': granted(['admin']),
  'source.setPlayer': granted(['admin']),
  'device.revoke': granted(['admin']),
  'device.rename': granted(['admin']),
  'device.check': granted(['admin']),
  'device.claimPc': granted(['admin', 'lecturer']),
  // The browser's own cookie names the device; nothing else can be reached by them.
  'device.beatPc': signedIn,
  'device.reportPc': signedIn,
  'device.leavePc': signedIn,

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

  // Whoever can take part reads what is shown; a teacher of the lesson brings it.
  'courseware.list': takePart,
  'courseware.upload': prepare,
  'courseware.reuse': prepare,
  'courseware.rename': prepare,
  'courseware.remove': prepare,

  'recording.list': seeRecorded,
  'recording.read': seeRecorded,
  // A public one is open to whoever has its address; of the others the handler asks for `recording.read`.
  'recording.replay': everyone,
  'recording.address': everyone,
  'recording.package': everyone,
  'recording.licence': atHome(['admin'], ['lecturer']),
  'recording.keep': atHome(['admin'], ['lecturer']),
  'recording.remove': atHome(['admin'], ['lecturer']),
  'recording.compose': granted(['admin', 'lecturer', 'localTeacher'], ['lecturer', 'member']),
  'safety.missing': granted([], ['lecturer']),
  'safety.announce': granted([], ['lecturer']),

  'recording.listCaptions': seeRecorded,
  'recording.readCaption': seeRecorded,
  'recording.writeCaption': prepare,
  'recording.removeCaption': prepare,

  'attendance.read': granted(anyRole, ['lecturer', 'assistant', ...bothSchools]),
  'report.read': granted(anyRole),
  'report.trend': granted(anyRole),
  'report.map': granted(anyRole),
  'report.list': granted(anyRole),
  'report.graph': granted(anyRole),
  'report.mine': signedIn,
  'report.service': granted(anyRole),
  // Where the lesson was received: whoever led it does not explain away what did not arrive.
  'report.correctCause': granted(['admin']),
  'threshold.list': signedIn,
  'threshold.set': granted(['admin']),
  'supervision.wall': granted(office),
  'supervision.alarms': granted(office),
  // Inspectors only read: whoever takes note has to see to it.
  'supervision.acknowledge': granted(['admin']),
  'alarmThreshold.list': granted(office),
  'alarmThreshold.set': granted(['admin']),
  'bigScreen.list': granted(['admin']),
  'bigScreen.make': granted(['admin']),
  'bigScreen.revoke': granted(['admin']),
  'bigScreen.read': everyone,
  'open.report': token,
  'open.list': token,
  'openToken.list': granted(['admin']),
  'openToken.create': granted(['admin']),
  'openToken.revoke': granted(['admin']),
  'webhook.list': granted(['admin']),
  'webhook.add': granted(['admin']),
  'webhook.pause': granted(['admin']),
  'webhook.remove': granted(['admin']),
  'webhook.test': granted(['admin']),
  'webhook.deliveries': granted(['admin']),
  'webhook.resend': granted(['admin']),
  'xapi.read': granted(['admin']),
  'xapi.resend': granted(['admin']),

  'room.agenda': granted([], ['roomDevice']),
  'device.reportCheck': granted([], ['roomDevice']),
  'session.join': takePart,
  'session.leave': takePart,
  'session.catchUp': takePart,
  // Not with the lecturer's phone: a lesson begins where its camera and microphone stand, by whoever has just looked at them.
  'session.start': atHome(['admin', 'lecturer'], ['lecturer', 'assistant']),
  'session.end': atHome(['admin'], ['lecturer', 'lecternPhone']),
  'session.reopen': atHome(['admin'], ['lecturer', 'lecternPhone']),
  'headCount.set': granted(['admin', 'localTeacher'], ['lecturer', 'assistant', 'roomPhone', 'lecternPhone']),
  'stage.call': lead,
  'stage.release': lead,
  'stage.pick': lead,
  'ownTurn.note': lead,
  'question.ask': lead,
  'question.answer': granted(
    ['admin', 'localTeacher'],
    ['lecturer', 'assistant', 'roomPhone', 'lecternPhone'],
  ),
  'question.show': lead,
  'question.close': lead,
  'wall.arrange': lead,
  'wall.spotlight': lead,
  'notice.say': lead,
  'notice.clear': lead,
  // Of whoever leads, or sits beside them: what all screens show is not for one of the rooms to write.
  'caption.say': lead,
  'music.set': lead,
  'recording.start': lead,
  'recording.stop': lead,
  'saving.set': granted(
    ['admin', 'localTeacher'],
    ['lecturer', 'assistant', 'lecternPhone', 'roomPhone', 'roomDevice'],
  ),
  'seat.mute': lead,
  'seat.remove': lead,
  'seat.readmit': lead,
  'lectern.hand': atHome(['admin'], ['lecturer', 'lecternPhone']),
  'courseware.open': lead,
  'courseware.turn': lead,
  // A room's own screen plays, and says what it plays; its own people may stop it.
  'playing.open': granted([], ['roomDevice']),
  'playing.tell': granted([], ['roomDevice']),
  'playing.wish': granted([], ['roomPhone']),
  'courseware.zoom': lead,
  'courseware.close': lead,
  'mark.draw': lead,
  'mark.move': lead,
  'mark.erase': lead,
  'mark.clear': lead,
  'mark.list': attend,
  'note.open': granted(noteWriters, ['lecturer', 'assistant', 'member', 'lecternPhone', 'roomPhone']),
  'note.update': granted(noteWriters, ['lecturer', 'assistant', 'member']),
  'note.close': takePart,
  'hand.raise': granted([], ['roomPhone']),
  'talk.hold': granted([], ['roomPhone']),
  'hand.lower': granted(['admin', 'localTeacher'], ['lecturer', 'assistant', 'roomPhone', 'lecternPhone']),
  'signal.send': granted([], ['roomPhone']),
  'line.say': granted([], ['lecturer', 'assistant', 'lecternPhone', 'roomPhone']),
  'lineVoice.ask': granted([], ['lecturer', 'roomPhone']),
  'lineVoice.answer': granted([], ['lecturer', 'roomPhone']),
  'lineVoice.end': granted([], ['lecturer', 'lecternPhone', 'roomPhone']),
  'line.read': granted([], ['lecturer', 'lecternPhone', 'roomPhone']),
  'confirmation.set': granted(['localTeacher', 'admin'], ['roomPhone']),
  'media.join': carry,
  'media.connect': carry,
  'media.restartIce': carry,
  'media.publish': beHeard,
  'media.unpublish': beHeard,
  'media.receive': carry,
  'media.steer': carry,
  'quality.report': attend,
  'quality.firstFrame': attend,
} as const satisfies Record<Action, Rule>;
