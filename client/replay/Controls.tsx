import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import type { Replay } from '../../shared/recording.ts';
import { clockOf } from '../live/clock-of.ts';
import { layouts, speeds } from './replay.rules.ts';
import type { Quality, ReplayFacts } from './replay.types.ts';
import type { ReplayPlayer } from './replay-player.ts';
import { SeekBar } from './SeekBar.tsx';
import { useText } from './text.ts';
import type { Captions } from './use-captions.ts';

type Props = {
  readonly player: ReplayPlayer;
  readonly facts: ReplayFacts;
  readonly replay: Replay;
  readonly query: () => string;
  readonly captions: Captions;
  readonly chaptersOpen: boolean;
  readonly onChapters: () => void;
  readonly onLayout: (layout: string) => void;
  readonly onFull: () => void;
};

const STEP_MS = 10_000;
const OFF = '';

/** One bar: where it is, and what can be done about it. With a remote, up and down go between its two rows. */
export function Controls(props: Props) {
  const { player, facts, replay, query, captions, chaptersOpen, onChapters, onLayout, onFull } = props;
  const text = useText();
  const bar = useRef<HTMLDivElement>(null);
  const play = facts.ended ? 'replay.again' : facts.playing ? 'replay.pause' : 'replay.play';
  const quality = (wanted: string) => player.setQuality(qualities.find((each) => each === wanted) ?? 'full');
  const toTools = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') move(event, tools(bar.current)[0]);
  };
  const among = (event: KeyboardEvent) => {
    const all = tools(bar.current);
    const at = all.indexOf(document.activeElement as HTMLElement);
    const isSelect = document.activeElement instanceof HTMLSelectElement;
    if (event.key === 'ArrowRight') move(event, all[at + 1]);
    if (event.key === 'ArrowLeft') move(event, all[at - 1]);
    if (event.key === 'ArrowUp' && !isSelect) move(event, bar.current?.querySelector('input'));
  };
  return (
    <div className="controls" ref={bar}>
      <fieldset className="seeker" onKeyDown={toTools} aria-label={text('replay.seek')}>
        <SeekBar player={player} facts={facts} replay={replay} query={query} />
      </fieldset>
      <div className="tools" role="toolbar" aria-label={text('replay.controls')} onKeyDown={among}>
        <Tool icon={facts.playing ? 'pause' : 'play'} words={text(play)} onPress={() => player.toggle()} />
        <Tool icon="back" words={text('replay.back')} onPress={() => player.step(-STEP_MS)} />
        <Tool icon="forward" words={text('replay.forward')} onPress={() => player.step(STEP_MS)} />
        <Tool
          icon={facts.muted ? 'muted' : 'loud'}
          words={text(facts.muted ? 'replay.unmute' : 'replay.mute')}
          onPress={() => player.setMuted(!facts.muted)}
        />
        <span className="time">
          {clockOf(facts.atMs)} / {clockOf(facts.durationMs)}
        </span>
        <span className="space" />
        <CaptionChoices captions={captions} />
        <Choice
          label={text('replay.speed')}
          value={String(facts.rate)}
          onChange={(each) => player.setRate(speeds.find((speed) => String(speed) === each) ?? 1)}
        >
          {speeds.map((rate) => (
            <option key={rate} value={rate}>
              {text('replay.speedOf', { rate })}
            </option>
          ))}
        </Choice>
        <Choice label={text('replay.quality')} value={facts.quality} onChange={quality}>
          {qualities.map((each) => (
            <option key={each} value={each}>
              {text(`replay.quality.${each}`)}
            </option>
          ))}
        </Choice>
        {facts.quality === 'full' && (
          <Choice label={text('replay.layout')} value={facts.layout} onChange={onLayout}>
            {layouts.map((each) => (
              <option key={each} value={each}>
                {text(`replay.layout.${each}`)}
              </option>
            ))}
          </Choice>
        )}
        {replay.chapters.length > 0 && (
          <button type="button" className="wide-only" aria-expanded={chaptersOpen} onClick={onChapters}>
            {text('replay.chapters')}
          </button>
        )}
        <Tool icon="full" words={text('replay.fullScreen')} onPress={onFull} />
      </div>
      <p className="keys">{text('replay.keys')}</p>
    </div>
  );
}

/** A second language only where there is a first, and another. */
function CaptionChoices({ captions }: { readonly captions: Captions }) {
  const text = useText();
  const { tracks, language, second } = captions;
  const options = (among: Captions['tracks'], off: string) => [
    <option key={OFF} value={OFF}>
      {off}
    </option>,
    ...among.map((each) => (
      <option key={each.language} value={each.language}>
        {each.label}
      </option>
    )),
  ];
  if (tracks.length === 0) return null;
  const others = tracks.filter((each) => each.language !== language);
  return (
    <>
      <Choice
        label={text('replay.captions')}
        value={language ?? OFF}
        onChange={(each) => captions.select(each === OFF ? null : each)}
      >
        {options(tracks, text('replay.captions.off'))}
      </Choice>
      {language !== null && others.length > 0 && (
        <Choice
          label={text('replay.captions.second')}
          value={second ?? OFF}
          onChange={(each) => captions.selectSecond(each === OFF ? null : each)}
        >
          {options(others, text('replay.captions.one'))}
        </Choice>
      )}
    </>
  );
}

const qualities: readonly Quality[] = ['full', 'sound'];

const tools = (bar: HTMLElement | null): readonly HTMLElement[] => [
  ...(bar?.querySelectorAll<HTMLElement>('.tools button, .tools select') ?? []),
];

function move(event: KeyboardEvent, to: HTMLElement | null | undefined): void {
  event.preventDefault();
  to?.focus();
}

type ToolProps = { readonly icon: string; readonly words: string; readonly onPress: () => void };

function Tool({ icon, words, onPress }: ToolProps) {
  return (
    <button type="button" className="tool" aria-label={words} title={words} onClick={onPress}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d={ICONS[icon]} />
      </svg>
    </button>
  );
}

const ICONS: Readonly<Record<string, string>> = {
  play: 'M7 4v16l13-8z',
  pause: 'M6 4h4v16H6zM14 4h4v16h-4z',
  back: 'M12 5V1L5 7l7 6V9a6 6 0 1 1-6 6H4a8 8 0 1 0 8-10z',
  forward: 'M12 5V1l7 6-7 6V9a6 6 0 1 0 6 6h2a8 8 0 1 1-8-10z',
  loud: 'M3 9v6h4l5 5V4L7 9zM16 8a5 5 0 0 1 0 8zM15 3a9 9 0 0 1 0 18v-2a7 7 0 0 0 0-14z',
  muted:
    'M3 9v6h4l5 5V4L7 9zM22 9.500l-1.500-1.500L18 10.500 15.500 8 14 9.500l2.500 2.500-2.500 2.500 1.500 1.500L18 13.500l2.500 2.500L22 14.500 19.500 12z',
  full: 'M4 4h6v2H6v4H4zM14 4h6v6h-2V6h-4zM4 14h2v4h4v2H4zM18 14h2v6h-6v-2h4z',
};

type ChoiceProps = {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly children: ReactNode;
};

function Choice({ label, value, onChange, children }: ChoiceProps) {
  return (
    <select
      aria-label={label}
      title={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    >
      {children}
    </select>
  );
}
