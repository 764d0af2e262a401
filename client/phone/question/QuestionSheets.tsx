import { type Answer, optionSign, type QuestionView } from '../../../shared/session/session.question.ts';
import { AnswerForm } from '../../ui/question/AnswerForm.tsx';
import { type Asked, AskForm } from '../../ui/question/AskForm.tsx';
import { useText } from '../text.ts';

type AnswerProps = {
  readonly question: QuestionView;
  readonly before: Answer | undefined;
  readonly onAnswer: (answer: Answer) => void;
  readonly onBack: () => void;
};

/** A room's answer, on its local teacher's phone. */
export function AnswerSheet({ question, before, onAnswer, onBack }: AnswerProps) {
  const text = useText();
  return (
    <main className="page">
      <h1>{question.words ?? `${text('question.title')} · ${text(`question.kind.${question.kind}`)}`}</h1>
      <AnswerForm
        key={question.questionId}
        question={question}
        before={before}
        text={text}
        onAnswer={onAnswer}
      />
      <button type="button" className="second" onClick={onBack}>
        {text('question.back')}
      </button>
    </main>
  );
}

type AskProps = { readonly onAsk: (asked: Asked) => void; readonly onBack: () => void };

/** Asking from the lecturer's own phone: what the class sees on the panel is the question only. */
export function AskSheet({ onAsk, onBack }: AskProps) {
  const text = useText();
  return (
    <main className="page">
      <h1>{text('question.ask')}</h1>
      <AskForm text={text} onAsk={onAsk} />
      <button type="button" className="second" onClick={onBack}>
        {text('question.back')}
      </button>
    </main>
  );
}

type OpenProps = {
  readonly question: QuestionView;
  readonly roomCount: number;
  readonly onShow: () => void;
  readonly onClose: () => void;
};

/** The question that is open, for the lecturer. */
export function OpenQuestion({ question, roomCount, onShow, onClose }: OpenProps) {
  const text = useText();
  const { kind, result, shown } = question;
  const words =
    kind === 'number'
      ? (result?.numbers ?? []).map(({ value, roomCount: rooms }) => `${value} × ${rooms}`)
      : (result?.counts ?? []).map((count, option) => `${optionSign(kind, option)} ${count}`);
  return (
    <section className="lectern-stage">
      <p>
        <b>{text('question.answered', { total: result?.roomCount ?? 0, rooms: roomCount })}</b>
        {words.join(' · ')}
      </p>
      <span className="lectern-head">
        <button type="button" disabled={shown} onClick={onShow}>
          {text(shown ? 'question.shown' : 'question.show')}
        </button>
        <button type="button" onClick={onClose}>
          {text('question.close')}
        </button>
      </span>
    </section>
  );
}
