import { useState } from 'react';
import type { Helping } from './helping.rules.ts';
import { Keypad } from './Keypad.tsx';
import { useText } from './text.ts';

type Props = {
  readonly helping: Helping;
  readonly onCount: (count: number) => void;
  readonly onDial: () => void;
};

const COUNT_MAX = 500;

/** Everybody is here: one tap. Anything else: a number. */
export function HeadCount({ helping, onCount, onDial }: Props) {
  const text = useText();
  const { headCount, expectedCount } = helping;
  return (
    <section className="block count" aria-label={text('phone.count.title')}>
      <h2>{text('phone.count.title')}</h2>
      {headCount === null ? (
        <div className="pair">
          <button type="button" className="main" onClick={() => onCount(expectedCount)}>
            {text('phone.count.all', { expected: expectedCount })}
          </button>
          <button type="button" onClick={onDial}>
            {text('phone.count.other')}
          </button>
        </div>
      ) : (
        <div className="pair">
          <p className="figure" data-saved={headCount.saved}>
            {text('phone.count.now', { present: headCount.value, expected: expectedCount })}
          </p>
          <button type="button" onClick={onDial}>
            {text('phone.count.change')}
          </button>
        </div>
      )}
    </section>
  );
}

type DialProps = {
  readonly expectedCount: number;
  readonly onCount: (count: number) => void;
  readonly onBack: () => void;
};

export function Dial({ expectedCount, onCount, onBack }: DialProps) {
  const text = useText();
  const [typed, setTyped] = useState('');
  const count = Number(typed);
  return (
    <div className="sheet">
      <h1>{text('phone.count.dial', { expected: expectedCount })}</h1>
      <p className="dots" role="status">
        {typed === '' ? '–' : typed}
      </p>
      <Keypad
        value={typed}
        maxLength={3}
        onChange={setTyped}
        submit={text('phone.count.save')}
        canSubmit={typed !== '' && count <= COUNT_MAX}
        onSubmit={() => onCount(count)}
      />
      <button type="button" className="second" onClick={onBack}>
        {text('phone.who.back')}
      </button>
    </div>
  );
}
