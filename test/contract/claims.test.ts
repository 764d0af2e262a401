import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { permit } from '../../server/identity/identity.permit.rules.ts';
import { type Backend, backends } from '../support/backends.ts';
import { enterCounty, openRegisters, type Registers } from '../support/registers.ts';

const folder = mkdtempSync(join(tmpdir(), 'sanketang-claims-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(backends)('codes that two servers give on one $name', ({ name, make }) => {
  let backend: Backend;
  let one: Registers;
  let two: Registers;
  let county: Awaited<ReturnType<typeof enterCounty>>;

  beforeAll(async () => {
    backend = await make(join(folder, 'records.db'));
    if (backend.state === 'missing') return;
    one = await openRegisters(permit, [], backend.url);
    county = await enterCounty(one);
    two = await openRegisters(permit, [], backend.url);
  }, 60_000);
  afterAll(async () => {
    await one?.close();
    await two?.close();
    if (backend.state === 'open') await backend.close();
  });
  beforeEach(({ skip }) =>
    skip(backend.state === 'missing', backend.state === 'missing' ? backend.reason : ''),
  );

  const ask = (actor: Registers, code: string) =>
    actor.directory.routes['school.add'](context(), {
      ...{ regionId: county.east.id, name: `school ${code}`, kind: 'teachingPoint', officialCode: code },
      ...{ phone: '', responsibleId: null, mergedIntoId: null },
    });
  const context = () => ({ actor: county.countyAdmin }) as never;
  const taken = (field = 'officialCode') => ({
    ok: false,
    error: { code: 'INVALID_VALUE', params: { field, reason: 'taken' } },
  });
  const knowing = async (registers: Registers) => {
    registers.directory.reader.forget(60_000);
    await registers.directory.reader.snapshot();
  };
  const added = async (registers: Registers, code: string) => {
    const made = await ask(registers, code);
    if (!made.ok) throw new Error(JSON.stringify(made.error));
    return made.value.id;
  };
  const fieldsOf = async (registers: Registers, id: Awaited<ReturnType<typeof added>>) => {
    await knowing(registers);
    const found = (await registers.directory.reader.snapshot()).schools.get(id);
    if (found === undefined) throw new Error('there is no such school');
    return found.fields;
  };

  test('the second is refused as on one server, though it has not heard of the first', async () => {
    await knowing(two);
    const id = await added(one, 'N1');
    expect((await two.directory.reader.snapshot()).schools.has(id)).toBe(false);
    // Once by the database, once by memory: the same words.
    expect(await ask(two, 'N1')).toEqual(taken());
    expect(await ask(one, 'N1')).toEqual(taken());
    await knowing(two);
    const codes = [...(await two.directory.reader.snapshot()).schools.values()].map(
      ({ fields }) => fields.officialCode,
    );
    expect(codes.filter((code) => code === 'N1')).toHaveLength(1);
    for (let none = 0; none < 2; none += 1) await added(none === 0 ? one : two, '');
  });

  test('a change to it is refused by the row that asks for it, and nothing of the request stays', async () => {
    await knowing(two);
    const [a, b] = [await added(two, 'N2'), await added(two, 'N3')];
    const [first, second] = [await fieldsOf(two, a), await fieldsOf(two, b)];
    await added(one, 'N4');
    const changes = [
      { id: a, expectedVersion: 1, fields: { ...first, name: 'renamed' } },
      { id: b, expectedVersion: 1, fields: { ...second, officialCode: 'N4' } },
    ];
    const refused = await two.directory.routes['school.change'](context(), { changes });
    expect(refused).toMatchObject({ error: { code: 'INVALID_VALUE', params: { reason: 'taken', row: 1 } } });
    expect((await fieldsOf(two, a)).name).toBe('school N2');
  });

  test('a code that its school has no more is free again, on either server', async () => {
    const id = await added(one, 'N5');
    const fields = await fieldsOf(one, id);
    const close = { entries: [{ id, expectedVersion: 2 }], reason: 'x' };
    await one.directory.routes['school.change'](context(), {
      changes: [{ id, expectedVersion: 1, fields: { ...fields, officialCode: 'N6' } }],
    });
    await knowing(two);
    await added(two, 'N5');
    await knowing(one);
    expect(await one.directory.routes['school.close'](context(), close)).toMatchObject({ ok: true });
    await knowing(two);
    await added(two, 'N6');
    const reopened = await one.directory.routes['school.reopen'](context(), {
      entries: [{ id, expectedVersion: 3 }],
    });
    expect(reopened).toMatchObject({ error: { params: { reason: 'taken', row: 0 } } });
  });

  test('of many at once, through both, each code is given once', async () => {
    // SQLite is one process's: two of them in one would wait for each other without end.
    if (name === 'SQLite') return;
    await knowing(one);
    await knowing(two);
    const codes = Array.from({ length: 12 }, (_, index) => `R${index}`);
    const asked = await Promise.all(
      codes.map(async (code) => (await Promise.all([ask(one, code), ask(two, code)])).map(({ ok }) => ok)),
    );
    expect(asked.map((pair) => pair.filter(Boolean).length)).toEqual(codes.map(() => 1));
  });
});
