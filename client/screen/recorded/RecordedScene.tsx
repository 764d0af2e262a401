import './recorded.css';
import '../captions.css';
import { type ReactNode, useEffect, useRef } from 'react';
import type { TeachingLanguage } from '../../../shared/caption/language.ts';
import type { Agenda } from '../../../shared/device.ts';
import type { JoinedSession, LiveClient } from '../../live/live.types.ts';
import type { RoomDeck } from '../../live/room-deck.types.ts';
import { LateLines } from '../../ui/captions/LateCaptions.tsx';
import { useReadable } from '../../ui/use-readable.ts';
import { Notice } from '../Notice.tsx';
import { StatusBar } from '../StatusBar.tsx';
import type { Scene } from '../screen.types.ts';
import { type ScreenText, useText } from '../text.ts';
import { useCaptions } from '../use-captions.ts';
import type { RecordedFacts, RecordedRoom } from './recorded-room.ts';

type Props = {
  readonly scene: Scene & { scene: 'recorded' };
  readonly recorded: RecordedRoom;
  readonly room: Agenda['room'] | null;
  readonly session: JoinedSession;
  readonly live: Pick<LiveClient, 'command'>;
  readonly nowMs: number;
  readonly clock: ReactNode;
};

/** A recorded lesson 录播: the teacher and the content of then, the class of now. */
export function RecordedScene({ scene, recorded, room, session, live, nowMs, clock }: Props) {
  const text = useText();
  const facts = useReadable(recorded.facts);
  const words = wordsOf(facts, text);
  const deck = facts.state === 'open' ? facts.deck : null;
  const tracks = deck?.captions.languages ?? [];
  const there = tracks.length === 0 ? null : tracks;
  const captions = useCaptions({ session, live, there, usual: room?.captions === true, nowMs });
  const line = facts.state === 'open' && facts.line !== 'ok' ? facts.line : null;
  return (
    <main className="scene live recorded" data-now={facts.state === 'open' ? facts.now : facts.state}>
      <div className="stage glass" data-dimmed={words !== null}>
        {deck !== null && <Deck deck={deck} />}
        {words !== null && (
          <p className="trouble" role="status">
            <i
              className="sign"
              data-tone={facts.state === 'gone' ? 'trouble' : 'waiting'}
              aria-hidden="true"
            />
            {words}
            {facts.state === 'open' && facts.now === 'paused' && <small>{text('playing.hint')}</small>}
          </p>
        )}
        {facts.state === 'open' && facts.soundBlocked && (
          <button type="button" className="sound" ref={focus} onClick={() => recorded.pressed()}>
            {text('screen.sound.blocked')}
          </button>
        )}
      </div>
      {deck !== null && captions.languages.length > 0 && (
        <DeckCaptions deck={deck} languages={captions.languages} />
      )}
      <Notice words={scene.notice} />
      <StatusBar
        lesson={scene.lesson}
        room={room}
        aside={
          line !== null
            ? text(lineWords[line])
            : scene.offline
              ? text('screen.trouble.linkOnly')
              : captions.aside
        }
        sign={`${text('playing.sign')} · ${scene.lesson.lecturerName} · ${scene.lesson.leadingSchoolName}`}
        clock={clock}
      />
    </main>
  );
}

const lineWords = { down: 'playing.line', narrow: 'playing.narrow' } as const;

function wordsOf(facts: RecordedFacts, text: ScreenText): string | null {
  switch (facts.state) {
    case 'none':
    case 'opening':
      return text('playing.opening');
    case 'gone':
      return text('playing.gone');
    case 'finished':
      return text('playing.now.finished');
    case 'open':
      if (facts.now === 'playing' || facts.soundBlocked) return null;
      if (facts.now === 'waiting') return text(facts.line === 'down' ? 'playing.line' : 'playing.opening');
      return text(`playing.now.${facts.now}`);
  }
}

function Deck({ deck }: { readonly deck: RoomDeck }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => (place.current === null ? undefined : deck.show(place.current)), [deck]);
  return <div className="room-deck" ref={place} />;
}

type CaptionsProps = { readonly deck: RoomDeck; readonly languages: readonly TeachingLanguage[] };

function DeckCaptions({ deck: { captions }, languages }: CaptionsProps) {
  const now = useReadable(captions.now);
  const wanted = languages.join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new array of the same languages is no other choice
  useEffect(() => {
    captions.choose(languages);
    return () => captions.choose([]);
  }, [captions, wanted]);
  return <LateLines captions={now} />;
}

/** A remote control has nothing but OK. */
const focus = (button: HTMLButtonElement | null) => button?.focus();
