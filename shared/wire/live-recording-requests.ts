import { z } from 'zod';
import { sessionId } from '../kernel/ids.ts';
import { nothing, type RequestRow } from './request-row.ts';

const inSession = z.strictObject({ sessionId });

/** Recording 录像 of a lesson while it runs; what becomes of it is asked by HTTP. */
export const liveRecordingRequests = {
  'recording.start': {
    body: inSession,
    answer: nothing,
    command: true,
    about:
      'Records the leading side from now on; everybody is shown that. LESSON_NOT_LIVE before the start, NO_RECORDER while the server has no ffmpeg.',
  },
  'recording.stop': {
    body: inSession,
    answer: nothing,
    command: true,
    about: 'Ends the recording; it can be played at once.',
  },
} as const satisfies Record<string, RequestRow>;
