import { z } from 'zod';
import { teachingLanguage } from '../caption/language.ts';
import { recordingId } from '../kernel/ids.ts';
import { recordingCaption } from '../recording-caption.ts';

const one = z.strictObject({ recordingId });
const ofLanguage = one.extend({ language: teachingLanguage });
const listed = z.object({ recordingId, captions: z.array(recordingCaption), mayChange: z.boolean() });

/** Rows of the route table that captions 字幕 of recordings are about. A player fetches them at signed addresses: shared/recording.ts. */
export const captionRoutes = {
  'recording.listCaptions': {
    method: 'GET',
    path: '/api/recordings/:recordingId/captions',
    body: one,
    answer: listed,
    about: 'Which captions a recording has.',
  },
  'recording.readCaption': {
    method: 'GET',
    path: '/api/recordings/:recordingId/captions/:language',
    body: ofLanguage,
    answer: z.object({ file: z.string() }),
    about: 'Captions of one language, as WebVTT by the time of the recording.',
  },
  'recording.writeCaption': {
    method: 'POST',
    path: '/api/recording-captions',
    body: ofLanguage.extend({ file: z.string() }),
    answer: listed,
    about:
      'Gives a recording the captions of one language, SRT or WebVTT, in place of what it has. INVALID_VALUE (`reason`: `size`, `empty`, `time`, `order`, `words`; `line`, from 1) for a file that cannot be read whole, INVALID_STATE while it runs.',
    large: true,
  },
  'recording.removeCaption': {
    method: 'POST',
    path: '/api/recordings/:recordingId/captions/:language/remove',
    body: ofLanguage,
    answer: listed,
    about: 'Takes the captions of one language away; what was typed in the lesson stands there again.',
  },
} as const;
