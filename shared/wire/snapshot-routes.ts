import { z } from 'zod';
import { periodKind } from '../coverage/period.ts';
import { snapshotDifferences, snapshotEntry } from '../coverage/snapshot.ts';
import { localDate } from '../kernel/time.ts';

/** Frozen reports. Their files are fetched from /api/snapshots/:snapshotId/file: one JSON a line. */
export const snapshotRoutes = {
  'snapshot.list': {
    method: 'GET',
    path: '/api/snapshots',
    body: z.strictObject({}),
    answer: z.object({ snapshots: z.array(snapshotEntry), mayMake: z.boolean() }),
    about: 'Frozen reports of the asker’s part of the tree, the newest first, and those that are being made.',
  },
  'snapshot.make': {
    method: 'POST',
    path: '/api/snapshots',
    body: z.strictObject({
      scopeKind: z.enum(['region', 'school']).optional(),
      scopeId: z.uuid().optional(),
      kind: periodKind,
      date: localDate,
    }),
    answer: snapshotEntry,
    about: 'Begins to freeze a report; a period that is not over makes a provisional one.',
  },
  'snapshot.differences': {
    method: 'GET',
    path: '/api/snapshots/:snapshotId/differences',
    body: z.strictObject({ snapshotId: z.uuid() }),
    answer: snapshotDifferences,
    about:
      'What would be another figure today, and what was recorded since by whom and why. What is frozen stays.',
  },
} as const;
