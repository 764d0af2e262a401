import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { IMPORT_MAX_BYTES, type ImportKind, type ImportState, tableKind } from '../../shared/import.ts';
import { importId } from '../../shared/kernel/ids.ts';
import { localDate } from '../../shared/kernel/time.ts';
import { type Imports, openImports } from '../../test/support/imports.ts';

let imports: Imports;
beforeEach(async () => {
  imports = await openImports();
});
afterEach(() => imports.close());

const problemsOf = ({ state }: ImportState) => {
  if (state.state !== 'checked') throw new Error(JSON.stringify(state));
  return state.problems.map((each) => [each.line, each.column, each.problem]);
};
const countsOf = ({ state }: ImportState) => {
  if (state.state !== 'checked' && state.state !== 'applied') throw new Error(JSON.stringify(state));
  return [state.added, state.changed, state.unchanged];
};
const schools = (...rows: string[]) => ['学校名称,学校标识码,所属区划,学校类型,电话', ...rows].join('\n');
const elsewhere = (...rows: string[]) =>
  ['日期,平台,听讲学校,教室,主讲学校,学科,年级,分钟,到课人数,备注', ...rows].join('\n');
const groups = (...rows: string[]) =>
  ['共同体名称,类型,牵头学校,成员学校,开始日期,结束日期', ...rows].join('\n');
const needs = (...rows: string[]) => ['教学点,学科,年级,周课时,学期', ...rows].join('\n');
const links = (...rows: string[]) =>
  ['主讲学校,听讲学校,学科,年级,周课时,开始日期,结束日期', ...rows].join('\n');
const bells = (...rows: string[]) =>
  ['学校,作息名称,开始日期,结束日期,星期,节次,开始时间,时长', ...rows].join('\n');

describe('files that may not be', () => {
  test('one of 100 MB is refused before a byte of it is sent', async () => {
    const { routes } = imports.imports;
    const wish = { kind: 'schools' as const, fileName: 'a.csv', locale: 'zh-CN' as const };
    const open = (bytes: number) =>
      routes['import.open'](imports.context(imports.county.countyAdmin), { ...wish, bytes });
    expect(await open(100 * 1024 * 1024)).toMatchObject({
      error: { code: 'TOO_LARGE', params: { limit: IMPORT_MAX_BYTES } },
    });
    expect(await open(IMPORT_MAX_BYTES)).toMatchObject({ ok: true });
  });

  test('who administers nothing imports nothing, and nobody sees the file of another', async () => {
    const { routes, uploads } = imports.imports;
    const { lecturer, eastAdmin } = imports.county;
    const wish = { kind: 'schools' as const, fileName: 'a.csv', bytes: 10, locale: 'zh-CN' as const };
    expect(await routes['import.open'](imports.context(lecturer), wish)).toMatchObject({
      error: { code: 'FORBIDDEN' },
    });
    expect(await routes['import.open'](imports.context({ kind: 'visitor' }), wish)).toMatchObject({
      error: { code: 'UNAUTHENTICATED' },
    });
    const state = await imports.check('schools', schools('新校,N1,东乡,教学点,'));
    for (const name of ['import.read', 'import.apply', 'import.drop'] as const)
      expect(await routes[name](imports.context(eastAdmin), { importId: state.importId })).toMatchObject({
        error: { code: 'NOT_FOUND' },
      });
    const [upload] = uploads;
    expect(
      await upload?.handle(
        imports.context(eastAdmin),
        { importId: state.importId, at: '0' },
        Buffer.from('x'),
      ),
    ).toMatchObject({
      error: { code: 'NOT_FOUND' },
    });
  });

  test('parts come in order, each may come twice, and no more than was announced', async () => {
    const { routes, uploads } = imports.imports;
    const asker = imports.context(imports.county.countyAdmin);
    const opened = await routes['import.open'](asker, {
      kind: 'schools',
      fileName: 'a.csv',
      bytes: 6,
      locale: 'en',
    });
    if (!opened.ok) throw new Error('refused');
    const id = opened.value.importId;
    const part = (at: number, text: string) =>
      uploads[0]?.handle(asker, { importId: id, at: String(at) }, Buffer.from(text));
    expect(await part(3, 'def')).toMatchObject({ error: { code: 'CONFLICT', params: { at: 0 } } });
    expect(await part(0, 'abc')).toMatchObject({ value: { state: { state: 'uploading', doneCount: 3 } } });
    expect(await part(0, 'abc')).toMatchObject({ value: { state: { doneCount: 3 } } });
    expect(await part(3, 'defg')).toMatchObject({ error: { code: 'TOO_LARGE' } });
    expect(await part(3, 'def')).toMatchObject({ ok: true });
    await imports.settled(imports.county.countyAdmin, id);
    expect(await routes['import.apply'](asker, { importId: id })).toMatchObject({
      error: { code: 'INVALID_STATE' },
    });
    expect(await routes['import.drop'](asker, { importId: id })).toMatchObject({ ok: true });
    expect(await routes['import.read'](asker, { importId: importId.parse(id) })).toMatchObject({
      error: { code: 'NOT_FOUND' },
    });
  });

  test('what cannot be read at all says why; a line of another encoding is named', async () => {
    expect((await imports.check('schools', Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))).state).toEqual({
      state: 'failed',
      problem: 'oldExcel',
    });
    const mixed = Buffer.concat([Buffer.from(schools('甲,,东乡,教学点,')), Buffer.from([0x0a, 0xd0, 0xff])]);
    expect(problemsOf(await imports.check('schools', mixed))).toEqual([[3, 0, 'encoding']]);
  });
});

