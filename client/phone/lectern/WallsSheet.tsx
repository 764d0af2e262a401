import './walls.css';
import { useState } from 'react';
import { LINE_TEXT_MAX } from '../../../shared/session/session.line.ts';
import { type WallLayout, wallLayout } from '../../../shared/session/session.wall.ts';
import { useText } from '../text.ts';
import type { Lectern } from './lectern.rules.ts';

type Props = {
  readonly walls: Lectern['walls'];
  readonly onArrange: (layout: WallLayout) => void;
  readonly onSay: (text: string) => void;
  readonly onClear: () => void;
  readonly onBack: () => void;
};

const ready = ['wait', 'book', 'quiet', 'work', 'rest'] as const;

/** What every wall shows, from the lecturer's own phone: the layout, and a message to all rooms. */
export function WallsSheet({ walls, onArrange, onSay, onClear, onBack }: Props) {
  const text = useText();
  const [draft, setDraft] = useState('');
  const { layout: now, notice } = walls;
  return (
    <main className="page walls-sheet">
      <h1>{text('walls.title')}</h1>
      <div className="walls-layouts">
        {wallLayout.options.map((layout) => (
          <button key={layout} type="button" aria-pressed={layout === now} onClick={() => onArrange(layout)}>
            {text(`walls.layout.${layout}`)}
          </button>
        ))}
      </div>
      <h2>{text('tell.title')}</h2>
      <p role="status">
        {notice === null
          ? text('tell.none')
          : text('tell.stands', { words: notice.words ?? text('tell.erased') })}
      </p>
      {notice !== null && (
        <button type="button" onClick={onClear}>
          {text('tell.clear')}
        </button>
      )}
      <div className="walls-ready">
        {ready.map((each) => (
          <button key={each} type="button" onClick={() => onSay(text(`tell.ready.${each}`))}>
            {text(`tell.ready.${each}`)}
          </button>
        ))}
      </div>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (draft.trim() !== '') onSay(draft.trim());
        }}
      >
        <input
          value={draft}
          maxLength={LINE_TEXT_MAX}
          aria-label={text('tell.write')}
          placeholder={text('tell.write')}
          autoComplete="off"
          onInput={(event) => setDraft(event.currentTarget.value)}
        />
        <button type="submit" disabled={draft.trim() === ''}>
          {text('tell.say')}
        </button>
      </form>
      <button type="button" className="second" onClick={onBack}>
        {text('question.back')}
      </button>
    </main>
  );
}
