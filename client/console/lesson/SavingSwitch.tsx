import { Button } from 'antd';
import { useState } from 'react';
import type { AppError } from '../../../shared/kernel/errors.ts';
import type { RoomId } from '../../../shared/kernel/ids.ts';
import { seatOfRoom } from '../../../shared/session/session.events.ts';
import type { JoinedSession } from '../../live/live.types.ts';
import { errorText, useText } from '../text.ts';
import { useLive } from './live-context.ts';

type Props = { readonly session: JoinedSession; readonly roomId: RoomId };

/** Data saving 省流 of one room: on, it gets small pictures, slides and voice, whatever its line would carry. */
export function SavingSwitch({ session: { sessionId, view }, roomId }: Props) {
  const t = useText();
  const live = useLive();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const on = view.seats[seatOfRoom(roomId)]?.saving === true;
  const set = async () => {
    setBusy(true);
    const result = await live.command('saving.set', { sessionId, roomId, on: !on });
    setBusy(false);
    setError(result.ok ? null : result.error);
  };
  return (
    <>
      <Button
        size="small"
        type={on ? 'default' : 'text'}
        aria-pressed={on}
        title={t('ladder.saving.hint')}
        loading={busy}
        onClick={() => void set()}
      >
        {t(on ? 'ladder.saving.on' : 'ladder.saving')}
      </Button>
      {error !== null && <p className="call-words">{errorText(t, error)}</p>}
    </>
  );
}
