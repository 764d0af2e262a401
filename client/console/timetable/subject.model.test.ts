import { expect, it } from 'vitest';
import { type Me, me as meSchema } from '../../../shared/person.ts';
import { idOf } from '../lesson-card.fixture.ts';
import { subjectWish } from './subject.model.ts';

const SCHOOL = idOf(50);
const who = (role: 'admin' | 'lecturer', hasSchool: boolean): Me =>
  meSchema.parse({
    personId: idOf(7),
    name: '王老师',
    school: hasSchool ? { schoolId: SCHOOL, name: '实验小学' } : null,
    roles: [{ role, scope: { kind: 'region', regionId: idOf(70) } }],
  });

it('looks for a school that leads when the reader has none', () => {
  const wish = subjectWish('school', who('admin', false));
  expect(wish).toMatchObject({ state: 'first', narrowed: { field: 'kind' } });
  expect(JSON.stringify(wish)).not.toContain('teachingPoint');
});

it('begins with what is the reader’s own', () => {
  expect(subjectWish('school', who('admin', true))).toEqual({ state: 'known', id: SCHOOL });
  expect(subjectWish('person', who('lecturer', false))).toEqual({ state: 'known', id: idOf(7) });
  expect(subjectWish('room', who('lecturer', true))).toEqual({
    state: 'first',
    narrowed: { schoolId: SCHOOL },
  });
});

it('does not take an administrator for a teacher', () => {
  expect(subjectWish('person', who('admin', true))).toEqual({
    state: 'first',
    narrowed: { field: 'roles.role', value: 'lecturer', schoolId: SCHOOL },
  });
});
