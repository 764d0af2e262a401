import type { SessionReader } from '../../server/session/session.types.ts';
import type { SessionId } from '../../shared/kernel/ids.ts';
import type { LessonPhase } from '../../shared/lesson.ts';
import type { SessionEvent } from '../../shared/session/session.events.ts';
import { evolve } from '../../shared/session/session.fold.ts';
import { emptySession, type SessionState } from '../../shared/session/session.state.ts';

type Listener = Parameters<SessionReader['onCommitted']>[0];

/** Sessions whose logs are lists in memory; `commit` adds to one and tells listeners. */
export function createSessionMemory() {
  const logs = new Map<SessionId, SessionEvent[]>();
  const listeners = new Set<Listener>();
  let away = false;
  const stateOf = (sessionId: SessionId): SessionState =>
    (logs.get(sessionId) ?? []).reduce(evolve, emptySession(sessionId));
  const read = <T>(value: () => T): Promise<T> =>
    away ? Promise.reject(new Error('away')) : Promise.resolve(value());
  const reader: { -readonly [K in keyof SessionReader]: SessionReader[K] } = {
    eventsOf: (sessionId) => read(() => logs.get(sessionId) ?? []),
    shownOf: (sessionId) => read(() => logs.get(sessionId) ?? []),
    stateOf: (sessionId) => read(() => stateOf(sessionId)),
    phasesOf: (ids) => read(() => new Map(ids.map((id) => [id, phaseOf(stateOf(id))]))),
    begunAmong: (ids) =>
      read(() => new Set(ids.filter((id) => logs.get(id)?.some(({ type }) => type === 'session.started')))),
    onCommitted(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    sendToConsoles: () => undefined,
    agendaChanged: () => undefined,
    mediaSample: () => Promise.resolve([]),
    ladderOf: () => null,
    heardLoss: () => undefined,
    onLadderChanged: () => () => undefined,
    joinedSession: () => null,
  };
  return {
    reader,
    /** The database of the log cannot be read while this is true. */
    setAway(value: boolean): void {
      away = value;
    },
    commit(sessionId: SessionId, events: readonly SessionEvent[]): void {
      const log = logs.get(sessionId) ?? [];
      const added = events.map((event, index) => ({ ...event, sessionId, seq: log.length + index + 1 }));
      logs.set(sessionId, [...log, ...added]);
      for (const listener of listeners) listener(sessionId, added, stateOf(sessionId));
    },
  };
}

function phaseOf(state: SessionState): LessonPhase {
  return state.phase.state === 'unopened' ? 'planned' : state.phase.state;
}
