import { z } from 'zod';
import { roomId, sessionId } from '../kernel/ids.ts';
import { replay } from '../recording.ts';
import { playingEvents, playingWish } from '../session/session.playing.ts';
import { nothing, type RequestRow } from './request-row.ts';

const { now, positionMs } = playingEvents['playing.told'].shape;

/** A recorded lesson 录播, as its rooms play it. */
export const playingRequests = {
  'playing.open': {
    body: z.strictObject({ sessionId }),
    answer: replay,
    command: false,
    about:
      'What the lesson of this screen plays; asked again before the address is over. INVALID_STATE in a lesson that plays nothing; without tracks when the recording is gone.',
  },
  'playing.tell': {
    body: z.strictObject({ sessionId, now, positionMs }),
    answer: nothing,
    command: true,
    about:
      'A screen says how its recording stands; the first that plays starts the lesson. LESSON_NOT_LIVE (`opensAtMs`) before its time.',
  },
  'playing.wish': {
    body: z.strictObject({ sessionId, roomId, wish: playingWish }),
    answer: nothing,
    command: true,
    about: "Asks a room's screen to stop, to go on or to go back 30 seconds.",
  },
} as const satisfies Record<string, RequestRow>;
