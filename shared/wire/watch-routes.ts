import { z } from 'zod';
import { startOrigin } from '../device.ts';
import { sessionId } from '../kernel/ids.ts';
import { watchLesson } from '../watch.ts';

/** The rows of the route table that watching by a link is about. */
export const watchRoutes = {
  'watch.link': {
    method: 'POST',
    path: '/api/sessions/:sessionId/watch',
    body: z.strictObject({ sessionId, origin: startOrigin }),
    answer: z.object({ address: z.string().max(300) }),
    about:
      'The link by which anybody may watch a lesson, made when there is none; `origin` is where it is to lead unless the operator has named a public address.',
  },
  'watch.close': {
    method: 'POST',
    path: '/api/sessions/:sessionId/watch/close',
    body: z.strictObject({ sessionId }),
    answer: z.object({}),
    about: 'The link opens nothing any more; sockets of those who watch are closed.',
  },
  'watch.open': {
    method: 'POST',
    path: '/api/watch',
    body: z.strictObject({ token: z.string().max(128) }),
    answer: watchLesson,
    about: 'Comes in by a link; the answer sets a HttpOnly cookie for this lesson alone.',
  },
  'watch.read': {
    method: 'GET',
    path: '/api/watch',
    body: z.strictObject({}),
    answer: watchLesson,
    about: 'How the lesson of this browser’s watch cookie stands.',
  },
} as const;
