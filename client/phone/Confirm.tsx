import './confirm.css';
import { useState } from 'react';
import type { ConfirmationFields } from '../../shared/session/session.events.ts';
import { confirmationCause, confirmationOutcome } from '../../shared/session/session.events.ts';
import { useText } from './text.ts';

type Props = {
  readonly before: ConfirmationFields | null;
  readonly onConfirm: (said: ConfirmationFields) => void;
};

const marks = [1, 2, 3, 4, 5] as const;

/** What became of the lesson, and two questions: five taps at most. */
export function Confirm({ before, onConfirm }: Props) {
  const text = useText();
  const [outcome, setOutcome] = useState(before?.outcome ?? null);
  const [cause, setCause] = useState(before?.cause ?? null);
  const [clarity, setClarity] = useState(before?.clarity ?? null);
  const [following, setFollowing] = useState(before?.following ?? null);
  const needsCause = outcome !== null && outcome !== 'held';
  const done = outcome !== null && (!needsCause || cause !== null);
  const marked = (mark: number | null, set: (mark: number) => void, question: 'clarity' | 'following') => (
    <fieldset className="marks">
      <legend>{text(`phone.confirm.${question}`)}</legend>
      {marks.map((each) => (
        <button key={each} type="button" aria-pressed={mark === each} onClick={() => set(each)}>
          {each}
        </button>
      ))}
    </fieldset>
  );
  return (
    <section className="block confirm">
      <h1>{text('phone.confirm.title')}</h1>
      <div className="outcomes">
        {confirmationOutcome.options.map((each) => (
          <button key={each} type="button" aria-pressed={outcome === each} onClick={() => setOutcome(each)}>
            {text(`phone.confirm.${each}`)}
          </button>
        ))}
      </div>
      {needsCause && (
        <fieldset className="causes">
          <legend>{text('phone.confirm.cause')}</legend>
          {confirmationCause.options.map((each) => (
            <button key={each} type="button" aria-pressed={cause === each} onClick={() => setCause(each)}>
              {text(`phone.cause.${each}`)}
            </button>
          ))}
          <p className="quiet">{text('phone.confirm.makeUp')}</p>
        </fieldset>
      )}
      {marked(clarity, setClarity, 'clarity')}
      {marked(following, setFollowing, 'following')}
      <p className="quiet">{text('phone.confirm.scale')}</p>
      <button
        type="button"
        className="main"
        disabled={!done}
        onClick={() =>
          outcome !== null &&
          onConfirm({ outcome, cause: outcome === 'held' ? null : cause, clarity, following })
        }
      >
        {text('phone.confirm.save')}
      </button>
    </section>
  );
}
