import { expect, test } from 'vitest';
import { localDate } from '../../shared/kernel/time.ts';
import { createGrouping } from './register.grouping.ts';
import { createRegisterMirror } from './register.mirror.ts';
import type { RegisterEntry } from './register.types.ts';

type Entry = RegisterEntry<string, { readonly owners: readonly string[] }>;
const entry = (id: string, version: number, owners: readonly string[], more: Partial<Entry> = {}): Entry => ({
  ...{ id, version, validFrom: localDate.parse('2026-09-01'), validTo: null },
  ...{ recordedAtMs: version, recordedBy: 'somebody', closed: false, fields: { owners } },
  ...more,
});
const september = localDate.parse('2026-09-15');
const october = localDate.parse('2026-10-15');
const fromOctober = { validFrom: localDate.parse('2026-10-01') };

async function grouped(rows: readonly Entry[]) {
  const later: Entry[] = [];
  const mirror = createRegisterMirror<string, Entry['fields']>({
    versionsAfter: async () => rows,
    recordedSince: async () => later.splice(0),
  });
  await mirror.refresh();
  const grouping = createGrouping(mirror, ({ owners }) => owners);
  return { grouping, mirror, later };
}

test('an entry is found under everything that any of its versions belongs to, and once', async () => {
  const { grouping } = await grouped([
    entry('a', 1, ['east', 'west', 'east'], { validTo: fromOctober.validFrom }),
    entry('a', 2, ['north', 'west'], fromOctober),
    entry('b', 1, ['east']),
  ]);
  expect(['east', 'west', 'north', 'nobody'].map((key) => grouping.ids(key))).toEqual([
    ['a', 'b'],
    ['a'],
    ['a'],
    [],
  ]);
});

test('in force it is only where it belongs on that day, and nowhere once it is closed', async () => {
  const { grouping } = await grouped([
    entry('a', 1, ['east'], { validTo: fromOctober.validFrom }),
    entry('a', 2, ['west'], fromOctober),
    entry('b', 1, ['east'], { validTo: fromOctober.validFrom }),
    entry('b', 2, ['east'], { ...fromOctober, closed: true }),
  ]);
  const ids = (key: string, date: typeof october) => grouping.inForce(key, date).map(({ id }) => id);
  expect([ids('east', september), ids('west', september)]).toEqual([['a', 'b'], []]);
  expect([ids('east', october), ids('west', october)]).toEqual([[], ['a']]);
});

test('what is taken in later is found without being told', async () => {
  const { grouping, mirror, later } = await grouped([entry('a', 1, ['east'])]);
  expect(grouping.ids('south')).toEqual([]);
  later.push(entry('c', 3, ['south']));
  await mirror.refresh();
  expect([grouping.ids('south'), grouping.ids('east')]).toEqual([['c'], ['a']]);
});
