import './ladder-sign.css';
import type { LadderNow } from '../../shared/ladder.ts';
import { ladderWords } from '../ui/ladder-words.ts';
import { useText } from './text.ts';

const CELLS = [1, 2, 3, 4, 5] as const;

/** Quietly, beside the lesson's name: what this room gets on its line, and why not more. Nothing while it gets everything. */
export function LadderSign({ now }: { readonly now: LadderNow | null }) {
  const text = useText();
  const words = ladderWords(text, now);
  // What the teacher's side sends is no matter of this room; a line that is cut has larger words.
  if (words === null || now === null || now.step === 0 || now.reason === 'sender') return null;
  return (
    <span className="bar-ladder" role="status">
      <i aria-hidden="true">
        {CELLS.map((cell) => (
          <b key={cell} data-on={cell <= now.step} />
        ))}
      </i>
      {words}
    </span>
  );
}
