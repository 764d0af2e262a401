import { useEffect, useState } from 'react';
import type { RoomId } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type { PhoneEntered } from '../../shared/phone.ts';
import {
  type ConfirmationFields,
  type SignalKind,
  seatOfRoom,
  signalKind,
} from '../../shared/session/session.events.ts';
import type { HelperClient } from '../live/helper-client.ts';
import { conversationOf } from '../live/private-line.ts';
import { LateCaptions } from '../ui/captions/LateCaptions.tsx';
import { RecordingSign } from '../ui/RecordingSign.tsx';
import { recordedHere } from '../ui/recorded-here.ts';
import { useReadable } from '../ui/use-readable.ts';
import { After } from './After.tsx';
import { LateCaptionSheet } from './caption/LateCaptionSheet.tsx';
import { Dial, HeadCount } from './HeadCount.tsx';
import { clockWords, type Helping as Facts, helpingOf, lateSignals, signalOf } from './helping.rules.ts';
import { LineButton } from './line/LineButton.tsx';
import { LineSheet } from './line/LineSheet.tsx';
import { SpeakButton } from './line/LineVoice.tsx';
import type { PhoneVoice } from './line/phone-voice.ts';
import { LateNote } from './note/LateNote.tsx';
import { Playing } from './Playing.tsx';
import type { PhoneApp } from './phone-app.ts';
import { AnswerSheet } from './question/QuestionSheets.tsx';
import { TalkButton } from './talk/TalkButton.tsx';
import { useText } from './text.ts';
import { useSeconds } from './use-seconds.ts';

type Props = {
  readonly app: PhoneApp;
  readonly client: HelperClient;
  readonly entered: PhoneEntered;
  readonly roomId: RoomId;
  readonly voice: PhoneVoice;
};

/** The lesson in one hand: count, hand, signals; after the end, what became of it. */
export function Helping({ app, client, entered, roomId, voice }: Props) {
  const text = useText();
  const nowMs = useSeconds(() => client.serverNowMs());
  const link = useReadable(client.link);
  const seat = useReadable(client.seat);
  const pending = useReadable(client.pending);
  const [notice, setNotice] = useState<string | null>(null);
  const [sheet, setSheet] = useState<'dial' | 'line' | 'answer' | 'note' | 'captions' | null>(null);
  const helping = helpingOf({ entered, seat, link, pending }, nowMs);
  const view = seat.state === 'joined' ? seat.view : null;
  const line = conversationOf({ view, pending, roomId, side: 'room' });
  const saves = view?.seats[seatOfRoom(roomId)]?.saving === true;
  const about = { sessionId: entered.sessionId, roomId };
  const tell = (answer: Promise<Result<unknown>>, done?: string) => {
    setNotice(null);
    void answer.then((result) => {
      if (result.ok) {
        setNotice(done ?? null);
        if (helping.phase === 'ended') void app.refresh();
      } else if (result.error.code !== 'TIMEOUT')
        setNotice(text('phone.refused', { why: text(`error.${result.error.code}`, result.error.params) }));
    });
  };
  useLateSignals(client, nowMs, (signal) =>
    setNotice(text('phone.signal.late', { signal: text(`phone.signal.${signal}`) })),
  );
  const count = (presentCount: number) => {
    setSheet(null);
    tell(client.command('headCount.set', { ...about, presentCount }));
  };
  const confirm = (said: ConfirmationFields) =>
    tell(client.command('confirmation.set', { ...about, ...said }));
  const send = (signal: SignalKind) =>
    tell(
      client.command('signal.send', { ...about, signal }),
      text('phone.signal.sent', { signal: text(`phone.signal.${signal}`) }),
    );

  if (sheet === 'dial')
    return (
      <main className="page">
        <Dial expectedCount={helping.expectedCount} onCount={count} onBack={() => setSheet(null)} />
      </main>
    );
  const question = view?.lesson.question;
  const answered = question?.answers[roomId];
  if (sheet === 'answer' && question !== undefined)
    return (
      <AnswerSheet
        question={question}
        before={answered}
        onAnswer={(answer) => {
          setSheet(null);
          const { questionId } = question;
          tell(client.command('question.answer', { ...about, questionId, answer }), text('question.sent'));
        }}
        onBack={() => setSheet(null)}
      />
    );
  if (sheet === 'note')
    return <LateNote client={client} sessionId={entered.sessionId} onBack={() => setSheet('line')} />;
  const captions = view?.lesson.captions;
  const recorded = entered.card.mode === 'recorded';
  if (sheet === 'captions')
    return (
      <LateCaptionSheet
        {...{ captions, recorded, nowMs }}
        chosen={view?.seats[seatOfRoom(roomId)]?.captions}
        onChoose={({ on, languages }) =>
          tell(client.command('caption.choose', { ...about, on, languages: [...languages] }))
        }
        onBack={() => setSheet(null)}
      />
    );
  if (sheet === 'line')
    return (
      <LineSheet
        who={text('line.lecturer')}
        conversation={line}
        closed={helping.phase === 'ended'}
        actions={{
          say: (words) => client.command('line.say', { ...about, text: words }),
          read: (upTo) => void client.command('line.read', { ...about, upTo }),
        }}
        onBack={() => setSheet(null)}
        more={
          <div className="line-more">
            {helping.phase === 'live' && <SpeakButton voice={voice} />}
            <button type="button" className="second" onClick={() => setSheet('note')}>
              {text('note.title')}
            </button>
          </div>
        }
      />
    );
  return (
    <main className="page helping" data-phase={helping.phase}>
      <Head entered={entered} helping={helping} nowMs={nowMs} onLeave={() => void app.leave()} />
      {helping.phase === 'live' && view !== null && (
        <RecordingSign
          recording={view.lesson.recording}
          here={recordedHere(view, { seat: seatOfRoom(roomId), part: 'room' })}
          text={text}
        />
      )}
      <p className="notice" role="status" data-shown={helping.unsaved || helping.offline || notice !== null}>
        {helping.unsaved ? text('phone.unsaved') : helping.offline ? text('phone.offline') : notice}
      </p>
      {question !== undefined && (
        <button
          type="button"
          className={answered === undefined ? 'main' : 'second'}
          onClick={() => setSheet('answer')}
        >
          {text(answered === undefined ? 'question.answer' : 'question.change')}
        </button>
      )}
      <LateCaptions captions={captions} nowMs={nowMs} text={text} linesOnly />
      <HeadCount helping={helping} onCount={count} onDial={() => setSheet('dial')} />
      {helping.phase === 'ended' ? (
        <After helping={helping} onConfirm={confirm} />
      ) : recorded ? (
        <Playing
          playing={view?.seats[seatOfRoom(roomId)]?.playing ?? null}
          nowMs={nowMs}
          live={helping.phase === 'live'}
          onWish={(wish) => tell(client.command('playing.wish', { ...about, wish }))}
          onCaptions={() => setSheet('captions')}
        />
      ) : (
        <>
          {helping.mayTalk && <TalkButton client={client} {...about} />}
          <Hand
            helping={helping}
            nowMs={nowMs}
            onRaise={() => tell(client.command('hand.raise', about))}
            onLower={() => tell(client.command('hand.lower', about))}
          />
          <section className="block signals" aria-label={text('phone.signal.title')}>
            <h2>{text('phone.signal.title')}</h2>
            {signalKind.options.map((each) => (
              <button key={each} type="button" disabled={helping.phase !== 'live'} onClick={() => send(each)}>
                {text(`phone.signal.${each}`)}
              </button>
            ))}
          </section>
          {view !== null && (
            <div className="beside">
              <LineButton conversation={line} onOpen={() => setSheet('line')} />
              <button
                type="button"
                className="second"
                aria-pressed={saves}
                onClick={() => tell(client.command('saving.set', { ...about, on: !saves }))}
              >
                {text(saves ? 'ladder.saving.on' : 'ladder.saving')}
              </button>
              {captions !== undefined && (
                <button type="button" className="second" onClick={() => setSheet('captions')}>
                  {text('captions.title')}
                </button>
              )}
            </div>
          )}
        </>
      )}
    </main>
  );
}

