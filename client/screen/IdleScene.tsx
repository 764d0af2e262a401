import type { ReactNode } from 'react';
import type { Agenda } from '../../shared/device.ts';
import type { LessonCard } from '../../shared/lesson.ts';
import { Checks } from './Checks.tsx';
import { CheckUp } from './CheckUp.tsx';
import type { ScreenFacts } from './screen.types.ts';
import type { SelfCheckFacts } from './self-checker.ts';
import { useText } from './text.ts';
import { durationWords, isSameWallDay, shortDate, wallAheadMs, wallTime } from './time.rules.ts';

type Props = {
  readonly agenda: Agenda;
  readonly next: LessonCard | null;
  /** Was over before this screen saw its end. */
  readonly missed: LessonCard | null;
  readonly joining: boolean;
  readonly checks: ScreenFacts;
  readonly selfCheck: SelfCheckFacts;
  readonly nowMs: number;
  readonly clock: ReactNode;
};

/** Between lessons: whose screen this is, what comes next, and whether everything works. */
export function IdleScene({ agenda, next, missed, joining, checks, selfCheck, nowMs, clock }: Props) {
  const text = useText();
  return (
    <main className="scene idle">
      <header>
        <h1>{agenda.room.schoolName}</h1>
        <p>{agenda.room.name}</p>
      </header>
      <section className="next">
        {next === null ? (
          <>
            <h2>{text('screen.idle.none')}</h2>
            <p>{text('screen.idle.noneHint')}</p>
          </>
        ) : (
          <NextLesson next={next} joining={joining} nowMs={nowMs} />
        )}
      </section>
      {missed !== null && (
        <p className="missed">
          {text('screen.missed', {
            lesson: `${missed.subject} ${missed.grade}`.trim(),
            school: missed.leadingSchool.name,
          })}
        </p>
      )}
      {selfCheck.state === 'none' ? <Checks facts={checks} /> : <CheckUp facts={selfCheck} />}
      <footer className="bar">
        <span className="status">{text('screen.tools.open')}</span>
        {clock}
      </footer>
    </main>
  );
}

function NextLesson({ next, joining, nowMs }: { next: LessonCard; joining: boolean; nowMs: number }) {
  const text = useText();
  const aheadMs = wallAheadMs(next);
  const today = isSameWallDay(nowMs, aheadMs, next.localDate);
  const at = wallTime(next.plannedStartAtMs, aheadMs);
  const left = durationWords(next.plannedStartAtMs - nowMs);
  return (
    <>
      <h2>{text('screen.idle.next')}</h2>
      <p className="subject">
        <time>{today ? at : `${shortDate(next.localDate)} ${at}`}</time>
        {next.subject} {next.grade}
      </p>
      <p>{text('screen.idle.from', { school: next.leadingSchool.name, teacher: next.lecturer.name })}</p>
      <p className="countdown">
        {joining
          ? text('screen.idle.joining')
          : text('screen.idle.in', { duration: text(left.key, left.params) })}
      </p>
    </>
  );
}
