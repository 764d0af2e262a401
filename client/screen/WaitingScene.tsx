import type { ReactNode } from 'react';
import type { Agenda } from '../../shared/device.ts';
import { Notice } from './Notice.tsx';
import { StatusBar } from './StatusBar.tsx';
import type { LessonWords } from './screen.types.ts';
import { useText } from './text.ts';
import { durationWords, wallTime } from './time.rules.ts';

type Props = {
  readonly lesson: LessonWords;
  readonly lecturerHere: boolean;
  readonly plays: boolean;
  readonly notice: string | null;
  readonly room: Agenda['room'] | null;
  readonly nowMs: number;
  readonly aheadMs: number;
  readonly clock: ReactNode;
};

/** From ten minutes before: the room is in, the lesson has not begun. */
export function WaitingScene({ lesson, lecturerHere, plays, notice, room, nowMs, aheadMs, clock }: Props) {
  const text = useText();
  const leftMs = lesson.plannedStartAtMs - nowMs;
  const left = durationWords(leftMs);
  return (
    <main className="scene waiting">
      <div className="middle" role="status">
        <h2>{text('screen.waiting.title')}</h2>
        <p className="subject">
          <time>{wallTime(lesson.plannedStartAtMs, aheadMs)}</time>
          {lesson.subject} {lesson.grade}
        </p>
        <p>{text('screen.idle.from', { school: lesson.leadingSchoolName, teacher: lesson.lecturerName })}</p>
        <p className="countdown">
          {leftMs > 0
            ? text('screen.waiting.in', { duration: text(left.key, left.params) })
            : text('screen.waiting.due')}
        </p>
        <p className="status">
          <i className="sign" data-tone={lecturerHere || plays ? 'well' : 'off'} aria-hidden="true" />
          {text(plays ? 'playing.starts' : lecturerHere ? 'screen.waiting.here' : 'screen.waiting.away')}
        </p>
        <p className="status">{text('screen.tools.open')}</p>
      </div>
      <Notice words={notice} />
      <StatusBar lesson={lesson} room={room} clock={clock} />
    </main>
  );
}