type HeadProps = {
  readonly entered: PhoneEntered;
  readonly helping: Facts;
  readonly nowMs: number;
  readonly onLeave: () => void;
};

function Head({ entered, helping, nowMs, onLeave }: HeadProps) {
  const text = useText();
  const [leaving, setLeaving] = useState(false);
  const { card, roomId, name } = entered;
  const room = card.rooms.find((each) => each.roomId === roomId);
  const time = clockWords(nowMs - (helping.startedAtMs ?? nowMs));
  return (
    <header>
      <p className="place">
        {room?.schoolName} · {room?.name}
        <button type="button" className="leave" onClick={() => setLeaving(!leaving)}>
          {name} · {text('phone.leave')}
        </button>
      </p>
      {leaving && (
        <p className="leaving">
          {text('phone.leave.sure')}
          <button type="button" onClick={onLeave}>
            {text('phone.leave')}
          </button>
          <button type="button" onClick={() => setLeaving(false)}>
            {text('phone.leave.stay')}
          </button>
        </p>
      )}
      <h1>
        {card.subject} {card.grade} · {text(`phone.state.${helping.phase}`, { time })}
      </h1>
      {helping.phase !== 'ended' && (
        <p className="room" data-room={helping.room}>
          <i aria-hidden="true" />
          {text(`phone.room.${helping.room}`)} · {card.lecturer.name}
        </p>
      )}
    </header>
  );
}

type HandProps = {
  readonly helping: Facts;
  readonly nowMs: number;
  readonly onRaise: () => void;
  readonly onLower: () => void;
};

function Hand({ helping, nowMs, onRaise, onLower }: HandProps) {
  const text = useText();
  const { hand } = helping;
  if (hand === null)
    return (
      <button type="button" className="hand" disabled={helping.phase !== 'live'} onClick={onRaise}>
        ✋ {text('phone.hand.raise')}
      </button>
    );
  return (
    <button type="button" className="hand" aria-pressed={true} onClick={onLower}>
      <b>{text('phone.hand.waiting', { time: clockWords(nowMs - hand.value.raisedAtMs) })}</b>
      {text('phone.hand.lower')}
    </button>
  );
}

/** What was meant for a moment that is over is not said any more. */
function useLateSignals(client: HelperClient, nowMs: number, onLate: (signal: SignalKind) => void): void {
  useEffect(() => {
    for (const each of lateSignals(client.pending.get(), nowMs)) {
      client.abandon(each.commandId);
      onLate(signalOf(each));
    }
  });
}
