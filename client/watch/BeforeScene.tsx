import type { WatchLesson } from '../../shared/watch.ts';
import { LessonHead, MessageScene } from './MessageScene.tsx';
import { useText } from './text.ts';
import { durationWords, wallStart } from './time.rules.ts';

type Props = { readonly lesson: WatchLesson; readonly lecturerHere: boolean; readonly nowMs: number };

/** Until the lesson begins: nothing to do but to stay. */
export function BeforeScene({ lesson, lecturerHere, nowMs }: Props) {
  const text = useText();
  const leftMs = lesson.plannedStartAtMs - nowMs;
  const left = durationWords(leftMs);
  return (
    <MessageScene
      title={text(lecturerHere ? 'watch.before.here' : 'watch.before.title')}
      detail={text('watch.before.stay')}
    >
      <LessonHead lesson={lesson} />
      <p>{text('watch.startsAt', { time: wallStart(lesson) })}</p>
      <p className="countdown">
        {leftMs > 0
          ? text('watch.before.in', { duration: text(left.key, left.params) })
          : text('watch.before.due')}
      </p>
    </MessageScene>
  );
}
