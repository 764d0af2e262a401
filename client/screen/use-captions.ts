import { useEffect, useState } from 'react';
import { type CaptionChoice, choiceText, nextChoice, shownLanguages } from '../../shared/caption/choice.ts';
import type { TeachingLanguage } from '../../shared/caption/language.ts';
import { roomId as roomIds } from '../../shared/kernel/ids.ts';
import { isCaptionKey } from '../live/captions/captions.rules.ts';
import type { JoinedSession, LiveClient } from '../live/live.types.ts';
import { captionName } from '../ui/captions/caption-name.ts';
import { useCaptionChoice } from '../ui/captions/use-caption-choice.ts';
import { useText } from './text.ts';

/** As long as a hint is to be noticed, and an answer to a key. */
const HINT_MS = 15_000;
const ANSWER_MS = 5_000;

type Wish = {
  readonly session: JoinedSession;
  readonly live: Pick<LiveClient, 'command'>;
  /** Null while nothing can be read. */
  readonly there: readonly TeachingLanguage[] | null;
  /** The room's register has them shown until somebody says otherwise. */
  readonly usual: boolean;
  readonly nowMs: number;
};
type Captions = {
  readonly languages: readonly TeachingLanguage[];
  /** For the bar: that there are some, or what a key has just changed. */
  readonly aside: string | null;
};

/** 字幕 of this screen: as its room is set, until somebody with the remote control or the room's phone says otherwise. */
export function useCaptions({ session, live, there, usual, nowMs }: Wish): Captions {
  const text = useText();
  const [kept, keep] = useCaptionChoice();
  const [sinceMs, setSinceMs] = useState<number | null>(null);
  const [pressedAtMs, setPressedAtMs] = useState(Number.NEGATIVE_INFINITY);
  const choice = kept ?? { on: usual, languages: [] };
  const told = session.view.seats[session.seat]?.captions;
  useTold(told, keep);
  const press = () => {
    const next = nextChoice(choice, there ?? []);
    setPressedAtMs(nowMs);
    keep(next);
    const roomId = roomIds.parse(session.seat.slice('room:'.length));
    void live.command('caption.choose', {
      ...{ sessionId: session.sessionId, roomId, on: next.on },
      languages: [...next.languages],
    });
  };
  useCaptionKey(there !== null, press);
  const isThere = there !== null;
  useEffect(() => {
    if (isThere) setSinceMs((since) => since ?? nowMs);
  }, [isThere, nowMs]);
  if (there === null) return { languages: [], aside: null };
  const isNew = sinceMs !== null && nowMs - sinceMs < HINT_MS;
  const isAnswer = nowMs - pressedAtMs < ANSWER_MS;
  return {
    languages: shownLanguages(choice, there),
    aside: isAnswer
      ? text('captions.now', { what: captionName(choice, there, text) })
      : kept === null && !choice.on && isNew
        ? text('screen.captions.offered')
        : null,
  };
}

/** What was chosen for this room in the lesson, by whichever hand, stands for the next one too. */
function useTold(told: CaptionChoice | undefined, keep: (choice: CaptionChoice) => void): void {
  const words = told === undefined ? null : choiceText(told);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each word, and not again after a key of this screen
  useEffect(() => {
    if (told !== undefined) keep(told);
  }, [words]);
}

function useCaptionKey(isOn: boolean, press: () => void): void {
  useEffect(() => {
    if (!isOn) return;
    const onKey = (event: KeyboardEvent) => {
      if (!isCaptionKey(event.key)) return;
      // Any other key brings the code for a phone.
      event.preventDefault();
      event.stopImmediatePropagation();
      press();
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  });
}
