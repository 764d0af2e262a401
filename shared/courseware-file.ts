import { z } from 'zod';
import { coursewareId } from './kernel/ids.ts';

/** Largest file that is taken 课件, in bytes. */
export const COURSEWARE_BYTES_MAX = 200 * 1024 * 1024;
/** Largest part in which it is sent, in bytes; on a weak line smaller ones come through sooner. */
export const COURSEWARE_PART_BYTES = 1024 * 1024;
/** Files of one lesson. */
export const COURSEWARE_FILES_MAX = 30;

/** What a file is called: no path, nothing that is not to be seen. */
export const coursewareName = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .regex(/^[^/\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+$/u)
  .refine((name) => name !== '.' && name !== '..');

/** What is fetched and shown: the pages of a PDF, or one picture. */
export const coursewareType = z.enum(['application/pdf', 'image/png', 'image/jpeg', 'image/webp']);
export type CoursewareType = z.infer<typeof coursewareType>;

const content = {
  type: coursewareType,
  /** Of what is fetched, which for a converted file is another than what was sent. */
  bytes: z.int(),
  /** Of all of it, in hexadecimal; also the ETag without its quotes. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  pageCount: z.int(),
};

/** A file that can be fetched at `coursewarePath`. What is behind an id never changes. */
export const coursewareFile = z.object({ coursewareId, name: z.string(), ...content });
export type CoursewareFile = z.infer<typeof coursewareFile>;

/**
 * Why a file cannot be shown: `encrypted` asks for a password, `empty` has no page, `pages` more than 1000, `broken` cannot be read,
 * `slow` took too long to convert, `large` became too large, `converter` nothing on the server converts it.
 */
export const coursewareProblem = z.enum([
  'encrypted',
  'empty',
  'pages',
  'broken',
  'slow',
  'large',
  'converter',
]);
export type CoursewareProblem = z.infer<typeof coursewareProblem>;

/** A file of a lesson, as those see it who prepare it. */
export const coursewareCard = z.object({
  coursewareId,
  name: z.string(),
  uploadedAtMs: z.int(),
  now: z.discriminatedUnion('state', [
    z.object({ state: z.literal('uploading'), doneBytes: z.int(), totalBytes: z.int() }),
    /** Being looked through, or turned into a PDF. */
    z.object({ state: z.literal('converting') }),
    z.object({ state: z.literal('ready'), ...content }),
    z.object({ state: z.literal('failed'), reason: coursewareProblem }),
  ]),
});
export type CoursewareCard = z.infer<typeof coursewareCard>;

/**
 * Where a file is fetched: GET, whole or by Range, 206 and 304 as HTTP has them; `?door=` as at the socket. NOT_FOUND for whoever has
 * no part in its lesson.
 */
export const coursewarePath = (id: string): string => `/api/courseware/${id}/file`;
/** Where its bytes are sent: POST, `application/octet-stream`, with `?at=` the bytes that are there; answers a `coursewareCard`. */
export const coursewarePartPath = (id: string, at: number): string => `/api/courseware/${id}/bytes?at=${at}`;
