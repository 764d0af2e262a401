import type { ConsumerSample } from '../../sfu/types.ts';
import type { ConnectionId, RoomId, SessionId, TextId } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type { LadderNow } from '../../shared/ladder.ts';
import type { LessonPhase } from '../../shared/lesson.ts';
import type {
  actorKind,
  SeatKey,
  SessionEvent,
  SessionEventBody,
  SessionFact,
} from '../../shared/session/session.events.ts';
import type { SessionState } from '../../shared/session/session.state.ts';

/** What later modules may ask of sessions. */
export interface SessionReader {
  /** The whole log of a session in order of seq, without anybody's words; empty when it was never opened. Throws when the chain is broken. */
  eventsOf(sessionId: SessionId): Promise<readonly SessionEvent[]>;
  /** The same with the words that every screen was given 屏幕上的文字: captions, questions, messages; private lines stay without theirs. */
  shownOf(sessionId: SessionId): Promise<readonly SessionEvent[]>;
  /** The fold as it stands now. */
  stateOf(sessionId: SessionId): Promise<SessionState>;
  /** Phases of many sessions at once, for lists. A session without a log is `planned`. */
  phasesOf(sessionIds: readonly SessionId[]): Promise<ReadonlyMap<SessionId, LessonPhase>>;
  /** Which of these were ever begun. */
  begunAmong(sessionIds: readonly SessionId[]): Promise<ReadonlySet<SessionId>>;
  /** Called after a commit, in order of seq within a session. Returns the function that stops listening. */
  onCommitted(listener: CommitListener): () => void;
  /** Sends volatile news to the consoles of a session. */
  sendToConsoles: ConsolePush;
  /** A screen's agenda has changed. */
  agendaChanged(roomIds: readonly RoomId[]): void;
  /** What the engine really carries to each connection of a session now; empty when it has no media. */
  mediaSample(sessionId: SessionId): Promise<readonly ConsumerSample[]>;
  /** What flows to a room's screen now; null while that is not known. */
  ladderOf(connectionId: ConnectionId): LadderNow | null;
  /** A receiver reports which share of its packets was lost, 0..1. */
  heardLoss(connectionId: ConnectionId, ratio: number): void;
  /** Called for every change of what flows to a room's screen. Returns the function that stops listening. */
  onLadderChanged(listener: (fact: LadderFact) => void): () => void;
  /** The session that a connection has joined, or null. */
  joinedSession(connectionId: ConnectionId): SessionId | null;
}

/** One change of what flows to a room's screen; `from` is null for the first that is known. */
export type LadderFact = {
  readonly sessionId: SessionId;
  readonly connectionId: ConnectionId;
  readonly seat: SeatKey;
  readonly atMs: number;
  readonly from: LadderNow | null;
  readonly to: LadderNow;
};

export type CommitListener = (
  sessionId: SessionId,
  events: readonly SessionEvent[],
  state: SessionState,
) => void;

export type ConsolePush = (sessionId: SessionId, name: 'quality.sampled', body: object) => void;

/** Told once per change: whether the log can be written. */
export type StoreNews = { readonly state: 'away'; readonly diskFull: boolean } | { readonly state: 'back' };

/** A rule's answer: facts to append, or a refusal. No facts means that the wish is already true. */
export type Decision<Fact> = Result<readonly Fact[]>;

type EndWish = {
  readonly type: 'session.ended';
  readonly body: Pick<SessionEventBody<'session.ended'>, 'reason'>;
};

/** Words and the salt that goes into their hash, so that nobody finds out erased words by trying. */
export type SaltedText = { readonly id: TextId; readonly salt: string; readonly text: string };

/** A fact with the moment at which it was true. What an end says about its chain is filled in where the chain is known. */
export type DatedFact = (Exclude<SessionFact, { type: 'session.ended' }> | EndWish) & {
  readonly occurredAtMs: number;
  /** Words that this fact keeps by id and hash; written beside it in the same transaction. */
  readonly text?: SaltedText;
};

/** In whose name a fact is written. */
export type LogActor = { readonly kind: typeof actorKind._output; readonly id: string };
export const serverActor: LogActor = { kind: 'server', id: 'server' };
