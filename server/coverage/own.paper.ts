import type { OwnWork } from '../../shared/coverage/own.ts';
import type { PeriodKind } from '../../shared/coverage/period.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { Locale } from '../../shared/text/text.ts';
import { rootOf } from '../directory/directory.rules.ts';
import type { Exported, Row, Sheet } from '../export/export.types.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { Clock } from '../platform/ports.ts';
import { FACTS_MAX, type OwnDeps, readOwnWork } from './own.service.ts';
import { dataOf, inOne, originOf, paperHead, type Say, sayIn } from './report.paper.ts';
import { ofRegion, ofSchool } from './report.tree.rules.ts';

export type OwnPaperDeps = OwnDeps & { readonly clock: Clock };
type Ask = { readonly kind: PeriodKind; readonly date: LocalDate; readonly locale: Locale };

/** Somebody's own workload 工作量 of a period as a document, with every lesson of it. Refusals are those of `readOwnWork`. */
export async function exportWork(
  deps: OwnPaperDeps,
  actor: Actor,
  { locale, ...when }: Ask,
): Promise<Result<Exported>> {
  if (actor.kind !== 'person') return fail('FORBIDDEN');
  const found = await readOwnWork(deps, actor, when, FACTS_MAX);
  if (!found.ok) return found;
  const own = found.value;
  const { period } = own;
  const say = sayIn(locale);
  const tree = await deps.directory.tree(await deps.directory.today());
  const root = rootOf(tree.regions)?.id;
  const scope =
    actor.schoolId !== null ? ofSchool(actor.schoolId) : root === undefined ? null : ofRegion(root);
  if (scope === null) return fail('FORBIDDEN');
  const school = actor.schoolId === null ? undefined : tree.schools.get(actor.schoolId)?.fields.name;
  const madeAtMs = deps.clock.nowMs();
  const head = paperHead(say, {
    ...originOf(tree, scope),
    ...{ title: say('export.titleOfWork', { name: own.name }), period, freshAtMs: own.freshAtMs, madeAtMs },
    scopeName: school === undefined ? own.name : `${school} · ${own.name}`,
    standing: say(own.provisional ? 'export.standing.provisional' : 'export.standing.over'),
    thresholds: await deps.thresholdsOn(period.to),
    ...{ more: [], mark: '' },
  });
  const lessons = lessonSheet(say, own);
  return ok({
    fileName: `work-${period.kind}-${period.from}`,
    paper: { ...head, sheets: [sumSheet(say, own), lessons] },
    table: lessons,
    json: () => dataOf(head, { title: head.title, madeAtMs, work: own }),
  });
}

const sumSheet = (say: Say, { work }: OwnWork): Sheet => ({
  name: say('export.sheet.totals'),
  columns: [
    { heading: say('work.part'), kind: 'text', width: 12 },
    { heading: say('export.classroom'), kind: 'text', width: 20 },
    { heading: say('export.allMinutes'), kind: 'number', width: 11 },
    { heading: say('report.lessonCount'), kind: 'count', width: 9 },
  ],
  rows: inOne(
    work.map(({ part, kind, minutes, lessonCount }): Row => {
      return [say(`report.${part}`), say(`export.classroom.${kind}`), minutes, lessonCount];
    }),
  ),
});

const lessonSheet = (say: Say, { lessons }: OwnWork): Sheet => ({
  name: say('export.sheet.lessons'),
  columns: [
    { heading: say('report.date'), kind: 'date', width: 12 },
    { heading: say('export.startsAt'), kind: 'moment', width: 17 },
    { heading: say('export.classroom'), kind: 'text', width: 20 },
    { heading: say('report.subject'), kind: 'text', width: 12 },
    { heading: say('export.grade'), kind: 'text', width: 12 },
    { heading: say('work.part'), kind: 'text', width: 12 },
    { heading: say('export.allMinutes'), kind: 'number', width: 11 },
  ],
  rows: inOne(
    lessons.map(({ localDate, startsAtMs, kind, subject, grade, part, minutes }): Row => {
      const words = [say(`export.classroom.${kind}`), subject, grade, say(`report.${part}`)];
      return [localDate, startsAtMs, ...words, minutes];
    }),
  ),
});
