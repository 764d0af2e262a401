import { useEffect, useState } from 'react';
import type { RoomId } from '../../../shared/kernel/ids.ts';
import { seatOfRoom } from '../../../shared/session/session.events.ts';
import type { SessionView } from '../../../shared/session/session.view.ts';
import { useText } from '../text.ts';
import { remedyOf } from './misfit.model.ts';

/** The room's own screen gives up after as long. */
const PATIENCE_MS = 10_000;

/** On a room's card: that its screen can play none of the lecturer's pictures. While a compatible one flows there is nothing to do. */
export function MisfitSign({ view, roomId }: { readonly view: SessionView; readonly roomId: RoomId }) {
  const t = useText();
  const remedy = remedyOf(view, seatOfRoom(roomId));
  const isLate = useLate(remedy === 'coming');
  return remedy === 'voiceOnly' || isLate ? <span className="room-sign">{t('misfit.voiceOnly')}</span> : null;
}

function useLate(waits: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    if (!waits) return;
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [waits]);
  return waits && late;
}
