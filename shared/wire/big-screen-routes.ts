import { z } from 'zod';
import { bigScreenEntry, bigScreenFigures } from '../big-screen.ts';
import { startOrigin } from '../device.ts';
import { bigScreenId } from '../kernel/ids.ts';

/** Big screens 数据大屏: addresses that show figures to anybody who has them. */
export const bigScreenRoutes = {
  'bigScreen.list': {
    method: 'GET',
    path: '/api/big-screens',
    body: z.strictObject({}),
    answer: z.object({ screens: z.array(bigScreenEntry) }),
    about: 'Addresses of big screens that were given out in the asker’s part of the tree.',
  },
  'bigScreen.make': {
    method: 'POST',
    path: '/api/big-screens',
    body: z.strictObject({
      scopeKind: z.enum(['region', 'school']).optional(),
      scopeId: z.uuid().optional(),
      label: z.string().trim().max(60).default(''),
      origin: startOrigin,
    }),
    answer: z.object({ bigScreenId, address: z.string().max(300) }),
    about:
      'Makes an address that shows figures of a part of the tree to anybody who has it; told once, its secret is not kept.',
  },
  'bigScreen.revoke': {
    method: 'POST',
    path: '/api/big-screens/:bigScreenId/revoke',
    body: z.strictObject({ bigScreenId }),
    answer: z.object({}),
    about: 'The address shows nothing any more.',
  },
  'bigScreen.read': {
    method: 'POST',
    path: '/api/big-screen',
    body: z.strictObject({ token: z.string().max(128) }),
    answer: bigScreenFigures,
    about: 'The figures of a big screen, a quarter of a minute old at most. Without signing in.',
  },
} as const;
