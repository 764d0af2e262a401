import { useEffect } from 'react';
import { create } from 'zustand';
import { browserEnvironment } from '../../../live/environment.ts';
import { SafetyCopy, type SafetyState } from '../../../live/safety/safety-copy.ts';
import { browserSafetyKeep } from '../../../live/safety/safety-keep.ts';
import { canKeep, recordTrack } from '../../../live/safety/safety-recorder.ts';
import { useKnownMe } from '../../shell/RequireLogin.tsx';
import { useLive } from '../live-context.ts';

type Safety = {
  /** As it was chosen at this PC. */
  readonly on: boolean;
  readonly now: SafetyState;
  choose(on: boolean): void;
};

const REMEMBERED = 'console.safety';
/** A browser that did not answer may do so later. */
const AGAIN_MS = 10_000;
const waiting: SafetyState = { state: 'waiting' };

export const useSafety = create<Safety>((set) => ({
  on: localStorage.getItem(REMEMBERED) === 'on',
  now: waiting,
  choose(on) {
    localStorage.setItem(REMEMBERED, on ? 'on' : 'off');
    set({ on });
  },
}));

/** Keeps the own copy for as long as the lesson's page is open, whichever face it shows. */
export function useSafetyCopy(): void {
  const live = useLive();
  const { personId } = useKnownMe();
  const on = useSafety((safety) => safety.on);
  useEffect(() => {
    if (!on) return;
    let copy: SafetyCopy | null = null;
    let timer: number | null = null;
    let gone = false;
    const begin = async () => {
      const keep = canKeep() ? await browserSafetyKeep() : null;
      if (gone) return;
      if (keep === null) {
        useSafety.setState({ now: { state: 'unable' } });
        if (canKeep()) timer = window.setTimeout(() => void begin(), AGAIN_MS);
        return;
      }
      const begun = new SafetyCopy({
        ...{ live, personId, keep },
        record: recordTrack,
        environment: browserEnvironment(),
      });
      copy = begun;
      const tell = () => useSafety.setState({ now: begun.state.get() });
      begun.state.subscribe(tell);
      tell();
    };
    void begin();
    return () => {
      gone = true;
      if (timer !== null) window.clearTimeout(timer);
      useSafety.setState({ now: waiting });
      void copy?.close();
    };
  }, [live, personId, on]);
}
