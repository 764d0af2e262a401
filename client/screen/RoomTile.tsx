import type { LiveStream } from '../live/live.types.ts';
import { LiveVideo } from '../ui/LiveVideo.tsx';
import type { WallTile } from '../ui/wall/Wall.tsx';
import type { OnStageWords, RoomWords } from './screen.types.ts';
import type { ScreenApp } from './screen-app.ts';
import type { ScreenText } from './text.ts';

type Around = {
  readonly text: ScreenText;
  readonly app: ScreenApp;
  /** What comes from the room. */
  readonly sent: readonly LiveStream[];
  /** The own camera's picture, where the room is this one. */
  readonly ownTrack: MediaStreamTrack | undefined;
};

/** A room that is seen and was not called. */
export const roomTile = (words: RoomWords, around: Around): WallTile => ({
  picture: pictureOf(words, around) ?? <Empty words={around.text('screen.stage.noPicture')} />,
  words: <span className="glass-name">{words.schoolName}</span>,
});

/** Whoever was called: picture, name, and the sign of being on stage. On the own wall it tells the pupils whether they are heard. */
export function calledTile(words: OnStageWords, around: Around): WallTile {
  const { text, sent } = around;
  const { own, muted, schoolName, className, leftSeconds } = words;
  const isHeard = own === null ? !muted : own === 'heard';
  const left = leftSeconds !== null && (
    <span className="glass-left">{text('screen.stage.left', { seconds: leftSeconds })}</span>
  );
  return {
    className: 'called',
    frame: isHeard ? 'onStage' : 'notHeard',
    picture: pictureOf(words, around) ?? (
      <Empty
        words={text(
          own !== null
            ? 'screen.stage.unseen'
            : sent.length > 0
              ? 'screen.stage.voiceOnly'
              : 'screen.stage.nothingYet',
        )}
      />
    ),
    words:
      own === null ? (
        <>
          <span className="glass-sign" data-tone={isHeard ? null : 'waiting'} role="status">
            {text(muted ? 'screen.stage.otherMuted' : 'screen.stage.on')}
          </span>
          <span className="glass-name called-name">{schoolName}</span>
          {left}
          {className !== null && <span className="glass-of">{className}</span>}
        </>
      ) : (
        <>
          <span className="glass-sign" data-tone={isHeard ? null : 'waiting'} role="status">
            {text(`screen.stage.${own}`)}
          </span>
          {left}
          <span className="glass-of">{text('screen.stage.own')}</span>
        </>
      ),
  };
}

/** The own room as the others see it, straight from the camera. */
function pictureOf({ seat, schoolName }: RoomWords, { text, app, sent, ownTrack }: Around) {
  const camera = sent.find((stream) => stream.source === 'camera' && !stream.own);
  const track = ownTrack ?? camera?.track;
  if (track === undefined) return null;
  return (
    <div className="picture room" data-flowing={ownTrack !== undefined || camera?.flowing === true}>
      <LiveVideo
        track={track}
        source="room"
        fit="cover"
        label={text('screen.stage.picture', { school: schoolName })}
        onResize={(size) => app.sized(seat, size)}
      />
    </div>
  );
}

const Empty = ({ words }: { readonly words: string }) => <p className="glass-empty">{words}</p>;
