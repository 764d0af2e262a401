import { Button } from 'antd';
import { useState } from 'react';
import type { AppError } from '../../../shared/kernel/errors.ts';
import type { JoinedSession } from '../../live/live.types.ts';
import { LessonState } from '../home/LessonState.tsx';
import { NoteButton } from '../note/NoteButton.tsx';
import { PcPanel } from '../pc/PcPanel.tsx';
import { useKnownMe } from '../shell/RequireLogin.tsx';
import { Trouble } from '../shell/Trouble.tsx';
import { useText } from '../text.ts';
import { AlreadyLed } from './AlreadyLed.tsx';
import { Checks } from './Checks.tsx';
import { LeadingClass } from './call/LeadingClass.tsx';
import { placesOf, type Rights, rightsOf } from './call/rights.model.ts';
import type { Capture } from './capture.ts';
import { CoursewareButton } from './courseware/CoursewareButton.tsx';
import { LessonFrame } from './LessonFrame.tsx';
import { LinePanel } from './line/LinePanel.tsx';
import { LinesContext, useNewLines } from './line/lines.ts';
import { UnreadLines } from './line/UnreadLines.tsx';
import { useLive } from './live-context.ts';
import { PanelButton } from './panel/ModeTools.tsx';
import { useMode } from './panel/mode.ts';
import { PanelPreflight } from './panel/PanelPreflight.tsx';
import { RoomBoard } from './RoomBoard.tsx';
import type { RoomTile } from './rooms.model.ts';
import { Unseen } from './Unseen.tsx';
import { WatchLink } from './WatchLink.tsx';

type PreflightProps = {
  readonly session: JoinedSession;
  readonly capture: Capture;
  readonly tiles: readonly RoomTile[];
  readonly nowMs: number;
};

/** 课前检查: am I seen and heard, are the rooms there; then one button. */
export function Preflight({ session, capture, tiles, nowMs }: PreflightProps) {
  const t = useText();
  const live = useLive();
  const { start, starting, error } = useStart(session);
  const rights = rightsOf(session, useKnownMe());
  const observes = session.part === 'observer';
  const { mode } = useMode();
  const lines = useNewLines();
  if (error?.code === 'ALREADY_LED')
    return <AlreadyLed onAssist={() => void live.join(session.sessionId, 'assistant')} />;
  const leads = session.part === 'lecturer';
  const onPanel = mode === 'panel' && leads;
  return (
    <LinesContext value={rights.lines && !onPanel ? lines : null}>
      <LessonFrame
        session={session}
        nowMs={nowMs}
        state={<LessonState moment="waiting" />}
        left={observes ? <Waiting session={session} /> : <OwnDevices session={session} capture={capture} />}
        right={onPanel ? <PanelPreflight session={session} /> : <Rooms {...{ session, tiles, rights }} />}
        over={<LinePanel session={session} capture={capture} />}
        tools={
          <>
            {leads && !onPanel && <PanelButton />}
            {rights.start && <CoursewareButton session={session} />}
            {!observes && !onPanel && <NoteButton card={session.card} size="large" />}
            {rights.start && <WatchLink session={session} />}
            {error && <Trouble error={error} />}
            {!error && !observes && <span className="quiet">{t('preflight.hint')}</span>}
          </>
        }
        main={
          rights.start && (
            <Button type="primary" size="large" loading={starting} onClick={() => void start()}>
              {t('preflight.start')}
            </Button>
          )
        }
      />
    </LinesContext>
  );
}

export function useStart(session: JoinedSession) {
  const live = useLive();
  const [starting, setStarting] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const start = async () => {
    setStarting(true);
    setError(null);
    const result = await live.command('session.start', { sessionId: session.sessionId });
    setStarting(false);
    if (!result.ok) setError(result.error);
  };
  return { start, starting, error };
}

function OwnDevices({ session, capture }: Pick<PreflightProps, 'session' | 'capture'>) {
  return (
    <PcPanel session={session} capture={capture}>
      <Checks session={session} capture={capture} />
    </PcPanel>
  );
}

type RoomsProps = Pick<PreflightProps, 'session' | 'tiles'> & { readonly rights: Rights };

function Rooms({ session, tiles, rights }: RoomsProps) {
  return (
    <>
      <LeadingClass session={session} rights={rights} />
      <UnreadLines session={session} />
      {placesOf(session.view.lesson).rooms && <RoomBoard view={session.view} tiles={tiles} />}
    </>
  );
}

function Waiting({ session }: { readonly session: JoinedSession }) {
  const t = useText();
  return (
    <>
      <Unseen session={session} />
      <p>{t('observe.waiting')}</p>
    </>
  );
}
