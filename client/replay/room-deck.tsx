import './room-deck.css';
import { createRoot } from 'react-dom/client';
import type { RoomDeck, RoomDeckFacts, RoomDeckWish } from '../live/room-deck.types.ts';
import { createStore } from '../live/store.ts';
import { useReadable } from '../ui/use-readable.ts';
import { DeckCaptions, readFile } from './deck-captions.ts';
import type { ReplayFacts } from './replay.types.ts';
import { ReplayPlayer } from './replay-player.ts';
import { Stage } from './Stage.tsx';
import { loadText, localeOf, TextProvider } from './text.ts';

const PICTURES_AGAIN_MS = 120_000;

/** A recording as a room plays it: the page's own player, without anything to press. */
export async function openRoomDeck(wish: RoomDeckWish): Promise<RoomDeck> {
  const [kit, text] = await Promise.all([
    import('hls.js/light'),
    loadText(localeOf(location.search, navigator.languages)),
  ]);
  const voicesIn = document.createElement('div');
  voicesIn.hidden = true;
  document.body.append(voicesIn);
  const player = new ReplayPlayer({ ...wish, kit, voicesIn, layout: 'side' });
  const facts = createStore<RoomDeckFacts>(factsOf(player.facts.get()));
  const captions = new DeckCaptions({
    ...{ tracks: wish.replay.captions, environment: wish.environment },
    read: (path) => readFile(path, wish.query()),
  });
  const stop = player.facts.subscribe(() => {
    const now = player.facts.get();
    facts.set(factsOf(now));
    captions.at(now.atMs);
  });
  // Nobody stands there to ask for pictures again.
  const stopTrying = wish.environment.every(PICTURES_AGAIN_MS, () => {
    if (player.facts.get().narrow) player.setQuality('full');
  });
  const turnTo = (playing: boolean): void => {
    if (player.facts.get().playing !== playing) player.toggle();
  };
  return {
    facts,
    captions,
    play: () => turnTo(true),
    pause: () => turnTo(false),
    back: (byMs) => player.step(-byMs),
    renewed: () => player.renewed(),
    show(place) {
      const root = createRoot(place);
      root.render(
        <TextProvider value={text}>
          <Pictures wish={wish} player={player} />
        </TextProvider>,
      );
      return () => root.unmount();
    },
    close() {
      stop();
      stopTrying();
      captions.close();
      player.close();
      voicesIn.remove();
    },
  };
}

function Pictures({ wish, player }: { readonly wish: RoomDeckWish; readonly player: ReplayPlayer }) {
  const facts = useReadable(player.facts);
  return <Stage app={wish} player={player} facts={facts} replay={wish.replay} captions={[]} />;
}

const factsOf = (facts: ReplayFacts): RoomDeckFacts => {
  const { atMs, durationMs, playing, waiting, ended, line, narrow, soundBlocked } = facts;
  return { atMs, leftMs: durationMs - atMs, playing, waiting, ended, line, narrow, soundBlocked };
};
