import { type CaptionChoice, choiceFrom, choiceText } from '../../../shared/caption/choice.ts';
import type { Readable } from '../live.types.ts';
import type { Shelf } from '../outbox.ts';
import { createStore } from '../store.ts';

export interface CaptionKeep extends Readable<CaptionChoice | null> {
  set(choice: CaptionChoice): void;
}

/** What this device shows of captions 字幕, from lesson to lesson and page to page; null before anybody has said. */
export function createCaptionKeep(shelf: Shelf): CaptionKeep {
  const store = createStore(choiceFrom(shelf.read()));
  return {
    get: store.get,
    subscribe: store.subscribe,
    set(choice) {
      const before = store.get();
      const text = choiceText(choice);
      if (before !== null && choiceText(before) === text) return;
      shelf.write(text);
      store.set(choice);
    },
  };
}
