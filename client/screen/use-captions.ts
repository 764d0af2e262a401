import { useEffect, useState } from 'react';
import type { CaptionsView } from '../../shared/session/session.caption.ts';
import { type CaptionNow, captionsNow, isCaptionKey } from './captions.rules.ts';
import { guarded } from './self-checker.ts';

const KEPT = 'screen.captions';
/** As long as a hint is to be noticed. */
const HINT_MS = 15_000;

type Captions = {
  /** Null while they are switched off here or nobody types any. */
  readonly shown: readonly CaptionNow[] | null;
  /** There are some, and nobody has said yet whether they are wanted here. */
  readonly offered: boolean;
};

/** 字幕 of the lesson on this screen: as its room is set, until somebody with the remote control says otherwise. */
export function useCaptions(captions: CaptionsView | undefined, usual: boolean, nowMs: number): Captions {
  const [chosen, setChosen] = useState(() => guarded(() => localStorage.getItem(KEPT)));
  const [sinceMs, setSinceMs] = useState<number | null>(null);
  const now = captionsNow(captions, nowMs);
  const on = chosen === null ? usual : chosen === 'on';
  const isThere = now !== null;
  useEffect(() => {
    if (!isThere) return;
    const press = (event: KeyboardEvent) => {
      if (!isCaptionKey(event.key)) return;
      // Any other key brings the code for a phone.
      event.preventDefault();
      event.stopImmediatePropagation();
      const next = on ? 'off' : 'on';
      guarded(() => localStorage.setItem(KEPT, next));
      setChosen(next);
    };
    window.addEventListener('keydown', press, { capture: true });
    return () => window.removeEventListener('keydown', press, { capture: true });
  }, [isThere, on]);
  useEffect(() => {
    if (isThere) setSinceMs((since) => since ?? nowMs);
  }, [isThere, nowMs]);
  const isNew = sinceMs !== null && nowMs - sinceMs < HINT_MS;
  return { shown: on ? now : null, offered: !on && chosen === null && isThere && isNew };
}
