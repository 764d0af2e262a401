import type { LinkId, NeedId } from '../../../shared/kernel/ids.ts';
import { type LinkFields, linkFields } from '../../../shared/link.ts';
import type { NeedFields } from '../../../shared/need.ts';
import type { Cells } from '../import.cells.ts';
import { indexOf, joined, type SchoolEntry } from '../import.finder.ts';
import { column, type Draft, type Ground, type Held, type Kind } from '../import.kind.types.ts';
import { termsSpan, WeekTotals, weeksOf } from '../import.week.rules.ts';
import { gradeText } from '../import.words.rules.ts';

type Link = Held<LinkId, LinkFields>;
const gradeKey = (fields: Pick<LinkFields, 'toSchoolId' | 'grade'>) =>
  joined(fields.toSchoolId, fields.grade);
const stands = ({ fields }: Link) => fields.status.state === 'accepted' || fields.status.state === 'offered';

/** 结对关系. Known by both schools, subject and grade; an imported one is accepted at once and meets the point's need. */
export const linkKind: Kind<LinkId, LinkFields> = {
  kind: 'links',
  register: 'link',
  schema: linkFields,
  columns: [
    column('fromSchool', 'fromSchool', true),
    column('toSchool', 'toSchool', true),
    column('subject', 'subject', true),
    column('grade', 'grade', true),
    column('periodsPerWeek', 'periodsPerWeek', true),
    column('label'),
    column('fromDate'),
    column('toDate'),
  ],
  columnOf: { fromSchoolId: 'fromSchool', toSchoolId: 'toSchool', needId: 'subject', status: 'fromSchool' },
  async begin(ground, inForce) {
    const standing = [...inForce.values()].filter(stands);
    const byKey = await indexOf<Link>(standing, ({ fields }) => [keyOf(fields)]);
    const needs = await indexOf<Held<NeedId, NeedFields>>(ground.planning.needs.values(), ({ fields }) =>
      fields.status.state === 'inForce' ? [joined(fields.schoolId, fields.subject, fields.grade)] : [],
    );
    const limitOf = weeksOf(ground.planning.bells.values());
    const totals = new WeekTotals();
    for (const { fields } of standing) totals.add(gradeKey(fields), null, fields.periodsPerWeek);
    const wished: { readonly cells: Cells; readonly fields: Pick<LinkFields, 'toSchoolId' | 'grade'> }[] = [];
    return {
      row(cells: Cells): Draft<LinkId, LinkFields> | null {
        const from = cells.read('fromSchool', ground.finder.school);
        const to = cells.read('toSchool', ground.finder.school);
        const [subject, grade] = [cells.required('subject'), gradeText(cells.required('grade') ?? '')];
        const periodsPerWeek = cells.number('periodsPerWeek', { min: 1, max: 20, whole: true });
        if (from === null || to === null || subject === null) return null;
        if (from.id === to.id) return cells.fault('toSchool', 'itself');
        const key = keyOf({ fromSchoolId: from.id, toSchoolId: to.id, subject, grade });
        const same = byKey.all(key);
        const before = same[0] ?? null;
        const was = before?.fields;
        const fromDate = dayOf(cells, 'fromDate', { ground, to, was: was?.fromDate ?? null });
        const toDate = dayOf(cells, 'toDate', { ground, to, was: was?.toDate ?? null });
        if (!cells.sound || periodsPerWeek === null) return null;
        const met = needs.all(joined(to.id, subject, grade))[0]?.id ?? null;
        const fields = {
          ...{ fromSchoolId: from.id, toSchoolId: to.id, subject, grade, periodsPerWeek, fromDate, toDate },
          label: cells.has('label') ? cells.text('label') : (was?.label ?? ''),
          needId: was === undefined ? met : was.needId,
          status: was?.status ?? { state: 'accepted' as const },
        };
        totals.add(gradeKey(fields), null, periodsPerWeek - (was?.periodsPerWeek ?? 0));
        wished.push({ cells, fields });
        return { cells, key, keyField: 'subject', before, fields, others: same };
      },
      end() {
        for (const { cells, fields } of wished) {
          const limit = limitOf(fields.toSchoolId);
          const total = totals.of(gradeKey(fields), null);
          if (total > limit) cells.fault('periodsPerWeek', 'overWeek', { total, limit });
        }
        return [];
      },
    };
  },
  rows: (entry, { finder }) =>
    stands(entry)
      ? [
          [
            finder.nameOfSchool(entry.fields.fromSchoolId),
            finder.nameOfSchool(entry.fields.toSchoolId),
            entry.fields.subject,
            entry.fields.grade,
            String(entry.fields.periodsPerWeek),
            entry.fields.label,
            entry.fields.fromDate ?? '',
            entry.fields.toDate ?? '',
          ],
        ]
      : [],
};

const keyOf = (fields: Pick<LinkFields, 'fromSchoolId' | 'toSchoolId' | 'subject' | 'grade'>) =>
  joined(fields.fromSchoolId, fields.toSchoolId, fields.subject, fields.grade);

type Whose = { readonly ground: Ground; readonly to: SchoolEntry; readonly was: string | null };

/** A day of a link lies within the terms of the school that listens, as far as any are known. */
function dayOf(cells: Cells, field: 'fromDate' | 'toDate', { ground, to, was }: Whose): string | null {
  if (!cells.has(field)) return was;
  if (cells.text(field) === '') return null;
  const day = cells.date(field);
  const span = termsSpan(ground.view.snapshot.pathOf(to.id).regionIds, ground.planning.terms.values());
  if (day === null || day === was || span === null) return day;
  return day < span.from || day > span.to ? cells.fault(field, 'outsideTerm', span) : day;
}
