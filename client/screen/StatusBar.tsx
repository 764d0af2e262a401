import type { ReactNode } from 'react';
import type { Agenda } from '../../shared/device.ts';
import type { LadderNow } from '../../shared/ladder.ts';
import type { RecordingView } from '../../shared/session/session.recording.ts';
import { RecordingSign } from '../ui/RecordingSign.tsx';
import type { RecordedHere } from '../ui/recorded-here.ts';
import { LadderSign } from './LadderSign.tsx';
import type { LessonWords } from './screen.types.ts';
import { useText } from './text.ts';

type Props = {
  readonly lesson: LessonWords;
  readonly room: Agenda['room'] | null;
  /** This room's hand is up. */
  readonly hand?: boolean;
  /** A small trouble that heals by itself while the picture goes on. */
  readonly aside?: string | null;
  /** What the room gets on its line; null while that is not known. */
  readonly ladder?: LadderNow | null;
  readonly recording?: RecordingView | undefined;
  readonly recordedHere?: RecordedHere;
  /** What kind of lesson this is, where that is not the usual one. */
  readonly sign?: string;
  readonly clock: ReactNode;
};

/** Subject grade · point · head-count, and the clock. */
export function StatusBar({
  lesson,
  room,
  hand = false,
  aside,
  ladder = null,
  recording,
  recordedHere = null,
  sign,
  clock,
}: Props) {
  const text = useText();
  const { presentCount, expectedCount } = lesson.headCount;
  const count =
    presentCount === null
      ? text('screen.live.expected', { expected: expectedCount })
      : text('screen.live.headCount', { present: presentCount, expected: expectedCount });
  const parts = [`${lesson.subject} ${lesson.grade}`.trim(), room?.schoolName ?? '', count];
  return (
    <footer className="bar">
      <h1 className="bar-lesson">{parts.filter((part) => part !== '').join(' · ')}</h1>
      {sign !== undefined && <span className="bar-sign">{sign}</span>}
      <RecordingSign recording={recording} here={recordedHere} text={text} />
      {hand && (
        <span className="bar-hand" role="status">
          {text('screen.hand.up')}
        </span>
      )}
      {aside != null && (
        <span className="bar-aside" role="status">
          <i className="sign" data-tone="waiting" aria-hidden="true" />
          {aside}
        </span>
      )}
      <LadderSign now={ladder} />
      {clock}
    </footer>
  );
}
