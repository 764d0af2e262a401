import { type PointerEvent, useRef, useState } from 'react';
import type { Replay } from '../../shared/recording.ts';
import { clockOf } from '../live/clock-of.ts';
import { chapterWords } from './Chapters.tsx';
import { withQuery } from './hls-deck.ts';
import type { ReplayFacts } from './replay.types.ts';
import type { ReplayPlayer } from './replay-player.ts';
import { useText } from './text.ts';

type Props = {
  readonly player: ReplayPlayer;
  readonly facts: ReplayFacts;
  readonly replay: Replay;
  readonly query: () => string;
};

/** Where it is, as a slider: looked over with a small picture, and jumped to when it is let go. */
export function SeekBar({ player, facts, replay, query }: Props) {
  const text = useText();
  const [wishMs, setWishMs] = useState<number | null>(null);
  const [lookMs, setLookMs] = useState<number | null>(null);
  const dragging = useRef(false);
  const { durationMs } = facts;
  const atMs = wishMs ?? facts.atMs;
  const share = (ms: number) => `${(Math.min(1, ms / Math.max(1, durationMs)) * 100).toFixed(2)}%`;
  const look = (event: PointerEvent<HTMLInputElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    setLookMs(Math.max(0, Math.min(1, (event.clientX - left) / width)) * durationMs);
  };
  const jump = () => {
    dragging.current = false;
    setLookMs(null);
    if (wishMs !== null) player.seek(wishMs);
    setWishMs(null);
  };
  return (
    <div className="seek">
      <div className="rail" aria-hidden="true">
        <i className="done" style={{ inlineSize: share(atMs) }} />
        {replay.gaps.map(({ fromMs, toMs }) => (
          <i
            key={fromMs}
            className="hole"
            style={{ insetInlineStart: share(fromMs), inlineSize: share(toMs - fromMs) }}
          />
        ))}
        {replay.chapters.map((chapter) => (
          <i
            key={`${chapter.atMs}${chapter.kind}`}
            className="mark"
            style={{ insetInlineStart: share(chapter.atMs) }}
          />
        ))}
      </div>
      <input
        type="range"
        min={0}
        max={durationMs}
        step={1000}
        value={atMs}
        aria-label={text('replay.seek')}
        aria-valuetext={text('replay.place', { at: clockOf(atMs), total: clockOf(durationMs) })}
        onPointerDown={() => {
          dragging.current = true;
        }}
        onPointerMove={look}
        onPointerLeave={() => setLookMs(null)}
        onPointerUp={jump}
        onPointerCancel={jump}
        onChange={(event) => {
          const ms = Number(event.currentTarget.value);
          if (dragging.current) {
            setWishMs(ms);
            setLookMs(ms);
          } else player.seek(ms);
        }}
      />
      {lookMs !== null && <Preview atMs={lookMs} at={share(lookMs)} replay={replay} query={query} />}
    </div>
  );
}

type PreviewProps = {
  readonly atMs: number;
  readonly at: string;
  readonly replay: Replay;
  readonly query: () => string;
};

/** The sheet of small pictures is fetched when somebody first looks for a place. */
function Preview({ atMs, at, replay, query }: PreviewProps) {
  const text = useText();
  const address = useRef<string | null>(null);
  const { thumbnails } = replay;
  const chapter = replay.chapters.findLast((each) => each.atMs <= atMs);
  if (thumbnails !== null) address.current ??= withQuery(thumbnails.path, query());
  return (
    <div className="preview" style={{ insetInlineStart: at }} aria-hidden="true">
      {thumbnails !== null && (
        <i
          style={{
            inlineSize: thumbnails.width,
            blockSize: thumbnails.height,
            backgroundImage: `url("${address.current}")`,
            backgroundPosition: placeOnSheet(thumbnails, atMs),
          }}
        />
      )}
      <b>{clockOf(atMs)}</b>
      {chapter !== undefined && <span>{chapterWords(chapter, text)}</span>}
    </div>
  );
}

function placeOnSheet(sheet: NonNullable<Replay['thumbnails']>, atMs: number): string {
  const index = Math.min(sheet.count - 1, Math.floor(atMs / sheet.everyMs));
  return `-${(index % sheet.columns) * sheet.width}px -${Math.floor(index / sheet.columns) * sheet.height}px`;
}
