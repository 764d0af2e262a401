import { z } from 'zod';
import { sealLine } from '../seal.ts';

/** Seals of days, for whoever keeps them. Files are fetched from /api/seals/LOCAL-DATE/file, the public key from /api/seals/key. */
export const sealRoutes = {
  'seal.list': {
    method: 'GET',
    path: '/api/seals',
    body: z.strictObject({}),
    answer: z.object({ seals: z.array(sealLine) }),
    about: 'The daily seals, the newest first.',
  },
} as const;
