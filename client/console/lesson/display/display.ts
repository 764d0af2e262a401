import { createStore, type StoreApi } from 'zustand';
import {
  classScreenOf,
  type DisplayEnd,
  type DisplayState,
  type ScreenBox,
  windowFeatures,
} from './display.model.ts';

/** The screens of this PC, and word when one comes or goes. */
export type Screens = {
  all(): { readonly screens: readonly ScreenBox[]; readonly current: ScreenBox };
  onChange(listener: () => void): () => void;
};

export type DisplayHost = {
  /** Null where the browser does not tell, or the person said no. May ask the person. */
  screens(): Promise<Screens | null>;
  /** Null when the browser blocked it. */
  open(features: string): Window | null;
  every(periodMs: number, work: () => void): () => void;
};

export interface Display {
  readonly store: StoreApi<DisplayState>;
  open(): Promise<void>;
  close(): void;
}

/** A closed window tells its opener nothing. */
const LOOK_MS = 500;

/** The window for the class on the second screen. Whatever becomes of it is a state with words, never an error of the lesson. */
export function createDisplay(host: DisplayHost): Display {
  const store = createStore<DisplayState>(() => ({ state: 'off', why: null }));
  let stopWatching: () => void = () => undefined;
  /** Grows with every close, so that an answer that comes late opens nothing. */
  let turn = 0;

  const end = (why: DisplayEnd | null) => {
    turn += 1;
    stopWatching();
    stopWatching = () => undefined;
    const before = store.getState();
    store.setState({ state: 'off', why }, true);
    if (before.state === 'open' && !before.window.closed) before.window.close();
  };

  const watch = (window: Window, screens: Screens | null, placed: boolean) => {
    const stopLooking = host.every(LOOK_MS, () => {
      if (window.closed) end('closed');
    });
    const stopListening = screens?.onChange(() => {
      const { screens: boxes, current } = screens.all();
      // The system moves the window onto the teacher's own screen then.
      if (placed && classScreenOf(boxes, current) === null) end('screenGone');
    });
    stopWatching = () => {
      stopLooking();
      stopListening?.();
    };
  };

  return {
    store,
    async open() {
      if (store.getState().state !== 'off') return;
      turn += 1;
      const mine = turn;
      store.setState({ state: 'opening' }, true);
      const screens = await host.screens();
      if (mine !== turn) return;
      const known = screens?.all();
      const place = known === undefined ? null : classScreenOf(known.screens, known.current);
      const window = host.open(windowFeatures(place));
      if (window === null) return end('blocked');
      store.setState({ state: 'open', window, placed: place !== null }, true);
      watch(window, screens, place !== null);
    },
    close: () => end(null),
  };
}
