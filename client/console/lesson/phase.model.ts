import type { StreamSource } from '../../../shared/media.ts';
import type { LessonView } from '../../../shared/session/session.view.ts';
import type { JoinedSession } from '../../live/live.types.ts';

export const REOPEN_MS = 30 * 60_000;

/** Which of the three faces of a lesson's page is shown. */
export type Stage = 'preflight' | 'live' | 'over';

export function stageOf(lesson: LessonView): Stage {
  switch (lesson.phase.state) {
    case 'unopened':
    case 'waiting':
      return 'preflight';
    case 'live':
      return 'live';
    case 'ended':
      return 'over';
  }
}

type Spoken = { readonly lesson: Pick<LessonView, 'lineVoice'> };

/**
 * Before the lesson a lecturer's picture is sent for checking only, a member's not at all, and nobody is heard. Whoever leads and speaks on a
 * private line is not heard by the class.
 */
export function sendableIn(
  stage: Stage,
  { maySend, part, view }: Pick<JoinedSession, 'maySend' | 'part'> & { readonly view?: Spoken },
): readonly StreamSource[] {
  switch (stage) {
    case 'preflight':
      return maySend.filter((source) => source === 'camera' && part !== 'member');
    case 'live': {
      const away = part === 'lecturer' && view?.lesson.lineVoice?.state === 'open';
      return away ? maySend.filter((source) => source !== 'voice') : maySend;
    }
    case 'over':
      return [];
  }
}

/** How long an ended lesson can still be reopened; 0 when it cannot. */
export function reopenLeftMs(lesson: LessonView, nowMs: number): number {
  if (lesson.phase.state !== 'ended' || lesson.phase.startedAtMs === null) return 0;
  return Math.max(0, lesson.phase.recordedAtMs + REOPEN_MS - nowMs);
}

/** Time since the start; null before it. After the end it stands still. */
export function elapsedMs(lesson: LessonView, nowMs: number): number | null {
  const { phase } = lesson;
  if (phase.state === 'live') return Math.max(0, nowMs - phase.startedAtMs);
  if (phase.state === 'ended' && phase.startedAtMs !== null) return phase.endedAtMs - phase.startedAtMs;
  return null;
}
