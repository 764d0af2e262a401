import './on-stage.css';
import type { LiveClient, LiveStream } from '../live/live.types.ts';
import { LiveVideo } from '../ui/LiveVideo.tsx';
import { useReadable } from '../ui/use-readable.ts';
import type { OnStageWords } from './screen.types.ts';
import type { ScreenApp } from './screen-app.ts';
import { useText } from './text.ts';

type Props = {
  readonly words: OnStageWords;
  readonly streams: readonly LiveStream[];
  readonly app: ScreenApp;
  readonly live: LiveClient;
};

/** Whoever was called: picture, name, and the sign of being on stage. On the own wall it tells the pupils whether they are heard. */
export function OnStage({ words, streams, app, live }: Props) {
  const text = useText();
  const { own, schoolName, className } = words;
  const isHeard = own === null || own === 'heard';
  return (
    <section className="called" data-heard={isHeard} data-own={own !== null}>
      {own === null ? (
        <RoomPicture words={words} streams={streams} app={app} />
      ) : (
        <OwnPicture label={text('screen.stage.picture', { school: schoolName })} live={live} />
      )}
      <div className="called-words" role="status">
        <p className="called-sign">
          <i className="sign" data-tone={isHeard ? 'well' : 'waiting'} aria-hidden="true" />
          {own === null ? text('screen.stage.on') : text(`screen.stage.${own}`)}
        </p>
        <p className="called-name">
          {own === null ? schoolName : text('screen.stage.own')}
          {own === null && className !== null && <span>{className}</span>}
        </p>
      </div>
    </section>
  );
}

function RoomPicture({ words, streams, app }: Omit<Props, 'live'>) {
  const text = useText();
  const sent = streams.filter((stream) => stream.seat === words.seat);
  const camera = sent.find((stream) => stream.source === 'camera') ?? null;
  if (camera === null)
    return (
      <p className="called-empty">
        {text(sent.length > 0 ? 'screen.stage.voiceOnly' : 'screen.stage.nothingYet')}
      </p>
    );
  return (
    <div className="picture room" data-flowing={camera.flowing}>
      <LiveVideo
        track={camera.track}
        source="room"
        fit="cover"
        label={text('screen.stage.picture', { school: words.schoolName })}
        onResize={(size) => app.sized('room', size)}
      />
    </div>
  );
}

/** As the others see it, straight from the camera. */
function OwnPicture({ label, live }: { readonly label: string; readonly live: LiveClient }) {
  const text = useText();
  const camera = useReadable(live.own).find((each) => each.source === 'camera');
  if (camera === undefined) return <p className="called-empty">{text('screen.stage.unseen')}</p>;
  return (
    <div className="picture room">
      <LiveVideo track={camera.track} source="room" fit="cover" label={label} />
    </div>
  );
}
