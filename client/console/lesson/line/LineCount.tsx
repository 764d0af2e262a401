import './line.css';
import type { JoinedSession } from '../../../live/live.types.ts';
import { conversationOf } from '../../../live/private-line.ts';
import { useReadable } from '../../../ui/use-readable.ts';
import { useText } from '../../text.ts';
import { useLive } from '../live-context.ts';

/** All that a panel may show of private lines while pupils look at it: how much waits on the lecturer's phone. */
export function LineCount({ session: { view, card } }: { readonly session: JoinedSession }) {
  const t = useText();
  const pending = useReadable(useLive().pending);
  const total = card.rooms.reduce(
    (sum, { roomId }) => sum + conversationOf({ view, pending, roomId, side: 'lecturer' }).unreadCount,
    0,
  );
  const rings = view.lesson.lineVoice?.state === 'asked' && view.lesson.lineVoice.by === 'room' ? 1 : 0;
  return (
    <span className="line-count" role="status">
      {total + rings > 0 && t('line.count', { total: total + rings })}
    </span>
  );
}
