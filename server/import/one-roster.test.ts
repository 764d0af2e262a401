import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ImportState } from '../../shared/import.ts';
import { type Imports, openImports } from '../../test/support/imports.ts';
import { zipOf } from '../platform/zip.ts';
import { fullName } from './one-roster.rules.ts';

let imports: Imports;
beforeEach(async () => {
  imports = await openImports();
});
afterEach(() => imports.close());

const files = {
  'manifest.csv': ['propertyName,value', 'manifest.version,1.0', 'oneroster.version,1.2'],
  'orgs.csv': [
    'sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId',
    'o1,,,云溪县教育局,district,,',
    'o2,,,东乡,local,,o1',
    's1,,,中心小学,school,C1,o2',
    's2,,,松树教学点,school,N1,o2',
  ],
  'roles.csv': [
    'sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId',
    'r1,,,t1,primary,teacher,,,s2',
    'r2,,,p1,primary,student,,,s2',
    'r3,,,p2,primary,student,,,s2',
    'r4,,,g1,primary,guardian,,,s2',
  ],
  'users.csv': [
    'sourcedId,status,dateLastModified,enabledUser,username,givenName,familyName,identifier,phone,primaryOrgSourcedId',
    't1,,,true,he,晓琴,何,T1,13800000000,s2',
    'p1,,,true,p1,小明,不可存,,,s2',
    'p2,,,true,p2,小红,不可存,,,s2',
    'g1,,,true,g1,家长,不可存,,,s2',
  ],
  'classes.csv': [
    'sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds',
    'c1,,,三年级一班,03,,,homeroom,,s2,',
    'c2,,,音乐,03,,,scheduled,,s2,',
  ],
  'enrollments.csv': [
    'sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role',
    'e1,,,c1,s2,p1,student',
    'e2,,,c1,s2,p2,student',
    'e3,,,c1,s2,p2,student',
    'e4,,,c1,s2,t1,teacher',
    'e5,tobedeleted,,c1,s2,p9,student',
  ],
};
type Name = keyof typeof files;

const packageOf = (changes: Partial<Record<Name, readonly string[] | null>> = {}) => {
  const all: Record<string, readonly string[] | null> = { ...files, ...changes };
  const entries = Object.entries(all).flatMap(([name, lines]) =>
    lines === null ? [] : [{ name, bytes: Buffer.from(lines.join('\r\n')), executable: false }],
  );
  return zipOf(entries, new Date('2026-09-16T01:00:00Z'));
};
const orgs = (...rows: string[]) => packageOf({ 'orgs.csv': [...files['orgs.csv'], ...rows] });
const problemsOf = ({ state }: ImportState) =>
  state.state === 'checked'
    ? state.problems.map((each) => [each.table, each.line, each.column, each.problem])
    : expect.unreachable(JSON.stringify(state));

describe('OneRoster packages', () => {
  test('what is no package, or lacks its files, is told so', async () => {
    expect((await imports.check('oneRoster', 'a,b\n')).state).toEqual({
      state: 'failed',
      problem: 'notPackage',
    });
    expect(
      problemsOf(
        await imports.check(
          'oneRoster',
          packageOf({ 'orgs.csv': null, 'classes.csv': null, 'users.csv': null }),
        ),
      ),
    ).toEqual([['orgs.csv', 0, 0, 'missingTable']]);
    expect(problemsOf(await imports.check('oneRoster', packageOf({ 'enrollments.csv': null })))).toEqual([
      ['enrollments.csv', 0, 0, 'missingTable'],
    ]);
  });

  test.each([
    ['an unknown parent', 's3,,,新校,school,N3,o9', [['orgs.csv', 6, 7, 'unknownParent']]],
    ['itself as parent', 's3,,,新校,school,N3,s3', [['orgs.csv', 6, 7, 'itself']]],
    ['no office above', 's3,,,新校,school,N3,', [['orgs.csv', 6, 7, 'required']]],
    ['an id twice', 's2,,,新校,school,N3,o2', [['orgs.csv', 6, 1, 'duplicate']]],
    ['a code twice', 's3,,,新校,school,N1,o2', [['orgs.csv', 6, 6, 'duplicate']]],
  ])('%s is named by file, row and column', async (_, row, wanted) => {
    expect(problemsOf(await imports.check('oneRoster', orgs(row)))).toEqual(wanted);
  });

  test('offices in a circle are all named', async () => {
    const circle = orgs('o3,,,南片,local,,o4', 'o4,,,北片,local,,o3', 's3,,,新校,school,N3,o3');
    expect(problemsOf(await imports.check('oneRoster', circle))).toEqual([
      ['orgs.csv', 6, 7, 'cycle'],
      ['orgs.csv', 7, 7, 'cycle'],
      ['orgs.csv', 8, 7, 'unknownRegion'],
    ]);
  });

  test('another version of the standard, and a class of no school', async () => {
    const wrong = packageOf({
      'manifest.csv': ['propertyName,value', 'oneroster.version,1.0'],
      'classes.csv': ['sourcedId,title,grades,schoolSourcedId', 'c1,一班,03,s9'],
    });
    expect(problemsOf(await imports.check('oneRoster', wrong))).toEqual([
      ['classes.csv', 2, 4, 'unknownSchool'],
      ['manifest.csv', 2, 2, 'packageVersion'],
    ]);
  });

  test('schools, staff and classes come in; pupils are counted, and no trace of their names is left', async () => {
    const state = await imports.check('oneRoster', packageOf());
    expect([problemsOf(state), state.state]).toMatchObject([[], { added: 3, changed: 0, unchanged: 1 }]);
    expect((await imports.apply(state)).state.state).toBe('applied');
    const { schools, people, classes } = await imports.directory.reader.snapshot();
    const school = [...schools.values()].find((each) => each.fields.officialCode === 'N1');
    expect(school?.fields).toMatchObject({
      name: '松树教学点',
      kind: 'teachingPoint',
      regionId: imports.county.east.id,
    });
    expect([...classes.values()].map((each) => each.fields)).toEqual([
      { schoolId: school?.id, name: '三年级一班', grade: '三年级', enrolledCount: 2, homeRoomId: null },
    ]);
    expect([...people.values()].find((each) => each.fields.staffCode === 'T1')?.fields).toMatchObject({
      ...{ name: '何晓琴', schoolId: school?.id, phone: '13800000000', roles: [] },
    });
    const kept = JSON.stringify([...people.values(), ...classes.values(), ...schools.values()]);
    expect(kept).not.toMatch(/不可存|小明|小红|家长/);
    expect((await imports.check('oneRoster', packageOf())).state).toMatchObject({
      added: 0,
      changed: 0,
      unchanged: 4,
    });
  });

  test('names stand as their language writes them', () => {
    expect([fullName('何', '晓琴'), fullName('Smith', 'Mary')]).toEqual(['何晓琴', 'Mary Smith']);
  });
});
