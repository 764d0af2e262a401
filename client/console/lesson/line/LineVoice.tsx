import './line-voice.css';
import { PhoneOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { AppError } from '../../../../shared/kernel/errors.ts';
import type { LessonCard } from '../../../../shared/lesson.ts';
import type { JoinedSession } from '../../../live/live.types.ts';
import { durationText } from '../../shell/clock.model.ts';
import { errorText, useText } from '../../text.ts';
import type { Capture } from '../capture.ts';
import { useLive } from '../live-context.ts';

type Props = {
  readonly session: JoinedSession;
  readonly capture: Capture;
  readonly nowMs: number;
};

/** 私线语音 at the desk: who rings, and the sign that the class does not hear the lecturer. In the head, so that nothing below it moves. */
export function LineVoiceBar({ session, capture, nowMs }: Props) {
  const t = useText();
  const live = useLive();
  useSpeaking(session, capture);
  const { lineVoice } = session.view.lesson;
  if (lineVoice === undefined) return null;
  const { roomId } = lineVoice;
  const who = session.card.rooms.find((each) => each.roomId === roomId)?.schoolName ?? '';
  const about = { sessionId: session.sessionId, roomId };
  const end = (words: 'end' | 'cancel' | 'decline') => (
    <Button size="small" onClick={() => void live.request('lineVoice.end', about)}>
      {t(`lineVoice.${words}`)}
    </Button>
  );
  const leads = session.part === 'lecturer';
  if (lineVoice.state === 'open')
    return (
      <div className="line-voice line-voice-open" role="status">
        <PhoneOutlined aria-hidden="true" />
        {lineVoice.own
          ? t('lineVoice.openDesk', { who, time: durationText(nowMs - lineVoice.sinceMs) })
          : t('lineVoice.elsewhere', { who })}
        {leads && end('end')}
      </div>
    );
  if (lineVoice.by === 'lecturer')
    return (
      <div className="line-voice" role="status">
        <PhoneOutlined aria-hidden="true" />
        {t('lineVoice.calling', { who })}
        {leads && end('cancel')}
      </div>
    );
  return (
    <div className="line-voice" role="alert" title={t('lineVoice.earphones')}>
      <PhoneOutlined aria-hidden="true" />
      {t('lineVoice.rings', { who })}
      {leads && (
        <Button size="small" type="primary" onClick={() => void live.request('lineVoice.answer', about)}>
          {t('lineVoice.take')}
        </Button>
      )}
      {leads && end('decline')}
    </div>
  );
}

/** Sends the open microphone to the other end while the line is open; a page that goes ends it. */
function useSpeaking({ sessionId, view }: JoinedSession, capture: Capture): void {
  const live = useLive();
  const microphone = useStore(capture.store, (state) => state.microphone);
  const voice = view.lesson.lineVoice;
  const roomId = voice?.state === 'open' && voice.own ? voice.roomId : null;
  const track = microphone.state === 'open' ? microphone.track : null;
  useEffect(() => {
    if (roomId === null || track === null) return;
    // A copy: whether the class hears the microphone is switched on the track itself.
    const own = track.clone();
    own.enabled = true;
    void live.publish('line', own);
    return () => {
      void live.unpublish('line');
      own.stop();
    };
  }, [live, roomId, track]);
  const held = useRef(roomId);
  held.current = roomId;
  useEffect(
    () => () => {
      if (held.current !== null) void live.request('lineVoice.end', { sessionId, roomId: held.current });
    },
    [live, sessionId],
  );
}

type AskProps = {
  readonly session: JoinedSession;
  readonly capture: Capture;
  readonly room: LessonCard['rooms'][number];
  /** Whether there is a phone to answer. */
  readonly hasPhone: boolean;
};

/** On an open line: asks its room's phone to speak. */
export function SpeakButton({ session, capture, room, hasPhone }: AskProps) {
  const t = useText();
  const live = useLive();
  const microphone = useStore(capture.store, (state) => state.microphone.state);
  const [refusal, setRefusal] = useState<AppError | null>(null);
  const rang = useRef(false);
  const { lesson } = session.view;
  const { lineVoice } = lesson;
  const mine = lineVoice?.roomId === room.roomId && lineVoice.state === 'asked' && lineVoice.own;
  const [unanswered, setUnanswered] = useState(false);
  useEffect(() => {
    if (mine) setUnanswered(false);
    else if (rang.current) setUnanswered(lineVoice === undefined);
    rang.current = mine;
  }, [mine, lineVoice]);
  if (session.part !== 'lecturer' || lesson.phase.state !== 'live') return null;
  const ask = async () => {
    setUnanswered(false);
    const answer = await live.request('lineVoice.ask', {
      sessionId: session.sessionId,
      roomId: room.roomId,
    });
    setRefusal(answer.ok ? null : answer.error);
  };
  return (
    <div className="line-speak">
      <Button
        icon={<PhoneOutlined aria-hidden="true" />}
        disabled={!hasPhone || lineVoice !== undefined || microphone !== 'open'}
        onClick={() => void ask()}
      >
        {t('lineVoice.ask')}
      </Button>
      <small role="status">
        {microphone !== 'open'
          ? t('lineVoice.noMicrophone')
          : refusal !== null
            ? t('lineVoice.refused', { why: errorText(t, refusal) })
            : unanswered
              ? t('lineVoice.notTaken')
              : t('lineVoice.earphones')}
      </small>
    </div>
  );
}
