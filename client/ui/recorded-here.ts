import { isOnStage } from '../../shared/session/session.policy.ts';
import type { SessionView } from '../../shared/session/session.view.ts';

/** As what whoever looks at a page is recorded themselves now: with their room, or by name. Null while they are not. */
export type RecordedHere = 'room' | 'person' | null;

type Whose = Parameters<typeof isOnStage>[1];

export function recordedHere({ lesson }: Pick<SessionView, 'lesson'>, { seat, part }: Whose): RecordedHere {
  const { recording } = lesson;
  if (recording?.state !== 'running' || recording.stage !== true) return null;
  if (part !== 'room' && part !== 'member') return null;
  if (!isOnStage(lesson, { seat, part })) return null;
  return part === 'room' ? 'room' : 'person';
}
