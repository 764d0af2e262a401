import { useEffect, useState } from 'react';
import type { PersonId } from '../../../shared/kernel/ids.ts';
import { callRoute } from '../../live/http.ts';
import { KEPT_MS } from '../../live/safety/safety.rules.ts';
import type { SafetyKeep } from '../../live/safety/safety.types.ts';
import { madeSafetyKeep } from '../../live/safety/safety-keep.ts';
import { type Sending, sendKept } from '../../live/safety/safety-sending.ts';

export type Sent = {
  readonly state: 'sending' | 'resting';
  readonly sending: Sending;
  /** Takes that nobody has wanted for so long that somebody is asked. */
  readonly old: readonly string[];
};

/** A recording is over a few seconds after its lesson; what waits longer waits for its line. */
const AGAIN_MS = 15_000;
const LOCK = 'sanketang.safety';

/** Sends in what this PC has kept of this person's lessons, from whatever page is open; one page at a time. */
export function useSent(personId: PersonId): {
  readonly sent: Sent | null;
  readonly forget: () => Promise<void>;
} {
  const [sent, setSent] = useState<Sent | null>(null);
  const [keep, setKeep] = useState<SafetyKeep | null>(null);
  useEffect(() => {
    let gone = false;
    void madeSafetyKeep().then((found) => {
      if (!gone) setKeep(found);
    });
    return () => {
      gone = true;
    };
  }, []);
  useEffect(() => {
    if (keep === null) return;
    let timer: number | null = null;
    let gone = false;
    let doneCount = 0;
    const tell = async (state: Sent['state'], sending: Sending) => {
      const old = await oldOf(keep, personId);
      const all = { ...sending, doneCount: doneCount + sending.doneCount };
      if (!gone) setSent({ state, sending: all, old });
    };
    const round = async () => {
      const last = await alone(() =>
        sendKept(
          { call: callRoute, fetch: window.fetch.bind(window), pause, keep },
          personId,
          (sending) => void tell('sending', sending),
        ),
      );
      if (last !== null) {
        await tell('resting', last);
        doneCount += last.doneCount;
      }
      if (!gone && (last === null || last.heldCount > 0)) timer = window.setTimeout(begin, AGAIN_MS);
    };
    const begin = () => void round();
    begin();
    return () => {
      gone = true;
      if (timer !== null) window.clearTimeout(timer);
    };
  }, [keep, personId]);
  const forget = async () => {
    for (const takeId of sent?.old ?? []) await keep?.drop(takeId);
    setSent((before) => before && { ...before, old: [] });
  };
  return { sent, forget };
}

const oldOf = async (keep: SafetyKeep, personId: PersonId): Promise<readonly string[]> =>
  (await keep.takes())
    .filter((each) => each.personId === personId && Date.now() - each.endedAtMs > KEPT_MS)
    .map(({ takeId }) => takeId);

/** Null while another page is at it. */
const alone = <T>(work: () => Promise<T>): Promise<T | null> =>
  navigator.locks === undefined
    ? work()
    : navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => (lock === null ? null : work()));

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
