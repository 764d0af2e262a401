import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deviceId, personId, regionId, roomId, schoolId } from '../../shared/kernel/ids.ts';
import { type RoleGrant, type StaffRole, staffRole } from '../../shared/person.ts';
import { requestNames } from '../../shared/wire/requests.ts';
import { permissions } from './identity.permissions.rules.ts';
import { admit, gate, permit } from './identity.permit.rules.ts';
import type { Action, Actor, Relation, Scope } from './identity.types.ts';

const uuid = (number: number) => `01890000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
const [province, county, otherCounty] = [1, 2, 3].map((each) => regionId.parse(uuid(each))) as [
  ReturnType<typeof regionId.parse>,
  ReturnType<typeof regionId.parse>,
  ReturnType<typeof regionId.parse>,
];
const leading = schoolId.parse(uuid(10));
const receiving = schoolId.parse(uuid(11));
const elsewhere = schoolId.parse(uuid(12));

const actions = Object.keys(permissions) as Action[];
const relations: readonly Relation[] = [
  'lecturer',
  'assistant',
  'member',
  'roomDevice',
  'leadingSchool',
  'receivingSchool',
  'self',
];
const lesson: Scope['paths'] = [
  { regionIds: [province, county], schoolIds: [leading] },
  { regionIds: [province, otherCounty], schoolIds: [receiving] },
];
const person = (...grants: RoleGrant[]): Actor => ({
  kind: 'person',
  personId: personId.parse(uuid(20)),
  loginId: 'login',
  schoolId: null,
  grants,
});
const inRegion = (role: StaffRole, id = county): RoleGrant => ({
  role,
  scope: { kind: 'region', regionId: id },
});
const inSchool = (role: StaffRole, id = leading): RoleGrant => ({
  role,
  scope: { kind: 'school', schoolId: id },
});
const device: Actor = { kind: 'device', deviceId: deviceId.parse(uuid(30)), roomId: roomId.parse(uuid(31)) };
const visitor: Actor = { kind: 'visitor' };

describe('what changes nothing', () => {
  const harmless =
    /\.(list|history|read|state|join|leave|catchUp|agenda)$|^media\.(connect|restartIce|receive|steer)$|^quality\.|^(login|setup)\.|^invitation\.(open|accept)$|^device\.(announce|exchange|beatPc|reportPc|leavePc)$|^phone\.(open|enter)$|^watch\.open$|^note\.close$|^report\.(trend|map|graph|mine|service)$|^snapshot\.differences$|^recording\.(replay|address|progress|package|listCaptions|readCaption)$|^supervision\.(wall|alarms)$|^still\.(open|notice)$/;

  test.each(['inspector', 'researcher', 'viewer'] as const)(
    '%s reads only, wherever the role holds',
    (role) => {
      const actor = person(inRegion(role, province), inSchool(role, leading), inSchool(role, receiving));
      const may = actions.filter((action) =>
        permit(actor, action, { paths: lesson, relations: ['leadingSchool', 'receivingSchool'] }),
      );
      expect(may.filter((action) => !harmless.test(action))).toEqual([]);
    },
  );

  test('a viewer sees reports, not lessons, even at a school that takes part', () => {
    const actor = person(inRegion('viewer', province));
    const scope: Scope = { paths: lesson, relations: ['leadingSchool', 'receivingSchool'] };
    expect(permit(actor, 'report.read', scope)).toBe(true);
    expect(permit(actor, 'attendance.read', scope)).toBe(true);
    for (const action of ['lesson.list', 'session.join', 'media.receive', 'room.list'] as const)
      expect(permit(actor, action, scope)).toBe(false);
  });
});

describe('places', () => {
  test('a region covers everything below it and nothing beside it', () => {
    const scope = { paths: lesson.slice(0, 1), relations: [] };
    expect(permit(person(inRegion('admin', province)), 'room.add', scope)).toBe(true);
    expect(permit(person(inRegion('admin', county)), 'room.add', scope)).toBe(true);
    expect(permit(person(inRegion('admin', otherCounty)), 'room.add', scope)).toBe(false);
    expect(permit(person(inSchool('admin', elsewhere)), 'room.add', scope)).toBe(false);
  });

  test('a receiving school does not end the lesson of another', () => {
    const scope = { paths: lesson, relations: [] };
    expect(permit(person(inSchool('admin', leading)), 'session.end', scope)).toBe(true);
    expect(permit(person(inSchool('admin', receiving)), 'session.end', scope)).toBe(false);
    expect(permit(person(inSchool('admin', receiving)), 'headCount.set', scope)).toBe(true);
  });

  test('no role without a place, and none in no place', () => {
    for (const action of actions) {
      // A token is nobody's role.
      const open = !['granted', 'token'].includes(permissions[action].who);
      expect(permit(person(inRegion('admin', province)), action, { paths: [], relations: [] })).toBe(open);
      expect(permit(person(), action, { paths: lesson, relations: [] })).toBe(open);
    }
  });
});

test('a screen is only its room, and nobody else is a screen', () => {
  const claims: Scope = { paths: lesson, relations };
  for (const action of actions) {
    const rule = permissions[action];
    const forRooms =
      rule.who === 'everyone' || (rule.who === 'granted' && rule.relations.includes('roomDevice' as never));
    expect(permit(device, action, claims)).toBe(forRooms);
    if (permit(person(inSchool('lecturer', elsewhere)), action, { paths: lesson, relations: ['roomDevice'] }))
      expect(rule.who).not.toBe('granted');
  }
});

test('the gate never refuses what the table allows', () => {
  const actor = fc.oneof(
    fc.constant(visitor),
    fc.constant(device),
    fc
      .array(
        fc.record({
          role: fc.constantFrom(...staffRole.options),
          at: fc.constantFrom(leading, receiving, elsewhere),
        }),
      )
      .map((grants) => person(...grants.map(({ role, at }) => inSchool(role, at)))),
  );
  fc.assert(
    fc.property(actor, fc.constantFrom(...actions), fc.subarray([...relations]), (asker, action, given) => {
      if (permit(asker, action, { paths: lesson, relations: given }))
        expect(gate(asker, action).ok).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test('whoever may do something in a lesson may join it', () => {
  const inLesson = requestNames.filter((name) => name !== 'room.agenda');
  for (const role of staffRole.options)
    for (const given of [[], ...relations.map((each) => [each])])
      for (const school of [leading, receiving]) {
        const may = (action: Action) =>
          permit(person(inSchool(role, school)), action, { paths: lesson, relations: given });
        expect(inLesson.filter((action) => may(action) && !may('session.join'))).toEqual([]);
      }
});

test('the gate knows strangers, people and screens apart', () => {
  expect(gate(visitor, 'lesson.list')).toMatchObject({ error: { code: 'UNAUTHENTICATED' } });
  expect(gate(visitor, 'login.create').ok).toBe(true);
  expect(gate(device, 'lesson.list')).toMatchObject({ error: { code: 'FORBIDDEN' } });
  expect(gate(device, 'session.join').ok).toBe(true);
  expect(gate(person(), 'room.agenda')).toMatchObject({ error: { code: 'FORBIDDEN' } });
  expect(admit(visitor)).toMatchObject({ error: { code: 'UNAUTHENTICATED' } });
  expect(admit(device).ok).toBe(true);
});

test('more roles never mean less', () => {
  const grant = fc.record({
    role: fc.constantFrom(...staffRole.options),
    scope: fc.oneof(
      fc.record({
        kind: fc.constant('region' as const),
        regionId: fc.constantFrom(province, county, otherCounty),
      }),
      fc.record({
        kind: fc.constant('school' as const),
        schoolId: fc.constantFrom(leading, receiving, elsewhere),
      }),
    ),
  });
  fc.assert(
    fc.property(
      fc.array(grant, { maxLength: 4 }),
      grant,
      fc.constantFrom(...actions),
      (grants, more, action) => {
        const scope = { paths: lesson, relations: [] };
        if (permit(person(...grants), action, scope))
          expect(permit(person(...grants, more), action, scope)).toBe(true);
      },
    ),
    { numRuns: 2_000 },
  );
});
