import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ElsewhereFields } from '../../shared/elsewhere.ts';
import { type ElsewhereId, elsewhereId, groupId } from '../../shared/kernel/ids.ts';
import { asked } from '../support/asked.ts';
import { type Backend, backends } from '../support/backends.ts';
import { day, type House, openCoverageHouse } from '../support/coverage-house.ts';

const TODAY = '2026-10-14';
const MONTH = { kind: 'month', from: day('2026-10-01'), to: day('2026-10-31') } as const;

describe.each(backends)('what is counted beside the timetable on $name', ({ make }) => {
  const folder = mkdtempSync(join(tmpdir(), 'coverage-beside-'));
  let backend: Backend;
  let house: House;
  beforeAll(async () => {
    backend = await make(join(folder, 'suite.db'));
    if (backend.state === 'open') house = await openCoverageHouse(backend.url, TODAY);
  });
  afterAll(async () => {
    if (backend.state === 'open') {
      await house.close();
      await backend.close();
    }
    rmSync(folder, { recursive: true, force: true });
  });
  const opened = (skip: (reason: string) => never): House =>
    backend.state === 'open' ? house : skip(backend.reason);
  const context = () => ({
    ...{ actor: house.county.countyAdmin, requestId: 'r', address: '127.0.0.1', cookies: {} },
    setCookie: () => expect.unreachable(),
  });
  const measures = async (rollups: ReturnType<House['open']>) => {
    await rollups.catchUp();
    const { county } = house.county;
    return (await rollups.reader.regions(MONTH, [county.id])).get(county.id)?.measures;
  };

  test('a lesson held in another tool counts apart, is corrected, moved and withdrawn, and serves no need', async ({
    skip,
  }) => {
    const { planning, points, county, ...rest } = opened(skip);
    const [point] = points;
    if (point === undefined) throw new Error('no point');
    await rest.need(point);
    const rollups = rest.open();
    expect(await measures(rollups)).toMatchObject({ elsewhereCount: 0, needCount: 1 });
    rest.tick();
    const fields: ElsewhereFields = {
      ...{ localDate: day('2026-10-12'), tool: 'dingtalk', schoolId: point.schoolId, roomId: null },
      ...{ leadingSchoolId: county.central, subject: '音乐', grade: '三年级', minutes: 40 },
      ...{ presentCount: 18, note: '' },
    };
    const routes = asked(planning.routes);
    const answer = await routes['elsewhere.add'](context(), fields);
    if (!answer.ok) throw new Error(JSON.stringify(answer.error));
    const id: ElsewhereId = elsewhereId.parse(answer.value.id);
    const apart = { plannedCount: 0, heldCount: 0, validCount: 0, deliveredFifths: 0, ledLessonCount: 0 };
    expect(await measures(rollups)).toMatchObject({ ...apart, elsewhereCount: 1, servedNeedCount: 0 });
    const [tally] = await rollups.reader.needs(MONTH, [point.schoolId]);
    expect(tally).toMatchObject({ elsewhereCount: 1, validCount: 0, causes: {} });

    rest.tick();
    const moved = { ...fields, localDate: day('2026-09-30'), minutes: 45 };
    await routes['elsewhere.change'](context(), { changes: [{ id, expectedVersion: 1, fields: moved }] });
    expect(await measures(rollups)).toMatchObject({ elsewhereCount: 0 });
    rest.tick();
    await routes['elsewhere.change'](context(), { changes: [{ id, expectedVersion: 2, fields }] });
    expect(await measures(rollups)).toMatchObject({ elsewhereCount: 1 });
    const before = await rest.dump();
    await rollups.rebuild();
    expect(await rest.dump()).toBe(before);
    rest.tick();
    await routes['elsewhere.close'](context(), { entries: [{ id, expectedVersion: 3 }], reason: '重复' });
    expect(await measures(rollups)).toMatchObject({ elsewhereCount: 0 });
  });

  test('a pair is active at its lead school once it met, whichever of its schools led', async ({ skip }) => {
    const { planning, points, county, ...rest } = opened(skip);
    const [a, b] = points;
    if (a === undefined || b === undefined) throw new Error('no points');
    const rollups = rest.open();
    const add = async (name: string, kind: 'group' | 'pair', members: typeof points) => {
      rest.tick();
      const added = await asked(planning.routes)['group.add'](context(), {
        ...{ name, kind, schoolId: a.schoolId, fromDate: day('2026-09-01') },
        memberSchoolIds: [county.central, ...members.map(({ schoolId }) => schoolId)],
      });
      if (!added.ok) throw new Error(JSON.stringify(added.error));
      return groupId.parse(added.value.id);
    };
    const pair = await add('城乡音乐', 'pair', []);
    await add('东乡', 'group', [b]);
    expect(await measures(rollups)).toMatchObject({
      ...{ pairCount: 1, activePairCount: 0, groupCount: 1, activeGroupCount: 0 },
    });
    const meeting = await rest.lesson('2026-10-12', [], {
      ...{ kind: 'master', mode: 'seminar', groupId: pair },
    });
    expect(await measures(rollups)).toMatchObject({ activePairCount: 0 });
    rest.settle(meeting);
    expect(await measures(rollups)).toMatchObject({ pairCount: 1, activePairCount: 1, activeGroupCount: 0 });
    const before = await rest.dump();
    await rollups.rebuild();
    expect(await rest.dump()).toBe(before);
  });
});
