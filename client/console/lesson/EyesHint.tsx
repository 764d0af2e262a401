import { screenTimeMinutes } from '../../../shared/screen-time.ts';
import type { JoinedSession } from '../../live/live.types.ts';
import { useText } from '../text.ts';

type EyesHintProps = { readonly session: JoinedSession; readonly nowMs: number };

/** That pupils have looked at a screen for long: quiet, for whoever leads, and gone by itself. */
export function EyesHint({ session, nowMs }: EyesHintProps) {
  const t = useText();
  const { phase } = session.view.lesson;
  const startedAtMs = phase.state === 'live' ? phase.startedAtMs : null;
  const minutes = session.part === 'lecturer' ? screenTimeMinutes(session.card, startedAtMs, nowMs) : null;
  return (
    <span role="status" className="quiet">
      {minutes !== null && t('lesson.eyes', { minutes })}
    </span>
  );
}
