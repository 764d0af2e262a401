import './question-board.css';
import { optionSign, type QuestionView } from '../../../shared/session/session.question.ts';
import type { QuestionKey } from '../../../shared/text/question.en.ts';
import type { Text } from '../../../shared/text/text.ts';

type Props = { readonly question: QuestionView; readonly text: Text<QuestionKey> };

/** More numbers than these are not read from the last row. */
const NUMBERS_MAX = 6;

/** 快速提问 as pupils see it at eight metres: the words, the options, and once it is shown how many chose what. */
export function QuestionBoard({ question, text }: Props) {
  const { kind, optionCount, words, shown, result } = question;
  const most = Math.max(1, ...(result?.counts ?? []));
  return (
    <section className="question-board" aria-label={text('question.title')}>
      <p className="question-words">
        <b>{text('question.title')}</b> {words ?? text(`question.kind.${kind}`)}
      </p>
      {kind === 'number' ? (
        shown && (
          <ul>
            {(result?.numbers ?? []).slice(0, NUMBERS_MAX).map(({ value, roomCount }) => (
              <li key={value}>
                <b>{value}</b>
                <span>{text('question.roomsSo', { total: roomCount })}</span>
              </li>
            ))}
          </ul>
        )
      ) : (
        <ul>
          {Array.from({ length: optionCount }, (_, option) => {
            const sign = optionSign(kind, option);
            const count = result?.counts[option] ?? 0;
            return (
              <li key={sign}>
                <b>{sign}</b>
                {shown && (
                  <>
                    <span>{count}</span>
                    <progress value={count} max={most} aria-label={sign} />
                  </>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
