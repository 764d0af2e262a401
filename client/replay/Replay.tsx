import { useEffect, useRef, useState } from 'react';
import { ownNames } from '../../shared/caption/language.ts';
import { unreachable } from '../../shared/kernel/result.ts';
import type { Replay as Recording } from '../../shared/recording.ts';
import { useReadable } from '../ui/use-readable.ts';
import { Chapters } from './Chapters.tsx';
import { Controls } from './Controls.tsx';
import { type Focus, isOwnKey, keyActOf } from './keys.rules.ts';
import { type Layout, layouts } from './replay.rules.ts';
import type { ReplayApp } from './replay-app.ts';
import type { ReplayPlayer } from './replay-player.ts';
import { Stage } from './Stage.tsx';
import { useText } from './text.ts';
import { useCaptions } from './use-captions.ts';

/** The whole page: one recording, or why there is none. */
export function Replay({ app }: { readonly app: ReplayApp }) {
  const text = useText();
  const door = useReadable(app.door);
  const player = useReadable(app.player);
  switch (door.state) {
    case 'opening':
      return <Message title={text('replay.opening')} />;
    case 'unreachable':
      return <Message title={text('replay.unreachable.title')} detail={text('replay.unreachable.how')} />;
    case 'removed':
      return <Message title={text('replay.removed.title')} detail={text('replay.removed.how')} />;
    case 'refused': {
      const { code, params } = door.error;
      const isUnknown = code === 'NOT_FOUND' || code === 'FORBIDDEN' || code === 'UNAUTHENTICATED';
      const reason = text(`error.${code}`, params);
      return (
        <Message
          title={text('replay.refused.title')}
          detail={isUnknown ? text('replay.refused.how') : text('replay.refused.other', { reason })}
          link
        />
      );
    }
    case 'open':
      return player === null ? null : <Player app={app} player={player} replay={door.replay} />;
    default:
      return unreachable(door);
  }
}

type MessageProps = { readonly title: string; readonly detail?: string; readonly link?: boolean };

function Message({ title, detail, link = false }: MessageProps) {
  const text = useText();
  return (
    <main className="message">
      <div role="status">
        <h1>{title}</h1>
        {detail !== undefined && <p>{detail}</p>}
      </div>
      {link && <a href="/">{text('replay.signIn')}</a>}
    </main>
  );
}

type PlayerProps = { readonly app: ReplayApp; readonly player: ReplayPlayer; readonly replay: Recording };

function Player({ app, player, replay }: PlayerProps) {
  const text = useText();
  const page = useRef<HTMLElement>(null);
  const facts = useReadable(player.facts);
  const [chaptersOpen, setChaptersOpen] = useState(false);
  const captions = useCaptions(replay.captions, () => app.query(), facts.atMs);
  const { layout } = facts;
  const full = () =>
    void (document.fullscreenElement ? document.exitFullscreen() : page.current?.requestFullscreen());
  const setLayout = (wanted: string) =>
    player.setLayout(layouts.find((each): each is Layout => each === wanted) ?? layout);
  const title = `${replay.subject} ${replay.grade}`.trim();
  useEffect(() => {
    document.title = title;
  }, [title]);

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const act = keyActOf(event.key);
      if (act === null || isOwnKey(event.key, focusNow())) return;
      event.preventDefault();
      switch (act.act) {
        case 'toggle':
          return player.toggle();
        case 'step':
          return player.step(act.byMs);
        case 'tenth':
          return player.seek((act.tenth / 10) * player.facts.get().durationMs);
        case 'mute':
          return player.setMuted(!player.facts.get().muted);
        case 'captions':
          return captions.toggle();
        case 'full':
          return full();
      }
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  });

  return (
    <main className="replay" ref={page} data-chapters={chaptersOpen} data-playing={facts.playing}>
      <header className="about">
        <h1>{title}</h1>
        {replay.language !== undefined && <p lang={replay.language}>{ownNames[replay.language]}</p>}
        <p>{text('replay.from', { teacher: replay.lecturerName, school: replay.schoolName })}</p>
        <p>{new Date(replay.startedAtMs).toLocaleString(document.documentElement.lang, DATE)}</p>
        {replay.state === 'running' && (
          <p className="running">
            <i aria-hidden="true" />
            {text('replay.running')}
          </p>
        )}
        {replay.state === 'closed' && (
          <a href={takeAddress()} target="_blank" rel="noreferrer">
            {text('replay.take')}
          </a>
        )}
      </header>
      <Stage app={app} player={player} facts={facts} replay={replay} captions={captions.shown} />
      <Controls
        player={player}
        facts={facts}
        replay={replay}
        query={() => app.query()}
        captions={captions}
        chaptersOpen={chaptersOpen}
        onChapters={() => setChaptersOpen(!chaptersOpen)}
        onLayout={setLayout}
        onFull={full}
      />
      <Chapters replay={replay} atMs={facts.atMs} onSeek={(ms) => player.seek(ms)} />
    </main>
  );
}

/** This page once more, to take the recording along: in the language that was asked for. */
function takeAddress(): string {
  const query = new URLSearchParams(location.search);
  query.set('take', '1');
  return `?${query.toString()}`;
}

const DATE = { dateStyle: 'long', timeStyle: 'short' } as const;

function focusNow(): Focus {
  const { activeElement } = document;
  if (activeElement instanceof HTMLSelectElement) return 'select';
  if (activeElement instanceof HTMLInputElement) return 'slider';
  if (!(activeElement instanceof HTMLButtonElement)) return 'none';
  return activeElement.closest('[role="toolbar"]') === null ? 'button' : 'tool';
}
