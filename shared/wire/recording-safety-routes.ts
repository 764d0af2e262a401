import { z } from 'zod';
import { sessionId } from '../kernel/ids.ts';
import { recordedSource } from '../recording.ts';
import { safetyRecording, safetyTake } from '../recording-safety.ts';

/** Rows of the route table by which a lecturer's own copy 本机备份 comes into a recording. Its bytes come beside them: shared/recording-safety.ts. */
export const recordingSafetyRoutes = {
  'safety.missing': {
    method: 'GET',
    path: '/api/sessions/:sessionId/recording/missing',
    body: z.strictObject({ sessionId }),
    answer: z.object({ recordings: z.array(safetyRecording) }),
    about:
      'What recordings of a lesson that are over have not of the asker, who led it: by source, in server time. Those that run or were removed are left out.',
  },
  'safety.announce': {
    method: 'POST',
    path: '/api/sessions/:sessionId/recording/takes',
    body: z.strictObject({
      sessionId,
      source: recordedSource,
      /** Server time of its first frame. */
      startedAtMs: z.number().min(0).max(8_640_000_000_000),
      bytes: z.int().min(1),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
    answer: safetyTake,
    about:
      'Announces a stretch of an own stream as the browser kept it; its bytes follow in parts. The same bytes again are the same take, and the answer says how it stands. INVALID_VALUE (`reason`: `outside` no recording was on then), INVALID_STATE while the recording runs, TOO_LARGE (`limit`), UNAVAILABLE while the disk is full.',
  },
} as const;
