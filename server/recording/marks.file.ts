import { createHash } from 'node:crypto';
import { type RecordingPackage, recordingPaths } from '../../shared/recording.ts';
import type { Clock } from '../platform/ports.ts';
import type { SessionReader } from '../session/session.types.ts';
import type { LessonMarks } from './assets.types.ts';
import { marksIn } from './marks.rules.ts';
import type { Recording } from './recording.types.ts';

export type MarksFileDeps = {
  readonly marks: LessonMarks;
  readonly sessions: Pick<SessionReader, 'eventsOf'>;
  readonly clock: Clock;
};

/** What was drawn while it was recorded, as `replayMarks` in JSON, and its SHA-256; null where nothing was. */
export async function marksFile(
  { marks, sessions, clock }: MarksFileDeps,
  { sessionId, startedAtMs, endedAtMs }: Recording,
): Promise<{ readonly text: string; readonly sha256: string } | null> {
  if (!(await marks.has(sessionId))) return null;
  const [drawn, events] = await Promise.all([marks.of(sessionId), sessions.eventsOf(sessionId)]);
  const durationMs = (endedAtMs ?? clock.nowMs()) - startedAtMs;
  const text = JSON.stringify({ marks: marksIn({ marks: drawn, events, startedAtMs, durationMs }) });
  return { text, sha256: createHash('sha256').update(text).digest('hex') };
}

/** As a file of what a point without a line takes along. */
export async function marksTaken(
  deps: MarksFileDeps,
  recording: Recording,
): Promise<RecordingPackage['files']> {
  const file = await marksFile(deps, recording);
  if (file === null) return [];
  const { text, sha256 } = file;
  return [{ path: recordingPaths.marks(recording.id), bytes: Buffer.byteLength(text), sha256 }];
}
