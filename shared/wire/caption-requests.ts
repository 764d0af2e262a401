import { z } from 'zod';
import { captionChoice } from '../caption/choice.ts';
import { roomId, sessionId } from '../kernel/ids.ts';
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
  'caption.choose': {
    body: captionChoice.extend({ sessionId, roomId }),
    answer: nothing,
    command: true,
    about:
      'What the screen of one room shows of captions; no language named: those there are, two below each other. Also in a recorded lesson, for the recording’s own. LESSON_NOT_LIVE after the end.',
  },
} as const satisfies Record<string, RequestRow>;
