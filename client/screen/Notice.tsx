import '../ui/wall/wall.css';
import { useText } from './text.ts';

/** A message of whoever leads, to all rooms, until it is taken down. */
export function Notice({ words }: { readonly words: string | null }) {
  const text = useText();
  if (words === null) return null;
  return (
    <p className="glass-notice" role="status">
      <b>{text('screen.notice.title')}</b>
      <span>{words}</span>
    </p>
  );
}
