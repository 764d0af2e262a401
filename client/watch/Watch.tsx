import { useEffect, useState } from 'react';
import { unreachable } from '../../shared/kernel/result.ts';
import { coursewareInFront } from '../live/courseware/front.ts';
import type { LiveClient, LiveStream } from '../live/live.types.ts';
import { showsTeacher, wallIn } from '../live/wall.ts';
import { CoursewarePlace, useCourseware } from '../ui/courseware/lazy-courseware.tsx';
import { useReadable } from '../ui/use-readable.ts';
import { BeforeScene } from './BeforeScene.tsx';
import { LiveScene } from './LiveScene.tsx';
import { LessonHead, MessageScene } from './MessageScene.tsx';
import { sceneOf } from './scene.rules.ts';
import { useText } from './text.ts';
import type { Shown } from './watch.types.ts';
import type { WatchApp } from './watch-app.ts';

type Props = { readonly app: WatchApp; readonly live: LiveClient };

/** The whole page: one scene. */
export function Watch({ app, live }: Props) {
  const text = useText();
  const facts = useReadable(app.facts);
  const streams = useReadable(live.streams);
  const nowMs = useSeconds(() => app.nowMs());
  const here = useCourseware(live, 'watch');
  const shared = streams.find((each) => each.part === 'lecturer' && each.source === 'content');
  const open =
    facts.session.state === 'joined'
      ? coursewareInFront(facts.session.view.lesson, shared?.streamId ?? null)
      : null;
  const seesTeacher =
    facts.session.state === 'joined' &&
    showsTeacher(
      wallIn(facts.session, streams, {
        content: open !== null || shared !== undefined,
        teacher: true,
        nowMs,
      }),
    );
  const seen = {
    camera: seesTeacher ? shown(streams, 'camera') : null,
    content: open === null ? shown(streams, 'content') : null,
  };
  const scene = sceneOf(facts, seen, nowMs);
  const title =
    'lesson' in scene ? `${scene.lesson.subject} ${scene.lesson.grade}`.trim() : text('watch.title');
  useEffect(() => {
    document.title = title;
  }, [title]);

  switch (scene.scene) {
    case 'starting':
      return <MessageScene title={text('watch.starting')} />;
    case 'unreachable':
      return (
        <MessageScene
          title={text('watch.unreachable.title')}
          detail={text('watch.unreachable.how')}
          tone="waiting"
        />
      );
    case 'stopped': {
      const { why, error } = scene;
      const reason = error === null ? '' : text(`error.${error.code}`, error.params);
      return (
        <MessageScene
          title={text(`watch.stop.${why}.title`)}
          detail={text(`watch.stop.${why}.how`, { reason })}
          {...(why === 'other' && error !== null ? { small: error.code } : {})}
        />
      );
    }
    case 'before':
      return <BeforeScene lesson={scene.lesson} lecturerHere={scene.lecturerHere} nowMs={nowMs} />;
    case 'live':
      return (
        <LiveScene
          scene={scene}
          facts={facts}
          streams={streams}
          paper={open === null ? null : <CoursewarePlace here={here} open={open} text={text} />}
          app={app}
          live={live}
        />
      );
    case 'over':
      return (
        <MessageScene title={text('watch.over.title')} detail={text('watch.over.how')}>
          <LessonHead lesson={scene.lesson} />
        </MessageScene>
      );
    default:
      return unreachable(scene);
  }
}

function shown(streams: readonly LiveStream[], source: LiveStream['source']): Shown | null {
  const stream = streams.find((each) => each.part === 'lecturer' && each.source === source);
  return stream === undefined ? null : { flowing: stream.flowing, unsupported: stream.unsupported };
}

/** Draws again every second, on the second of the server. */
function useSeconds(readMs: () => number): number {
  const [nowMs, setNowMs] = useState(readMs);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(readMs()), 1000);
    return () => clearInterval(timer);
  });
  return nowMs;
}
