import type { ReportScope } from '../../shared/coverage/report.ts';
import type { AlarmId, SessionId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { addDays, instantOf, type LocalDate, type Zone } from '../../shared/kernel/time.ts';
import type { Alarm, Wall, WallPlace } from '../../shared/supervision.ts';
import type { RouteAnswer, RouteBody } from '../../shared/wire/routes.ts';
import {
  askedScope,
  maySee,
  nameOf,
  ofRegion,
  partsBelow,
  regionsAbove,
  topsOf,
} from '../coverage/report.tree.rules.ts';
import type { DirectoryNames, DirectoryReader, DirectoryTree, Staff } from '../directory/directory.types.ts';
import type { Action, Actor, Permit } from '../identity/identity.types.ts';
import type { LessonReading } from '../planning/lesson.reading.ts';
import type { Clock } from '../platform/ports.ts';
import { inPart } from './supervision.scope.rules.ts';
import type { AlarmStore } from './supervision.store.ts';
import type { StoredAlarm } from './supervision.types.ts';
import type { WallStanding } from './supervision.wall.ts';

export type SupervisionDeps = {
  readonly store: Pick<AlarmStore, 'read' | 'since' | 'open' | 'acknowledge'>;
  readonly wall: { standing(): Promise<WallStanding> };
  readonly directory: DirectoryReader & { today(): Promise<LocalDate> };
  readonly reading: Pick<LessonReading, 'byIds'>;
  readonly zone: () => Promise<Zone>;
  readonly permit: Permit;
  readonly clock: Clock;
};

type Part = Pick<RouteBody<'supervision.wall'>, 'scopeKind' | 'scopeId'>;
type Seen = {
  readonly actor: Staff;
  readonly scope: ReportScope;
  readonly tops: readonly ReportScope[];
  readonly tree: DirectoryTree;
};

const ALARMS_MAX = 500;

/** What those who supervise see of running lessons. */
export interface SupervisionService {
  /** FORBIDDEN without such a role, NOT_FOUND for a place that is not there or not the asker's. */
  wall(actor: Actor, ask: RouteBody<'supervision.wall'>): Promise<Result<Wall>>;
  /** As `wall`. */
  alarms(
    actor: Actor,
    ask: RouteBody<'supervision.alarms'>,
  ): Promise<Result<RouteAnswer<'supervision.alarms'>>>;
  /** FORBIDDEN for whoever may nowhere; NOT_FOUND, too, for an alarm that is not the asker's to see. */
  acknowledge(
    actor: Actor,
    wish: RouteBody<'supervision.acknowledge'>,
  ): Promise<Result<Record<string, never>>>;
}

export function createSupervisionService(deps: SupervisionDeps): SupervisionService {
  const { store, clock } = deps;
  return {
    async wall(actor, ask) {
      const found = await look(deps, actor, { ...ask, action: 'supervision.wall' });
      if (!found.ok) return found;
      const standing = await deps.wall.standing();
      const after = readMark(ask.mark, standing, found.value.scope);
      const isHere = inPart(found.value);
      const rows = [...standing.rows.values()]
        .filter(({ changedAt }) => after === null || changedAt > after)
        .filter(({ lesson }) =>
          isHere([lesson.leadingSchoolId, ...lesson.rooms.map((room) => room.schoolId)]),
        );
      const gone: SessionId[] = [];
      if (after !== null) for (const [id, at] of standing.gone) if (at > after) gone.push(id);
      return ok({
        mark: `${standing.epoch}.${found.value.scope.id}.${standing.changes}`,
        whole: after === null ? placeOf(deps.permit, found.value) : null,
        lessons: rows.map(({ lesson }) => lesson),
        gone,
        serverNowMs: clock.nowMs(),
      });
    },
    async alarms(actor, ask) {
      const found = await look(deps, actor, { ...ask, action: 'supervision.alarms' });
      if (!found.ok) return found;
      const zone = await deps.zone();
      const date = ask.date ?? (await deps.directory.today());
      const span = { fromMs: instantOf(date, 0, zone), toMs: instantOf(addDays(date, 1), 0, zone) };
      const isHere = inPart(found.value);
      const all = await store.since(span, ALARMS_MAX * 4);
      const own = all.filter(({ schoolIds }) => isHere(schoolIds)).slice(0, ALARMS_MAX);
      return ok({
        alarms: await named(deps, own),
        openCount: own.filter(({ toMs }) => toMs === null).length,
      });
    },
    async acknowledge(actor, { alarmId, note }) {
      const found = await ownAlarm(deps, actor, alarmId);
      if (!found.ok) return found;
      await store.acknowledge(alarmId, { by: found.value.personId, atMs: clock.nowMs(), note });
      return ok({});
    },
  };
}

/** Who asks, and for which part of the tree. FORBIDDEN without such a right anywhere, NOT_FOUND for a part that is not theirs. */
export async function look(
  { directory, permit }: Pick<SupervisionDeps, 'directory' | 'permit'>,
  actor: Actor,
  ask: Part & { readonly action: Action },
): Promise<Result<Seen>> {
  if (actor.kind !== 'person') return fail(actor.kind === 'visitor' ? 'UNAUTHENTICATED' : 'FORBIDDEN');
  const asked = askedScope(ask);
  if (!asked.ok) return asked;
  const tree = await directory.tree(await directory.today());
  const tops = topsOf(permit, actor, tree, ask.action);
  const scope = asked.value ?? tops[0];
  if (scope === undefined || tops.length === 0) return fail('FORBIDDEN');
  if (!maySee(permit, { actor, action: ask.action, trees: [tree] }, scope)) return fail('NOT_FOUND');
  return ok({ actor, scope, tops, tree });
}

/** Null when everything is to be told: the mark is another run's or another part's, or too old. */
function readMark(mark: string | undefined, standing: WallStanding, scope: ReportScope): number | null {
  const [epoch, id, number] = mark?.split('.') ?? [];
  const after = Number(number);
  const isOurs = epoch === standing.epoch && id === scope.id && Number.isInteger(after);
  return isOurs && after >= standing.goneSince && after <= standing.changes ? after : null;
}

function placeOf(permit: Permit, { actor, scope, tops, tree }: Seen): NonNullable<Wall['whole']> {
  const place = (each: ReportScope): WallPlace => ({ ...each, name: nameOf([tree], each) });
  const may = (each: ReportScope) =>
    maySee(permit, { actor, action: 'supervision.wall', trees: [tree] }, each);
  return {
    scope: place(scope),
    above: regionsAbove([tree], scope).map(ofRegion).filter(may).map(place),
    tops: tops.map(place),
    below:
      scope.kind === 'school'
        ? []
        : partsBelow([tree], scope.id).map((part) => ({ ...part.scope, name: part.name })),
  };
}

async function ownAlarm(deps: SupervisionDeps, actor: Actor, id: AlarmId): Promise<Result<Staff>> {
  const mine = await look(deps, actor, { action: 'supervision.acknowledge' });
  if (!mine.ok) return mine;
  const { tree } = mine.value;
  const found = await deps.store.read(id);
  const schoolIds = found?.schoolIds.filter((each) => tree.schools.has(each)) ?? [];
  const scope = { paths: schoolIds.map((each) => tree.pathOf(each)), relations: [] };
  if (!deps.permit(actor, 'supervision.alarms', scope)) return fail('NOT_FOUND');
  return deps.permit(actor, 'supervision.acknowledge', scope) ? ok(mine.value.actor) : fail('FORBIDDEN');
}

const LESSONS_AT_ONCE = 200;

async function named(deps: SupervisionDeps, alarms: readonly StoredAlarm[]): Promise<Alarm[]> {
  const names = await deps.directory.names(await deps.directory.today());
  const ids = [...new Set(alarms.map(({ lessonId }) => lessonId))];
  const lessons = new Map<string, { readonly subject: string; readonly grade: string }>();
  for (let from = 0; from < ids.length; from += LESSONS_AT_ONCE)
    for (const { id, fields } of await deps.reading.byIds(ids.slice(from, from + LESSONS_AT_ONCE)))
      lessons.set(id, fields);
  return alarms.map((each) => {
    const { subject, grade } = lessons.get(each.lessonId) ?? { subject: '', grade: '' };
    return { ...namedAlarm(each, names), subject, grade };
  });
}

function namedAlarm(alarm: StoredAlarm, names: DirectoryNames): Omit<Alarm, 'subject' | 'grade'> {
  const { id, rule, sessionId, lessonId, roomId, fromMs, toMs, acknowledged } = alarm;
  const room = roomId === null ? null : names.room(roomId);
  return {
    ...{ alarmId: id, rule, sessionId, lessonId, fromMs, toMs },
    leadingSchoolName: names.school(alarm.leadingSchoolId)?.name ?? '',
    room:
      roomId === null
        ? null
        : {
            roomId,
            name: room?.name ?? '',
            schoolName: room === null ? '' : (names.school(room.schoolId)?.name ?? ''),
          },
    acknowledged: acknowledged && {
      byName: names.person(acknowledged.by)?.name ?? '',
      atMs: acknowledged.atMs,
      note: acknowledged.note,
    },
  };
}