describe('rows that may not be, by line and column', () => {
  const refused: readonly (readonly [
    string,
    ImportKind,
    string,
    readonly (readonly [number, number, string])[],
  ])[] = [
    ['a missing column', 'schools', '学校名称,所属区划\n甲,东乡', [[1, 0, 'missingColumn']]],
    [
      'no headings at all',
      'schools',
      '1,2\n3,4',
      [
        [1, 0, 'missingColumn'],
        [1, 0, 'missingColumn'],
        [1, 0, 'missingColumn'],
      ],
    ],
    [
      'a code twice in the file',
      'schools',
      schools('甲,N1,东乡,教学点,', '乙,N1,东乡,教学点,'),
      [[3, 2, 'duplicate']],
    ],
    [
      'a name twice in the file',
      'schools',
      schools('甲,,东乡,教学点,', '甲,,东乡,教学点,'),
      [[3, 1, 'duplicate']],
    ],
    [
      'an unknown region, an unknown kind, no name',
      'schools',
      schools(',N1,南乡,大学,'),
      [
        [2, 1, 'required'],
        [2, 3, 'unknownRegion'],
        [2, 4, 'word'],
      ],
    ],
    ['a name that is too long', 'schools', schools(`${'长'.repeat(61)},,东乡,教学点,`), [[2, 1, 'tooLong']]],
    ['an unknown school', 'rooms', '学校,教室名称,用途\n没有的学校,一,主讲端', [[2, 1, 'unknownSchool']]],
    [
      'a gain beyond what a microphone needs',
      'rooms',
      '学校,教室名称,用途,增益dB,按住说话\n甲教学点,三,听讲端,21,大概',
      [
        [2, 4, 'range'],
        [2, 5, 'word'],
      ],
    ],
    ['no school', 'rooms', '学校,教室名称,用途\n,一,主讲端', [[2, 1, 'required']]],
    [
      'an end that is none, an end twice',
      'rooms',
      '学校,教室名称,用途\n甲教学点,一,大屏\n甲教学点,二,听讲端、听讲端',
      [
        [2, 3, 'word'],
        [3, 3, 'refused.duplicate'],
      ],
    ],
    [
      'a number that is none, one that is too large',
      'classes',
      '学校,班级,年级,人数\n甲教学点,一班,三年级,许多\n甲教学点,二班,三年级,501',
      [
        [2, 4, 'number'],
        [3, 4, 'range'],
      ],
    ],
    [
      'a room of another school',
      'classes',
      '学校,班级,年级,人数,固定教室\n甲教学点,一班,3,20,三号教室',
      [[2, 5, 'unknownRoom']],
    ],
    ['an unknown role', 'people', '姓名,学校,角色\n张三,甲教学点,校长', [[2, 3, 'word']]],
    [
      'a role in an unknown place',
      'people',
      '姓名,学校,角色\n张三,甲教学点,管理员@南乡',
      [[2, 3, 'unknownPlace']],
    ],
    ['a region in itself', 'regions', '名称,级别,上级区划\n云溪县,县,云溪县', [[2, 3, 'itself']]],
    [
      'a region of a higher level than the one above it',
      'regions',
      '名称,级别,上级区划,区划代码\n南县,县,东乡,',
      [[2, 2, 'refused.mismatch']],
    ],
    [
      'a need for more periods than a week has',
      'needs',
      needs(
        '甲教学点,音乐,三年级,20,',
        '甲教学点,美术,3,20,',
        '甲教学点,英语,Grade 3,20,',
        '甲教学点,音乐,四年级,20,',
      ),
      [
        [2, 4, 'overWeek'],
        [3, 4, 'overWeek'],
        [4, 4, 'overWeek'],
      ],
    ],
    ['an unknown term', 'needs', needs('甲教学点,音乐,三年级,2,春季'), [[2, 5, 'unknownTerm']]],
    ['a link to itself', 'links', links('中心小学,中心小学,音乐,三年级,2,,'), [[2, 2, 'itself']]],
    [
      'a day that no calendar has, one outside the terms, an end before the start',
      'links',
      links(
        '中心小学,甲教学点,音乐,三年级,2,2026-02-30,',
        '中心小学,甲教学点,美术,三年级,2,2025-09-01,',
        '中心小学,甲教学点,英语,三年级,2,2026-11-01,2026-10-01',
      ),
      [
        [2, 6, 'date'],
        [3, 6, 'outsideTerm'],
        [4, 7, 'refused.range'],
      ],
    ],
    [
      'times outside a day, periods one over another, a period twice',
      'bells',
      bells(
        '甲教学点,夏,,,周一至周五,第一节,25:00,40',
        '甲教学点,夏,,,周一至周五,第二节,23:50,40',
        '甲教学点,夏,,,周一至周五,第三节,8:00,40',
        '甲教学点,夏,,,周一至周五,第四节,8:30,40',
        '甲教学点,夏,,,周一至周五,第三节,9:30,40',
      ),
      [
        [2, 7, 'outsideDay'],
        [3, 7, 'outsideDay'],
        [5, 7, 'overlap'],
        [6, 6, 'duplicate'],
      ],
    ],
    [
      'periods of one name that do not go together',
      'bells',
      bells('甲教学点,夏,,,周一至周五,第一节,8:00,40', '甲教学点,夏,,,周一,第二节,9:00,40'),
      [[3, 5, 'differs']],
    ],
    [
      'a lesson elsewhere that is still to come, in a strange tool or room, of its own school, without end, or twice',
      'elsewhere',
      elsewhere(
        '2031-09-14,钉钉,P1,,C1,音乐,三年级,40,,',
        '2026-09-14,电话,P1,,C1,音乐,三年级,40,,',
        '2026-09-14,钉钉,P1,没有,C1,音乐,三年级,40,,',
        '2026-09-14,钉钉,P1,,P1,音乐,三年级,40,,',
        '2026-09-14,钉钉,P1,,C1,音乐,三年级,300,501,',
        '2026-09-14,钉钉,P1,,C1,美术,三年级,40,,',
        '2026-09-14,钉钉,P1,,C1,美术,三年级,45,,',
      ),
      [
        [2, 1, 'refused.range'],
        [3, 2, 'word'],
        [4, 4, 'unknownRoom'],
        [5, 5, 'itself'],
        [6, 8, 'range'],
        [6, 9, 'range'],
        [8, 1, 'duplicate'],
      ],
    ],
    [
      'a group of nobody, of itself, a pair of three, one that ends before it begins, and one of another name for the same',
      'groups',
      groups(
        '一组,共同体,C1,,,',
        '二组,共同体,C1,C1,,',
        '三组,结对,C1,"P1、P3",,',
        '四组,共同体,C1,P1,2026-09-01,2026-08-01',
        '五组,小组,C1,P9,,',
        '六组,共同体,C1,P9,,',
        '七组,共同体,C1,P1,,',
        '七组,结对,C1,P3,,',
        '八组,共同体,C1,P1;P1,,',
      ),
      [
        [2, 4, 'required'],
        [3, 4, 'refused.duplicate'],
        [4, 4, 'refused.mismatch'],
        [5, 6, 'refused.range'],
        [6, 2, 'word'],
        [6, 4, 'unknownSchool'],
        [7, 4, 'unknownSchool'],
        [9, 1, 'duplicate'],
        [10, 4, 'refused.duplicate'],
      ],
    ],
  ];
  test.each(refused)('%s', async (_, kind, content, wanted) => {
    await imports.enterTerm('秋季', localDate.parse('2026-09-01'), localDate.parse('2027-01-20'));
    const before = await imports.versionCount();
    const state = await imports.check(kind, content);
    expect(problemsOf(state)).toEqual(wanted);
    const answer = await imports.imports.routes['import.apply'](
      imports.context(imports.county.countyAdmin),
      state,
    );
    expect(answer).toMatchObject({ error: { code: 'INVALID_STATE' } });
    expect(await imports.versionCount()).toBe(before);
  });

  test('nobody reaches beyond their own part of the tree', async () => {
    const { eastAdmin } = imports.county;
    const as = { actor: eastAdmin };
    expect(
      problemsOf(
        await imports.check('schools', schools('新校,N1,西乡,教学点,', '丙教学点,P3,东乡,教学点,'), as),
      ),
    ).toEqual([
      [2, 3, 'unknownRegion'],
      [3, 1, 'forbidden'],
    ]);
    expect(problemsOf(await imports.check('schools', schools('新校,N1,云溪县,教学点,'), as))).toEqual([
      [2, 1, 'forbidden'],
    ]);
    expect(problemsOf(await imports.check('rooms', '学校,教室名称,用途\n丙教学点,二,主讲端', as))).toEqual([
      [2, 1, 'unknownSchool'],
    ]);
    expect(
      problemsOf(await imports.check('people', '姓名,学校,角色\n张三,甲教学点,管理员@云溪县', as)),
    ).toEqual([[2, 1, 'forbidden']]);
    const staff = (role: string) => `姓名,工号,学校,角色\n张三,T1,甲教学点,${role}`;
    await imports.apply(await imports.check('people', staff('管理员@云溪县')));
    expect(problemsOf(await imports.check('people', staff('助教'), as))).toEqual([[2, 1, 'forbidden']]);
  });

  test('the tree may not be bent into a circle', async () => {
    const tree = (...rows: string[]) => ['名称,级别,上级区划,区划代码', ...rows].join('\n');
    await imports.apply(await imports.check('regions', tree('云溪县,县,,C0', '东乡,乡镇,云溪县,E0')));
    expect(problemsOf(await imports.check('regions', tree('云溪县,县,东乡,C0')))).toEqual([
      [2, 3, 'refused.cycle'],
    ]);
  });

  test('problems are told with what stands there, at most a thousand of them', async () => {
    const many = Array.from({ length: 1_200 }, (_, index) => `学校${index},,南乡,教学点,`);
    const { state } = await imports.check('schools', schools(...many));
    if (state.state !== 'checked') throw new Error(state.state);
    expect([state.problemCount, state.problems.length]).toEqual([1_200, 1_000]);
    expect(state.problems[0]).toEqual({
      ...{ table: '', line: 2, column: 3, heading: '所属区划', value: '南乡' },
      ...{ problem: 'unknownRegion', params: {} },
    });
  });
});

