import { z } from 'zod';
import { coursewareCard, coursewareName } from '../courseware-file.ts';
import { coursewareId, sessionId } from '../kernel/ids.ts';

/** The rows of the route table that files of lessons 课件 are about. Bytes go and come beside them: shared/courseware-file.ts. */
export const coursewareRoutes = {
  'courseware.list': {
    method: 'GET',
    path: '/api/sessions/:sessionId/courseware',
    body: z.strictObject({ sessionId }),
    answer: z.object({
      files: z.array(coursewareCard),
      /** Whether presentations and documents are converted here; else PDF and pictures alone are taken. */
      converts: z.boolean(),
    }),
    about: "A lesson's files, the oldest first.",
  },
  'courseware.upload': {
    method: 'POST',
    path: '/api/sessions/:sessionId/courseware',
    body: z.strictObject({ sessionId, name: coursewareName, bytes: z.int().min(1) }),
    answer: coursewareCard,
    about:
      'Announces a file; its bytes follow in parts. TOO_LARGE (`limit`), INVALID_VALUE (`reason`: `type` not taken at all, `converter` nothing converts it here, `count` too many files).',
  },
  'courseware.reuse': {
    method: 'POST',
    path: '/api/sessions/:sessionId/courseware/reuse',
    body: z.strictObject({ sessionId, coursewareId }),
    answer: coursewareCard,
    about: 'Takes a file of another lesson for this one too, without sending it again.',
  },
  'courseware.rename': {
    method: 'POST',
    path: '/api/courseware/:coursewareId/rename',
    body: z.strictObject({ coursewareId, name: coursewareName }),
    answer: z.object({}),
    about: 'Calls a file something else.',
  },
  'courseware.remove': {
    method: 'POST',
    path: '/api/courseware/:coursewareId/remove',
    body: z.strictObject({ coursewareId }),
    answer: z.object({}),
    about: 'Takes a file away from its lesson. INVALID_STATE while it is on the walls.',
  },
} as const;
