import type { PlacedMark } from '../../shared/courseware.ts';
import type { PersonId, RecordingId, SessionId } from '../../shared/kernel/ids.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { RecordingLicence, RecordingPackage, Replay } from '../../shared/recording.ts';
import type { Recording } from './recording.types.ts';

/** What is made of a recording: one MP4 to download, small pictures for seeking. */
export type MadeKind = 'file' | 'thumbnails';
export type MadeProblem = 'disk' | 'broken' | 'converter';

/** Where the making of one of them stands. */
export type Made = {
  readonly recordingId: RecordingId;
  readonly kind: MadeKind;
  readonly now:
    | { readonly state: 'waiting' }
    | { readonly state: 'composing'; readonly doneRatio: number; readonly serverId: string }
    | { readonly state: 'ready'; readonly bytes: number; readonly sha256: string; readonly facts: MadeFacts }
    | { readonly state: 'failed'; readonly reason: MadeProblem };
  readonly askedAtMs: number;
};

/** Of small pictures: how they lie in their sheet. */
export type MadeFacts = Readonly<
  Partial<Record<'everyMs' | 'columns' | 'count' | 'width' | 'height', number>>
>;

/** What somebody settled instead of the rule of its kind: until when it is kept (null for good), and why; null where nobody was asked yet. */
export type Care = { readonly keptUntil: LocalDate | null; readonly reason: string | null };

export type Removal = { readonly by: PersonId | null; readonly reason: string };

/** Captions 字幕 of recordings: another module has them. */
export type RecordedCaptions = {
  tracksOf(recording: Recording): Promise<Replay['captions']>;
  /** WebVTT by the recording's time; null for a language that there is none of. */
  fileOf(recording: Recording, language: string): Promise<string | null>;
  filesOf(recording: Recording): Promise<RecordingPackage['files']>;
  forget(id: RecordingId): Promise<void>;
};

/** What was drawn in lessons: another module has it. */
export type LessonMarks = {
  has(sessionId: SessionId): Promise<boolean>;
  of(sessionId: SessionId): Promise<readonly PlacedMark[]>;
};

export type Place = { readonly startedAtMs: number; readonly id: RecordingId };

export interface AssetsStore {
  /** The newest first, after a place in that order. */
  list(wish: {
    readonly sessionId?: SessionId;
    readonly after: Place | null;
    readonly limit: number;
  }): Promise<readonly Recording[]>;
  /** Ended and not removed, the oldest first. */
  kept(wish: { readonly after: Place | null; readonly limit: number }): Promise<readonly Recording[]>;
  /** Ended, not removed, and never asked for one of this kind. */
  without(kind: MadeKind, limit: number): Promise<readonly Recording[]>;
  setLicence(id: RecordingId, licence: RecordingLicence): Promise<void>;
  setCare(id: RecordingId, care: Care, who: { readonly by: PersonId; readonly atMs: number }): Promise<void>;
  /** By recording; those that nobody settled anything for are left out. */
  caresOf(ids: readonly RecordingId[]): Promise<ReadonlyMap<RecordingId, Care>>;
  /** Says why before the bytes go, so that what was begun is finished after a stop. False when it was said before. */
  announceRemoval(id: RecordingId, removal: Removal, atMs: number): Promise<boolean>;
  /** Announced, and their bytes perhaps still there. */
  leaving(): Promise<readonly RecordingId[]>;
  madeOf(ids: readonly RecordingId[]): Promise<readonly Made[]>;
  /** Puts it in the queue unless it is there, under way or ready. */
  ask(id: RecordingId, kind: MadeKind, atMs: number): Promise<void>;
  /** The next in the queue, now this server's; null when there is none. */
  claim(serverId: string): Promise<Made | null>;
  /** What this server was at when it went down waits again. */
  release(serverId: string): Promise<void>;
  progress(id: RecordingId, kind: MadeKind, doneRatio: number): Promise<void>;
  settle(
    id: RecordingId,
    kind: MadeKind,
    to: Extract<Made['now'], { state: 'ready' | 'failed' }>,
  ): Promise<void>;
  forgetMade(id: RecordingId): Promise<void>;
}
