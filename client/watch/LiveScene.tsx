import { type ReactNode, useEffect, useState } from 'react';
import { kindOf } from '../../shared/media.ts';
import { type SeatKey, seatOfRoom } from '../../shared/session/session.events.ts';
import type { WallPart } from '../../shared/session/session.wall-plan.ts';
import type { JoinedSession, LiveClient, LiveStream } from '../live/live.types.ts';
import { wallIn } from '../live/wall.ts';
import { LateCaptions } from '../ui/captions/LateCaptions.tsx';
import { LiveAudio } from '../ui/LiveAudio.tsx';
import { LiveVideo } from '../ui/LiveVideo.tsx';
import { RecordingSign } from '../ui/RecordingSign.tsx';
import { useLingering } from '../ui/wall/use-lingering.ts';
import { Wall, type WallTile } from '../ui/wall/Wall.tsx';
import { LessonHead } from './MessageScene.tsx';
import { useText } from './text.ts';
import type { Scene, Trouble, WatchFacts } from './watch.types.ts';
import type { WatchApp } from './watch-app.ts';

type Props = {
  readonly scene: Scene & { scene: 'live' };
  readonly facts: WatchFacts;
  readonly streams: readonly LiveStream[];
  /** The open courseware, in the content's place while it stands before a shared screen. */
  readonly paper: ReactNode | null;
  readonly app: WatchApp;
  readonly live: LiveClient;
};

/** As the lecturer has arranged it for every wall; the rooms are not shown to whoever has the link, but for who was called. */
export function LiveScene(props: Props) {
  const { scene, facts, streams, app } = props;
  const text = useText();
  const [tries, setTries] = useState(0);
  const { lesson, trouble } = scene;
  const notice = facts.session.state === 'joined' ? facts.session.view.lesson.notice?.words : null;
  const press = () => {
    playAll();
    setTries(tries + 1);
  };
  return (
    <main className="live">
      <div className="stage glass" data-dimmed={trouble !== null}>
        {facts.session.state === 'joined' && <Pictures {...props} session={facts.session} />}
        <div className="over">
          {trouble !== null && <TroubleWords trouble={trouble} />}
          {facts.soundBlocked && (
            <button type="button" className="play" onClick={press}>
              <i aria-hidden="true" />
              {text('watch.play')}
            </button>
          )}
        </div>
      </div>
      {facts.session.state === 'joined' && (
        <LateCaptions captions={facts.session.view.lesson.captions} nowMs={app.nowMs()} text={text} />
      )}
      {notice != null && (
        <p className="said" role="status">
          <b>{text('watch.notice')}</b> {notice}
        </p>
      )}
      <div className="words">
        {trouble === null && (
          <p className="now">
            <i className="sign" data-tone="well" aria-hidden="true" />
            {text('watch.live')}
          </p>
        )}
        {facts.session.state === 'joined' && (
          <RecordingSign recording={facts.session.view.lesson.recording} text={text} />
        )}
        <LessonHead lesson={lesson} main />
      </div>
      {streams
        .filter((stream) => stream.source === 'voice')
        .map((voice) =>
          voice.track === null ? null : (
            <LiveAudio
              key={voice.streamId}
              track={voice.track}
              attempt={tries}
              onBlocked={() => app.soundIs('blocked')}
              onPlaying={() => app.soundIs('ok')}
            />
          ),
        )}
    </main>
  );
}

function Pictures({ session, streams, paper, app, live }: Props & { readonly session: JoinedSession }) {
  const text = useText();
  const wide = useWide();
  const pictures = useLingering(
    streams.filter(({ source }) => kindOf(source) === 'video'),
    session.view.lesson.lecturerId,
  );
  const find = (source: LiveStream['source']) =>
    pictures.find((stream) => stream.part === 'lecturer' && stream.source === source) ?? null;
  const [camera, shared] = [find('camera'), find('content')];
  const plan = wallIn(session, pictures, {
    content: paper !== null || shared !== null,
    teacher: camera !== null,
    nowMs: app.nowMs(),
  });
  const picture = (stream: LiveStream, label: string) => (
    <Picture stream={stream} label={label} app={app} live={live} />
  );
  const tileOf = (part: WallPart): WallTile => {
    if (part.what === 'room') {
      const stream = pictures.find(({ seat, source }) => seat === part.seat && source === 'camera');
      const name = nameOf(part.seat, session) ?? text('watch.room');
      return {
        className: 'guest',
        frame: 'onStage',
        picture: stream === undefined ? <p className="glass-empty">…</p> : picture(stream, name),
        words: (
          <>
            <span className="glass-sign">{text('watch.onStage')}</span>
            <span className="glass-name">{name}</span>
          </>
        ),
      };
    }
    if (part.what === 'content')
      return paper === null
        ? { picture: shared && picture(shared, text('watch.content')), words: null }
        : { picture: <div className="picture content paper">{paper}</div>, words: null };
    return { picture: camera && picture(camera, text('watch.camera')), words: null };
  };
  return <Wall plan={plan} tileOf={tileOf} flows={!wide} />;
}

const LANDSCAPE = '(orientation: landscape)';

function useWide(): boolean {
  const [wide, setWide] = useState(() => matchMedia(LANDSCAPE).matches);
  useEffect(() => {
    const media = matchMedia(LANDSCAPE);
    const look = () => setWide(media.matches);
    media.addEventListener('change', look);
    return () => media.removeEventListener('change', look);
  }, []);
  return wide;
}

/** WeChat on an iPhone lets play only what a touch itself starts, not what is drawn a moment after it. */
function playAll(): void {
  // Tried again, and told, by whoever shows it.
  for (const media of document.querySelectorAll<HTMLMediaElement>('audio, video'))
    media.play().catch(() => undefined);
}

const nameOf = (seat: SeatKey, { card }: JoinedSession): string | null =>
  card.rooms.find(({ roomId }) => seatOfRoom(roomId) === seat)?.schoolName ?? null;

type PictureProps = {
  readonly stream: LiveStream;
  readonly label: string;
  readonly app: WatchApp;
  readonly live: LiveClient;
};

function Picture({ stream, label, app, live }: PictureProps) {
  return (
    <div className={`picture ${stream.source}`} data-flowing={stream.flowing}>
      <LiveVideo
        track={stream.track}
        source={stream.source}
        label={label}
        onFrame={(frame) => live.frameShown(stream.streamId, frame)}
        onResize={(size) => app.sized(stream.streamId, size)}
      />
    </div>
  );
}

function TroubleWords({ trouble }: { readonly trouble: Exclude<Trouble, null> }) {
  const text = useText();
  return (
    <p className="trouble" role="status">
      <i className="sign" data-tone="waiting" aria-hidden="true" />
      {text(`watch.trouble.${trouble}`)}
    </p>
  );
}
