import './board.css';
import { Button } from 'antd';
import { memo, useEffect, useRef } from 'react';
import type { StreamId } from '../../../../shared/kernel/ids.ts';
import { seatOfRoom } from '../../../../shared/session/session.events.ts';
import { LiveVideo } from '../../../ui/LiveVideo.tsx';
import { useText } from '../../text.ts';
import { CallRefusal } from '../call/CallButton.tsx';
import type { Calls } from '../call/useCalls.ts';
import { useShown } from '../shown.ts';
import type { Face } from './face.ts';
import { paintTogether } from './painted.ts';
import { RoomMenu } from './RoomMenu.tsx';

type TileProps = Face & {
  readonly streamId: StreamId | null;
  readonly track: MediaStreamTrack | null;
  readonly flowing: boolean;
  /** Null for whom calling does not concern. */
  readonly calls: Calls | null;
};

const cells = [1, 2, 3, 4, 5];

/** One of many rooms: its small picture, its name, how it stands, the one main action; the rest is in its menu. */
export const WallTile = memo(function WallTile(props: TileProps) {
  const { roomId, schoolName, tone, state, step, onStage, sign, calls } = props;
  return (
    <article className={onStage === null ? 'wall-tile' : 'wall-tile on-stage'} data-tone={tone}>
      <TilePicture {...props} />
      <div className="wall-signs">
        {onStage !== null && <span className="on-stage-sign">{onStage}</span>}
        {sign !== null && <span className="room-sign">{sign}</span>}
      </div>
      <h3 title={schoolName}>{schoolName}</h3>
      <p className="wall-state" title={state}>
        <i aria-hidden="true" />
        {step !== null && (
          <span className="wall-step" role="img" aria-label={`${step}/5`}>
            {cells.map((cell) => (
              <b key={cell} data-on={cell <= step} />
            ))}
          </span>
        )}
        <span>{state}</span>
      </p>
      <div className="wall-actions">
        {calls !== null && <TileCall {...props} calls={calls} />}
        <RoomMenu roomId={roomId} schoolName={schoolName} />
      </div>
      {calls !== null && <CallRefusal seat={seatOfRoom(roomId)} calls={calls} />}
    </article>
  );
});

function TilePicture({ streamId, track, flowing, schoolName }: TileProps) {
  const t = useText();
  const ref = useRef<HTMLDivElement>(null);
  useShown(ref, streamId);
  return (
    <div ref={ref} className={flowing ? 'wall-picture' : 'wall-picture wall-picture-still'}>
      {streamId !== null && (
        <PaintedVideo track={track} label={t('lesson.roomPicture', { school: schoolName })} />
      )}
      {!flowing && <p className="no-picture">{t('room.noPicture')}</p>}
    </div>
  );
}

type PaintedProps = { readonly track: MediaStreamTrack | null; readonly label: string };

/** The video decodes, the canvas before it is what is seen. */
function PaintedVideo({ track, label }: PaintedProps) {
  const place = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (place.current === null || canvas.current === null) return;
    return paintTogether(place.current, canvas.current);
  }, []);
  return (
    <div ref={place} className="painted-video">
      <LiveVideo track={track} label={label} fit="cover" />
      <canvas ref={canvas} />
    </div>
  );
}

function TileCall({ roomId, schoolName, call, asks, why, calls }: TileProps & { readonly calls: Calls }) {
  const t = useText();
  const seat = seatOfRoom(roomId);
  const words = { school: schoolName };
  if (call === 'onStage' || call === 'ending')
    return (
      <Button
        size="small"
        loading={call === 'ending'}
        aria-label={t('board.endOf', words)}
        onClick={() => calls.release(seat)}
      >
        {t('board.end')}
      </Button>
    );
  return (
    <Button
      size="small"
      type={asks ? 'primary' : 'default'}
      disabled={call === 'unavailable'}
      loading={call === 'calling'}
      aria-label={t('board.callOf', words)}
      {...(why === null ? {} : { title: why })}
      onClick={() => calls.call(seat)}
    >
      {t('board.call')}
    </Button>
  );
}
