import { z } from 'zod';
import { delivery } from '../outbox.ts';

/** Statements to a Learning Record Store 学习记录库 (xAPI 1.0.3), which the operator sets up. */
export const xapiRoutes = {
  'xapi.read': {
    method: 'GET',
    path: '/api/xapi',
    body: z.strictObject({}),
    answer: z.object({
      /** Null when there is none. */
      lrs: z
        .object({
          url: z.string(),
          waitingCount: z.int(),
          deadCount: z.int(),
          deliveries: z.array(delivery),
        })
        .nullable(),
    }),
    about:
      'Which store of learning records is told of lessons and attendance, and how the last letters went.',
  },
  'xapi.resend': {
    method: 'POST',
    path: '/api/xapi/deliveries/:deliveryId/resend',
    body: z.strictObject({ deliveryId: z.uuid() }),
    answer: z.object({}),
    about: 'Sends a letter again that was given up.',
  },
} as const;
