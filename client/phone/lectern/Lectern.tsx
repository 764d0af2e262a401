import './lectern.css';
import { useEffect, useState } from 'react';
import type { RoomId } from '../../../shared/kernel/ids.ts';
import type { Result } from '../../../shared/kernel/result.ts';
import type { PhoneEntered } from '../../../shared/phone.ts';
import { screenTimeMinutes } from '../../../shared/screen-time.ts';
import type { CoursewareView } from '../../../shared/session/session.courseware.ts';
import type { HelperClient } from '../../live/helper-client.ts';
import { RecordingSign } from '../../ui/RecordingSign.tsx';
import { useReadable } from '../../ui/use-readable.ts';
import { Dial } from '../HeadCount.tsx';
import { clockWords } from '../helping.rules.ts';
import { LineSheet } from '../line/LineSheet.tsx';
import { AskSheet, OpenQuestion } from '../question/QuestionSheets.tsx';
import { useText } from '../text.ts';
import { EndSheet } from './EndSheet.tsx';
import { Hands, OnStage, Rooms, UnreadLines } from './LecternRooms.tsx';
import { type Lectern as Facts, lecternOf } from './lectern.rules.ts';
import { PageTurn } from './PageTurn.tsx';
import { WallsSheet } from './WallsSheet.tsx';

type Props = {
  readonly client: HelperClient;
  readonly entered: PhoneEntered;
  readonly onLeave: () => void;
};

/** 单屏模式, the private side: rooms, hands, signals, call, own pupils, end. */
export function Lectern({ client, entered, onLeave }: Props) {
  const text = useText();
  const nowMs = useSeconds(() => client.serverNowMs());
  const seat = useReadable(client.seat);
  const { sessionId } = entered;
  const card = seat.state === 'joined' ? seat.card : entered.card;
  const lectern = lecternOf(
    { card, seat, link: useReadable(client.link), pending: useReadable(client.pending) },
    nowMs,
  );
  const [sheet, setSheet] = useState<'dial' | 'end' | 'ask' | 'walls' | null>(null);
  const [lineRoom, setLineRoom] = useState<RoomId | null>(null);
  const [notice, setNotice] = useState<string | null>(null);
  const tell = (answer: Promise<Result<unknown>>) => {
    setSheet(null);
    setNotice(null);
    void answer.then((result) => {
      if (!result.ok && result.error.code !== 'TIMEOUT')
        setNotice(text('phone.refused', { why: text(`error.${result.error.code}`, result.error.params) }));
    });
  };
  if (sheet === 'dial' && lectern.own !== null) {
    const { roomId, expectedCount } = lectern.own;
    const count = (presentCount: number) =>
      tell(client.command('headCount.set', { sessionId, roomId, presentCount }));
    return (
      <main className="page">
        <Dial expectedCount={expectedCount} onCount={count} onBack={() => setSheet(null)} />
      </main>
    );
  }
  if (sheet === 'ask')
    return (
      <AskSheet
        onAsk={(asked) => tell(client.command('question.ask', { sessionId, ...asked }))}
        onBack={() => setSheet(null)}
      />
    );
  if (sheet === 'walls')
    return (
      <WallsSheet
        walls={lectern.walls}
        onArrange={(layout) => tell(client.command('wall.arrange', { sessionId, layout }))}
        onSay={(line) => tell(client.command('notice.say', { sessionId, text: line }))}
        onClear={() => tell(client.command('notice.clear', { sessionId }))}
        onBack={() => setSheet(null)}
      />
    );
  if (sheet === 'end')
    return (
      <EndSheet
        onEnd={() => tell(client.command('session.end', { sessionId }))}
        onStay={() => setSheet(null)}
      />
    );
  const open = lectern.rooms.find(({ room }) => room.roomId === lineRoom);
  if (open !== undefined) {
    const about = { sessionId, roomId: open.room.roomId };
    return (
      <LineSheet
        key={open.room.roomId}
        who={open.room.schoolName}
        conversation={open.line}
        closed={lectern.phase === 'ended'}
        actions={{
          say: (line) => client.command('line.say', { ...about, text: line }),
          read: (upTo) => void client.command('line.read', { ...about, upTo }),
        }}
        onBack={() => setLineRoom(null)}
      />
    );
  }
  const recording = seat.state === 'joined' ? seat.view.lesson.recording : undefined;
  const minutes = screenTimeMinutes(card, lectern.startedAtMs, nowMs);
  const hint = minutes === null ? null : text('lectern.eyes', { minutes });
  const words = lectern.unsaved
    ? text('phone.unsaved')
    : lectern.offline
      ? text('phone.offline')
      : (notice ?? hint);
  return (
    <main className="page lectern" data-phase={lectern.phase}>
      <header>
        <p className="place">
          {text('lectern.title')}
          <button type="button" className="leave" onClick={onLeave}>
            {entered.name} · {text('phone.leave')}
          </button>
        </p>
        <h1>
          {card.subject} {card.grade} · <StateWords lectern={lectern} nowMs={nowMs} />
        </h1>
      </header>
      <RecordingSign recording={recording} text={text} />
      {recording?.missed?.map((source) => (
        <p key={source} className="notice" role="status" data-shown="true">
          {text(`recording.missed.${source}`)}
        </p>
      ))}
      <p className="notice" role="status" data-shown={words !== null}>
        {words}
      </p>
      {lectern.phase === 'ended' ? (
        <button type="button" onClick={() => tell(client.command('session.reopen', { sessionId }))}>
          {text('lectern.reopen')}
        </button>
      ) : (
        <Running
          {...{ client, entered, lectern, nowMs, tell }}
          open={seat.state === 'joined' ? seat.view.lesson.courseware : undefined}
          onLine={setLineRoom}
        />
      )}
      <footer className="lectern-foot">
        {lectern.own !== null && (
          <button type="button" onClick={() => setSheet('dial')}>
            {lectern.own.presentCount === null
              ? text('lectern.ownNone', { expected: lectern.own.expectedCount })
              : text('lectern.own', {
                  present: lectern.own.presentCount,
                  expected: lectern.own.expectedCount,
                })}
          </button>
        )}
        {lectern.phase === 'live' && (
          <button type="button" onClick={() => setSheet('walls')}>
            {text('walls.title')}
            {lectern.walls.notice !== null && ' ●'}
          </button>
        )}
        {lectern.phase === 'live' && lectern.question === null && (
          <button type="button" onClick={() => setSheet('ask')}>
            {text('question.title')}
          </button>
        )}
        {lectern.phase === 'live' && lectern.own !== null && (
          <button type="button" onClick={() => tell(client.command('ownTurn.note', { sessionId }))}>
            {text('attention.ownNote')}
            {lectern.own.turnCount > 0 && ` · ${lectern.own.turnCount}`}
          </button>
        )}
        {lectern.phase === 'live' && (
          <button type="button" className="end" onClick={() => setSheet('end')}>
            {text('lectern.end')}
          </button>
        )}
      </footer>
    </main>
  );
}

