import { useEffect, useRef } from 'react';
import type { Replay, ReplayChapter } from '../../shared/recording.ts';
import { clockOf } from '../live/clock-of.ts';
import { type ReplayText, useText } from './text.ts';

type Props = { readonly replay: Replay; readonly atMs: number; readonly onSeek: (atMs: number) => void };

/** Places worth jumping to 目录. */
export function Chapters({ replay, atMs, onSeek }: Props) {
  const text = useText();
  const list = useRef<HTMLOListElement>(null);
  const { chapters } = replay;
  const index = chapters.findLastIndex((each) => each.atMs <= atMs + NEAR_MS);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list moves when another chapter begins
  useEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [index]);
  if (chapters.length === 0) return null;
  return (
    <nav className="chapters" aria-label={text('replay.chapters')}>
      <ol ref={list}>
        {chapters.map((chapter, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a recording's chapters never change places
          <li key={at}>
            <button
              type="button"
              onClick={() => onSeek(chapter.atMs)}
              {...(at === index ? { 'aria-current': 'true' as const } : {})}
            >
              <time>{clockOf(chapter.atMs)}</time>
              <span>{chapterWords(chapter, text)}</span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** A jump to a chapter may land on the key just before it. */
const NEAR_MS = 100;

export function chapterWords(chapter: ReplayChapter, text: ReplayText): string {
  const { kind, page = '', number = '', roomName = '', text: words = '' } = chapter;
  return text(`replay.chapter.${kind}`, { page, number, room: roomName, text: words }).trim();
}
