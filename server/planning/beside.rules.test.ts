import { describe, expect, test } from 'vitest';
import { type ElsewhereInput, elsewhereFields } from '../../shared/elsewhere.ts';
import { type GroupInput, groupFields, groupHolds } from '../../shared/group.ts';
import { localDate } from '../../shared/kernel/time.ts';
import { nth } from '../../test/support/session-log.ts';
import { checkElsewhere, checkGroup } from './beside.rules.ts';
import { moveGroup } from './planning.merge.ts';

const date = (text: string) => localDate.parse(text);
const said = (result: { readonly ok: boolean; readonly error?: { readonly params?: object } }) =>
  result.ok ? 'ok' : result.error?.params;

describe('a lesson held in another tool', () => {
  const fields = (changes: Partial<ElsewhereInput> = {}) =>
    elsewhereFields.parse({
      localDate: '2026-09-16',
      tool: 'dingtalk',
      schoolId: nth.school(1),
      leadingSchoolId: nth.school(2),
      subject: '音乐',
      grade: '三年级',
      minutes: 40,
      ...changes,
    });
  const check = (changes: Partial<ElsewhereInput> = {}, others: readonly Partial<ElsewhereInput>[] = []) =>
    said(
      checkElsewhere(fields(changes), {
        today: date('2026-09-16'),
        schoolOfRoom: (id) =>
          id === nth.room(1) ? nth.school(1) : id === nth.room(2) ? nth.school(2) : null,
        others: others.map((other) => ({ fields: fields(other) })),
      }),
    );

  test('has been held already, for somebody else, and in a room of the school that listened', () => {
    expect(check({ localDate: date('2026-09-17') })).toEqual({ field: 'localDate', reason: 'range' });
    expect(check({ leadingSchoolId: nth.school(1) })).toEqual({
      field: 'leadingSchoolId',
      reason: 'mismatch',
    });
    expect(check({ roomId: nth.room(2) })).toEqual({ field: 'roomId', reason: 'unknown' });
    expect(check({ roomId: nth.room(3) })).toEqual({ field: 'roomId', reason: 'unknown' });
  });

  test('is entered once, however long it is said to have been', () => {
    expect(check({ minutes: 45 }, [{ presentCount: 12, note: 'x' }])).toEqual({
      field: 'localDate',
      reason: 'taken',
    });
    const others: Partial<ElsewhereInput>[] = [
      { roomId: nth.room(1) },
      { subject: '美术' },
      { tool: 'wecom' },
      { localDate: date('2026-09-15') },
      { schoolId: nth.school(3) },
    ];
    expect(check({}, others)).toBe('ok');
    expect(check()).toBe('ok');
  });

  test('is of a known tool, and of a length that a lesson has', () => {
    for (const bad of [
      { tool: 'phone' },
      { minutes: 4 },
      { minutes: 241 },
      { presentCount: -1 },
      { localDate: 'x' },
    ])
      expect(elsewhereFields.safeParse({ ...fields(), ...bad }).success).toBe(false);
  });
});

describe('a group of teachers', () => {
  const fields = (changes: Partial<GroupInput> = {}) =>
    groupFields.parse({
      name: '城乡语文',
      kind: 'pair',
      schoolId: nth.school(1),
      memberSchoolIds: [nth.school(2)],
      ...changes,
    });
  const check = (changes: Partial<GroupInput>, others: readonly Partial<GroupInput>[] = []) =>
    said(
      checkGroup(
        fields(changes),
        others.map((other) => ({ fields: fields(other) })),
      ),
    );

  test('has other schools than its own, each once; a pair has one', () => {
    const members = { field: 'memberSchoolIds' };
    expect(check({ memberSchoolIds: [nth.school(1)] })).toEqual({ ...members, reason: 'duplicate' });
    const twice = [nth.school(2), nth.school(2)];
    expect(check({ kind: 'group', memberSchoolIds: twice })).toEqual({ ...members, reason: 'duplicate' });
    const three = [nth.school(2), nth.school(3)];
    expect(check({ memberSchoolIds: three })).toEqual({ ...members, reason: 'mismatch' });
    expect(check({ kind: 'group', memberSchoolIds: three })).toBe('ok');
    expect(groupFields.safeParse({ ...fields(), memberSchoolIds: [] }).success).toBe(false);
  });

  test('ends after it begins, and has a name of its own at its school', () => {
    const days = { fromDate: date('2026-09-02'), toDate: date('2026-09-01') };
    expect(check(days)).toEqual({ field: 'toDate', reason: 'range' });
    expect(check({}, [{}])).toEqual({ field: 'name', reason: 'taken' });
    expect(check({}, [{ schoolId: nth.school(9) }, { name: '城乡数学' }])).toBe('ok');
  });

  test('is there from its first day to its last', () => {
    const days = { fromDate: date('2026-09-02'), toDate: date('2026-09-03') };
    const held = ['2026-09-01', '2026-09-02', '2026-09-03', '2026-09-04'].map((day) =>
      groupHolds(days, date(day)),
    );
    expect(held).toEqual([false, true, true, false]);
    expect(groupHolds({ fromDate: null, toDate: null }, date('2026-09-01'))).toBe(true);
  });

  test('goes with a school that becomes part of another, and stays where it would be of one school alone', () => {
    const group = fields({ kind: 'group', memberSchoolIds: [nth.school(2), nth.school(3)] });
    const move = (from: number, into: number) =>
      moveGroup(group, { fromId: nth.school(from), intoId: nth.school(into) });
    expect(move(9, 1)).toBeNull();
    expect(move(2, 3)).toMatchObject({ schoolId: nth.school(1), memberSchoolIds: [nth.school(3)] });
    expect(move(1, 2)).toMatchObject({ schoolId: nth.school(2), memberSchoolIds: [nth.school(3)] });
    const pair = fields();
    expect(moveGroup(pair, { fromId: nth.school(2), intoId: nth.school(1) })).toBeNull();
  });
});
