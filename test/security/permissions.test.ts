import { describe, expect, test } from 'vitest';
import type { Rule } from '../../server/identity/identity.grants.rules.ts';
import { permissions } from '../../server/identity/identity.permissions.rules.ts';
import { permit } from '../../server/identity/identity.permit.rules.ts';
import type { Action, Actor, Relation, Scope, ScopePath } from '../../server/identity/identity.types.ts';
import {
  deviceId,
  grantId,
  personId,
  regionId,
  roomId,
  schoolId,
  sessionId,
  viewerId,
} from '../../shared/kernel/ids.ts';
import { type RoleGrant, type StaffRole, staffRole } from '../../shared/person.ts';
import { requestNames } from '../../shared/wire/requests.ts';
import { routes } from '../../shared/wire/routes.ts';

const uuid = (number: number) => `01890000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
const region = (number: number) => regionId.parse(uuid(number));
const schoolOf = (number: number) => schoolId.parse(uuid(number));
const [province, city, county, nextCounty] = [region(1), region(2), region(3), region(4)];
const [school, nextSchool, farSchool] = [schoolOf(10), schoolOf(11), schoolOf(12)];

const at = (id: ReturnType<typeof schoolOf>, ...regionIds: ReturnType<typeof region>[]): ScopePath => ({
  regionIds,
  schoolIds: [id],
});
const here = at(school, province, city, county);
const far = at(farSchool, province, city, nextCounty);
const aRegion: ScopePath = { regionIds: [province, city, county], schoolIds: [] };

const grantAt = {
  school: (role: StaffRole, id = school): RoleGrant => ({ role, scope: { kind: 'school', schoolId: id } }),
  region: (role: StaffRole, id = county): RoleGrant => ({ role, scope: { kind: 'region', regionId: id } }),
};

/** Where the thing lies, as seen from where the role holds. The last three are nobody's. */
const placements: readonly (readonly [string, (role: StaffRole) => RoleGrant, readonly ScopePath[]])[] = [
  ['own school', (role) => grantAt.school(role), [here]],
  ['school in own county', (role) => grantAt.region(role, county), [here]],
  ['school in own city', (role) => grantAt.region(role, city), [here]],
  ['school in own province', (role) => grantAt.region(role, province), [here]],
  ['own region', (role) => grantAt.region(role, county), [aRegion]],
  ['region below', (role) => grantAt.region(role, province), [aRegion]],
  ['lesson led elsewhere, received at own school', (role) => grantAt.school(role, farSchool), [here, far]],
  ['lesson led elsewhere, received in own county', (role) => grantAt.region(role, nextCounty), [here, far]],
  ['REGION ABOVE', (role) => grantAt.school(role), [aRegion]],
  ['NEXT SCHOOL', (role) => grantAt.school(role, nextSchool), [here]],
  ['NEXT COUNTY', (role) => grantAt.region(role, nextCounty), [here]],
];
const everywhere = placements.slice(0, 6).map(([words]) => words);
const atTheOtherEnd = placements.slice(6, 8).map(([words]) => words);

const person = (...grants: RoleGrant[]): Actor => ({
  kind: 'person',
  personId: personId.parse(uuid(20)),
  loginId: 'login',
  schoolId: null,
  grants,
});
const sitting = { grantId: grantId.parse(uuid(32)), sessionId: sessionId.parse(uuid(33)) };
const things: Readonly<Record<string, Actor>> = {
  'a screen': { kind: 'device', deviceId: deviceId.parse(uuid(30)), roomId: roomId.parse(uuid(31)) },
  'a phone': { kind: 'phone', ...sitting, roomId: roomId.parse(uuid(31)), personId: null },
  'a viewer': { kind: 'viewer', viewerId: viewerId.parse(uuid(34)), sessionId: sitting.sessionId },
  'a visitor': { kind: 'visitor' },
};
const relations: Readonly<Record<Relation, keyof typeof things | 'staff'>> = {
  self: 'staff',
  lecturer: 'staff',
  assistant: 'staff',
  member: 'staff',
  leadingSchool: 'staff',
  receivingSchool: 'staff',
  roomDevice: 'a screen',
  roomPhone: 'a phone',
  lecternPhone: 'a phone',
  viewer: 'a viewer',
};
/** Works at a school that has nothing to do with the thing. */
const stranger = person(grantAt.school('localTeacher', nextSchool));

const actions = Object.keys(permissions).sort() as Action[];
const rolesOf = (action: Action, role: StaffRole): readonly string[] =>
  placements
    .filter(([, grant, paths]) => permit(person(grant(role)), action, { paths, relations: [] }))
    .map(([words]) => words);

/** A role reaches whatever lies at its school or below its region; what has two ends is reached from both, or from the leading one. */
function inWords(places: readonly string[]): string {
  const left = places.filter((each) => !everywhere.includes(each) && !atTheOtherEnd.includes(each));
  const reached = everywhere.every((each) => places.includes(each)) ? ['where it holds and below'] : places;
  const both = atTheOtherEnd.every((each) => places.includes(each)) ? ['from either end of a lesson'] : [];
  return [...reached, ...both, ...left].join('; ');
}

function linesOf(action: Action): string[] {
  const rule: Rule = permissions[action];
  if (rule.who === 'everyone') return ['everybody'];
  if (rule.who === 'signedIn') return ['whoever is signed in'];
  if (rule.who === 'token') return ['whoever holds a token of an office'];
  const alike = new Map<string, StaffRole[]>();
  for (const role of staffRole.options) {
    const places = inWords(rolesOf(action, role));
    if (places !== '') alike.set(places, [...(alike.get(places) ?? []), role]);
  }
  const byRole = [...alike].map(([places, roles]) => `${roles.join(', ')}: ${places}`);
  const parties = Object.entries(relations).flatMap(([relation, kind]) => {
    const scope: Scope = { paths: [here], relations: [relation as Relation] };
    const actor = kind === 'staff' ? stranger : things[kind];
    return actor !== undefined && permit(actor, action, scope) ? [relation] : [];
  });
  return [...byRole, ...(parties.length === 0 ? [] : [`whoever is its ${parties.join(', ')}`])];
}

test('the whole table in words: action × role × place × relation', async () => {
  const text = actions.map((action) => [action, ...linesOf(action).map((each) => `  ${each}`)].join('\n'));
  await expect(`${text.join('\n')}\n`).toMatchFileSnapshot('./permissions.txt');
});

test('every route and request has a row, every row is one', () => {
  expect(actions).toEqual([...requestNames, ...Object.keys(routes)].sort());
});

describe('in no row', () => {
  const granted = actions.filter((action) => permissions[action].who === 'granted');

  test.each(staffRole.options)('%s reaches the region above, the next school or the next county', (role) => {
    for (const action of granted)
      expect([action, rolesOf(action, role).filter((words) => words === words.toUpperCase())]).toEqual([
        action,
        [],
      ]);
  });

  test('a screen, a phone, a viewer or a visitor has a role or a person’s relation', () => {
    for (const action of granted)
      for (const [kind, actor] of Object.entries(things)) {
        const foreign = Object.entries(relations).filter(([, of]) => of !== kind);
        const claims = foreign.map(([relation]) => relation as Relation);
        expect([action, kind, permit(actor, action, { paths: [here, far], relations: claims })]).toEqual([
          action,
          kind,
          false,
        ]);
      }
  });
});

describe('the order of roles', () => {
  /** What belongs to the teacher in the room, not to a rank. */
  const duties = [
    'headCount.set',
    'hand.lower',
    'question.answer',
    // Saving a room's data is for who sits in it as well.
    'saving.set',
    // So is what its class reads.
    'caption.choose',
    'confirmation.set',
    'phone.list',
    'phone.release',
  ];
  /** What is the lecturer's, not a rank's, and what only those who lead may do at the leading school. */
  const pairs: readonly (readonly [StaffRole, StaffRole])[] = [
    ['viewer', 'localTeacher'],
    ['localTeacher', 'lecturer'],
    ['lecturer', 'admin'],
    ['inspector', 'admin'],
    ['researcher', 'admin'],
  ];
  test.each(pairs)('%s < %s', (less, more) => {
    for (const action of actions.filter((each) => more === 'admin' || !duties.includes(each)))
      expect([action, rolesOf(action, more)]).toEqual([
        action,
        expect.arrayContaining([...rolesOf(action, less)]),
      ]);
  });
});