describe('files that fill the registers', () => {
  const good: readonly (readonly [ImportKind, string, readonly number[]])[] = [
    ['regions', '名称,级别,上级区划,区划代码\n南乡,乡镇,云溪县,511\n东乡,乡镇,云溪县,512', [1, 1, 0]],
    [
      'schools',
      schools('新校,N1,东乡,教学点,0800', '甲教学点,P1,东乡,教学点,', '乙教学点,,东乡,Small rural school,1'),
      [1, 1, 1],
    ],
    [
      'rooms',
      '学校,教室名称,用途,带宽（Mbps）,IPv6,录播,增益dB,按住说话\nP1,一号教室,听讲端,20,是,,-6,是\n中心小学,二号教室,"Lecture end, listening",,,专用,,',
      [1, 1, 0],
    ],
    ['classes', 'School,Class,Grade,Pupils,Home room\nP1,一班,Grade 3,18,一号教室\nP1,二班,4,20,', [2, 0, 0]],
    [
      'people',
      '姓名,工号,学校,电话,角色\n张三,T1,P1,13800000000,助教\n主讲教师,T2,中心小学,,主讲教师\n李四,,,1,管理员@东乡',
      [2, 1, 0],
    ],
    ['needs', needs('甲教学点,音乐,3年级,2,', 'P1,美术,三年级,1,'), [2, 0, 0]],
    ['links', links('中心小学,甲教学点,音乐,三年级,2,,', 'C1,P3,音乐,三年级,2,2026/9/1,'), [2, 0, 0]],
    [
      'bells',
      bells(
        '甲教学点,夏,,,周一至周五,第一节,8:30,40',
        '甲教学点,夏,,,1-5,第二节,9:20,40',
        'C1,夏,,,周一至周五,1,8:30,40',
      ),
      [2, 0, 0],
    ],
    [
      'elsewhere',
      elsewhere(
        '2026/9/14,DingTalk,P1,,中心小学,音乐,3年级,40,18,',
        '2026-09-15,企微,P1,,C1,音乐,三年级,45,,周测',
      ),
      [2, 0, 0],
    ],
    [
      'groups',
      groups('音乐共同体,共同体,C1,甲教学点、P3,2026/9/1,', '城乡结对,Pair,中心小学,P1,,2027-01-15'),
      [2, 0, 0],
    ],
  ];
  test.each(good)('%s: once, and a second time nothing changes', async (kind, content, wanted) => {
    const state = await imports.check(kind, content);
    expect(problemsOf(state)).toEqual([]);
    expect(countsOf(state)).toEqual(wanted);
    expect((await imports.apply(state)).state.state).toBe('applied');
    const [added = 0, changed = 0, kept = 0] = wanted;
    expect(countsOf(await imports.check(kind, content))).toEqual([0, 0, added + changed + kept]);
  });

  test('every register comes out as a file that changes nothing when it is read back, in both formats and languages', async () => {
    for (const [kind, content] of good) await imports.apply(await imports.check(kind, content));
    for (const kind of tableKind.options)
      for (const [name, locale] of [
        [`${kind}.csv`, 'zh-CN'],
        [`${kind}.xlsx`, 'en'],
      ] as const) {
        const state = await imports.check(kind, await imports.file(name, { locale }));
        expect([name, problemsOf(state), countsOf(state).slice(0, 2)]).toEqual([name, [], [0, 0]]);
        expect(countsOf(state)[2]).toBeGreaterThan(0);
        const other = locale === 'en' ? 'zh-CN' : 'en';
        const empty = await imports.check(
          kind,
          await imports.file(name, { locale: other, template: 'true' }),
        );
        expect([problemsOf(empty), countsOf(empty)]).toEqual([[], [0, 0, 0]]);
      }
  }, 60_000);

  test('what the file has no column for stays as it is', async () => {
    await imports.apply(await imports.check('schools', schools('甲教学点,P1,东乡,教学点,0800')));
    const state = await imports.check(
      'schools',
      '学校名称,学校标识码,所属区划,学校类型,校训\n甲教学点,P1,东乡,教学点,好',
    );
    expect([countsOf(state), state.ignored]).toEqual([[0, 0, 1], ['校训']]);
  });

  test('of a change in between the check knows nothing: nothing is written', async () => {
    const state = await imports.check('schools', schools('新校,N1,东乡,教学点,'));
    await imports.directory.entering.schools(
      {
        regionId: imports.county.east.id,
        name: '别校',
        kind: 'teachingPoint',
        officialCode: 'N1',
        phone: '',
      },
      imports.county.note,
    );
    expect((await imports.apply(state)).state).toEqual({ state: 'failed', problem: 'changedMeanwhile' });
    expect((await imports.directory.reader.snapshot()).schools.size).toBe(5);
  });

  test('a change keeps its past, by whom and from when', async () => {
    await imports.apply(
      await imports.check('schools', schools('甲校,P1,东乡,小规模学校,', '新校,N1,东乡,教学点,')),
    );
    expect(imports.told).toEqual([['school', [imports.county.pointA]]]);
    const { snapshot } = imports.directory.reader;
    const now = (await snapshot()).schools.get(imports.county.pointA);
    expect([now?.version, now?.fields.name, now?.validFrom]).toEqual([2, '甲校', '2026-09-16']);
    const before = (await snapshot({ date: localDate.parse('2026-09-15') })).schools.get(
      imports.county.pointA,
    );
    expect(before?.fields.name).toBe('甲教学点');
  });
});
