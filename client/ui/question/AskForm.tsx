import './question-form.css';
import { useState } from 'react';
import { LINE_TEXT_MAX } from '../../../shared/session/session.line.ts';
import {
  fixedOptionCount,
  OPTIONS_MAX,
  OPTIONS_MIN,
  type QuestionKind,
  questionKind,
} from '../../../shared/session/session.question.ts';
import type { QuestionKey } from '../../../shared/text/question.en.ts';
import type { Text } from '../../../shared/text/text.ts';

export type Asked = { readonly kind: QuestionKind; readonly optionCount: number; readonly text?: string };
type Props = { readonly text: Text<QuestionKey>; readonly onAsk: (asked: Asked) => void };

const choices = Array.from({ length: OPTIONS_MAX - OPTIONS_MIN + 1 }, (_, index) => OPTIONS_MIN + index);

/** What to ask: a kind, how many options, and words where the slide does not have them. */
export function AskForm({ text, onAsk }: Props) {
  const [kind, setKind] = useState<QuestionKind>('single');
  const [options, setOptions] = useState(4);
  const [words, setWords] = useState('');
  const fixed = fixedOptionCount(kind);
  return (
    <form
      className="question-form"
      onSubmit={(event) => {
        event.preventDefault();
        const said = words.trim();
        onAsk({ kind, optionCount: fixed ?? options, ...(said === '' ? {} : { text: said }) });
      }}
    >
      <fieldset>
        <legend>{text('question.kind')}</legend>
        {questionKind.options.map((each) => (
          <button key={each} type="button" aria-pressed={each === kind} onClick={() => setKind(each)}>
            {text(`question.kind.${each}`)}
          </button>
        ))}
      </fieldset>
      {fixed === null && (
        <fieldset>
          <legend>{text('question.options')}</legend>
          {choices.map((each) => (
            <button key={each} type="button" aria-pressed={each === options} onClick={() => setOptions(each)}>
              {each}
            </button>
          ))}
        </fieldset>
      )}
      <label>
        {text('question.words')}
        <input
          value={words}
          maxLength={LINE_TEXT_MAX}
          autoComplete="off"
          onChange={(event) => setWords(event.target.value)}
        />
      </label>
      <button type="submit" className="main">
        {text('question.go')}
      </button>
    </form>
  );
}
