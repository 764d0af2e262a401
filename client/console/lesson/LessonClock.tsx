import type { JoinedSession } from '../../live/live.types.ts';
import { durationText } from '../shell/clock.model.ts';
import { timeText } from '../shell/format.ts';
import { useText } from '../text.ts';
import { elapsedMs } from './phase.model.ts';

type ClockProps = { readonly session: JoinedSession; readonly nowMs: number };

/** Always in the lower right corner, as on the large screens. */
export function LessonClock({ session, nowMs }: ClockProps) {
  const t = useText();
  const { card, view } = session;
  const elapsed = elapsedMs(view.lesson, nowMs);
  const minutes = Math.round((card.plannedEndAtMs - card.plannedStartAtMs) / 60_000);
  const toStartMs = card.plannedStartAtMs - nowMs;
  return (
    <div className="lesson-clock" role="timer">
      <strong>{timeText(nowMs)}</strong>
      <span>
        {elapsed !== null
          ? t('lesson.elapsed', { time: durationText(elapsed), minutes })
          : toStartMs > 0
            ? t('lesson.toStart', { time: durationText(toStartMs) })
            : t('lesson.overdue', { time: durationText(-toStartMs) })}
      </span>
    </div>
  );
}
