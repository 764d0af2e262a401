import { z } from 'zod';
import { sessionId } from '../kernel/ids.ts';
import { captionWish } from '../session/session.caption.ts';
import { nothing, type RequestRow } from './request-row.ts';

/** Live captions 实时字幕, typed beside whoever leads. */
export const captionRequests = {
  'caption.say': {
    body: z.strictObject({ sessionId, ...captionWish.shape }),
    answer: nothing,
    command: true,
    about:
      'One line of captions, for every screen that is switched on to show them, and for the recording. `typingMs`: how long it took to write. LESSON_NOT_LIVE after the end.',
  },
} as const satisfies Record<string, RequestRow>;
