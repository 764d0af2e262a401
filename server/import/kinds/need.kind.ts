import type { ClassFields } from '../../../shared/class.ts';
import {
  type ClassId,
  classId as classIds,
  type NeedId,
  type SchoolId,
  type TermId,
} from '../../../shared/kernel/ids.ts';
import { type NeedFields, needFields } from '../../../shared/need.ts';
import type { Cells } from '../import.cells.ts';
import { type Index, indexOf, joined } from '../import.finder.ts';
import { column, type Draft, type Ground, type Held, type Kind } from '../import.kind.types.ts';
import { WeekTotals, weeksOf } from '../import.week.rules.ts';
import { gradeText } from '../import.words.rules.ts';

type Need = Held<NeedId, NeedFields>;
const gradeKey = (fields: Pick<NeedFields, 'schoolId' | 'grade'>) => joined(fields.schoolId, fields.grade);

/** 开课需求. Known by school, subject, grade and class; of a withdrawn one a row makes a new one. */
export const needKind: Kind<NeedId, NeedFields> = {
  kind: 'needs',
  register: 'need',
  schema: needFields,
  columns: [
    column('school', 'point', true),
    column('subject', 'subject', true),
    column('grade', 'grade', true),
    column('periodsPerWeek', 'periodsPerWeek', true),
    column('class'),
    column('term'),
    column('reason'),
  ],
  columnOf: { schoolId: 'school', classId: 'class', termId: 'term', status: 'subject' },
  async begin(ground, inForce) {
    const open = [...inForce.values()].filter(({ fields }) => fields.status.state === 'inForce');
    const byKey = await indexOf<Need>(open, ({ fields }) => [keyOf(fields)]);
    const classes = await indexOf<Held<ClassId, ClassFields>>(
      ground.view.snapshot.classes.values(),
      ({ fields }) => [joined(fields.schoolId, fields.name)],
    );
    const limitOf = weeksOf(ground.planning.bells.values());
    const totals = new WeekTotals();
    for (const { fields } of open) totals.add(gradeKey(fields), fields.classId, fields.periodsPerWeek);
    const wished: { readonly cells: Cells; readonly fields: NeedFields }[] = [];
    return {
      row(cells: Cells): Draft<NeedId, NeedFields> | null {
        const school = cells.read('school', ground.finder.school);
        const [subject, grade] = [cells.required('subject'), gradeText(cells.required('grade') ?? '')];
        const periodsPerWeek = cells.number('periodsPerWeek', { min: 1, max: 20, whole: true });
        if (school === null || subject === null) return null;
        const schoolId = school.id;
        const classId = classOf(cells, classes, schoolId);
        if (!cells.sound || periodsPerWeek === null) return null;
        const key = keyOf({ schoolId, subject, grade, classId });
        const same = byKey.all(key);
        const before = same[0] ?? null;
        const termId = cells.has('term') ? termOf(cells, ground, schoolId) : (before?.fields.termId ?? null);
        if (!cells.sound) return null;
        const reason = cells.has('reason') ? cells.text('reason') : (before?.fields.reason ?? '');
        const status = { state: 'inForce' as const };
        const fields = { schoolId, subject, grade, periodsPerWeek, reason, classId, termId, status };
        totals.add(gradeKey(fields), classId, periodsPerWeek - (before?.fields.periodsPerWeek ?? 0));
        wished.push({ cells, fields });
        return { cells, key, keyField: 'subject', before, fields, others: same };
      },
      end() {
        for (const { cells, fields } of wished) {
          const limit = limitOf(fields.schoolId);
          const total = totals.of(gradeKey(fields), fields.classId);
          if (total > limit) cells.fault('periodsPerWeek', 'overWeek', { total, limit });
        }
        return [];
      },
    };
  },
  rows: ({ fields }, { finder, view, planning }) =>
    fields.status.state === 'inForce'
      ? [
          [
            finder.nameOfSchool(fields.schoolId),
            fields.subject,
            fields.grade,
            String(fields.periodsPerWeek),
            fields.classId === null ? '' : (view.snapshot.classes.get(fields.classId)?.fields.name ?? ''),
            fields.termId === null ? '' : (planning.terms.get(fields.termId)?.fields.name ?? ''),
            fields.reason,
          ],
        ]
      : [],
};

const keyOf = (fields: Pick<NeedFields, 'schoolId' | 'subject' | 'grade' | 'classId'>) =>
  joined(fields.schoolId, fields.subject, fields.grade, fields.classId);

function classOf(
  cells: Cells,
  classes: Index<Held<ClassId, ClassFields>>,
  schoolId: SchoolId,
): ClassId | null {
  if (cells.text('class') === '') return null;
  const found = cells.read('class', (name) => classes.one(joined(schoolId, name), 'unknownClass'));
  return found === null ? null : classIds.parse(found.id);
}

/** A term of the school's own place, else of the nearest above it. */
function termOf(cells: Cells, { view, planning }: Ground, schoolId: SchoolId): TermId | null {
  const name = cells.text('term');
  if (name === '') return null;
  const near = view.snapshot.pathOf(schoolId).regionIds.toReversed();
  for (const regionId of near)
    for (const { id, fields } of planning.terms.values())
      if (fields.regionId === regionId && fields.name === name) return id;
  return cells.fault('term', 'unknownTerm');
}
