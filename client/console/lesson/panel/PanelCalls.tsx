import { Button, Popover } from 'antd';
import { useState } from 'react';
import { seatOfRoom } from '../../../../shared/session/session.events.ts';
import { STAGE_MAX } from '../../../../shared/session/session.policy.ts';
import type { JoinedSession } from '../../../live/live.types.ts';
import { useText } from '../../text.ts';
import type { Steer } from '../board/useSteer.ts';
import type { Calls } from '../call/useCalls.ts';
import { besideTrigger } from '../popup-place.ts';

type Props = {
  readonly session: JoinedSession;
  readonly calls: Calls;
  readonly steer: Pick<Steer, 'mute'>;
};

/** Calling from the panel: the rooms by name and nothing about them, for the class looks on. Who is on stage has the end of it in sight. */
export function PanelCalls({ session, calls, steer }: Props) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const { stage, muted } = session.view.lesson;
  const rooms = session.card.rooms.map((room) => ({ ...room, seat: seatOfRoom(room.roomId) }));
  const ready = rooms.filter(({ seat }) => {
    const presence = session.view.seats[seat]?.presence;
    return presence?.state === 'connected' && presence.media && !stage.some((each) => each.seat === seat);
  });
  const call = (room: (typeof rooms)[number], how: 'instead' | 'beside') => {
    setOpen(false);
    calls.call(room.seat, how);
  };
  return (
    <>
      <Popover
        open={open}
        onOpenChange={setOpen}
        trigger="click"
        placement="topLeft"
        destroyOnHidden
        getPopupContainer={besideTrigger}
        content={
          <ul className="panel-rooms">
            {ready.map((room) => (
              <li key={room.roomId}>
                <Button size="large" onClick={() => call(room, 'instead')}>
                  {t('board.callOf', { school: room.schoolName })}
                </Button>
                {stage.length > 0 && stage.length < STAGE_MAX && (
                  <Button
                    size="large"
                    aria-label={t('stage.besideOf', { school: room.schoolName })}
                    onClick={() => call(room, 'beside')}
                  >
                    {t('stage.beside')}
                  </Button>
                )}
              </li>
            ))}
            {ready.length === 0 && <li>{t('error.NO_ROOM_READY')}</li>}
          </ul>
        }
      >
        <Button size="large" aria-expanded={open}>
          {t('board.call')}
        </Button>
      </Popover>
      {rooms
        .filter(({ seat }) => stage.some((each) => each.seat === seat))
        .map(({ seat, schoolName }) => {
          const silent = muted?.includes(seat) ?? false;
          return (
            <span key={seat} className="panel-called">
              <strong>{schoolName}</strong>
              <Button
                size="large"
                aria-label={t(silent ? 'stage.unmuteOf' : 'stage.muteOf', { school: schoolName })}
                onClick={() => steer.mute(seat, !silent)}
              >
                {t(silent ? 'stage.unmute' : 'stage.mute')}
              </Button>
              <Button size="large" onClick={() => calls.release(seat)}>
                {t('panel.endCall')}
              </Button>
            </span>
          );
        })}
    </>
  );
}
