import './call.css';
import { Button } from 'antd';
import { seatOfRoom } from '../../../../shared/session/session.events.ts';
import { useReadable } from '../../../ui/use-readable.ts';
import { waitText } from '../../shell/clock.model.ts';
import { useText } from '../../text.ts';
import type { Figure } from '../Figures.tsx';
import { useLive } from '../live-context.ts';
import { ReceivedPicture } from '../Pictures.tsx';
import type { RoomTile } from '../rooms.model.ts';
import { callStateOf, hearingOf } from './call.model.ts';
import type { Rights } from './rights.model.ts';
import type { Calls } from './useCalls.ts';

type StageFacts = {
  readonly tiles: readonly RoomTile[];
  readonly nowMs: number;
  readonly rights: Rights;
  readonly calls: Calls;
};

/** A call that ends soon can be made longer; before that nobody has to think of its end. */
const RENEW_BELOW_MS = 60_000;

/** Rooms that are on stage, large: picture, running time, whether they are really heard, and the end of the call. */
export function stageFigures({ tiles, nowMs, rights, calls }: StageFacts): Figure[] {
  return tiles.flatMap((tile) =>
    tile.onStageSinceMs === null
      ? []
      : [
          {
            key: `stage ${tile.room.roomId}`,
            onStage: true,
            picture: <StagePicture tile={tile} />,
            caption: (
              <StageCaption tile={tile} stageMs={nowMs - tile.onStageSinceMs} {...{ nowMs, rights, calls }} />
            ),
          },
        ],
  );
}

function StagePicture({ tile }: { readonly tile: RoomTile }) {
  const t = useText();
  const { camera, room } = tile;
  if (camera === null || camera.unsupported) return <p className="preview-words">{t('call.noPicture')}</p>;
  return <ReceivedPicture stream={camera} label={t('call.picture', { school: room.schoolName })} />;
}

type CaptionProps = Pick<StageFacts, 'nowMs' | 'rights' | 'calls'> & {
  readonly tile: RoomTile;
  readonly stageMs: number;
};

function StageCaption({ tile, stageMs, nowMs, rights, calls }: CaptionProps) {
  const t = useText();
  const live = useLive();
  const seat = seatOfRoom(tile.room.roomId);
  const voice = useReadable(live.streams).find((each) => each.seat === seat && each.source === 'voice');
  const hearing = hearingOf(voice ?? null, stageMs);
  const call = callStateOf(tile, useReadable(live.pending));
  const ending = call.state === 'onStage' && call.ending;
  const leftMs = tile.onStageUntilMs === null ? null : Math.max(0, tile.onStageUntilMs - nowMs);
  return (
    <span className="stage-caption">
      <span className="on-stage-sign">{t('call.onStage', { time: waitText(stageMs) })}</span>
      <strong>{tile.room.schoolName}</strong>
      <span role="status">
        {tile.muted
          ? t('stage.muted')
          : hearing !== 'heard' && t(hearing === 'coming' ? 'call.voiceComing' : 'call.voiceMissing')}
      </span>
      {leftMs !== null && <span className="stage-left">{t('stage.left', { time: waitText(leftMs) })}</span>}
      {rights.call && leftMs !== null && leftMs < RENEW_BELOW_MS && (
        <Button
          aria-label={t('stage.renewOf', { school: tile.room.schoolName })}
          onClick={() => calls.call(seat)}
        >
          {t('stage.renew')}
        </Button>
      )}
      {rights.call && (
        <Button loading={ending} onClick={() => calls.release(seat)}>
          {t(ending ? 'call.ending' : 'call.end')}
        </Button>
      )}
    </span>
  );
}
