import './courseware.css';
import { useEffect, useState } from 'react';
import type { CoursewareView } from '../../../shared/session/session.courseware.ts';
import type { CoursewareWallKey } from '../../../shared/text/courseware-wall.en.ts';
import type { Text } from '../../../shared/text/text.ts';
import type { Door } from '../../../shared/wire/version.ts';
import type { LiveClient } from '../../live/live.types.ts';
import { useReadable } from '../use-readable.ts';
import type { CoursewareHere } from './courseware-parts.ts';

/**
 * Follows the lesson's courseware. Its code comes over the line when it is needed: before the lesson, when files are fetched, and in it
 * when one is opened; never before the first picture of a lesson that runs without.
 */
export function useCourseware(live: LiveClient, door: Door): CoursewareHere | null {
  const session = useReadable(live.session);
  const wanted =
    session.state === 'joined' &&
    (session.view.lesson.phase.state !== 'live' || session.view.lesson.courseware !== undefined);
  const [begun, setBegun] = useState(false);
  const [here, setHere] = useState<CoursewareHere | null>(null);
  useEffect(() => {
    if (wanted) setBegun(true);
  }, [wanted]);
  useEffect(() => {
    if (!begun) return;
    let gone = false;
    let made: CoursewareHere['courseware'] | null = null;
    void begin(live, door).then((now) => {
      made = now.courseware;
      if (gone) made.close();
      else setHere(now);
    });
    return () => {
      gone = true;
      made?.close();
      setHere(null);
    };
  }, [live, door, begun]);
  return here;
}

const AGAIN_MS = 2_000;

async function begin(live: LiveClient, door: Door): Promise<CoursewareHere> {
  try {
    return await (await import('./courseware-parts.ts')).startCourseware(live, door);
  } catch (cause) {
    // The line was cut under it.
    if (!(cause instanceof TypeError)) throw cause;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    return begin(live, door);
  }
}

type PlaceProps = {
  readonly here: CoursewareHere | null;
  readonly open: CoursewareView;
  readonly text: Text<CoursewareWallKey>;
};

/** The open courseware, as soon as there is what shows it. */
export function CoursewarePlace({ here, open, text }: PlaceProps) {
  if (here === null)
    return (
      <p className="courseware-words" role="status">
        {text('courseware.opening')}
      </p>
    );
  return <here.Wall courseware={here.courseware} open={open} text={text} />;
}
