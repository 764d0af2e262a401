import './line.css';
import { Button } from 'antd';
import type { JoinedSession } from '../../../live/live.types.ts';
import { conversationOf } from '../../../live/private-line.ts';
import { useReadable } from '../../../ui/use-readable.ts';
import { useText } from '../../text.ts';
import { useLive } from '../live-context.ts';
import { useLines } from './lines.ts';

/** Rooms that wrote something the lecturer has not read, in the plan's order. It takes no place of its own, so that no card moves. */
export function UnreadLines({ session: { view, card } }: { readonly session: JoinedSession }) {
  const t = useText();
  const lines = useLines();
  const pending = useReadable(useLive().pending);
  const unread = card.rooms.flatMap(({ roomId, schoolName }) => {
    const { unreadCount } = conversationOf({ view, pending, roomId, side: 'lecturer' });
    return unreadCount === 0 ? [] : [{ roomId, schoolName, unreadCount }];
  });
  if (lines === null) return null;
  return (
    <ul className="unread-lines" aria-live="polite" aria-label={t('line.title')}>
      {unread.map(({ roomId, schoolName, unreadCount }) => (
        <li key={roomId}>
          <Button
            size="small"
            className="line-button line-unread"
            aria-label={t('line.openUnread', { school: schoolName, total: unreadCount })}
            onClick={() => lines.open(roomId)}
          >
            {t('line.title')} · {t('line.unreadOf', { school: schoolName, total: unreadCount })}
          </Button>
        </li>
      ))}
    </ul>
  );
}
