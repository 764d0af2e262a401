import type { PersonId, PieceId, RecordingId, SafetyTakeId, SessionId } from '../../shared/kernel/ids.ts';
import type { RecordedSource } from '../../shared/recording.ts';
import type { SafetyProblem } from '../../shared/recording-safety.ts';

/** 本机备份: a stretch of one stream that whoever sent it kept in the browser. */
export type Take = {
  readonly id: SafetyTakeId;
  readonly sessionId: SessionId;
  readonly recordingId: RecordingId;
  readonly personId: PersonId;
  readonly source: RecordedSource;
  /** Server time of its first frame, as far as the browser knew it. */
  readonly startedAtMs: number;
  readonly bytes: number;
  readonly sha256: string;
  /** Where its bytes came in. */
  readonly serverId: string;
  readonly announcedAtMs: number;
  readonly now:
    | { readonly state: 'uploading' }
    | { readonly state: 'joining' }
    | { readonly state: 'joined'; readonly filledMs: number }
    | { readonly state: 'failed'; readonly reason: SafetyProblem };
};

/** From when to when, by server time. */
export type Stretch = { readonly fromMs: number; readonly toMs: number };

export interface SafetyStore {
  /** The same bytes of the same source again are the take that is there. */
  announce(take: Take): Promise<Take>;
  byId(id: SafetyTakeId): Promise<Take | null>;
  /** Bytes of everything that somebody announced for a recording. */
  bytesOf(recordingId: RecordingId, personId: PersonId): Promise<number>;
  settle(id: SafetyTakeId, now: Take['now']): Promise<void>;
  /** Sent again from its first byte, to this server. */
  restart(id: SafetyTakeId, serverId: string): Promise<void>;
  /** Whole ones that this server had not put in their place when it went down, the oldest first. */
  joining(serverId: string): Promise<readonly Take[]>;
  /** Says of pieces of a recording that they are a take's. */
  addPieces(take: Take, pieces: readonly PieceId[]): Promise<void>;
  /** Which pieces of a recording came from somebody's own copy. */
  piecesOf(recordingId: RecordingId): Promise<ReadonlySet<PieceId>>;
}
