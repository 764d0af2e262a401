import { z } from 'zod';
import { sessionId } from '../kernel/ids.ts';
import { withStage } from '../recording-kinds.ts';
import { nothing, type RequestRow } from './request-row.ts';

const inSession = z.strictObject({ sessionId });

/** Recording 录像 of a lesson while it runs; what becomes of it is asked by HTTP. */
export const liveRecordingRequests = {
  'recording.start': {
    body: z.strictObject({ sessionId, stage: withStage }),
    answer: nothing,
    command: true,
    about:
      'Records the leading side from now on, with `stage` whoever is on stage too; everybody is shown that. LESSON_NOT_LIVE before the start, NO_RECORDER while the server has no ffmpeg, INVALID_STATE for the stage of a lesson that never records it.',
  },
  'recording.stop': {
    body: inSession,
    answer: nothing,
    command: true,
    about: 'Ends the recording; it can be played at once.',
  },
} as const satisfies Record<string, RequestRow>;
