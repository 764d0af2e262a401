import './called.css';
import { Picture } from './Picture.tsx';
import type { ReplayFacts } from './replay.types.ts';
import type { ReplayPlayer } from './replay-player.ts';
import { useText } from './text.ts';

type Props = { readonly player: ReplayPlayer; readonly called: ReplayFacts['called'] };

/** Who was on stage 上台 beside whoever led, where the recording holds that. */
export function Called({ player, called }: Props) {
  const text = useText();
  if (called.length === 0) return null;
  return (
    <div className="called">
      {called.map((track) => {
        const element = player.pictureOf(track);
        const name = track.name ?? text('replay.called');
        return (
          <figure key={track.seat}>
            <div>{element !== null && <Picture element={element} label={name} />}</div>
            <figcaption>{name}</figcaption>
          </figure>
        );
      })}
    </div>
  );
}
