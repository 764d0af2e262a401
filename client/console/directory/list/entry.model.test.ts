import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Version } from './entries.ts';
import {
  type Choice,
  changedNames,
  conflictOf,
  fieldsOf,
  historySteps,
  mergedFields,
  same,
} from './entry.model.ts';
import type { Field, RegisterSpec } from './register.types.ts';

const text = (name: string, empty?: unknown): Field => ({
  name,
  label: 'school.name',
  kind: { type: 'text' },
  empty,
  columnPx: 100,
});
const fields = [text('name'), text('phone', ''), text('homeId', null)];
const spec: RegisterSpec = { register: 'school', tab: 'schools', fields, title: 'name', places: [] };
const context = { rootId: null };

describe('what was typed', () => {
  it('stays missing where something must be, and is empty in its own way elsewhere', () => {
    const typed = fieldsOf(spec, { name: '', phone: undefined, homeId: undefined }, { before: {}, context });
    expect(typed).toEqual({ name: undefined, phone: '', homeId: null });
  });
  it('keeps what the form did not ask for', () => {
    const before = { name: 'a', phone: '1', homeId: 'x', mergedIntoId: null };
    expect(fieldsOf(spec, { name: 'b' }, { before, context })).toEqual({ ...before, name: 'b' });
    expect(fieldsOf(spec, { homeId: undefined }, { before, context })).toEqual({ ...before, homeId: null });
  });
});

const version = (number: number, more: Partial<Version>): Version => ({
  version: number,
  validFrom: '2026-09-01',
  validTo: null,
  closed: false,
  recordedAtMs: number,
  recordedBy: null,
  reason: '',
  fields: { name: 'a' },
  ...more,
});

describe('the past', () => {
  it('says of each version what it changed, newest first', () => {
    const steps = historySteps(fields, [
      version(1, {}),
      version(2, { fields: { name: 'b', roles: ['x'] } }),
      version(3, { fields: { name: 'b', roles: ['x'] }, closed: true }),
      version(4, { fields: { name: 'b', roles: ['x'] } }),
      version(5, { fields: { name: 'b', roles: ['x'] } }),
    ]);
    expect(steps.map(({ kind }) => kind)).toEqual(['same', 'reopened', 'closed', 'changed', 'added']);
    expect(steps[3]?.changed).toEqual([
      { name: 'name', before: 'a', after: 'b' },
      { name: 'roles', before: undefined, after: ['x'] },
    ]);
  });
});

describe('two changes of one entry', () => {
  it('meet only where both changed the same field to something else', () => {
    const base = { name: 'a', phone: '1', homeId: null };
    const theirs = { name: 'b', phone: '2', homeId: 'x' };
    const mine = { name: 'c', phone: '1', homeId: 'x' };
    const conflict = conflictOf(fields, { base, theirs, mine });
    expect(conflict).toEqual({ both: ['name'], theirs: ['phone'] });
    expect(mergedFields(conflict, { theirs, mine, choices: {} })).toEqual({
      name: 'c',
      phone: '2',
      homeId: 'x',
    });
    expect(mergedFields(conflict, { theirs, mine, choices: { name: 'theirs' } })).toMatchObject({
      name: 'b',
    });
  });
  const values = fc.record({
    name: fc.constantFrom('a', 'b', 'c'),
    phone: fc.constantFrom('', '1'),
    homeId: fc.option(fc.constant('x')),
  });
  it('lose nothing that one of them changed alone, and take one of the two everywhere', () => {
    const choices = fc.dictionary(
      fc.constantFrom('name', 'phone', 'homeId'),
      fc.constantFrom<Choice>('mine', 'theirs'),
    );
    fc.assert(
      fc.property(values, values, values, choices, (base, theirs, mine, chosen) => {
        const merged = mergedFields(conflictOf(fields, { base, theirs, mine }), {
          theirs,
          mine,
          choices: chosen,
        });
        for (const name of ['name', 'phone', 'homeId'] as const) {
          const byThem = changedNames(fields, base, theirs).includes(name);
          const byMe = changedNames(fields, base, mine).includes(name);
          if (byThem && !byMe) expect(merged[name]).toEqual(theirs[name]);
          if (byMe && !byThem) expect(merged[name]).toEqual(mine[name]);
          expect(same(merged[name], theirs[name]) || same(merged[name], mine[name])).toBe(true);
        }
      }),
    );
  });
});
