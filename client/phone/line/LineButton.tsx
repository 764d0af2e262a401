import './line.css';
import type { Conversation } from '../../live/private-line.ts';
import { useText } from '../text.ts';

type Props = { readonly conversation: Conversation; readonly onOpen: () => void };

/** The way to the private line on the helper's page: what came last, and what is unread. */
export function LineButton({ conversation: { entries, unreadCount }, onOpen }: Props) {
  const text = useText();
  const last = entries.findLast(({ own }) => !own);
  return (
    <button type="button" className="line-open" data-unread={unreadCount > 0} onClick={onOpen}>
      <span>
        {text('line.with', { who: text('line.lecturer') })}
        {unreadCount > 0 && <b> {text('line.unread', { total: unreadCount })}</b>}
      </span>
      {last !== undefined && <bdi>{last.words ?? text('line.erased')}</bdi>}
    </button>
  );
}
