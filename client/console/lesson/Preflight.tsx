import { Button } from 'antd';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { AppError } from '../../../shared/kernel/errors.ts';
import type { JoinedSession, MediaState } from '../../live/live.types.ts';
import { LiveVideo } from '../../ui/LiveVideo.tsx';
import { LessonState } from '../home/LessonState.tsx';
import { useKnownMe } from '../shell/RequireLogin.tsx';
import { Trouble } from '../shell/Trouble.tsx';
import { useText } from '../text.ts';
import { AlreadyLed } from './AlreadyLed.tsx';
import { CheckLine, type CheckTone } from './CheckLine.tsx';
import { LeadingClass } from './call/LeadingClass.tsx';
import { placesOf, type Rights, rightsOf } from './call/rights.model.ts';
import type { Capture } from './capture.ts';
import { DevicePicker } from './DevicePicker.tsx';
import { LessonFrame } from './LessonFrame.tsx';
import { LevelMeter } from './LevelMeter.tsx';
import { useLive } from './live-context.ts';
import { PanelButton } from './panel/ModeTools.tsx';
import { useMode } from './panel/mode.ts';
import { PanelPreflight } from './panel/PanelPreflight.tsx';
import { RoomBoard } from './RoomBoard.tsx';
import type { RoomTile } from './rooms.model.ts';
import { SizesLine } from './SizesLine.tsx';
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
  if (error?.code === 'ALREADY_LED')
    return <AlreadyLed onAssist={() => void live.join(session.sessionId, 'assistant')} />;
  const leads = session.part === 'lecturer';
  const onPanel = mode === 'panel' && leads;
  return (
    <LessonFrame
      session={session}
      nowMs={nowMs}
      state={<LessonState moment="waiting" />}
      left={observes ? <Waiting session={session} /> : <Checks session={session} capture={capture} />}
      right={onPanel ? <PanelPreflight session={session} /> : <Rooms {...{ session, tiles, rights }} />}
      tools={
        <>
          {leads && !onPanel && <PanelButton />}
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

type RoomsProps = Pick<PreflightProps, 'session' | 'tiles'> & { readonly rights: Rights };

function Rooms({ session, tiles, rights }: RoomsProps) {
  return (
    <>
      <LeadingClass session={session} rights={rights} />
      {placesOf(session.view.lesson).rooms && <RoomBoard tiles={tiles} />}
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

const mediaTones = {
  connecting: 'busy',
  connected: 'well',
  lost: 'trouble',
  unavailable: 'trouble',
} as const satisfies Record<MediaState['state'], CheckTone>;

/** Camera, microphone, line: own devices as they are before a lesson. */
export function Checks({ session, capture }: { readonly session: JoinedSession; readonly capture: Capture }) {
  const t = useText();
  const camera = useStore(capture.store, (state) => state.camera);
  const microphone = useStore(capture.store, (state) => state.microphone);
  const size = camera.state === 'open' ? camera.track.getSettings() : null;
  return (
    <div className="checks">
      <div className="preview">
        {camera.state === 'open' ? (
          <LiveVideo track={camera.track} label={t('preflight.preview')} />
        ) : (
          <p className="preview-words">
            {t(
              camera.state === 'opening'
                ? 'preflight.opening'
                : microphone.state === 'failed'
                  ? 'preflight.contentOnly'
                  : 'preflight.voiceOnly',
            )}
          </p>
        )}
        {size?.width !== undefined && size.height !== undefined && (
          <span className="preview-size">
            {size.width} × {size.height}
          </span>
        )}
      </div>
      <div className="pickers">
        <DevicePicker capture={capture} kind="camera" />
        <div>
          <DevicePicker capture={capture} kind="microphone" />
          {microphone.state === 'open' && (
            <div className="level-line">
              <LevelMeter track={microphone.track} />
              <span className="quiet">{t('preflight.speak')}</span>
            </div>
          )}
        </div>
      </div>
      {session.part === 'member' && session.media.state === 'connecting' ? (
        <CheckLine tone="busy" words={t('seminar.mediaLater')} />
      ) : (
        <CheckLine
          tone={mediaTones[session.media.state]}
          words={t(`preflight.media.${session.media.state}`)}
        />
      )}
      {camera.state === 'open' && session.maySend.includes('camera') && session.part !== 'member' && (
        <SizesLine track={camera.track} connected={session.media.state === 'connected'} />
      )}
    </div>
  );
}
