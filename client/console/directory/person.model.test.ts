import { expect, it } from 'vitest';
import { routes } from '../../../shared/wire/routes.ts';
import { idOf } from '../lesson-card.fixture.ts';
import { personBody } from './person.model.ts';

const read = (values: Parameters<typeof personBody>[0]) =>
  routes['person.add'].body.safeParse(personBody(values, idOf(1)));

it('is refused without a name, and with half a sign-in', () => {
  expect(read({ roles: ['lecturer'] }).success).toBe(false);
  expect(read({ name: '张三', loginName: 'zhang' }).success).toBe(false);
});

it('gives roles in the school, or in the office for who has none', () => {
  expect(read({ name: '张三', schoolId: idOf(2), roles: ['lecturer'] }).data?.roles).toEqual([
    { role: 'lecturer', scope: { kind: 'school', schoolId: idOf(2) } },
  ]);
  expect(read({ name: '张三', roles: ['inspector'] }).data?.roles).toEqual([
    { role: 'inspector', scope: { kind: 'region', regionId: idOf(1) } },
  ]);
});

it('adds a sign-in only when a name for it was typed', () => {
  expect(read({ name: '张三', loginName: ' ', password: 'left over' }).data?.login).toBeUndefined();
  expect(read({ name: '张三', loginName: 'zhang', password: 'long enough' }).data?.login?.loginName).toBe(
    'zhang',
  );
});
