import { Button } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import type { AppError } from '../../../shared/kernel/errors.ts';
import type { JoinedSession } from '../../live/live.types.ts';
import { attendancePath } from '../home/LessonRow.tsx';
import { SafetyLine } from '../safety/SafetyLine.tsx';
import { wholeMinutes } from '../shell/clock.model.ts';
import { timeText } from '../shell/format.ts';
import { Page } from '../shell/Page.tsx';
import { useKnownMe } from '../shell/RequireLogin.tsx';
import { Trouble } from '../shell/Trouble.tsx';
import { useText } from '../text.ts';
import { LeadingClass } from './call/LeadingClass.tsx';
import { RoomsAfter } from './call/RoomsAfter.tsx';
import { rightsOf } from './call/rights.model.ts';
import { useLive } from './live-context.ts';
import { useMode } from './panel/mode.ts';
import { reopenLeftMs } from './phase.model.ts';
import type { RoomTile } from './rooms.model.ts';

type OverProps = {
  readonly session: JoinedSession;
  readonly tiles: readonly RoomTile[];
  readonly nowMs: number;
};

/** The lesson is over: what was counted, and for half an hour the way back. */
export function LessonOver({ session, tiles, nowMs }: OverProps) {
  const t = useText();
  const me = useKnownMe();
  const rights = rightsOf(session, me);
  const navigate = useNavigate();
  const { card, view, part } = session;
  const { phase } = view.lesson;
  // On one panel the pupils are still looking.
  const isPrivate = useMode().mode !== 'panel' || part !== 'lecturer';
  if (phase.state !== 'ended') return null;
  const lead =
    phase.startedAtMs === null
      ? t('over.neverStarted')
      : t('over.lead', {
          from: timeText(phase.startedAtMs),
          to: timeText(phase.endedAtMs),
          minutes: wholeMinutes(phase.endedAtMs - phase.startedAtMs),
        });
  const attendance = (
    <Button type="primary" size="large" onClick={() => void navigate(attendancePath(card))}>
      {t(card.mode === 'seminar' ? 'over.people' : 'over.attendance')}
    </Button>
  );
  return (
    <Page
      title={`${card.subject} ${card.grade} · ${t('moment.ended')}`}
      lead={lead}
      {...(part === 'member' ? {} : { action: attendance })}
    >
      <SafetyLine me={me} />
      {phase.reason !== 'lecturer' && <p>{t(`endReason.${phase.reason}`)}</p>}
      {isPrivate && <LeadingClass session={session} rights={rights} />}
      {isPrivate && <RoomsAfter session={session} tiles={tiles} rights={rights} />}
      <Reopen session={session} nowMs={nowMs} />
      <p>
        <Link to="/">{t('lesson.backHome')}</Link>
      </p>
    </Page>
  );
}

function Reopen({ session, nowMs }: Omit<OverProps, 'tiles'>) {
  const t = useText();
  const live = useLive();
  const [error, setError] = useState<AppError | null>(null);
  const [asking, setAsking] = useState(false);
  const leftMs = reopenLeftMs(session.view.lesson, nowMs);
  if (leftMs <= 0 || session.part === 'observer' || session.part === 'member') return null;
  const reopen = async () => {
    setAsking(true);
    const result = await live.command('session.reopen', { sessionId: session.sessionId });
    setAsking(false);
    setError(result.ok ? null : result.error);
  };
  return (
    <section className="reopen">
      <p>{t('over.reopenLead', { minutes: Math.max(1, wholeMinutes(leftMs)) })}</p>
      <Button loading={asking} onClick={() => void reopen()}>
        {t('over.reopen')}
      </Button>
      {error && <Trouble error={error} />}
    </section>
  );
}
