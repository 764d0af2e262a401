import type { RecordingId } from '../../shared/kernel/ids.ts';
import type { Upload } from '../platform/objects.types.ts';

/** A file of a recording that belongs into the object store, by its name in the recording's folder. */
export type RemoteFile = {
  readonly recordingId: RecordingId;
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
};

/**
 * `copying` only here is sure; `copied` there too, not yet proved; `moved` there alone, read back and found the same; `leaving` its recording
 * was removed, and the store has not yet been seen without it.
 */
export type RemoteState = 'copying' | 'copied' | 'moved' | 'leaving';

export type Remote = RemoteFile & {
  readonly state: RemoteState;
  /** Parts of a large one that are there. */
  readonly upload: Upload | null;
};

/** The rows of what lies in the object store, or is on its way there. */
export interface RemoteStore {
  /** Files of recordings that have ended, and that have no row yet. */
  unlisted(limit: number): Promise<readonly RemoteFile[]>;
  /** Nothing when it is listed already with these bytes. */
  add(file: RemoteFile): Promise<void>;
  /** The next that there is something to do for, this server's alone until then; of those copied, only what was before `copiedBeforeMs`. */
  take(wish: TakeWish): Promise<Remote | null>;
  /** Leaves it alone until then, which may be at once. */
  letGo(file: RemoteFile, untilMs: number): Promise<void>;
  keepUpload(file: RemoteFile, upload: Upload | null, heldUntilMs: number): Promise<void>;
  /** False when it is no more what it was: its recording was removed meanwhile. */
  became(file: RemoteFile, from: RemoteState, to: RemoteState, atMs: number): Promise<boolean>;
  ofRecordings(ids: readonly RecordingId[]): Promise<readonly Remote[]>;
  /** From now on nothing of it is given out. */
  leave(id: RecordingId): Promise<void>;
  forget(id: RecordingId): Promise<void>;
}

export type TakeWish = {
  readonly nowMs: number;
  readonly heldUntilMs: number;
  readonly copiedBeforeMs: number;
};
