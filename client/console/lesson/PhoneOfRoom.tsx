import './phone-of-room.css';
import { Button, Popover } from 'antd';
import { useState } from 'react';
import type { RoomId, SessionId } from '../../../shared/kernel/ids.ts';
import { seatOfPhone } from '../../../shared/session/session.events.ts';
import type { SessionView } from '../../../shared/session/session.view.ts';
import { appErrorOf } from '../api/ask.ts';
import { useAnswer, useSubmit } from '../api/queries.ts';
import { errorText, useText } from '../text.ts';
import { besideTrigger } from './popup-place.ts';

type Props = {
  readonly view: SessionView;
  readonly sessionId: SessionId;
  readonly roomId: RoomId;
};

/** Whether a phone helps in a room; who holds it and its release are one tap away. Nothing where none has been. */
export function PhoneOfRoom({ view, sessionId, roomId }: Props) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const presence = view.seats[seatOfPhone(roomId)]?.presence;
  if (presence === undefined || presence.state === 'absent') return null;
  // Sent away or handed back: the room is free for the next one.
  if (presence.state === 'left' && presence.reason !== 'closed') return null;
  return (
    <Popover
      trigger="click"
      getPopupContainer={besideTrigger}
      open={open}
      onOpenChange={setOpen}
      destroyOnHidden
      content={<Holder sessionId={sessionId} roomId={roomId} onDone={() => setOpen(false)} />}
    >
      <Button size="small" className="phone-of-room" aria-expanded={open}>
        <span aria-hidden="true">{presence.state === 'connected' ? '●' : '○'}</span>
        {t(`helper.${presence.state}`)}
      </Button>
    </Popover>
  );
}

type HolderProps = Omit<Props, 'view'> & { readonly onDone: () => void };

function Holder({ sessionId, roomId, onDone }: HolderProps) {
  const t = useText();
  const phones = useAnswer('phone.list', { sessionId });
  const release = useSubmit('phone.release', { refresh: ['phone.list'], onDone });
  const phone = phones.data?.find((each) => each.roomId === roomId);
  if (phones.data !== undefined && phone === undefined) return <p>{t('helper.nobody')}</p>;
  const failure = phones.error ?? release.error;
  return (
    <div className="phone-holder">
      {phone !== undefined && (
        <p>
          <strong>{t(phone.substitute ? 'helper.substitute' : 'helper.who', { name: phone.name })}</strong>
        </p>
      )}
      <p className="quiet">{t('helper.hint')}</p>
      {failure !== null && <p role="alert">{errorText(t, appErrorOf(failure))}</p>}
      <Button danger loading={release.isPending} onClick={() => release.mutate({ sessionId, roomId })}>
        {t('helper.release')}
      </Button>
    </div>
  );
}
