import {
  PLAYING_BACK_MS,
  type PlayingView,
  type PlayingWish,
  placeOfPlaying,
} from '../../shared/session/session.playing.ts';
import { clockWords } from './helping.rules.ts';
import { useText } from './text.ts';

type Props = {
  /** Null before the room's screen has played anything. */
  readonly playing: PlayingView | null;
  readonly nowMs: number;
  readonly live: boolean;
  readonly onWish: (wish: PlayingWish) => void;
  readonly onCaptions: () => void;
};

/** The recording that the room's screen plays 录播, in the hand of the local teacher. */
export function Playing({ playing, nowMs, live, onWish, onCaptions }: Props) {
  const text = useText();
  const now = playing?.now ?? 'waiting';
  const placeMs = playing === null ? 0 : placeOfPlaying(playing, nowMs);
  const isOn = now === 'playing' || now === 'waiting';
  return (
    <section className="block playing" aria-label={text('playing.sign')}>
      <h2>{text('playing.sign')}</h2>
      <p className="figure" role="status">
        {live ? text(`playing.now.${now}`) : text('playing.starts')}
        {playing !== null && ` · ${text('playing.at', { time: clockWords(placeMs) })}`}
      </p>
      <button
        type="button"
        className="hand"
        disabled={!live || playing === null || now === 'finished'}
        onClick={() => onWish(isOn ? 'pause' : 'play')}
      >
        {text(isOn ? 'playing.pause' : 'playing.play')}
      </button>
      <button
        type="button"
        className="second"
        disabled={!live || placeMs < PLAYING_BACK_MS / 10 || now === 'finished'}
        onClick={() => onWish('back')}
      >
        {text('playing.back')}
      </button>
      <button type="button" className="second" onClick={onCaptions}>
        {text('captions.title')}
      </button>
    </section>
  );
}