type RunningProps = Pick<Props, 'client' | 'entered'> & {
  readonly lectern: Facts;
  readonly nowMs: number;
  readonly tell: (answer: Promise<Result<unknown>>) => void;
  readonly open: CoursewareView | undefined;
  readonly onLine: (roomId: RoomId) => void;
};

function Running({ client, entered: { sessionId }, lectern, nowMs, tell, open, onLine }: RunningProps) {
  const text = useText();
  if (lectern.phase === 'waiting')
    return (
      <>
        <p>{text('lectern.beforeStart')}</p>
        <UnreadLines lectern={lectern} onLine={onLine} />
        <Rooms lectern={lectern} onCall={null} onLine={onLine} />
      </>
    );
  const { question } = lectern;
  const questionId = question?.questionId;
  const call = (seat: Facts['rooms'][number]['seat'], how?: 'beside') =>
    tell(
      client.command('stage.call', {
        sessionId,
        seat,
        ...(how === undefined ? {} : { beside: true as const }),
      }),
    );
  return (
    <>
      <OnStage
        lectern={lectern}
        nowMs={nowMs}
        onEnd={(seat) => tell(client.command('stage.release', { sessionId, seat }))}
        onRenew={call}
        onMute={(seat, on) => tell(client.command('seat.mute', { sessionId, seat, on }))}
      />
      {open !== undefined && <PageTurn {...{ client, sessionId, open, tell }} />}
      {question !== null && questionId !== undefined && (
        <OpenQuestion
          question={question}
          roomCount={lectern.rooms.length + (lectern.own === null ? 0 : 1)}
          onShow={() => tell(client.command('question.show', { sessionId, questionId }))}
          onClose={() => tell(client.command('question.close', { sessionId, questionId }))}
        />
      )}
      <Hands
        lectern={lectern}
        nowMs={nowMs}
        onCall={call}
        onLower={(roomId) => tell(client.command('hand.lower', { sessionId, roomId }))}
        onPick={() => tell(client.command('stage.pick', { sessionId }))}
      />
      <UnreadLines lectern={lectern} onLine={onLine} />
      <Rooms lectern={lectern} onCall={call} onLine={onLine} />
    </>
  );
}

function StateWords({ lectern, nowMs }: { readonly lectern: Facts; readonly nowMs: number }) {
  const text = useText();
  const time = clockWords(nowMs - (lectern.startedAtMs ?? nowMs));
  return <>{text(`phone.state.${lectern.phase}`, { time })}</>;
}

/** Draws again every second. */
function useSeconds(readMs: () => number): number {
  const [nowMs, setNowMs] = useState(readMs);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(readMs()), 1000);
    return () => clearInterval(timer);
  });
  return Math.max(nowMs, readMs());
}
