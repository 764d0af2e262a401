import { useEffect, useMemo, useState } from 'react';
import type { AppError } from '../../../../shared/kernel/errors.ts';
import type { SessionId } from '../../../../shared/kernel/ids.ts';
import type { SeatKey } from '../../../../shared/session/session.events.ts';
import type { LiveClient } from '../../../live/live.types.ts';
import { useLive } from '../live-context.ts';
import { pendingOf } from './call.model.ts';

/** Calling on rooms and ending it. A refusal stays with its room until the next try. */
export type Calls = {
  /** In place of whoever is on stage, or beside them. Of a room that is there: its time starts anew. */
  readonly call: (seat: SeatKey, how?: 'instead' | 'beside') => void;
  readonly release: (seat: SeatKey) => void;
  readonly refusals: ReadonlyMap<SeatKey, AppError>;
};

/** A call that comes later than this opens a microphone that nobody asked for any more. */
const CALL_LIVES_MS = 10_000;

export function useCalls(sessionId: SessionId): Calls {
  const live = useLive();
  const [refusals, setRefusals] = useState<Calls['refusals']>(new Map());
  useEffect(() => giveUp(live), [live]);
  return useMemo(() => {
    const note = (seat: SeatKey, error: AppError | null) =>
      setRefusals((before) => {
        const after = new Map(before);
        if (error === null) after.delete(seat);
        else after.set(seat, error);
        return after;
      });
    return {
      refusals,
      call: (seat, how = 'instead') => {
        note(seat, null);
        const timer = setTimeout(() => giveUp(live, seat), CALL_LIVES_MS);
        void live
          .command('stage.call', { sessionId, seat, ...(how === 'beside' ? { beside: true as const } : {}) })
          .then((result) => {
            clearTimeout(timer);
            note(seat, result.ok ? null : result.error);
          });
      },
      release: (seat) => {
        giveUp(live, seat);
        note(seat, null);
        void live
          .command('stage.release', { sessionId, seat })
          .then((result) => note(seat, result.ok ? null : result.error));
      },
    };
  }, [live, sessionId, refusals]);
}

/** Takes back calls that are still on their way; also those from before this page was loaded anew. */
function giveUp(live: LiveClient, seat?: SeatKey): void {
  for (const { commandId } of pendingOf(live.pending.get(), 'stage.call', seat)) live.abandon(commandId);
}
