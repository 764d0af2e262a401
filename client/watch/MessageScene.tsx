import type { ReactNode } from 'react';
import type { WatchLesson } from '../../shared/watch.ts';
import { useText } from './text.ts';

type Props = {
  readonly title: string;
  readonly detail?: string;
  /** For the helpdesk. */
  readonly small?: string;
  readonly tone?: 'calm' | 'waiting';
  /** Which lesson it is about, when that is known. */
  readonly children?: ReactNode;
};

/** One thing said plainly. */
export function MessageScene({ title, detail, small, tone = 'calm', children }: Props) {
  return (
    <main className="message">
      {children}
      <div role="status">
        <h1>
          {tone === 'waiting' && <i className="sign" data-tone="waiting" aria-hidden="true" />}
          {title}
        </h1>
        {detail !== undefined && <p>{detail}</p>}
        {small !== undefined && <p className="small">{small}</p>}
      </div>
    </main>
  );
}

type HeadProps = {
  readonly lesson: WatchLesson;
  /** Whether it is what the page is about, or goes before that. */
  readonly main?: boolean;
};

/** What is taught, by whom. */
export function LessonHead({ lesson, main = false }: HeadProps) {
  const text = useText();
  const Subject = main ? 'h1' : 'p';
  return (
    <header className="lesson">
      <Subject className="subject">
        {lesson.subject} {lesson.grade}
      </Subject>
      <p className="from">
        {text('watch.from', { teacher: lesson.lecturerName, school: lesson.leadingSchoolName })}
      </p>
    </header>
  );
}
