import { expect, test } from 'vitest';
import { localDate } from '../../shared/kernel/time.ts';
import { createRegisterMirror } from './register.mirror.ts';
import type { RegisterEntry } from './register.types.ts';

type Entry = RegisterEntry<string, { name: string; schoolId: string; roles: readonly object[] }>;
const entry = (id: string, version: number, more: Partial<Entry> = {}): Entry => ({
  id,
  version,
  validFrom: localDate.parse('2026-09-01'),
  validTo: null,
  recordedAtMs: version,
  recordedBy: 'somebody',
  closed: false,
  // As a database answers it: nothing in one row is the same object as in another.
  fields: JSON.parse('{"name":"\u5f20","schoolId":"a-school","roles":[{"role":"lecturer"}]}'),
  ...more,
});
const at = { date: localDate.parse('2026-10-01') };

async function mirrorOf(rows: readonly Entry[], later: readonly Entry[] = []) {
  const mirror = createRegisterMirror<string, Entry['fields']>({
    versionsAfter: async () => rows,
    recordedSince: async () => later,
  });
  await mirror.refresh();
  if (later.length > 0) await mirror.refresh();
  return mirror;
}

test('a version that comes twice is one, and versions stand in order whatever order they come in', async () => {
  const twice = [entry('a', 2), entry('a', 1), entry('a', 2), entry('b', 1)];
  const mirror = await mirrorOf(twice, [entry('b', 1), entry('b', 2, { closed: true }), entry('a', 3)]);
  expect(mirror.versions('a').map((each) => each.version)).toEqual([1, 2, 3]);
  expect(mirror.versions('b').map((each) => each.version)).toEqual([1, 2]);
  expect(mirror.versions('c')).toEqual([]);
  expect([...mirror.inForce(at).keys()]).toEqual(['a']);
  expect(mirror.closed(at.date).map((each) => each.id)).toEqual(['b']);
});

test('what is equal in many entries is held once, and what differs is not mixed up', async () => {
  const other = entry('c', 1);
  const mirror = await mirrorOf([
    entry('a', 1),
    entry('b', 1),
    { ...other, fields: { ...other.fields, roles: [{ role: 'viewer' }], name: '[{"role":"lecturer"}]' } },
  ]);
  const [a, b, c] = ['a', 'b', 'c'].map((id) => mirror.versions(id)[0]?.fields);
  expect(a).toEqual(entry('a', 1).fields);
  expect(b?.roles).toBe(a?.roles);
  expect(c).toMatchObject({ roles: [{ role: 'viewer' }], name: '[{"role":"lecturer"}]' });
});
