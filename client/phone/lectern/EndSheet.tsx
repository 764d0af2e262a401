import { useText } from '../text.ts';

type Props = { readonly onEnd: () => void; readonly onStay: () => void };

/** Ending takes the lesson from every room: it is asked once more, and going on is the nearer button. */
export function EndSheet({ onEnd, onStay }: Props) {
  const text = useText();
  return (
    <main className="page plain">
      <h1>{text('lectern.endTitle')}</h1>
      <p className="quiet">{text('lectern.endLead')}</p>
      <button type="button" className="end" onClick={onEnd}>
        {text('lectern.end')}
      </button>
      <button type="button" className="main" onClick={onStay}>
        {text('lectern.endStay')}
      </button>
    </main>
  );
}
