import { useEffect, useState } from 'react';
import { unreachable } from '../../shared/kernel/result.ts';
import { coursewareInFront } from '../live/courseware/front.ts';
import type { LiveClient, LiveStream } from '../live/live.types.ts';
import { showsTeacher, wallIn } from '../live/wall.ts';
import { CoursewarePlace, useCourseware } from '../ui/courseware/lazy-courseware.tsx';
import { useReadable } from '../ui/use-readable.ts';
import { missedLesson, nextLesson } from './agenda.rules.ts';
import { Clock } from './Clock.tsx';
import { IdleScene } from './IdleScene.tsx';
import { LiveScene } from './LiveScene.tsx';
import { MessageScene } from './MessageScene.tsx';
import { PairingScene } from './PairingScene.tsx';
import { RecordedScene } from './recorded/RecordedScene.tsx';
import type { RecordedRoom } from './recorded/recorded-room.ts';
import { sceneOf } from './scene.rules.ts';
import type { Shown } from './screen.types.ts';
import { isLecturers, type ScreenApp } from './screen-app.ts';
import type { SelfChecker } from './self-checker.ts';
import { Tools } from './Tools.tsx';
import { useText } from './text.ts';
import { durationWords, wallAheadMs } from './time.rules.ts';
import { WaitingScene } from './WaitingScene.tsx';

type Props = {
  readonly app: ScreenApp;
  readonly live: LiveClient;
  readonly selfChecker: Pick<SelfChecker, 'facts'>;
  readonly recorded: RecordedRoom;
};

/** The whole glass: one scene, and over it what can be set at the screen itself. */
export function Screen(props: Props) {
  return (
    <>
      <Scenes {...props} />
      <Tools app={props.app} live={props.live} />
    </>
  );
}

/** One scene, and the clock always in the same corner. */
function Scenes({ app, live, selfChecker, recorded }: Props) {
  const text = useText();
  const facts = useReadable(app.facts);
  const selfCheck = useReadable(selfChecker.facts);
  const all = useReadable(live.streams);
  const lecturers = all.filter(isLecturers);
  const nowMs = useSeconds(() => live.serverNowMs());
  const [soundTries, setSoundTries] = useState(0);
  const camera = lecturers.find((stream) => stream.source === 'camera') ?? null;
  const shared = lecturers.find((stream) => stream.source === 'content') ?? null;
  const here = useCourseware(live, 'screen');
  const open =
    facts.session.state === 'joined'
      ? coursewareInFront(facts.session.view.lesson, shared?.streamId ?? null)
      : null;
  const content = open === null ? shared : null;
  const ladder = useReadable(live.ladder);
  const held = ladder !== null && ladder.step > 0 && ladder.step <= 2;
  const isOnWall =
    facts.session.state === 'joined' &&
    showsTeacher(
      wallIn(facts.session, all, { content: open !== null || shared !== null, teacher: true, nowMs }),
    );
  const seen = { camera: isOnWall ? shown(camera) : null, content: shown(content), held };
  const scene = sceneOf(facts, seen, nowMs);
  const lesson = facts.session.state === 'joined' ? facts.session.card : facts.agenda?.lessons[0];
  const aheadMs = lesson === undefined ? new Date().getTimezoneOffset() * -60_000 : wallAheadMs(lesson);
  const clock = <Clock nowMs={nowMs} aheadMs={aheadMs} />;
  const press = () => {
    setSoundTries((tries) => tries + 1);
    app.pressed();
    recorded.pressed();
  };
  usePress(press);

  switch (scene.scene) {
    case 'starting':
      return <MessageScene title={text('screen.starting')} clock={clock} />;
    case 'pairing':
      return <PairingScene code={scene.code} notice={scene.notice} clock={clock} />;
    case 'unreachable':
      return (
        <MessageScene
          title={text('screen.unreachable.title')}
          detail={text('screen.unreachable.how')}
          small={text('screen.unreachable.since', { duration: say(text, nowMs - scene.sinceMs) })}
          tone="waiting"
          clock={clock}
        />
      );
    case 'replaced':
      return (
        <MessageScene
          title={text('screen.replaced.title')}
          detail={text('screen.replaced.how')}
          clock={clock}
        />
      );
    case 'stopped':
      return (
        <MessageScene
          title={text('screen.stopped.title')}
          detail={text('screen.stopped.how', {
            reason: text(`error.${scene.error.code}`, scene.error.params),
          })}
          small={scene.error.code}
          tone="trouble"
          clock={clock}
        />
      );
    case 'idle':
      return facts.agenda === null ? (
        <MessageScene title={text('screen.starting')} clock={clock} />
      ) : (
        <IdleScene
          agenda={facts.agenda}
          next={nextLesson(facts.agenda.lessons, nowMs)}
          missed={missedLesson(facts.agenda)}
          joining={scene.joining}
          checks={facts}
          selfCheck={selfCheck}
          nowMs={nowMs}
          clock={clock}
        />
      );
    case 'waiting':
      return (
        <WaitingScene
          lesson={scene.lesson}
          lecturerHere={scene.lecturerHere}
          plays={scene.plays}
          notice={scene.notice}
          room={facts.agenda?.room ?? null}
          nowMs={nowMs}
          aheadMs={aheadMs}
          clock={clock}
        />
      );
    case 'shownOut':
      return (
        <MessageScene
          title={text('screen.shownOut.title')}
          detail={text('screen.shownOut.how', { teacher: scene.teacherName })}
          small={scene.lessonName}
          tone="waiting"
          clock={clock}
        />
      );
    case 'live':
      return facts.session.state !== 'joined' ? null : (
        <LiveScene
          scene={scene}
          session={facts.session}
          room={facts.agenda?.room ?? null}
          streams={all.filter((each) => !each.own)}
          paper={open === null ? null : <CoursewarePlace here={here} open={open} text={text} />}
          app={app}
          live={live}
          nowMs={nowMs}
          soundBlocked={facts.sound === 'blocked'}
          soundTries={soundTries}
          onPress={press}
          clock={clock}
        />
      );
    case 'recorded':
      return facts.session.state !== 'joined' ? null : (
        <RecordedScene
          {...{ scene, recorded, live, nowMs, clock }}
          room={facts.agenda?.room ?? null}
          session={facts.session}
        />
      );
    case 'over':
      return (
        <MessageScene
          title={text('screen.over.title')}
          detail={`${scene.lesson.subject} ${scene.lesson.grade}`}
          small={text('screen.over.hint')}
          clock={clock}
        />
      );
    default:
      return unreachable(scene);
  }
}

function say(text: ReturnType<typeof useText>, ms: number): string {
  const words = durationWords(ms);
  return text(words.key, words.params);
}

const shown = (stream: LiveStream | null): Shown | null =>
  stream === null ? null : { flowing: stream.flowing, unsupported: stream.unsupported };

/** Draws again every second, on the second of the server. */
function useSeconds(readMs: () => number): number {
  const [nowMs, setNowMs] = useState(readMs);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(readMs()), 1000);
    return () => clearInterval(timer);
  });
  return nowMs;
}

/** A remote control's OK is Enter; a touch panel's is a touch anywhere. */
function usePress(press: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Enter' || event.key === ' ') press();
    };
    window.addEventListener('keydown', onKey);
    window.addEventListener('pointerdown', press);
    return () => {
      window.removeEventListener('keydown', onKey);
      window.removeEventListener('pointerdown', press);
    };
  });
}
