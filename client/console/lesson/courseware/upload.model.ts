import {
  COURSEWARE_PART_BYTES,
  type CoursewareCard,
  coursewareCard,
  coursewarePartPath,
} from '../../../../shared/courseware-file.ts';
import type { SessionId } from '../../../../shared/kernel/ids.ts';
import type { Result } from '../../../../shared/kernel/result.ts';
import type { callRoute } from '../../../live/http.ts';
import { type PartsDeps, sendInParts } from '../../../live/parts.ts';

export type UploadDeps = PartsDeps & { readonly call: typeof callRoute };

export type UploadWish = {
  readonly sessionId: SessionId;
  readonly file: File;
  /** What is there already, of files whose upload was cut. */
  readonly before: readonly CoursewareCard[];
};

const NAME_MAX = 120;

/** Sends a file part by part and goes on where it was cut; tells how far it is, 0..1. */
export async function uploadFile(
  { sessionId, file, before }: UploadWish,
  deps: UploadDeps,
  onProgress: (ratio: number) => void,
): Promise<Result<CoursewareCard>> {
  const name = nameOf(file.name);
  const begun = before.find(
    (each) => each.name === name && each.now.state === 'uploading' && each.now.totalBytes === file.size,
  );
  const announced: Result<CoursewareCard> =
    begun === undefined
      ? await deps.call('courseware.upload', { sessionId, name, bytes: file.size })
      : { ok: true, value: begun };
  if (!announced.ok) return announced;
  const { coursewareId } = announced.value;
  const parts = {
    bytes: file,
    partBytes: COURSEWARE_PART_BYTES,
    pathOf: (at: number) => coursewarePartPath(coursewareId, at),
    card: coursewareCard,
    doneBytesOf: ({ now }: CoursewareCard) => (now.state === 'uploading' ? now.doneBytes : null),
    onProgress,
  };
  return sendInParts(announced.value, parts, deps);
}

/** As the server takes it: without what cannot be seen, and not too long. Its ending says what it is, so it stays. */
export function nameOf(fileName: string): string {
  const clean = fileName.replace(/[/\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '').trim();
  const ending = /\.[^.]{1,10}$/.exec(clean)?.[0] ?? '';
  return clean.length <= NAME_MAX ? clean : clean.slice(0, NAME_MAX - ending.length) + ending;
}
