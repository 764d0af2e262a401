import { z } from 'zod';
import { regionId, sessionId } from '../kernel/ids.ts';
import { STILLS_MAX, still, stillOpening, stillSetting } from '../still.ts';

const UUID_LENGTH = 36;
/** Ids of sessions, with commas between them. */
const sessionIds = z.string().max(STILLS_MAX * (UUID_LENGTH + 1));

/** Stills 静态小画面 on walls of those who supervise. A place outside of the asker's part of the tree is answered like one that is unknown. */
export const stillRoutes = {
  'still.open': {
    method: 'POST',
    path: '/api/supervision/stills',
    body: z.strictObject({
      scopeKind: z.enum(['region', 'school']).optional(),
      scopeId: z.uuid().optional(),
    }),
    answer: stillOpening,
    about: 'Opens a wall with stills, which is written in the audit; nothing is taken before.',
  },
  'still.read': {
    method: 'GET',
    path: '/api/supervision/stills',
    body: z.strictObject({ openingId: z.uuid(), sessionIds }),
    answer: z.object({ stills: z.array(still) }),
    about:
      "Stills of the lessons in sight, and takes new ones of those that are older than ten seconds. Sessions that are not the asker's to see are left out like unknown ones.",
  },
  'still.setting': {
    method: 'GET',
    path: '/api/supervision/still-settings/:regionId',
    body: z.strictObject({ regionId }),
    answer: stillSetting,
    about: 'Whether stills may be taken in a region, with who changed it and why.',
  },
  'still.set': {
    method: 'POST',
    path: '/api/supervision/still-settings/:regionId',
    body: z.strictObject({
      regionId,
      enabled: z.boolean(),
      /** 0 while there is none. */
      expectedVersion: z.int().min(0),
      reason: z.string().trim().min(1).max(200),
    }),
    answer: z.object({}),
    about: 'Switches stills on or off for a region and whatever below it has no word of its own.',
  },
  'still.notice': {
    method: 'GET',
    path: '/api/sessions/:sessionId/stills',
    body: z.strictObject({ sessionId }),
    answer: z.object({ enabled: z.boolean() }),
    about: 'Whether those who supervise may see stills of a lesson, for whoever is in it.',
  },
} as const;
