import { z } from 'zod';
import { teachingLanguage } from './caption/language.ts';

/**
 * Captions of one language that a recording has. `typed` in the lesson, as long as nobody gave others; then `kept` ones, and what was typed
 * is still in the lesson's log.
 */
export const recordingCaption = z.object({
  language: teachingLanguage,
  origin: z.enum(['typed', 'kept']),
  cueCount: z.int(),
  /** Null for what was typed. */
  changedAtMs: z.int().nullable(),
});
export type RecordingCaption = z.infer<typeof recordingCaption>;
