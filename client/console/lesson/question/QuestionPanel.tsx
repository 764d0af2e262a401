import './question.css';
import { Button, Popover } from 'antd';
import { useState } from 'react';
import type { AppError } from '../../../../shared/kernel/errors.ts';
import type { RoomId } from '../../../../shared/kernel/ids.ts';
import type { Result } from '../../../../shared/kernel/result.ts';
import { type Answer, optionSign, type QuestionView } from '../../../../shared/session/session.question.ts';
import type { JoinedSession } from '../../../live/live.types.ts';
import { AnswerForm } from '../../../ui/question/AnswerForm.tsx';
import { AskForm } from '../../../ui/question/AskForm.tsx';
import { errorText, useText } from '../../text.ts';
import { useLive } from '../live-context.ts';
import { besideTrigger } from '../popup-place.ts';

type Props = { readonly session: JoinedSession };

/** 快速提问: asks all rooms from the desk. */
export function QuestionButton({ session: { sessionId } }: Props) {
  const t = useText();
  const live = useLive();
  const [open, setOpen] = useState(false);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="topLeft"
      destroyOnHidden
      getPopupContainer={besideTrigger}
      title={t('question.ask')}
      content={
        <AskForm
          text={t}
          onAsk={(asked) => {
            setOpen(false);
            void live.command('question.ask', { sessionId, ...asked });
          }}
        />
      }
    >
      <Button size="large">{t('question.title')}</Button>
    </Popover>
  );
}

/** The question that is open: who has answered what, the result, and the way to show and close it. Nothing while none is. */
export function QuestionPanel({ session, leads }: Props & { readonly leads: boolean }) {
  const t = useText();
  const live = useLive();
  const [error, setError] = useState<AppError | null>(null);
  const { question } = session.view.lesson;
  if (question === undefined) return null;
  const { questionId, kind, words, shown } = question;
  const about = { sessionId: session.sessionId, questionId };
  const tell = (answer: Promise<Result<unknown>>) => {
    setError(null);
    void answer.then((result) => setError(result.ok ? null : result.error));
  };
  const rooms = roomsOf(session);
  return (
    <section className="question-panel" aria-label={t('question.title')}>
      <h2>{words ?? `${t('question.title')} · ${t(`question.kind.${kind}`)}`}</h2>
      <p role="status">
        {t('question.answered', { total: Object.keys(question.answers).length, rooms: rooms.length })}
        {' · '}
        <strong>{resultWords(question, t('question.notYet'))}</strong>
      </p>
      {error !== null && <p role="alert">{t('question.refused', { why: errorText(t, error) })}</p>}
      <ul>
        {rooms.map(({ roomId, name }) => (
          <li key={roomId}>
            <span>{name}</span>
            <span className="quiet">{answerWords(question, roomId) ?? t('question.notYet')}</span>
            {leads && (
              <EnterAnswer
                key={questionId}
                question={question}
                room={{ roomId, name }}
                onAnswer={(answer) => tell(live.command('question.answer', { ...about, roomId, answer }))}
              />
            )}
          </li>
        ))}
      </ul>
      {leads && (
        <p className="question-acts">
          <Button type="primary" disabled={shown} onClick={() => tell(live.command('question.show', about))}>
            {t(shown ? 'question.shown' : 'question.show')}
          </Button>
          <Button onClick={() => tell(live.command('question.close', about))}>{t('question.close')}</Button>
        </p>
      )}
    </section>
  );
}

type Room = { readonly roomId: RoomId; readonly name: string };

function roomsOf({ card }: JoinedSession): Room[] {
  const { lectureRoom, leadingClass } = card;
  const own =
    lectureRoom === null || leadingClass === null
      ? []
      : [{ roomId: lectureRoom.roomId, name: leadingClass.className ?? lectureRoom.name }];
  return [...card.rooms.map(({ roomId, schoolName }) => ({ roomId, name: schoolName })), ...own];
}

type EnterProps = {
  readonly question: QuestionView;
  readonly room: Room;
  readonly onAnswer: (answer: Answer) => void;
};

/** For a room without a phone: what it says aloud is entered here. */
function EnterAnswer({ question, room, onAnswer }: EnterProps) {
  const t = useText();
  const [open, setOpen] = useState(false);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomRight"
      destroyOnHidden
      getPopupContainer={besideTrigger}
      title={room.name}
      content={
        <AnswerForm
          question={question}
          before={question.answers[room.roomId]}
          text={t}
          onAnswer={(answer) => {
            setOpen(false);
            onAnswer(answer);
          }}
        />
      }
    >
      <Button size="small" aria-label={t('question.enterOf', { school: room.name })}>
        {t('question.enter')}
      </Button>
    </Popover>
  );
}

const wordsOf = (kind: QuestionView['kind'], counts: readonly number[]): string =>
  counts.map((count, option) => `${optionSign(kind, option)} ${count}`).join(' · ');

function answerWords({ kind, answers }: QuestionView, roomId: RoomId): string | null {
  const answer = answers[roomId];
  if (answer === undefined) return null;
  return answer.kind === 'number' ? String(answer.value) : wordsOf(kind, answer.counts);
}

function resultWords({ kind, result }: QuestionView, none: string): string {
  if (result === null || result.roomCount === 0) return none;
  return kind === 'number'
    ? result.numbers.map(({ value, roomCount }) => `${value} × ${roomCount}`).join(' · ')
    : wordsOf(kind, result.counts);
}
