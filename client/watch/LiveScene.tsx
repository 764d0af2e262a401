import { type ReactNode, useEffect, useState } from 'react';
import type { LiveClient, LiveStream, SessionFacts } from '../live/live.types.ts';
import { LiveAudio } from '../ui/LiveAudio.tsx';
import { LiveVideo } from '../ui/LiveVideo.tsx';
import { LessonHead } from './MessageScene.tsx';
import { layoutOf } from './scene.rules.ts';
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

/** A picture that goes for a moment (new transports) keeps its place this long, so that nothing jumps. */
const LINGER_MS = 3000;
const SHOWN = { flowing: true, unsupported: false };

/** Content large with the teacher small beside or below it; alone, either is large. Whoever is called on stage stands below. */
export function LiveScene({ scene, facts, streams, paper, app, live }: Props) {
  const text = useText();
  const [tries, setTries] = useState(0);
  const find = (source: LiveStream['source']) =>
    streams.find((stream) => stream.part === 'lecturer' && stream.source === source) ?? null;
  const camera = useLingering(find('camera'));
  const shared = useLingering(find('content'));
  const content = paper === null ? shared : null;
  const layout = layoutOf({ camera, content: paper === null ? shared : SHOWN });
  const others = streams.filter((stream) => stream.part !== 'lecturer');
  const { lesson, trouble } = scene;
  const press = () => {
    playAll();
    setTries(tries + 1);
  };
  const picture = (stream: LiveStream, label: string) => (
    <Picture key={stream.source} stream={stream} label={label} app={app} live={live} />
  );
  return (
    <main className="live" data-layout={layout}>
      <div className="stage" data-dimmed={trouble !== null}>
        {paper !== null && <div className="picture content paper">{paper}</div>}
        {content !== null && picture(content, text('watch.content'))}
        {camera !== null && picture(camera, text('watch.camera'))}
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
      <div className="words">
        {trouble === null && (
          <p className="now">
            <i className="sign" data-tone="well" aria-hidden="true" />
            {text('watch.live')}
          </p>
        )}
        <LessonHead lesson={lesson} main />
      </div>
      {others
        .filter((stream) => stream.source === 'camera')
        .map((stream) => (
          <figure key={stream.streamId} className="guest">
            <Picture
              stream={stream}
              label={nameOf(stream, facts.session) ?? text('watch.room')}
              app={app}
              live={live}
            />
            <figcaption>
              {nameOf(stream, facts.session) ?? text('watch.room')} <b>{text('watch.onStage')}</b>
            </figcaption>
          </figure>
        ))}
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

/** WeChat on an iPhone lets play only what a touch itself starts, not what is drawn a moment after it. */
function playAll(): void {
  // Tried again, and told, by whoever shows it.
  for (const media of document.querySelectorAll<HTMLMediaElement>('audio, video'))
    media.play().catch(() => undefined);
}

function nameOf({ seat }: LiveStream, session: SessionFacts): string | null {
  if (session.state !== 'joined') return null;
  return session.card.rooms.find((room) => seat === `room:${room.roomId}`)?.schoolName ?? null;
}

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
