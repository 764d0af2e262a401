import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSnapshots } from '../../server/coverage/snapshot.module.ts';
import { permit } from '../../server/identity/identity.permit.rules.ts';
import { silentLog } from '../../server/platform/log.ts';
import { inputTables } from '../../server/sealed.ts';
import { runVerify } from '../../server/verify/verify.cli.ts';
import { defaultThresholds } from '../../shared/attendance.ts';
import { type House, openCoverageHouse } from '../support/coverage-house.ts';
import { snapshotFile } from '../support/snapshot-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'sanketang-frozen-'));
const path = join(folder, 'september.snapshot.jsonl');
let house: House;
let text = '';

beforeAll(async () => {
  house = await openCoverageHouse(`file:${join(folder, 'sanketang.db')}`, '2026-09-16');
  const [one] = house.points;
  if (one === undefined) throw new Error('there are no points');
  await house.need(one);
  await house.lesson('2026-09-15', [one]);
  house.passTo('2026-10-07');
  const rollups = house.open();
  await rollups.catchUp();
  const snapshots = createSnapshots({
    ...{
      database: house.database,
      clock: house.clock,
      newId: house.newId,
      log: silentLog,
      permit,
      inputTables,
    },
    ...{ directory: house.directory.reader, plans: house.planning.schools, jobs: { every: () => undefined } },
    ...{ rollups: rollups.reader, thresholdsOn: async () => defaultThresholds, afterDays: 5 },
  });
  const { service } = snapshots;
  await service.freezeMonth();
  const list = await service.list(house.county.countyAdmin);
  const id = list.ok ? (list.value.snapshots[0]?.id ?? '') : '';
  const file = await snapshotFile(snapshots, house.county.countyAdmin, id);
  if (!('text' in file)) throw new Error('nothing was frozen');
  ({ text } = file);
  writeFileSync(path, text);
});
afterAll(async () => {
  await house.close();
  rmSync(folder, { recursive: true, force: true });
});

async function run(file: string) {
  const lines: string[] = [];
  const say = (line: string) => void lines.push(line);
  const environment = { LANG: 'en_US.UTF-8', DATA_DIR: folder };
  const code = await runVerify(['verify', file], { environment, out: say, complain: say });
  return { code, said: lines.join('\n') };
}

test('a file that was changed, or cut, is not believed', async () => {
  writeFileSync(join(folder, 'changed.jsonl'), text.replace('"neededFifths":', '"neededFifths":1'));
  writeFileSync(join(folder, 'cut.jsonl'), text.slice(0, -20));
  expect(await run(join(folder, 'changed.jsonl'))).toMatchObject({
    code: 2,
    said: expect.stringMatching(/not what its own SHA-256/),
  });
  expect(await run(join(folder, 'cut.jsonl'))).toMatchObject({ code: 2 });
});

test('counted again from the logs a frozen month is equal; what was recorded since shows with its author', async () => {
  const equal = await run(path);
  expect(equal.said).toMatch(/Equal: 7 places and 1 unserved needs/);
  expect(equal.code).toBe(0);
  house.tick();
  const [, two] = house.points;
  if (two === undefined) throw new Error('there is no point');
  await house.lesson('2026-09-14', [two]);
  const differs = await run(path);
  expect(differs.code).toBe(1);
  expect(differs.said).toMatch(/云溪县, validLessons: frozen 0\/1, now 0\/2/);
  expect(differs.said).toMatch(/lesson by test, 乙教学点/);
});
