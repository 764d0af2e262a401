import { figuresOf } from '../../shared/coverage/indicators.ts';
import { noMeasures } from '../../shared/coverage/measures.ts';
import type { OwnService, OwnWork } from '../../shared/coverage/own.ts';
import { isOpen, type PeriodKind } from '../../shared/coverage/period.ts';
import type { LessonId, PersonId, SchoolId, SessionId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { SessionEvent } from '../../shared/session/session.events.ts';
import { everyPathOf } from '../directory/directory.rules.ts';
import type { DirectoryNames, Staff } from '../directory/directory.types.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { LessonEntry } from '../planning/planning.types.ts';
import { createPace } from '../platform/pace.ts';
import type { LeadFact, PersonFact } from './fact.types.ts';
import { balanceOf, saidIn, workOf } from './own.rules.ts';
import { linesOf } from './report.lessons.ts';
import { minutesOf, needRow } from './report.lines.rules.ts';
import { standing } from './report.page.ts';
import { periodOf } from './report.period.rules.ts';
import { locate } from './report.place.ts';
import { compare } from './report.tree.rules.ts';
import type { ReportDeps } from './report.types.ts';

export type OwnDeps = ReportDeps & {
  /** In their newest versions; at most a few hundred. */
  readonly lessonsOf: (ids: readonly LessonId[]) => Promise<readonly LessonEntry[]>;
  readonly eventsOf: (id: SessionId) => Promise<readonly SessionEvent[]>;
};

type When = { readonly kind: PeriodKind; readonly date: LocalDate };

/** Nobody teaches more lessons in a year. */
export const FACTS_MAX = 3_000;
const LINES = 100;
const LESSONS_AT_ONCE = 200;
const SAID_LESSONS = 20;

/** A teacher's own work with so many lessons, the last ones first; PERIOD_AHEAD and NO_TERM as for a report. */
export async function readOwnWork(
  deps: OwnDeps,
  actor: Actor,
  when: When,
  lineCount = LINES,
): Promise<Result<OwnWork>> {
  if (actor.kind !== 'person') return fail('FORBIDDEN');
  const today = await deps.directory.today();
  const period = periodOf(when.kind, when.date, { today, terms: await ownTerms(deps, actor, today) });
  if (!period.ok) return period;
  const { from, to } = period.value;
  const { personId } = actor;
  const names = await deps.directory.names(isOpen(period.value, today) ? today : to);
  const facts = await deps.rollups.personFacts({ personId, from, to, limit: FACTS_MAX });
  const leads = await leadsOf(deps, facts);
  const last = facts.slice(0, lineCount);
  const lessons = await lessonsOf(deps, last);
  return ok({
    personId,
    name: names.person(personId)?.name ?? '',
    period: period.value,
    ...(await standing(deps, { period: period.value, today })),
    lessonCount: new Set(facts.map((each) => each.lessonId)).size,
    work: workOf(facts, leads),
    balance: balanceOf(facts, leads),
    lessons: last.flatMap((fact) => {
      const lesson = lessons.get(fact.lessonId);
      return lesson === undefined ? [] : [ownLesson(fact, lesson)];
    }),
    said: await said(deps, { personId, lessons: [...lessons.values()], names }),
  });
}

/** Terms of the places that the asker has: their school, else those of their roles. */
async function ownTerms(deps: OwnDeps, actor: Staff, today: LocalDate) {
  const tree = await deps.directory.snapshot({ date: today });
  const paths = everyPathOf(tree, { schoolId: actor.schoolId, roles: [...actor.grants] });
  return deps.termsOf([...new Set(paths.flatMap((path) => path.regionIds.toReversed()))]);
}

async function leadsOf({ rollups }: OwnDeps, facts: readonly PersonFact[]): Promise<Map<LessonId, LeadFact>> {
  const ids = [...new Set(facts.map((each) => each.lessonId))];
  const found: LeadFact[] = [];
  for (let first = 0; first < ids.length; first += 500)
    found.push(...(await rollups.leadFacts(ids.slice(first, first + 500))));
  return new Map(found.map((each) => [each.lessonId, each]));
}

async function lessonsOf(deps: OwnDeps, facts: readonly PersonFact[]): Promise<Map<LessonId, LessonEntry>> {
  const ids = [...new Set(facts.map((each) => each.lessonId))];
  const found: LessonEntry[] = [];
  for (let first = 0; first < ids.length; first += LESSONS_AT_ONCE)
    found.push(...(await deps.lessonsOf(ids.slice(first, first + LESSONS_AT_ONCE))));
  return new Map(
    found
      .toSorted((a, b) => b.fields.plannedStartAtMs - a.fields.plannedStartAtMs)
      .map((each) => [each.id, each]),
  );
}

const ownLesson = (
  { part, workedMs }: PersonFact,
  { id, fields }: LessonEntry,
): OwnWork['lessons'][number] => ({
  lessonId: id,
  sessionId: fields.sessionId,
  localDate: fields.localDate,
  startsAtMs: fields.plannedStartAtMs,
  kind: fields.kind,
  subject: fields.subject,
  grade: fields.grade,
  part,
  minutes: minutesOf(workedMs),
});

type Taught = {
  readonly personId: PersonId;
  readonly lessons: readonly LessonEntry[];
  readonly names: DirectoryNames;
};

async function said(deps: OwnDeps, { personId, lessons, names }: Taught): Promise<OwnWork['said']> {
  const led = lessons.filter(({ fields }) => fields.kind === 'delivery' && fields.lecturerId === personId);
  const pace = createPace();
  const found: OwnWork['said'] = [];
  for (const { id, fields } of led.slice(0, SAID_LESSONS)) {
    for (const [roomId, words] of saidIn(await deps.eventsOf(fields.sessionId))) {
      const room = names.room(roomId);
      const schoolName = room === null ? '' : (names.school(room.schoolId)?.name ?? '');
      const { localDate, subject } = fields;
      found.push({
        lessonId: id,
        localDate,
        subject,
        roomId,
        roomName: room?.name ?? '',
        schoolName,
        ...words,
      });
    }
    await pace();
  }
  return found;
}

/** What a school is served; refusals are those of a report, NOT_FOUND for an office that names no school. */
export async function readOwnService(
  deps: ReportDeps,
  actor: Actor,
  { schoolId, ...when }: When & { readonly schoolId?: SchoolId | undefined },
): Promise<Result<OwnService>> {
  const own = schoolId ?? (actor.kind === 'person' ? actor.schoolId : null);
  const place = own === null ? {} : ({ scopeKind: 'school', scopeId: own } as const);
  const found = await locate(deps, actor, { ...when, ...place, action: 'report.service' });
  if (!found.ok) return found;
  if (found.value.scope.kind !== 'school') return fail('NOT_FOUND');
  const { id } = found.value.scope;
  const { period, asOf } = found.value;
  const names = await deps.directory.names(asOf);
  const [tallies, needs, facts] = await Promise.all([
    deps.rollups.schools(period, [id]),
    deps.rollups.needs(period, [id]),
    deps.rollups.roomFacts({
      ...{ from: period.from, to: asOf, side: 'receiving', schoolIds: [id] },
      ...{ after: null, limit: LINES },
    }),
  ]);
  return ok({
    schoolId: id,
    schoolName: names.school(id)?.name ?? '',
    period,
    ...(await standing(deps, found.value)),
    figures: figuresOf(tallies.get(id)?.measures ?? noMeasures),
    needs: needs
      .flatMap((each) => needRow('needWeighted', each, names)?.line ?? [])
      .toSorted((a, b) => compare(a.subject, b.subject) || compare(a.grade, b.grade)),
    lessons: await linesOf(deps, found.value, { facts, names, indicator: 'validLessons' }),
  });
}
