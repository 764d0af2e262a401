import { expect, it } from 'vitest';
import { routes } from '../../../shared/wire/routes.ts';
import { idOf } from '../lesson-card.fixture.ts';
import { personBody, personValues } from './person.model.ts';

const read = (values: Parameters<typeof personBody>[0]) =>
  routes['person.add'].body.safeParse(
    personBody({ phone: '', staffCode: '', ...values }, { rootId: idOf(1) }),
  );
const own = (role: string) => ({ role, place: 'own' });

it('is refused without a name, and with half a sign-in', () => {
  expect(read({ roles: [own('lecturer')] }).success).toBe(false);
  expect(read({ name: '张三', loginName: 'zhang' }).success).toBe(false);
});

it('gives roles in the school, or in the office for who has none', () => {
  expect(read({ name: '张三', schoolId: idOf(2), roles: [own('lecturer')] }).data?.roles).toEqual([
    { role: 'lecturer', scope: { kind: 'school', schoolId: idOf(2) } },
  ]);
  expect(read({ name: '张三', roles: [own('inspector')] }).data?.roles).toEqual([
    { role: 'inspector', scope: { kind: 'region', regionId: idOf(1) } },
  ]);
});

it('adds a sign-in only when a name for it was typed', () => {
  expect(read({ name: '张三', loginName: ' ', password: 'left over' }).data?.login).toBeUndefined();
  expect(read({ name: '张三', loginName: 'zhang', password: 'long enough' }).data?.login?.loginName).toBe(
    'zhang',
  );
});

it('shows roles by their place and reads the same again, also after the person moved', () => {
  const roles = [
    { role: 'lecturer', scope: { kind: 'school', schoolId: idOf(2) } },
    { role: 'localTeacher', scope: { kind: 'school', schoolId: idOf(3) } },
    { role: 'inspector', scope: { kind: 'region', regionId: idOf(4) } },
  ];
  const person = { name: '张三', schoolId: idOf(2), phone: '', staffCode: '', roles };
  const shown = personValues(person);
  expect(shown['roles']).toEqual([
    own('lecturer'),
    { role: 'localTeacher', place: `school ${idOf(3)}` },
    { role: 'inspector', place: `region ${idOf(4)}` },
  ]);
  expect(personBody(shown, { rootId: null })).toEqual(person);
  expect(personBody({ ...shown, schoolId: idOf(5) }, { rootId: null })['roles']).toMatchObject([
    { scope: { schoolId: idOf(5) } },
    { scope: { schoolId: idOf(3) } },
    {},
  ]);
});

it('keeps the roles of somebody whom the register gave and no form', () => {
  const roles = [{ role: 'inspector', scope: { kind: 'region', regionId: idOf(4) } }];
  expect(personBody({ name: '张三', roles }, { rootId: null })['roles']).toEqual(roles);
});

it('is refused with a place that was not chosen', () => {
  expect(read({ name: '张三', roles: [{ role: 'inspector', place: 'region' }] }).success).toBe(false);
});
