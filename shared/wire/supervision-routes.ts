import { z } from 'zod';
import { alarmId } from '../kernel/ids.ts';
import { localDate } from '../kernel/time.ts';
import { alarm, alarmThresholds, wall } from '../supervision.ts';

/** Empty for the top of what the asker may see. */
const part = { scopeKind: z.enum(['region', 'school']).optional(), scopeId: z.uuid().optional() };

/** Supervision 督导. A place outside of the asker's part of the tree is answered like one that is unknown. */
export const supervisionRoutes = {
  'supervision.wall': {
    method: 'GET',
    path: '/api/supervision',
    body: z.strictObject({
      ...part,
      /** Of the last answer; without it, everything. */
      mark: z.string().max(80).optional(),
    }),
    answer: wall,
    about: 'Lessons that run or should, of a part of the tree; what changed since the named mark.',
  },
  'supervision.alarms': {
    method: 'GET',
    path: '/api/supervision/alarms',
    body: z.strictObject({ ...part, date: localDate.optional() }),
    answer: z.object({ alarms: z.array(alarm), openCount: z.int() }),
    about: 'Alarms of a day, today unless named, and all that are still open; the newest first, at most 500.',
  },
  'supervision.acknowledge': {
    method: 'POST',
    path: '/api/supervision/alarms/:alarmId',
    body: z.strictObject({ alarmId, note: z.string().trim().max(200).default('') }),
    answer: z.object({}),
    about: 'Takes note of an alarm; it stays until its cause is gone.',
  },
  'alarmThreshold.list': {
    method: 'GET',
    path: '/api/alarm-thresholds',
    body: z.strictObject({}),
    answer: z.object({
      /** In force where no version is. */
      defaults: alarmThresholds,
      versions: z.array(
        z.object({
          version: z.int(),
          recordedAtMs: z.int(),
          byName: z.string(),
          reason: z.string(),
          thresholds: alarmThresholds,
        }),
      ),
    }),
    about: 'When something is an alarm, every version with who changed it and why.',
  },
  'alarmThreshold.set': {
    method: 'POST',
    path: '/api/alarm-thresholds',
    body: z.strictObject({
      ...alarmThresholds.shape,
      /** 0 while there is none. */
      expectedVersion: z.int().min(0),
      reason: z.string().trim().min(1).max(200),
    }),
    answer: z.object({}),
    about: 'Judges running lessons by other thresholds from now on. For administrators of the whole tree.',
  },
} as const;
