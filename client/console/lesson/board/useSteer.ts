import { App } from 'antd';
import { useMemo } from 'react';
import type { PersonId, SessionId } from '../../../../shared/kernel/ids.ts';
import type { Result } from '../../../../shared/kernel/result.ts';
import type { SeatKey } from '../../../../shared/session/session.events.ts';
import type { WallLayout } from '../../../../shared/session/session.wall.ts';
import type { CommandName } from '../../../live/live.types.ts';
import { errorText, useText } from '../../text.ts';
import { useLive } from '../live-context.ts';

/** What whoever leads does about walls and rooms beside calling. What was refused is said in words; what is late comes by itself. */
export type Steer = {
  readonly mute: (seat: SeatKey, on: boolean) => void;
  readonly spotlight: (seat: SeatKey | null) => void;
  readonly remove: (seat: SeatKey) => void;
  readonly readmit: (seat: SeatKey) => void;
  readonly arrange: (layout: WallLayout) => void;
  readonly say: (text: string) => void;
  readonly clearNotice: () => void;
  readonly setMusic: (on: boolean) => void;
  readonly record: (what: 'nothing' | 'lead' | 'stage') => void;
  readonly handOver: (successorId: PersonId) => void;
};

export function useSteer(sessionId: SessionId): Steer {
  const live = useLive();
  const t = useText();
  const { message } = App.useApp();
  return useMemo(() => {
    const tell = (answer: Promise<Result<unknown>>) =>
      void answer.then((result) => {
        if (result.ok || result.error.code === 'TIMEOUT') return;
        void message.error(t('board.failed', { why: errorText(t, result.error) }));
      });
    return {
      mute: (seat, on) => tell(live.command('seat.mute', { sessionId, seat, on })),
      spotlight: (seat) => tell(live.command('wall.spotlight', { sessionId, seat })),
      remove: (seat) => tell(live.command('seat.remove', { sessionId, seat })),
      readmit: (seat) => tell(live.command('seat.readmit', { sessionId, seat })),
      arrange: (layout) => tell(live.command('wall.arrange', { sessionId, layout })),
      say: (text) => tell(live.command('notice.say', { sessionId, text })),
      clearNotice: () => tell(live.command('notice.clear', { sessionId })),
      setMusic: (on) => tell(live.command('music.set', { sessionId, on })),
      record: (what) =>
        tell(
          what === 'nothing'
            ? live.command('recording.stop', { sessionId })
            : live.command('recording.start', { sessionId, ...(what === 'stage' ? { stage: true } : {}) }),
        ),
      handOver: (successorId) => tell(live.command('lectern.hand', { sessionId, successorId })),
    };
  }, [live, message, sessionId, t]);
}

/** Whether something of this name has been asked for and not been answered. */
export const isAsked = (pending: readonly { readonly name: CommandName }[], name: CommandName): boolean =>
  pending.some((each) => each.name === name);
