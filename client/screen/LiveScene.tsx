import './captions.css';
import './paper.css';
import type { ReactNode } from 'react';
import type { Agenda } from '../../shared/device.ts';
import type { WallPart } from '../../shared/session/session.wall-plan.ts';
import { captionsIn, captionsNow } from '../live/captions/captions.rules.ts';
import type { JoinedSession, LiveClient, LiveStream } from '../live/live.types.ts';
import { layoutIn, wallIn } from '../live/wall.ts';
import { LateLines } from '../ui/captions/LateCaptions.tsx';
import { LiveAudio } from '../ui/LiveAudio.tsx';
import { LiveVideo } from '../ui/LiveVideo.tsx';
import { QuestionBoard } from '../ui/question/QuestionBoard.tsx';
import { recordedHere } from '../ui/recorded-here.ts';
import { useReadable } from '../ui/use-readable.ts';
import { useLingering } from '../ui/wall/use-lingering.ts';
import { Wall, type WallTile } from '../ui/wall/Wall.tsx';
import { MisfitNotice } from './MisfitNotice.tsx';
import { Notice } from './Notice.tsx';
import { calledTile, roomTile } from './RoomTile.tsx';
import { StatusBar } from './StatusBar.tsx';
import type { Scene, Trouble } from './screen.types.ts';
import { isLecturers, type ScreenApp } from './screen-app.ts';
import { isHeardHere, ownRoomOf, roomWordsOf } from './stage.rules.ts';
import { useText } from './text.ts';
import { useCaptions } from './use-captions.ts';

type Props = {
  readonly scene: Scene & { scene: 'live' };
  readonly session: JoinedSession;
  readonly room: Agenda['room'] | null;
  readonly streams: readonly LiveStream[];
  /** The open courseware, in the content's place while it stands before a shared screen. */
  readonly paper: ReactNode | null;
  readonly app: ScreenApp;
  readonly live: LiveClient;
  readonly nowMs: number;
  readonly soundBlocked: boolean;
  readonly soundTries: number;
  readonly onPress: () => void;
  readonly clock: ReactNode;
};

/** A running lesson as the lecturer has arranged it for every wall. */
export function LiveScene(props: Props) {
  const { scene, session, room, streams, app, live, nowMs, soundBlocked, soundTries, onPress, clock } = props;
  const text = useText();
  const { lesson, trouble } = scene;
  const { question } = session.view.lesson;
  const ladder = useReadable(live.ladder);
  const isAside = trouble === 'linkOnly';
  const said = captionsNow(session.view.lesson.captions, nowMs);
  const there = said?.map(({ language }) => language) ?? null;
  const captions = useCaptions({ session, live, there, usual: room?.captions === true, nowMs });
  return (
    <main className="scene live" data-layout={layoutIn(session)}>
      <div className="stage glass" data-dimmed={trouble !== null && !isAside}>
        <Pictures {...props} />
        <MisfitNotice streams={streams} />
        {trouble !== null && !isAside && <TroubleWords trouble={trouble} />}
        {soundBlocked && (
          <button type="button" className="sound" ref={focus} onClick={onPress}>
            {text('screen.sound.blocked')}
          </button>
        )}
      </div>
      {streams
        .filter((each) => each.source === 'voice' && isHeardHere(session.view, each))
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
      {captions.languages.length > 0 && <LateLines captions={captionsIn(said ?? [], captions.languages)} />}
      <Notice words={scene.notice} />
      <StatusBar
        lesson={lesson}
        room={room}
        hand={scene.hand}
        ladder={ladder}
        recording={session.view.lesson.recording}
        recordedHere={recordedHere(session.view, session)}
        aside={isAside ? text('screen.trouble.linkOnly') : captions.aside}
        clock={clock}
      />
    </main>
  );
}

function Pictures({ scene, session, streams, paper, app, live, nowMs }: Props) {
  const text = useText();
  const own = useReadable(live.own).find((each) => each.source === 'camera') ?? null;
  const pictures = useLingering(streams.filter(isPicture), session.view.lesson.lecturerId);
  const lecturers = (source: LiveStream['source']) =>
    pictures.find((stream) => isLecturers(stream) && stream.source === source) ?? null;
  const [camera, shared] = [lecturers('camera'), lecturers('content')];
  const content = paper === null ? shared : null;
  const plan = wallIn(session, pictures, {
    content: paper !== null || content !== null,
    teacher: camera !== null,
    ownRoom: ownRoomOf(session, own),
    nowMs,
  });
  const isAlone = plan.large.length + plan.aside.length === 1;

  const tileOf = (part: WallPart): WallTile => {
    if (part.what === 'room') {
      const sent = streams.filter((stream) => stream.seat === part.seat);
      const around = { text, app, sent, ownTrack: part.seat === session.seat ? own?.track : undefined };
      const words = scene.onStage.find(({ seat }) => seat === part.seat);
      return words === undefined
        ? roomTile(roomWordsOf(session, part.seat), around)
        : calledTile(words, around);
    }
    if (part.what === 'content')
      return content === null
        ? { picture: <div className="picture content paper">{paper}</div>, words: null }
        : { picture: <Lecturers stream={content} kind="content" app={app} live={live} />, words: null };
    return {
      picture: camera && <Lecturers stream={camera} kind="camera" app={app} live={live} />,
      words: isAlone ? null : (
        <>
          <span className="glass-name teacher">{scene.lesson.lecturerName}</span>
          <span className="glass-of">{scene.lesson.leadingSchoolName}</span>
        </>
      ),
    };
  };
  return <Wall plan={plan} tileOf={tileOf} />;
}

const isPicture = ({ source }: LiveStream): boolean => source !== 'voice';

type LecturersProps = {
  readonly stream: LiveStream;
  readonly kind: 'camera' | 'content';
  readonly app: ScreenApp;
  readonly live: LiveClient;
};

function Lecturers({ stream, kind, app, live }: LecturersProps) {
  const text = useText();
  return (
    <div className={`picture ${kind}`} data-flowing={stream.flowing}>
      <LiveVideo
        track={stream.track}
        source={kind}
        label={text(`screen.live.${kind}`)}
        onFrame={(frame) => live.frameShown(stream.streamId, frame)}
        onResize={(size) => app.sized(kind === 'camera' ? 'teacher' : 'content', size)}
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
