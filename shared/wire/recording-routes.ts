import { z } from 'zod';
import { recordingId, sessionId } from '../kernel/ids.ts';
import { localDate } from '../kernel/time.ts';
import {
  ownProgress,
  recordingAddress,
  recordingCard,
  recordingLicence,
  recordingPackage,
  replay,
  storeTrouble,
} from '../recording.ts';

const nothing = z.object({});
const one = z.strictObject({ recordingId });

/** Rows of the route table that recordings 课堂录像 are about. Their bytes are fetched at signed addresses: shared/recording.ts. */
export const recordingRoutes = {
  'recording.list': {
    method: 'GET',
    path: '/api/recordings',
    body: z.strictObject({
      sessionId: sessionId.optional(),
      /** Of subject, grade, lecturer or school. */
      search: z.string().trim().max(60).optional(),
      /** Where the page before ended. */
      after: z
        .string()
        .regex(/^\d{1,16}_[0-9a-f-]{36}$/)
        .optional(),
    }),
    answer: z.object({
      recordings: z.array(recordingCard),
      after: z.string().nullable(),
      storeTrouble: storeTrouble.optional(),
    }),
    about:
      'Recordings that the asker may see, the newest first, a page at a time: of one lesson or of all. `after` leads to the next page, which may be short or empty; null ends the list.',
  },
  'recording.read': {
    method: 'GET',
    path: '/api/recordings/:recordingId',
    body: one,
    answer: recordingCard,
    about: 'One recording as the list has it.',
  },
  'recording.replay': {
    method: 'GET',
    path: '/api/recordings/:recordingId/replay',
    body: one,
    answer: replay,
    about:
      'Everything that a player needs. A recording whose licence is `public` is played by anybody who has its address; `removed` ones have no tracks.',
  },
  'recording.address': {
    method: 'GET',
    path: '/api/recordings/:recordingId/address',
    body: one,
    answer: recordingAddress,
    about: 'A query that opens the bytes of the recording for five minutes; asked again before it ends.',
  },
  'recording.progress': {
    method: 'POST',
    path: '/api/recordings/:recordingId/progress',
    body: one.extend({
      positionMs: z.int().min(0),
      /** How long it really played since the telling before, by the viewer's clock. */
      playedMs: z.int().min(0).max(60_000),
    }),
    answer: ownProgress,
    about:
      'Keeps where whoever is signed in stands in a recording, for them alone. What was played counts as far as that much time has passed. INVALID_VALUE {field, max} for a place beyond the end.',
  },
  'recording.package': {
    method: 'GET',
    path: '/api/recordings/:recordingId/package',
    body: one,
    answer: recordingPackage,
    about:
      'What a teaching point without a line fetches beforehand: files with sizes and SHA-256, each resumable by Range. INVALID_STATE while it runs.',
  },
  'recording.licence': {
    method: 'POST',
    path: '/api/recordings/:recordingId/licence',
    body: one.extend({ licence: recordingLicence }),
    answer: recordingCard,
    about: 'Says who may see a recording.',
  },
  'recording.keep': {
    method: 'POST',
    path: '/api/recordings/:recordingId/keep',
    body: one.extend({ keptUntil: localDate.nullable(), reason: z.string().trim().min(1).max(200) }),
    answer: recordingCard,
    about:
      'Keeps a recording until the end of a day instead of by the rule of its kind; null keeps it for good. INVALID_VALUE for a day that is over, and for one in more than thirty years.',
  },
  'recording.compose': {
    method: 'POST',
    path: '/api/recordings/:recordingId/compose',
    body: one,
    answer: recordingCard,
    about:
      'Asks for one MP4 to download: the lecturer and what they showed side by side. Made one after the other; asking again changes nothing. INVALID_STATE while it runs, UNAVAILABLE without ffmpeg.',
  },
  'recording.remove': {
    method: 'POST',
    path: '/api/recordings/:recordingId/remove',
    body: one.extend({ reason: z.string().trim().min(1).max(200) }),
    answer: nothing,
    about:
      'Deletes the bytes of a recording for good; that there was one stays. INVALID_STATE while it runs.',
  },
} as const;
