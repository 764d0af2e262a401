import type { ReportScope } from '../../shared/coverage/report.ts';
import type { SnapshotEntry } from '../../shared/coverage/snapshot.ts';
import { type RoomId, type SchoolId, type SessionId, sessionId } from '../../shared/kernel/ids.ts';
import type { AttendanceReader, SettledRoomFact } from '../attendance/attendance.types.ts';
import { nameOf, ofSchool, pathsOf } from '../coverage/report.tree.rules.ts';
import type { DirectoryReader, DirectoryTree } from '../directory/directory.types.ts';
import type { Happening } from '../outbox/outbox.types.ts';
import type { PlanningReader } from '../planning/planning.types.ts';
import type { SessionReader } from '../session/session.types.ts';

export type ToldDeps = {
  readonly directory: Pick<DirectoryReader, 'tree'>;
  readonly planning: Pick<PlanningReader, 'lessonOfSession'>;
  readonly sessions: Pick<SessionReader, 'stateOf'>;
  readonly attendance: Pick<AttendanceReader, 'settledOf'>;
  readonly alarm: (id: string) => Promise<AlarmTold | null>;
  readonly frozen: (id: string) => Promise<SnapshotEntry | null>;
};

/** `roomId` is null for what concerns the whole lesson. */
type AlarmTold = {
  readonly rule: string;
  readonly sessionId: SessionId;
  readonly roomId: RoomId | null;
  readonly fromMs: number;
};

/** What somebody in a part of the tree is told of something; null when it does not concern them. Schools and rooms are named, people never. */
export type Told = (scope: ReportScope) => object | null;

/** Null for what is not so any more: a lesson that was opened again. */
export async function toldOf(deps: ToldDeps, { name, id }: Happening): Promise<Told | null> {
  switch (name) {
    case 'session.ended':
      return sessionTold(deps, sessionId.parse(id), async () => {
        const { phase } = await deps.sessions.stateOf(sessionId.parse(id));
        return phase.state === 'ended' ? { rooms: null, facts: { endedAt: iso(phase.endedAtMs) } } : null;
      });
    case 'session.settled':
      return sessionTold(deps, sessionId.parse(id), async () => {
        const [settled] = await deps.attendance.settledOf([sessionId.parse(id)]);
        if (settled === undefined) return null;
        const { logSeq, plannedMs, lessonMs, startedAtMs, endedAtMs } = settled;
        const times = { startedAt: iso(startedAtMs), endedAt: iso(endedAtMs) };
        return { rooms: settled.rooms, facts: { revision: logSeq, plannedMs, lessonMs, ...times } };
      });
    case 'snapshot.frozen':
      return snapshotTold(deps, id);
    case 'alarm.raised': {
      const alarm = await deps.alarm(id);
      if (alarm === null) return null;
      const facts = { alarmId: id, rule: alarm.rule, from: iso(alarm.fromMs) };
      return sessionTold(deps, alarm.sessionId, async () => ({ rooms: null, facts, only: alarm.roomId }));
    }
  }
}

type Facts = {
  readonly facts: object;
  readonly rooms: readonly SettledRoomFact[] | null;
  /** Told of one room and to whom it concerns; of all when it is left out or null. */
  readonly only?: RoomId | null;
};

/** Whoever leads is told of every room, whoever receives of their own. */
async function sessionTold(
  deps: ToldDeps,
  id: SessionId,
  factsOf: () => Promise<Facts | null>,
): Promise<Told | null> {
  const lesson = await deps.planning.lessonOfSession(id);
  const found = lesson === null ? null : await factsOf();
  if (lesson === null || found === null) return null;
  const { fields } = lesson;
  const tree = await deps.directory.tree(fields.localDate);
  const school = (schoolId: SchoolId) => ({ schoolId, schoolName: nameOf([tree], ofSchool(schoolId)) });
  return (scope) => {
    const leads = lies(tree, fields.leadingSchoolId, scope);
    const own = ({ schoolId }: { readonly schoolId: SchoolId }) => leads || lies(tree, schoolId, scope);
    const rooms = fields.rooms.filter(
      (room) => own(room) && (found.only == null || room.roomId === found.only),
    );
    if (!leads && rooms.length === 0) return null;
    const { schoolId, schoolName } = school(fields.leadingSchoolId);
    return {
      sessionId: id,
      lessonId: lesson.id,
      kind: fields.kind,
      localDate: fields.localDate,
      subject: fields.subject,
      grade: fields.grade,
      leadingSchoolId: schoolId,
      leadingSchoolName: schoolName,
      ...found.facts,
      rooms:
        found.rooms === null
          ? rooms.map((room) => ({ roomId: room.roomId, ...school(room.schoolId) }))
          : found.rooms.filter(own).map((room) => ({ ...school(room.schoolId), ...measures(room) })),
    };
  };
}

const measures = (room: SettledRoomFact) => ({
  roomId: room.roomId,
  valid: room.verdict.state === 'valid',
  reason: room.verdict.state === 'invalid' ? room.verdict.reason : null,
  cause: room.foundCause,
  punctual: room.punctual,
  connectedMs: room.connectedMs,
  presentCount: room.presentCount,
  expectedCount: room.expectedCount,
  turnCount: room.turnCount,
});

async function snapshotTold(deps: ToldDeps, id: string): Promise<Told | null> {
  const entry = await deps.frozen(id);
  if (entry?.state.state !== 'frozen') return null;
  const { scope, name, period, provisional } = entry;
  const { sha256, lineCount } = entry.state;
  const tree = await deps.directory.tree(period.to);
  const told = { snapshotId: id, scope, name, period, provisional, sha256, lineCount };
  return (asked) => (isWithin(tree, scope, asked) ? told : null);
}

const lies = (tree: DirectoryTree, id: SchoolId, scope: ReportScope): boolean =>
  isWithin(tree, ofSchool(id), scope);

function isWithin(tree: DirectoryTree, inner: ReportScope, outer: ReportScope): boolean {
  return pathsOf([tree], inner).some(({ regionIds, schoolIds }) =>
    [...regionIds, ...schoolIds].some((each) => each === outer.id),
  );
}

const iso = (atMs: number | null): string | null => (atMs === null ? null : new Date(atMs).toISOString());
