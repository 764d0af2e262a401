import type { ConnectionId, LessonId, SessionId } from '../../shared/kernel/ids.ts';
import { MINUTE_MS } from '../../shared/kernel/time.ts';
import { type LessonPhase, plannedEndAtMs } from '../../shared/lesson.ts';
import { seatOfRoom } from '../../shared/session/session.events.ts';
import type { SessionState } from '../../shared/session/session.state.ts';
import type { AlarmThresholds } from '../../shared/supervision.ts';
import type { LessonEntry } from '../planning/planning.types.ts';
import type { Clock } from '../platform/ports.ts';
import type { SessionReader } from '../session/session.types.ts';
import type { Lessons, TodaysLessons } from './supervision.lessons.ts';
import type { Lines } from './supervision.lines.ts';
import type { LessonNow } from './supervision.types.ts';
import { isLecturerHere, presenceOf } from './supervision.wall.rules.ts';

export type BoardDeps = {
  readonly lessons: Lessons;
  readonly sessions: Pick<SessionReader, 'phasesOf' | 'stateOf' | 'begunAmong'>;
  readonly lines: Pick<Lines, 'ladderOf' | 'qualityOf' | 'look' | 'keep'>;
  readonly clock: Clock;
};

/** Whoever comes earlier than this is seen a little later. */
const BEFORE_MS = 15 * MINUTE_MS;
/** An end can be taken back for half an hour, and nobody begins a lesson later than that. */
const SETTLED_MS = 40 * MINUTE_MS;

/** How a lesson of the day stands for those who count. */
export type LessonStanding = {
  readonly entry: LessonEntry;
  readonly phase: LessonPhase;
  /** It was held, or is being held. */
  readonly begun: boolean;
};

/** Every lesson of the day as it stands. */
export interface Board {
  /**
   * Those that have begun, are open or should be, with their rooms; over ones for as long as they could be opened again. With `judging` every
   * line is looked at once more; otherwise each is as it was judged last.
   */
  now(judging?: Judging): Promise<ReadonlyMap<SessionId, LessonNow>>;
  /** All of today, for counting. */
  today(): Promise<readonly LessonStanding[]>;
}

type Judging = { readonly thresholds: AlarmThresholds; readonly nowMs: number };
type Known = { readonly phase: LessonPhase; readonly sinceMs: number };

export function createBoard(deps: BoardDeps): Board {
  const { sessions, lines, clock } = deps;
  const known = new Map<SessionId, Known>();
  const begun = new Set<SessionId>();

  const isDue = ({ fields }: LessonEntry, nowMs: number): boolean => {
    if (fields.cancelled !== null || fields.plannedStartAtMs > nowMs + BEFORE_MS) return false;
    const before = known.get(fields.sessionId);
    if (before?.phase === 'ended') return nowMs - before.sinceMs < SETTLED_MS;
    const isOver = before?.phase === 'planned' && nowMs > plannedEndAtMs(fields) + SETTLED_MS;
    return !isOver;
  };

  async function look(): Promise<TodaysLessons & { readonly due: readonly LessonEntry[] }> {
    const todays = await deps.lessons.fresh();
    const nowMs = clock.nowMs();
    const due = [...todays.entries.values()].filter((entry) => isDue(entry, nowMs));
    const phases = await sessions.phasesOf(due.map(({ fields }) => fields.sessionId));
    const ended: SessionId[] = [];
    for (const [id, phase] of phases) {
      if (known.get(id)?.phase !== phase) known.set(id, { phase, sinceMs: nowMs });
      if (phase === 'live') begun.add(id);
      if (phase === 'ended' && !begun.has(id)) ended.push(id);
    }
    for (const id of await sessions.begunAmong(ended)) begun.add(id);
    forget(todays);
    return { ...todays, due };
  }

  function forget({ entries }: TodaysLessons): void {
    if (known.size <= entries.size) return;
    const there = new Set([...entries.values()].map(({ fields }) => fields.sessionId));
    for (const id of known.keys()) if (!there.has(id)) known.delete(id);
    for (const id of begun) if (!there.has(id)) begun.delete(id);
  }

  const standing = async (
    entry: LessonEntry,
    { keep, judging }: { readonly keep: Set<ConnectionId>; readonly judging: Judging | undefined },
  ): Promise<LessonNow> => {
    const { sessionId } = entry.fields;
    const phase = known.get(sessionId)?.phase ?? 'planned';
    const isOpen = phase === 'live' || phase === 'waiting';
    const state = isOpen ? await sessions.stateOf(sessionId) : null;
    const rooms = presenceOf(entry, state).map((room) => {
      const id = connectionOf(state, room.roomId);
      if (id !== null) keep.add(id);
      if (id === null || phase !== 'live') return { ...room, ladder: null, quality: 'unknown' as const };
      const quality = judging === undefined ? lines.qualityOf(id) : lines.look(sessionId, id, judging);
      return { ...room, ladder: lines.ladderOf(id), quality };
    });
    return {
      ...{ entry, phase, rooms },
      startedAtMs: state?.phase.state === 'live' ? state.phase.startedAtMs : null,
      endedAtMs: phase === 'ended' ? (known.get(sessionId)?.sinceMs ?? null) : null,
      lecturerHere: isLecturerHere(entry, state),
    };
  };

  return {
    async now(judging) {
      const { due } = await look();
      const found = new Map<SessionId, LessonNow>();
      const keep = new Set<ConnectionId>();
      for (const entry of due) found.set(entry.fields.sessionId, await standing(entry, { keep, judging }));
      lines.keep(keep);
      return found;
    },
    async today() {
      const { today, entries } = await look();
      const all: ReadonlyMap<LessonId, LessonEntry> = entries;
      return [...all.values()]
        .filter(({ fields }) => fields.localDate === today)
        .map((entry) => {
          const { sessionId, cancelled } = entry.fields;
          const phase = cancelled === null ? (known.get(sessionId)?.phase ?? 'planned') : 'cancelled';
          return { entry, phase, begun: begun.has(sessionId) };
        });
    },
  };
}

/** The connection of a room's screen; of several the last that came. */
function connectionOf(
  state: SessionState | null,
  roomId: LessonNow['rooms'][number]['roomId'],
): ConnectionId | null {
  const seat = seatOfRoom(roomId);
  const there = Object.values(state?.connections ?? {}).filter(
    (each) => each.seat === seat && each.part === 'room',
  );
  return there.toSorted((a, b) => b.joinedAtMs - a.joinedAtMs)[0]?.connectionId ?? null;
}
