import { describe, expect, it } from 'vitest';
import { routes } from '../../../shared/wire/routes.ts';
import { idOf } from '../lesson-card.fixture.ts';
import { fieldProblems, refusedField } from './form.model.ts';

const setup = routes['setup.create'].body;
const complete = {
  token: 't',
  officeName: '县教育局',
  name: '张三',
  loginName: 'zhang.san',
  password: 'long enough',
};

describe('fieldProblems', () => {
  it('finds nothing wrong with what the server would take', () => {
    expect(fieldProblems(setup, complete)).toEqual([]);
  });
  it('asks for what is missing or blank', () => {
    expect(fieldProblems(setup, { ...complete, officeName: '  ', name: undefined })).toEqual([
      { field: 'officeName', key: 'form.required', params: { limit: 1 } },
      { field: 'name', key: 'form.required' },
    ]);
  });
  it('names the limit that was passed', () => {
    expect(fieldProblems(setup, { ...complete, password: 'short', name: '长'.repeat(41) })).toEqual([
      { field: 'name', key: 'form.tooLong', params: { limit: 40 } },
      { field: 'password', key: 'form.tooShort', params: { limit: 10 } },
    ]);
    const school = { schoolId: idOf(1), name: 'a', grade: '', homeRoomId: null, enrolledCount: 501 };
    expect(fieldProblems(routes['class.add'].body, school)).toEqual([
      { field: 'enrolledCount', key: 'form.outOfRange', params: { limit: 500 } },
    ]);
  });
  it('says once that a pattern does not fit', () => {
    expect(fieldProblems(setup, { ...complete, loginName: '张 三' })).toEqual([
      { field: 'loginName', key: 'form.invalid' },
    ]);
  });
  it('finds a field within a field', () => {
    const person = {
      name: 'a',
      schoolId: null,
      phone: '',
      roles: [],
      login: { loginName: 'ab', password: '1' },
    };
    expect(fieldProblems(routes['person.add'].body, person)).toEqual([
      { field: 'password', key: 'form.tooShort', params: { limit: 10 } },
    ]);
  });
  it('says of a field that holds rows which of them it is, and blames no field of the same name elsewhere', () => {
    const term = {
      ...{ regionId: idOf(1), name: '秋季学期', from: '2026-09-01', to: '2027-01-20' },
      ...{ holidays: [{ name: '', from: '2026-10-01', to: '2026-10-07' }, { name: '' }], makeUpDays: [] },
    };
    const isAsked = (field: string) => field in term;
    expect(fieldProblems(routes['term.add'].body, term, isAsked)).toEqual([
      { field: 'holidays', row: 1, key: 'form.required' },
    ]);
    const change = { changes: [{ id: idOf(2), expectedVersion: 1, fields: { ...term, from: '' } }] };
    expect(fieldProblems(routes['term.change'].body, change, isAsked)).toEqual([
      { field: 'from', key: 'form.required' },
      { field: 'holidays', row: 1, key: 'form.required' },
    ]);
  });
});

describe('refusedField', () => {
  it('reads nothing from other refusals, and from one that names no field', () => {
    expect(refusedField(null)).toBeNull();
    expect(refusedField({ code: 'FORBIDDEN', params: { field: 'roomIds', reason: 'range' } })).toBeNull();
    expect(refusedField({ code: 'INVALID_VALUE' })).toBeNull();
    expect(refusedField({ code: 'INVALID_VALUE', params: { field: 'roomIds', reason: 'odd' } })).toBeNull();
  });
  it('finds the field and its words', () => {
    const error = { code: 'INVALID_VALUE', params: { field: 'memberIds', reason: 'range' } } as const;
    expect(refusedField(error)).toEqual({ field: 'memberIds', key: 'refused.range' });
    const row = { code: 'INVALID_VALUE' as const, params: { field: 'holidays.1', reason: 'range' } };
    expect(refusedField(row)).toEqual({ field: 'holidays', row: 1, key: 'refused.range' });
  });

  it('tells a recording that cannot be played apart from any other choice', () => {
    const error = { code: 'INVALID_VALUE', params: { field: 'plays', reason: 'range', row: 0 } } as const;
    expect(refusedField(error)).toEqual({ field: 'plays', key: 'refused.plays.range' });
    const unseen = { ...error, params: { field: 'plays', reason: 'unknown' } };
    expect(refusedField(unseen)).toEqual({ field: 'plays', key: 'refused.unknown' });
  });
});
