import './question-form.css';
import { useState } from 'react';
import { type Answer, optionSign, type QuestionView } from '../../../shared/session/session.question.ts';
import type { QuestionKey } from '../../../shared/text/question.en.ts';
import type { Text } from '../../../shared/text/text.ts';

type Props = {
  readonly question: Pick<QuestionView, 'kind' | 'optionCount' | 'words'>;
  /** What the room has said before. */
  readonly before: Answer | undefined;
  readonly text: Text<QuestionKey>;
  readonly onAnswer: (answer: Answer) => void;
};

/** A room's answer: how many pupils chose what, or one number. */
export function AnswerForm({ question, before, text, onAnswer }: Props) {
  return question.kind === 'number' ? (
    <NumberForm before={before} text={text} onAnswer={onAnswer} />
  ) : (
    <CountsForm question={question} before={before} text={text} onAnswer={onAnswer} />
  );
}

function CountsForm({ question: { kind, optionCount }, before, text, onAnswer }: Props) {
  const [counts, setCounts] = useState<readonly number[]>(() =>
    Array.from({ length: optionCount }, (_, option) =>
      before?.kind === 'counts' ? (before.counts[option] ?? 0) : 0,
    ),
  );
  const set = (option: number, count: number) =>
    setCounts(counts.map((each, index) => (index === option ? Math.min(999, Math.max(0, count)) : each)));
  return (
    <form
      className="question-form"
      onSubmit={(event) => {
        event.preventDefault();
        onAnswer({ kind: 'counts', counts: [...counts] });
      }}
    >
      <p>{text('question.howMany')}</p>
      {counts.map((count, option) => {
        const sign = optionSign(kind, option);
        return (
          <div className="question-count" key={sign}>
            <b aria-hidden="true">{sign}</b>
            <button
              type="button"
              aria-label={text('question.less', { sign })}
              onClick={() => set(option, count - 1)}
            >
              −
            </button>
            <input
              inputMode="numeric"
              aria-label={text('question.pupils', { sign })}
              value={String(count)}
              onFocus={(event) => event.target.select()}
              onChange={(event) => set(option, Number(event.target.value.replace(/\D/g, '').slice(0, 3)))}
            />
            <button
              type="button"
              aria-label={text('question.more', { sign })}
              onClick={() => set(option, count + 1)}
            >
              +
            </button>
          </div>
        );
      })}
      <button type="submit" className="main" disabled={counts.every((each) => each === 0)}>
        {text('question.send')}
      </button>
    </form>
  );
}

const NUMBER = /^-?\d{1,9}(\.\d{1,4})?$/;

function NumberForm({ before, text, onAnswer }: Omit<Props, 'question'>) {
  const [typed, setTyped] = useState(before?.kind === 'number' ? String(before.value) : '');
  return (
    <form
      className="question-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (NUMBER.test(typed)) onAnswer({ kind: 'number', value: Number(typed) });
      }}
    >
      <label>
        {text('question.whichNumber')}
        <span className="question-number">
          {/* Number keys of phones often have no minus. */}
          <button
            type="button"
            aria-label="±"
            onClick={() => setTyped(typed.startsWith('-') ? typed.slice(1) : `-${typed}`)}
          >
            ±
          </button>
          <input
            inputMode="decimal"
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.target.value.trim())}
          />
        </span>
      </label>
      <button type="submit" className="main" disabled={!NUMBER.test(typed)}>
        {text('question.send')}
      </button>
    </form>
  );
}
