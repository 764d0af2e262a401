import './lesson.css';
import { ArrowLeftOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { JoinedSession } from '../../live/live.types.ts';
import { RecordingSign } from '../../ui/RecordingSign.tsx';
import { recordedHere } from '../../ui/recorded-here.ts';
import { LanguageSwitch } from '../shell/LanguageSwitch.tsx';
import { type ConsoleKey, useText } from '../text.ts';
import { EyesHint } from './EyesHint.tsx';
import { LessonClock } from './LessonClock.tsx';
import { Notices } from './Notices.tsx';
import { RecordingAlarm } from './RecordButton.tsx';
import { StillSign } from './StillSign.tsx';

type FrameProps = {
  readonly session: JoinedSession;
  readonly nowMs: number;
  readonly state: ReactNode;
  readonly left: ReactNode;
  /** Left out where people need no column of their own. */
  readonly right?: ReactNode;
  /** What is opened over them for a while. */
  readonly over?: ReactNode;
  /** What the two sides are called; a lesson's unless told. */
  readonly labels?: { readonly left?: ConsoleKey; readonly right?: ConsoleKey };
  readonly tools: ReactNode;
  readonly main: ReactNode;
};

/** Live things left, people right, tools below, the clock in its corner; the same before and during a lesson. */
export function LessonFrame({ session, nowMs, state, left, right, over, labels, tools, main }: FrameProps) {
  const t = useText();
  const { card } = session;
  return (
    <div className="lesson">
      <header className="lesson-head">
        <Link to="/" aria-label={t('lesson.backHome')} className="lesson-back">
          <ArrowLeftOutlined aria-hidden="true" />
        </Link>
        <h1>
          {card.subject} {card.grade}
        </h1>
        <span className="lesson-school quiet">{card.leadingSchool.name}</span>
        {card.language !== undefined && <span className="tag">{t(`language.${card.language}`)}</span>}
        {state}
        <RecordingSign
          recording={session.view.lesson.recording}
          here={recordedHere(session.view, session)}
          text={t}
        />
        {session.part === 'lecturer' && <StillSign sessionId={session.sessionId} />}
        <span className="grow" />
        <LanguageSwitch />
      </header>
      <div>
        <Notices session={session} nowMs={nowMs} />
        <RecordingAlarm session={session} />
      </div>
      <main className={right === undefined ? 'lesson-body lesson-body-whole' : 'lesson-body'}>
        <section className="lesson-left" aria-label={t(labels?.left ?? 'lesson.pictures')}>
          {left}
        </section>
        {right !== undefined && (
          // It may have nothing to press for who only looks, and still has to be moved by keyboard.
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls
          <section className="lesson-right" aria-label={t(labels?.right ?? 'lesson.rooms')} tabIndex={0}>
            {right}
          </section>
        )}
        {over}
      </main>
      <footer className="lesson-tools">
        {tools}
        <span className="grow" />
        <EyesHint session={session} nowMs={nowMs} />
        {main}
        <LessonClock session={session} nowMs={nowMs} />
      </footer>
    </div>
  );
}
