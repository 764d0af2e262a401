import type { PersonId, SessionId } from '../../../shared/kernel/ids.ts';
import type { RecordedSource } from '../../../shared/recording.ts';

/** A stretch of one own stream, kept in the browser 本机备份. Grows by pieces while it is being taken. */
export type KeptTake = {
  readonly takeId: string;
  /** Others sign in at the same PC. */
  readonly personId: PersonId;
  readonly sessionId: SessionId;
  readonly source: RecordedSource;
  /** By server time, as far as it is known here. */
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly bytes: number;
  readonly pieceCount: number;
  /** Something stood between here and the server meanwhile: one that is given up last. */
  readonly troubled: boolean;
};

/** Where takes outlive a reload and a crash of the page. */
export interface SafetyKeep {
  /** The oldest first. */
  takes(): Promise<readonly KeptTake[]>;
  /** A piece and what its take has become by it, both or neither. False when there is no room. */
  add(take: KeptTake, piece: Uint8Array<ArrayBuffer>): Promise<boolean>;
  /** All pieces up to the first that is not what it was. */
  bytesOf(takeId: string): Promise<Blob>;
  drop(takeId: string): Promise<void>;
  /** Bytes that takes may have altogether. */
  roomBytes(): Promise<number>;
}

/** Writes a track down until `stop`; the last piece comes after that, then `ended`. */
export type RecordTrack = (
  track: MediaStreamTrack,
  source: RecordedSource,
  heard: { readonly piece: (bytes: Uint8Array<ArrayBuffer>) => void; readonly ended: () => void },
) => { readonly stop: () => void } | null;
