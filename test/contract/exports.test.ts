import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCoverage } from '../../server/coverage/coverage.module.ts';
import { createSnapshots } from '../../server/coverage/snapshot.module.ts';
import { findFont } from '../../server/export/export.fonts.ts';
import { permit } from '../../server/identity/identity.permit.rules.ts';
import type { Actor } from '../../server/identity/identity.types.ts';
import type { DownloadRoute } from '../../server/platform/http-routes.ts';
import { silentLog } from '../../server/platform/log.ts';
import { inputTables } from '../../server/sealed.ts';
import { defaultThresholds } from '../../shared/attendance.ts';
import { listedKey } from '../../shared/coverage/report.ts';
import { type Backend, backends } from '../support/backends.ts';
import { type House, openCoverageHouse } from '../support/coverage-house.ts';

const SEPTEMBER = { kind: 'month', date: '2026-09-16' };

describe.each(backends)('exports on $name', ({ make }) => {
  const folder = mkdtempSync(join(tmpdir(), 'sanketang-exports-'));
  let backend: Backend;
  let house: House;
  let report: DownloadRoute<Actor>;
  let frozen: DownloadRoute<Actor>;
  let snapshots: ReturnType<typeof createSnapshots>;
  beforeAll(async () => {
    backend = await make(join(folder, 'exports.db'));
    if (backend.state !== 'open') return;
    house = await openCoverageHouse(backend.url, '2026-09-16');
    const rollups = house.open();
    const { directory, planning, clock, newId, database } = house;
    const [one, two] = house.points;
    if (one === undefined || two === undefined) throw new Error('there are no points');
    for (const point of [one, two]) await house.need(point);
    await house.link(one);
    house.settle(await house.lesson('2026-09-14', [one]));
    await rollups.catchUp();
    const thresholdsOn = async () => defaultThresholds;
    const coverage = createCoverage({
      ...{ database, clock, newId, permit, rollups, log: silentLog },
      ...{ directory: directory.reader, planning: planning.reader, plans: planning.schools },
      ...{ reading: planning.reading, sessions: { eventsOf: async () => [] } },
      attendance: { thresholdsOn },
    });
    snapshots = createSnapshots({
      ...{ database, clock, newId, log: silentLog, permit, inputTables, thresholdsOn },
      ...{ directory: directory.reader, plans: planning.schools, jobs: { every: () => undefined } },
      ...{ afterDays: 5, rollups: rollups.reader },
    });
    report = named(coverage.downloads, 'report.file');
    frozen = named(snapshots.downloads, 'snapshot.paper');
  });
  afterAll(async () => {
    if (backend.state === 'open') {
      await house.close();
      await backend.close();
    }
    rmSync(folder, { recursive: true, force: true });
  });
  const on = (skip: (reason: string) => never) => (backend.state === 'open' ? house : skip(backend.reason));

  const ask = (route: DownloadRoute<Actor>, actor: Actor, query: Record<string, unknown>) =>
    route.handle(
      {
        ...{ actor, requestId: '', address: '', userAgent: '', cookies: {}, setCookie: () => undefined },
      },
      query,
    );
  async function fileOf(
    route: DownloadRoute<Actor>,
    query: Record<string, unknown>,
    actor: Actor = house.county.countyAdmin,
  ) {
    const answer = await ask(route, actor, query);
    if (!answer.ok) throw new Error(answer.error.code);
    const pieces: Buffer[] = [];
    for await (const piece of answer.value.pieces ?? []) pieces.push(Buffer.from(piece));
    return { ...answer.value, bytes: Buffer.concat(pieces) };
  }
  const codeOf = async (route: DownloadRoute<Actor>, actor: Actor, query: Record<string, unknown>) => {
    const answer = await ask(route, actor, query);
    return answer.ok ? 'ok' : answer.error.code;
  };

  test('are refused as the page is: a stranger, another’s part, a day to come, what there is not', async ({
    skip,
  }) => {
    const { county } = on(skip);
    const page = { ...SEPTEMBER, file: 'report.xlsx' };
    const list = { ...SEPTEMBER, file: 'workload.csv' };
    const west = { scopeKind: 'region', scopeId: county.west.id };
    for (const asked of [page, list]) {
      expect(await codeOf(report, { kind: 'visitor' }, asked)).toBe('FORBIDDEN');
      expect(await codeOf(report, county.eastAdmin, { ...asked, ...west })).toBe('NOT_FOUND');
      expect(await codeOf(report, county.countyAdmin, { ...asked, date: '2026-12-01' })).toBe('PERIOD_AHEAD');
      expect(await codeOf(report, county.countyAdmin, { ...asked, kind: 'hour' })).toBe('BAD_REQUEST');
      expect(await codeOf(report, county.countyAdmin, { ...asked, locale: 'fr' })).toBe('BAD_REQUEST');
      expect(await codeOf(report, county.countyAdmin, { ...asked, more: '1' })).toBe('BAD_REQUEST');
    }
    for (const file of ['report.doc', 'report', 'elsewhere/report.pdf', 'nothing.csv', '.csv', undefined])
      expect(await codeOf(report, county.countyAdmin, { ...SEPTEMBER, file })).toBe('NOT_FOUND');
    const unknown = { snapshotId: house.newId(), file: 'report.json' };
    expect(await codeOf(frozen, county.countyAdmin, unknown)).toBe('NOT_FOUND');
    expect(await codeOf(frozen, county.countyAdmin, { ...unknown, snapshotId: 'x' })).toBe('BAD_REQUEST');
  });

  test('of somebody’s own work: every lesson of the period and its sums, to nobody else', async ({
    skip,
  }) => {
    const { county } = on(skip);
    const asked = { ...SEPTEMBER, file: 'work.json' };
    expect(await codeOf(report, { kind: 'visitor' }, asked)).toBe('FORBIDDEN');
    expect(await codeOf(report, county.lecturer, { ...asked, date: '2026-12-01' })).toBe('PERIOD_AHEAD');
    expect(await codeOf(report, county.lecturer, { ...asked, personId: county.lecturer.personId })).toBe(
      'BAD_REQUEST',
    );
    const data: unknown = JSON.parse((await fileOf(report, asked, county.lecturer)).bytes.toString());
    expect(data).toMatchObject({
      office: '云溪县',
      work: {
        work: [{ part: 'lectured', kind: 'delivery', minutes: 40, lessonCount: 1 }],
        lessons: [{ localDate: '2026-09-14', startsAt: '2026-09-14T08:00:00+08:00', subject: '音乐' }],
      },
    });
    const { fileName, bytes } = await fileOf(report, { ...asked, file: 'work.xlsx' }, county.lecturer);
    expect(fileName).toBe('work-month-2026-09-01.xlsx');
    const { sheets } = await readXlsx(bytes);
    expect(sheets.map(({ name }) => name)).toEqual(['说明', '合计', '课程']);
    expect(sheets[1]?.rows[1]).toEqual(['主讲', '专递课堂', 40, 1]);
    expect(sheets[2]?.rows[1]?.slice(2)).toEqual(['专递课堂', '音乐', '三年级', '主讲', 40]);
    const other = await fileOf(report, asked);
    expect(JSON.parse(other.bytes.toString())).toMatchObject({ work: { lessonCount: 0, lessons: [] } });
  });

  test('of the page: a workbook whose figures are those of the page, and the same as data', async ({
    skip,
  }) => {
    on(skip);
    const { fileName, bytes } = await fileOf(report, { ...SEPTEMBER, file: 'report.xlsx' });
    expect(fileName).toBe('report-month-2026-09-01.xlsx');
    const { sheets } = await readXlsx(bytes);
    expect(sheets.map(({ name }) => name)).toEqual([
      ...['说明', '指标', '另计', '未满足原因', '下级', '城乡', '趋势', '指标定义'],
    ]);
    const about = new Map(sheets[0]?.rows.map(([label, words]) => [label, words]));
    expect(about.get('时段')).toBe('2026-09-01 至 2026-09-30（月）');
    expect(about.get('状态')).toContain('暂定');
    expect(about.get('门槛')).toContain('80%');
    const json: unknown = JSON.parse(
      (await fileOf(report, { ...SEPTEMBER, file: 'report.json' })).bytes.toString(),
    );
    expect(json).toMatchObject({
      office: '云溪县',
      report: { name: '云溪县', provisional: true, freshAt: expect.stringContaining('+08:00') },
      trend: { kind: 'month' },
    });
    const valid = sheets[1]?.rows.find(([number]) => number === '2');
    expect(valid?.slice(0, 5)).toEqual(['2', '有效课比例', 1, 1, 1]);
    const below = sheets[4]?.rows.slice(1).map(([name]) => name);
    expect(below).toEqual(['东乡', '西乡']);
  });

  test('of every list, in either language, with the same lines in each format', async ({ skip }) => {
    on(skip);
    for (const indicator of listedKey.options) {
      const csv = (await fileOf(report, { ...SEPTEMBER, file: `${indicator}.csv`, locale: 'en' })).bytes;
      const json: { lines: unknown[]; complete: boolean } = JSON.parse(
        (await fileOf(report, { ...SEPTEMBER, file: `${indicator}.json` })).bytes.toString(),
      );
      expect(csv.toString().trimEnd().split('\r\n').length - 1, indicator).toBe(json.lines.length);
      expect(json.complete).toBe(true);
    }
    const needs = (await fileOf(report, { ...SEPTEMBER, file: 'needWeighted.csv' })).bytes.toString();
    const [headings, ...lines] = needs.trimEnd().split('\r\n');
    expect(headings).toBe('\ufeff教学点,学科,年级,需要课时,计划,有效,原因,是否计入');
    expect(lines).toEqual([
      expect.stringMatching(/^乙教学点,音乐,三年级,[\d.]+,0,0,没有学校结对,未计入$/),
      expect.stringMatching(/^甲教学点,音乐,三年级,[\d.]+,1,1,,计入$/),
    ]);
    const narrower = { ...SEPTEMBER, file: 'needWeighted.json', order: 'lowest', search: '教学点' };
    for (const [part, schoolName] of [
      ['lacking', '乙教学点'],
      ['counting', '甲教学点'],
    ] as const) {
      const { bytes } = await fileOf(report, { ...narrower, part });
      expect(JSON.parse(bytes.toString())).toMatchObject({ part, lines: [{ schoolName }] });
    }
  });

  test('of a list: only what was asked for, with dates as dates', async ({ skip }) => {
    on(skip);
    const asked = { ...SEPTEMBER, file: 'validLessons.xlsx', part: 'counting' };
    const { sheets } = await readXlsx((await fileOf(report, asked)).bytes);
    const about = new Map(sheets[0]?.rows.map(([label, words]) => [label, words]));
    expect(about.get('哪些行')).toBe('计入');
    expect(about.get('数值')).toBe('100% = 1 ÷ 1');
    const [date, begins, ...rest] = sheets[1]?.rows[1] ?? [];
    expect([date, begins].map((each) => (each instanceof Date ? each.toISOString() : each))).toEqual([
      '2026-09-14T00:00:00.000Z',
      '2026-09-14T08:00:00.000Z',
    ]);
    expect(rest.slice(0, 5)).toEqual(['音乐', '三年级', '中心小学', '甲教学点', '一号教室']);
    const lacking = await fileOf(report, { ...asked, part: 'lacking', file: 'validLessons.json' });
    expect(JSON.parse(lacking.bytes.toString())).toMatchObject({ lines: [], complete: true });
  });

  test('of a frozen report: marked with its SHA-256, in the words that were frozen', async ({ skip }) => {
    const { county } = on(skip);
    const begun = await snapshots.service.make(county.countyAdmin, {
      kind: 'month',
      date: house.county.note.validFrom,
    });
    if (!begun.ok) throw new Error(begun.error.code);
    await expect.poll(() => snapshots.service.idle()).toBe(true);
    const list = await snapshots.service.list(county.countyAdmin);
    const entry = list.ok ? list.value.snapshots[0] : undefined;
    if (entry?.state.state !== 'frozen') throw new Error('nothing was frozen');
    const { sha256 } = entry.state;
    const at = (file: string) => ({ snapshotId: entry.id, file });
    expect(await codeOf(frozen, county.eastAdmin, at('report.xlsx'))).toBe('NOT_FOUND');
    expect(await codeOf(frozen, county.countyAdmin, at('other.xlsx'))).toBe('NOT_FOUND');
    const { sheets } = await readXlsx((await fileOf(frozen, at('report.xlsx'))).bytes);
    expect(new Map(sheets[0]?.rows.map(([label, words]) => [label, words])).get('SHA-256')).toBe(sha256);
    expect(sheets.find(({ name }) => name === '未满足的需求')?.rows[1]?.slice(0, 2)).toEqual([
      '乙教学点',
      '音乐',
    ]);
    const json = JSON.parse((await fileOf(frozen, at('report.json'))).bytes.toString());
    expect(json).toMatchObject({ sha256, office: '云溪县' });
    expect(json.lines.slice(0, 2)).toMatchObject([{ line: 'head', id: entry.id }, { line: 'place' }]);
    if (findFont() === null)
      expect(await codeOf(frozen, county.countyAdmin, at('report.pdf'))).toBe('NO_FONT');
    else expect((await fileOf(frozen, at('report.pdf'))).bytes.subarray(0, 5).toString()).toBe('%PDF-');
  });
});

function named(downloads: readonly DownloadRoute<Actor>[], name: string): DownloadRoute<Actor> {
  const found = downloads.find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
}
