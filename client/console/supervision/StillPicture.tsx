import type { Still } from '../../../shared/still.ts';
import { timeText } from '../shell/format.ts';
import { useText } from '../text.ts';

/** A lesson's still in its card, or why there is none. */
export function StillPicture({ still }: { readonly still: Still | null }) {
  const t = useText();
  if (still === null) return <div className="still" />;
  if (still.state !== 'shown')
    return (
      <div className="still">
        <p>{t(`still.card.${still.state}`)}</p>
      </div>
    );
  const words = t('still.of', { time: timeText(still.takenAtMs, { seconds: true }) });
  return (
    <figure className="still">
      <img alt={words} src={`data:image/jpeg;base64,${still.jpeg}`} />
      <figcaption aria-hidden="true">{timeText(still.takenAtMs, { seconds: true })}</figcaption>
    </figure>
  );
}
