import { lazy, Suspense } from 'react';
import type { Replay } from '../../shared/recording.ts';
import type { CaptionNow } from '../live/captions/captions.rules.ts';
import { clockOf } from '../live/clock-of.ts';
import { CaptionLines } from '../ui/captions/CaptionLines.tsx';
import { Called } from './Called.tsx';
import { Picture } from './Picture.tsx';
import type { Missing, ReplayFacts } from './replay.types.ts';
import type { ReplayApp } from './replay-app.ts';
import type { ReplayPlayer } from './replay-player.ts';
import { useText } from './text.ts';

/** What draws pages comes over the line when the first one is to be seen. */
const Slide = lazy(async () => ({ default: (await import('./Slide.tsx')).Slide }));

type Props = {
  readonly app: Pick<ReplayApp, 'query'>;
  readonly player: ReplayPlayer;
  readonly facts: ReplayFacts;
  readonly replay: Replay;
  readonly captions: readonly CaptionNow[];
};

/** The pictures, and over them in words whatever is not as it should be. */
export function Stage({ app, player, facts, replay, captions }: Props) {
  const text = useText();
  const { arrangement, content, layout } = facts;
  const pictureOf = (source: 'camera' | 'content' | null) => {
    if (source === null) return null;
    if (source === 'content' && content?.kind === 'slide')
      return (
        <Suspense fallback={<p className="words">{text('replay.waiting')}</p>}>
          <Slide
            open={content.slide}
            files={replay.courseware ?? []}
            query={() => app.query()}
            text={text}
            marks={replay.marks ?? null}
            atMs={facts.atMs}
            lengthMs={replay.durationMs}
          />
        </Suspense>
      );
    const track = player.track(source);
    const element = track === null ? null : player.pictureOf(track);
    return element === null ? null : <Picture element={element} label={text(`replay.${source}`)} />;
  };
  const small = arrangement.small;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys play and pause anywhere on the page
    // biome-ignore lint/a11y/noStaticElementInteractions: a large place to tap, beside the button that says so
    <div className="stage" data-way={small === null ? 'one' : layout} onClick={() => player.toggle()}>
      <div className="large" data-source={arrangement.large ?? 'none'}>
        {pictureOf(arrangement.large)}
        {facts.missing !== null && !facts.soundBlocked && (
          <MissingWords missing={facts.missing} facts={facts} player={player} />
        )}
      </div>
      {small !== null && (
        <div className="small" data-source={small}>
          {pictureOf(small)}
        </div>
      )}
      <Called player={player} called={facts.called} />
      <Notices player={player} facts={facts} />
      {captions.some(({ lines }) => lines.length > 0) && <CaptionLines captions={captions} />}
    </div>
  );
}

type WordsProps = { readonly player: ReplayPlayer; readonly facts: ReplayFacts };

function MissingWords({ missing, facts, player }: WordsProps & { readonly missing: Missing }) {
  const text = useText();
  if (missing.why === 'off') {
    const what =
      facts.quality === 'sound'
        ? 'sound'
        : facts.layout === 'side' || facts.layout === 'inset'
          ? 'both'
          : OFF[facts.layout];
    return <p className="words">{text(`replay.off.${what}`)}</p>;
  }
  const { cause, goesOnAtMs } = missing;
  return (
    <div className="words">
      <p>{text(cause === null ? 'replay.gap' : `replay.gap.${cause}`)}</p>
      {goesOnAtMs !== null && (
        <p>
          {text('replay.goesOn', { at: clockOf(goesOnAtMs) })}{' '}
          <Plain onPress={() => player.seek(goesOnAtMs)} words={text('replay.skip')} />
        </p>
      )}
    </div>
  );
}

const OFF = { teacher: 'camera', content: 'content' } as const;

/** What is to be known of the line and the place, one below the other. */
function Notices({ player, facts }: WordsProps) {
  const text = useText();
  const { line, narrow, resumedAtMs, waiting, soundBlocked } = facts;
  return (
    <>
      <div className="notices" role="status">
        {line === 'down' && <p className="notice">{text('replay.line')}</p>}
        {narrow && (
          <p className="notice">
            {text('replay.narrow')}{' '}
            <Plain onPress={() => player.setQuality('full')} words={text('replay.narrowBack')} />
          </p>
        )}
        {resumedAtMs !== null && (
          <p className="notice">
            {text('replay.resumed', { at: clockOf(resumedAtMs) })}{' '}
            <Plain onPress={() => player.seek(0)} words={text('replay.fromStart')} />
          </p>
        )}
      </div>
      {soundBlocked ? (
        <button type="button" className="begin" onClick={() => undefined}>
          <i aria-hidden="true" />
          {text('replay.soundOn')}
        </button>
      ) : (
        waiting && line === 'ok' && <p className="waiting">{text('replay.waiting')}</p>
      )}
    </>
  );
}

function Plain({ words, onPress }: { readonly words: string; readonly onPress: () => void }) {
  return (
    <button
      type="button"
      className="plain"
      onClick={(event) => {
        event.stopPropagation();
        onPress();
      }}
    >
      {words}
    </button>
  );
}
