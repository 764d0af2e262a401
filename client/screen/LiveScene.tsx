import './paper.css';
import { type ReactNode, useEffect, useState } from 'react';
import type { Agenda } from '../../shared/device.ts';
import type { QuestionView } from '../../shared/session/session.question.ts';
import type { LiveClient, LiveStream } from '../live/live.types.ts';
import { LiveAudio } from '../ui/LiveAudio.tsx';
import { LiveVideo } from '../ui/LiveVideo.tsx';
import { QuestionBoard } from '../ui/question/QuestionBoard.tsx';
import { useReadable } from '../ui/use-readable.ts';
import { MisfitNotice } from './MisfitNotice.tsx';
import { OnStage } from './OnStage.tsx';
import { StatusBar } from './StatusBar.tsx';
import { layoutOf } from './scene.rules.ts';
import type { Scene, Trouble } from './screen.types.ts';
import { isLecturers, type ScreenApp } from './screen-app.ts';
import { useText } from './text.ts';

type Props = {
  readonly scene: Scene & { scene: 'live' };
  readonly room: Agenda['room'] | null;
  readonly question: QuestionView | undefined;
  /** The lecturer's, and those of whoever is on stage. */
  readonly streams: readonly LiveStream[];
  /** The open courseware, in the content's place while it stands before a shared screen. */
  readonly paper: ReactNode | null;
  readonly app: ScreenApp;
  readonly live: LiveClient;
  readonly soundBlocked: boolean;
  readonly soundTries: number;
  readonly onPress: () => void;
  readonly clock: ReactNode;
};

/** A picture that goes for a moment (new transports) keeps its place this long, so that the walls do not jump. */
const LINGER_MS = 3000;
const SHOWN = { flowing: true, unsupported: false };

/** Content three quarters left, the teacher right and below whoever was called; alone, each is large. */
export function LiveScene({
  scene,
  room,
  question,
  streams,
  paper,
  app,
  live,
  soundBlocked,
  soundTries,
  onPress,
  clock,
}: Props) {
  const text = useText();
  const ladder = useReadable(live.ladder);
  const lecturers = streams.filter(isLecturers);
  const find = (source: LiveStream['source']) => lecturers.find((stream) => stream.source === source) ?? null;
  const camera = useLingering(find('camera'));
  const shared = useLingering(find('content'));
  const content = paper === null ? shared : null;
  const layout = layoutOf({ camera, content: paper === null ? shared : SHOWN });
  const { lesson, trouble, onStage } = scene;
  const isAside = trouble === 'linkOnly';
  return (
    <main className="scene live" data-layout={layout} data-stage={onStage !== null}>
      <div className="stage" data-dimmed={trouble !== null && !isAside}>
        {paper !== null && <div className="picture content paper">{paper}</div>}
        {content !== null && <Picture stream={content} kind="content" app={app} live={live} />}
        {camera !== null && <Picture stream={camera} kind="camera" app={app} live={live} />}
        {(layout === 'both' || (layout === 'camera' && onStage !== null)) && (
          <p className="teacher">
            {lesson.lecturerName}
            <span>{lesson.leadingSchoolName}</span>
          </p>
        )}
        {onStage !== null && <OnStage words={onStage} streams={streams} app={app} live={live} />}
        <MisfitNotice streams={streams} />
        {trouble !== null && !isAside && <TroubleWords trouble={trouble} />}
        {soundBlocked && (
          <button type="button" className="sound" ref={focus} onClick={onPress}>
            {text('screen.sound.blocked')}
          </button>
        )}
      </div>
      {streams
        .filter(({ source }) => source === 'voice')
        .map(
          ({ streamId, track }) =>
            track !== null && (
              <LiveAudio
                key={streamId}
                track={track}
                attempt={soundTries}
                onBlocked={() => app.soundIs('blocked')}
                onPlaying={() => app.soundIs('ok')}
              />
            ),
        )}
      {question !== undefined && <QuestionBoard question={question} text={text} />}
      <StatusBar
        lesson={lesson}
        room={room}
        hand={scene.hand}
        ladder={ladder}
        aside={isAside ? text('screen.trouble.linkOnly') : null}
        clock={clock}
      />
    </main>
  );
}

type PictureProps = {
  readonly stream: LiveStream;
  readonly kind: 'camera' | 'content';
  readonly app: ScreenApp;
  readonly live: LiveClient;
};

function Picture({ stream, kind, app, live }: PictureProps) {
  const text = useText();
  return (
    <div className={`picture ${kind}`} data-flowing={stream.flowing}>
      <LiveVideo
        track={stream.track}
        source={kind}
        label={text(`screen.live.${kind}`)}
        onFrame={(frame) => live.frameShown(stream.streamId, frame)}
        onResize={(size) => app.sized(kind, size)}
      />
    </div>
  );
}

function TroubleWords({ trouble }: { readonly trouble: Exclude<Trouble, null> }) {
  const text = useText();
  return (
    <p className="trouble" role="status">
      <i className="sign" data-tone="waiting" aria-hidden="true" />
      {text(`screen.trouble.${trouble}`)}
    </p>
  );
}

/** A remote control has nothing but OK. */
const focus = (button: HTMLButtonElement | null) => button?.focus();

function useLingering(stream: LiveStream | null): LiveStream | null {
  const [last, setLast] = useState(stream);
  useEffect(() => {
    if (stream !== null) {
      setLast(stream);
      return;
    }
    const timer = setTimeout(() => setLast(null), LINGER_MS);
    return () => clearTimeout(timer);
  }, [stream]);
  return stream ?? (last === null ? null : { ...last, flowing: false });
}
