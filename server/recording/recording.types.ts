import type { PersonId, PieceId, RecordingId, SessionId } from '../../shared/kernel/ids.ts';
import type { RecordedSource, RecordingBreak, RecordingLicence } from '../../shared/recording.ts';
import type { SeatKey } from '../../shared/session/session.events.ts';

/** 课堂录像: what is recorded of one lesson between one start and its stop. */
export type Recording = {
  readonly id: RecordingId;
  readonly sessionId: SessionId;
  /** Server time of its start; everything in it is counted from here. */
  readonly startedAtMs: number;
  /** Null while it runs. */
  readonly endedAtMs: number | null;
  /** Who asked for it; null for the lesson's own setting. */
  readonly startedBy: PersonId | null;
  readonly licence: RecordingLicence;
  /** Which of several servers records. */
  readonly serverId: string;
  /** When its bytes were deleted; null while they are there. */
  readonly removedAtMs: number | null;
};

/** One file: one stream's stretch without an interruption, `<folder>/<recordingId>/<pieceId>.mp4`. */
export type Piece = {
  readonly id: PieceId;
  readonly recordingId: RecordingId;
  readonly seat: SeatKey;
  readonly source: RecordedSource;
  /** Server time of its first frame. */
  readonly startedAtMs: number;
  /** From here on read from what is on disk, when the piece is closed or found at start-up; null while it grows. */
  readonly closed: ClosedPiece | null;
};

export type ClosedPiece = {
  readonly durationMs: number;
  /** What of the file can be played: up to the end of its last whole fragment. */
  readonly bytes: number;
  readonly codec: string;
  readonly size: { readonly width: number; readonly height: number } | null;
  readonly sha256: string;
};

/** Found from pieces and told by the recorder: from when to when nothing came. */
export type Gap = { readonly fromMs: number; readonly toMs: number; readonly cause: RecordingBreak };

/** A source that was sent and could not be recorded, at some time of the recording. */
export type Missed = Pick<Piece, 'seat' | 'source'>;

/** One fragment of a fragmented MP4 file: `moof` and `mdat`. */
export type Fragment = {
  readonly at: number;
  readonly bytes: number;
  /** From the start of the piece. */
  readonly fromMs: number;
  readonly durationMs: number;
  /** Whether a picture can be shown from here on; always for sound. */
  readonly isKey: boolean;
};

/** What a scan of a piece's file tells. `initBytes` are `ftyp` and `moov`; when not even they are whole there is no index. */
export type PieceIndex = {
  readonly initBytes: number;
  readonly codec: string;
  readonly size: { readonly width: number; readonly height: number } | null;
  readonly fragments: readonly Fragment[];
  /** End of the last whole fragment. */
  readonly endBytes: number;
};

export interface RecordingStore {
  open(recording: Recording): Promise<void>;
  close(id: RecordingId, endedAtMs: number): Promise<void>;
  /** Its bytes are gone; the row stays, so that a list can say so. */
  removed(id: RecordingId, atMs: number): Promise<void>;
  addPiece(piece: Piece): Promise<void>;
  closePiece(id: PieceId, closed: ClosedPiece): Promise<void>;
  /** A piece in which nothing can be played. */
  dropPiece(id: PieceId): Promise<void>;
  addGap(id: RecordingId, gap: Gap): Promise<void>;
  /** Once said is enough. */
  addMissed(id: RecordingId, missed: Missed): Promise<void>;
  read(id: RecordingId): Promise<Recording | null>;
  ofSession(sessionId: SessionId): Promise<readonly Recording[]>;
  piecesOf(id: RecordingId): Promise<readonly Piece[]>;
  gapsOf(id: RecordingId): Promise<readonly Gap[]>;
  /** As far as nothing else filled it, as another browser later, or the lecturer's own copy. */
  missedOf(id: RecordingId): Promise<readonly Missed[]>;
  /** Those that were running when this server went down. */
  running(serverId: string): Promise<readonly Recording[]>;
}
