import './own-progress.css';
import { Button, Progress } from 'antd';
import type { RecordingCard } from '../../../shared/recording.ts';
import { ownPlaceToGoOn } from '../../../shared/recording-place.ts';
import { clockOf } from '../../live/clock-of.ts';
import { useText } from '../text.ts';
import { minutesOf, seenPercent } from './recordings.model.ts';

type CardProps = { readonly card: RecordingCard };

/** How far one has come oneself; nothing of what one never played. */
export function OwnProgress({ card }: CardProps) {
  const t = useText();
  const { progress, state } = card;
  if (progress === undefined || state === 'removed') return null;
  const words = progress.finished
    ? t('asset.seenAll')
    : t('asset.seen', { at: clockOf(progress.positionMs) });
  return (
    <div className="recordings-seen">
      <Progress percent={seenPercent(card)} showInfo={false} size="small" aria-label={words} />
      <span className="quiet">{words}</span>
    </div>
  );
}

/** The way to the player, which begins where one left. */
export function PlayLink({ card }: CardProps) {
  const t = useText();
  const atMs = ownPlaceToGoOn(card.progress ?? null, card.durationMs);
  return (
    <Button type="link" href={`/replay/${card.recordingId}`} target="_blank">
      {atMs === null ? t('asset.play') : t('asset.goOn', { at: clockOf(atMs) })}
    </Button>
  );
}

/** For who may change it: whether anybody looks at it. */
export function Watched({ card: { watched } }: CardProps) {
  const t = useText();
  if (watched === undefined || watched.viewerCount === 0) return null;
  const { viewerCount: people, playedMs } = watched;
  return <div className="quiet">{t('asset.watched', { people, minutes: minutesOf(playedMs) })}</div>;
}
