import type { RoomId, SessionId } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type { LessonPhase } from '../../shared/lesson.ts';
import type { SessionEvent } from '../../shared/session/session.events.ts';
import type { SessionState } from '../../shared/session/session.state.ts';

/** What later modules may ask of sessions. */
export interface SessionReader {
  /** The whole log of a session in order of seq; empty when it was never opened. Throws when the chain is broken. */
  eventsOf(sessionId: SessionId): Promise<readonly SessionEvent[]>;
  /** The fold as it stands now. */
  stateOf(sessionId: SessionId): Promise<SessionState>;
  /** Phases of many sessions at once, for lists. A session without a log is `planned`. */
  phasesOf(sessionIds: readonly SessionId[]): Promise<ReadonlyMap<SessionId, LessonPhase>>;
  /** Called after a commit, in order of seq within a session. Returns the function that stops listening. */
  onCommitted(
    listener: (sessionId: SessionId, events: readonly SessionEvent[], state: SessionState) => void,
  ): () => void;
  /** Sends volatile news to the consoles of a session. */
  sendToConsoles: ConsolePush;
  /** A screen's agenda has changed. */
  agendaChanged(roomIds: readonly RoomId[]): void;
}

export type ConsolePush = (sessionId: SessionId, name: 'quality.sampled', body: object) => void;

/** A rule's answer: facts to append, or a refusal. No facts means that the wish is already true. */
export type Decision<Fact> = Result<readonly Fact[]>;
