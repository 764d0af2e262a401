import './line.css';
import { Button } from 'antd';
import type { LessonCard } from '../../../../shared/lesson.ts';
import type { JoinedSession } from '../../../live/live.types.ts';
import { useText } from '../../text.ts';
import { useConversation, useLines } from './lines.ts';

type Props = {
  readonly view: JoinedSession['view'];
  readonly room: LessonCard['rooms'][number];
};

/** On a room's card: the way to its private line 私线, and how much of it is unread. Nothing for whom lines do not concern. */
export function LineButton({ view, room: { roomId, schoolName } }: Props) {
  const t = useText();
  const lines = useLines();
  const { unreadCount } = useConversation({ view }, roomId);
  if (lines === null) return null;
  const words = { school: schoolName, total: unreadCount };
  return (
    <Button
      size="small"
      className={unreadCount > 0 ? 'line-button line-unread' : 'line-button'}
      aria-label={t(unreadCount > 0 ? 'line.openUnread' : 'line.open', words)}
      aria-expanded={lines.openRoomId === roomId}
      onClick={() => lines.open(roomId)}
    >
      {t('line.short')}
      {unreadCount > 0 && <strong>{unreadCount}</strong>}
    </Button>
  );
}
