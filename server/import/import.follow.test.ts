import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ImportState } from '../../shared/import.ts';
import { type LinkId, termId } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { addDays, type LocalDate, localDate } from '../../shared/kernel/time.ts';
import type { SlotFields } from '../../shared/slot.ts';
import { type Imports, openImports } from '../../test/support/imports.ts';
import { needSpans } from '../../test/support/need-spans.ts';
import { periods } from '../../test/support/timetable.ts';

const day = (text: string) => localDate.parse(text);
const value = <T>(answer: Result<T>): T => {
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return answer.value;
};
/** The term began before the clock's Wednesday, 16 September. */
const TERM = { from: day('2026-08-31'), to: day('2026-12-31') };

let imports: Imports;
let linkA: LinkId;
let term: ReturnType<typeof termId.parse>;
beforeEach(async () => {
  imports = await openImports();
  const { county, planning } = imports;
  term = termId.parse((await imports.enterTerm('秋季学期', TERM.from, TERM.to)).id);
  for (const schoolId of [county.central, county.pointA])
    value(
      await planning.routes['bell.add'](asker(), {
        ...{ schoolId, name: '作息', fromDate: null, toDate: null, weekdays: [1, 2, 3, 4, 5] },
        periods: periods(500),
      }),
    );
  linkA = value(
    await planning.routes['link.add'](asker(), {
      ...{ fromSchoolId: county.central, toSchoolId: county.pointA, needId: null, subject: '音乐' },
      ...{ grade: '三年级', periodsPerWeek: 2, label: '', status: { state: 'accepted' } },
      ...{ fromDate: null, toDate: null },
    }),
  ).id;
});
afterEach(() => imports.close());

const asker = () => ({
  ...imports.context(imports.county.countyAdmin),
  setCookie: () => expect.unreachable(),
});
const slotOf = (): SlotFields => ({
  ...{ termId: term, subject: '音乐', grade: '三年级', weekday: 5, startMinute: 500, durationMinutes: 40 },
  ...{ weeks: 'every', leadingSchoolId: imports.county.central, lectureRoomId: imports.county.lectureRoom },
  ...{ lecturerId: imports.county.lecturer.personId, leadingClassId: null },
  rooms: [{ linkId: linkA, schoolId: imports.county.pointA, roomId: imports.county.roomA, classId: null }],
});
const dates = async () =>
  (await imports.planning.reader.lessonsBetween(TERM.from, TERM.to)).map((each) => each.fields.localDate);
const links = (toDate: string) =>
  `主讲学校,听讲学校,学科,年级,周课时,开始日期,结束日期\n中心小学,甲教学点,音乐,三年级,2,,${toDate}`;
const bring = async (kind: 'links' | 'needs', content: string) =>
  imports.apply(await imports.check(kind, content));
const countsOf = ({ state }: ImportState) => {
  if (state.state !== 'checked' && state.state !== 'applied') throw new Error(JSON.stringify(state));
  return [state.added, state.changed, state.unchanged];
};

describe('lessons follow links of a file', () => {
  test('what has no room any more is told by its line, and nothing is written', async () => {
    value(await imports.planning.routes['slot.add'](asker(), slotOf()));
    expect((await bring('links', links('2026-10-30'))).state.state).toBe('applied');
    const planned = await imports.planning.routes['lesson.plan'](asker(), {
      ...{ kind: 'delivery', mode: 'interactive', subject: '美术', grade: '三年级' },
      ...{ localDate: day('2026-11-20'), startMinute: 510, durationMinutes: 40 },
      ...{ lecturerId: imports.county.lecturer.personId, lectureRoomId: null, linkId: null },
      roomIds: [imports.county.roomA],
    });
    value(planned);
    const before = [await dates(), await imports.versionCount()];
    const refused = await bring('links', links('2026-12-31'));
    expect(refused.state).toMatchObject({
      state: 'checked',
      problemCount: 1,
      problems: [{ line: 2, problem: 'lessonsTaken', params: { date: '2026-11-20' } }],
    });
    expect([await dates(), await imports.versionCount()]).toEqual(before);
  });

  test('a link that ends takes its lessons with it, one that is longer brings them back; a second time nothing changes', async () => {
    value(await imports.planning.routes['slot.add'](asker(), slotOf()));
    const all = await dates();
    expect(all.at(-1)).toBe('2026-12-25');
    expect(countsOf(await bring('links', links('2026-10-30')))).toEqual([0, 1, 0]);
    expect(await dates()).toEqual(all.filter((date) => date <= '2026-10-30'));
    const versions = await imports.versionCount();
    expect(countsOf(await bring('links', links('2026-10-30')))).toEqual([0, 0, 1]);
    expect(await imports.versionCount()).toBe(versions);
    await bring('links', links('2026-12-31'));
    expect(await dates()).toEqual(all);
  });
});

describe('needs of a term', () => {
  const needs = (name: string) => `教学点,学科,年级,周课时,学期\n甲教学点,音乐,三年级,2,${name}`;
  const spansBetween = (from: LocalDate, to: LocalDate) =>
    needSpans(imports.planning.schools, [imports.county.pointA], [from, to]);
  const counted = async () =>
    (await spansBetween(addDays(TERM.from, -7), addDays(TERM.to, 7))).map(({ inForceDates }) => [
      inForceDates[0],
      inForceDates.at(-1),
    ]);

  test('count on the term’s days, whichever of them it is when the file comes; a second time nothing changes', async () => {
    expect(countsOf(await bring('needs', needs('秋季学期')))).toEqual([1, 0, 0]);
    expect(await counted()).toEqual([[TERM.from, TERM.to]]);
    const versions = await imports.versionCount();
    expect(countsOf(await bring('needs', needs('秋季学期')))).toEqual([0, 0, 1]);
    expect(await imports.versionCount()).toBe(versions);
  });

  test('count as those that are entered by hand', async () => {
    value(
      await imports.planning.routes['need.add'](asker(), {
        ...{ schoolId: imports.county.pointA, subject: '音乐', grade: '三年级', periodsPerWeek: 2 },
        ...{ reason: '', classId: null, termId: term, status: { state: 'inForce' } },
      }),
    );
    expect(await counted()).toEqual([[TERM.from, TERM.to]]);
  });

  test('without a term, and of one that is to come, do not reach back', async () => {
    await bring('needs', needs(''));
    expect((await counted())[0]?.[0]).toBe('2026-09-16');
    const spring = { from: day('2027-02-22'), to: day('2027-07-02') };
    await imports.enterTerm('春季学期', spring.from, spring.to);
    await bring('needs', needs('春季学期').replace('音乐', '美术'));
    const during = await spansBetween(TERM.from, spring.to);
    const art = during.find(({ fields }) => fields.subject === '美术')?.inForceDates ?? [];
    expect([art[0], art.at(-1)]).toEqual([spring.from, spring.to]);
  });
});
