import type { CoursewareCard, CoursewareProblem, CoursewareType } from '../../shared/courseware-file.ts';
import type { CoursewareId, PersonId, SessionId } from '../../shared/kernel/ids.ts';

/** What was sent, by the end of its name. */
export type SourceType = 'pdf' | 'png' | 'jpeg' | 'webp' | 'pptx' | 'ppt' | 'docx' | 'doc' | 'odp' | 'odt';

/** What is fetched and shown. Kept once, however many lessons use it. */
export type Content = {
  readonly sha256: string;
  readonly type: CoursewareType;
  readonly bytes: number;
  readonly pageCount: number;
};

type Now =
  | { readonly state: 'uploading' | 'converting' }
  | { readonly state: 'ready'; readonly content: Content }
  | { readonly state: 'failed'; readonly reason: CoursewareProblem };

/** A file of one lesson 课件. */
export type Courseware = {
  readonly id: CoursewareId;
  readonly sessionId: SessionId;
  readonly name: string;
  readonly uploadedBy: PersonId;
  readonly uploadedAtMs: number;
  readonly sourceType: SourceType;
  readonly sourceBytes: number;
  /** Which of several servers takes it in. */
  readonly serverId: string;
  readonly now: Now;
};

export type Ready = Courseware & { readonly now: Extract<Now, { state: 'ready' }> };
export type CardNow = CoursewareCard['now'];

/** What became of looking through a file, or of making a PDF of it. */
export type Looked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: CoursewareProblem };

/** Makes a PDF of a presentation or a document. */
export interface Converter {
  /** Whether there is anything to do it with. */
  isThere(): Promise<boolean>;
  /** @returns the path of the PDF, in a folder that is the caller's to remove */
  convert(source: string, type: SourceType, folder: string): Promise<Looked<string>>;
  /** Ends what is under way: its `convert` rejects. */
  stop(): void;
}
