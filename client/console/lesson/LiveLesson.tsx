import { Button } from 'antd';
import { useStore } from 'zustand';
import type { JoinedSession } from '../../live/live.types.ts';
import { LessonState } from '../home/LessonState.tsx';
import { useText } from '../text.ts';
import type { Capture } from './capture.ts';
import { DeviceTrouble } from './DevicePicker.tsx';
import { DevicesButton } from './DevicesButton.tsx';
import { EndButton } from './EndButton.tsx';
import { LeaveGuard } from './LeaveGuard.tsx';
import { LessonFrame } from './LessonFrame.tsx';
import { LecturerPictures, OwnPictures } from './Pictures.tsx';
import { RoomWall } from './RoomWall.tsx';
import type { RoomTile } from './rooms.model.ts';
import { ShareButton } from './ShareButton.tsx';
import { SourceButton } from './SourceButton.tsx';
import { useShare } from './useShare.ts';

type LiveProps = {
  readonly session: JoinedSession;
  readonly capture: Capture;
  readonly tiles: readonly RoomTile[];
  readonly nowMs: number;
};

export function LiveLesson({ session, capture, tiles, nowMs }: LiveProps) {
  const t = useText();
  const { maySend } = session;
  const leads = session.part === 'lecturer';
  const sharing = useShare();
  const { camera, microphone } = useStore(capture.store);
  const shared = sharing.share.state === 'on' ? sharing.share : null;
  return (
    <LessonFrame
      session={session}
      nowMs={nowMs}
      state={
        <>
          <LessonState moment="live" />
          {!leads && <span className="tag">{t(`part.${session.part}`)}</span>}
        </>
      }
      left={
        <>
          {shared?.wholeScreen === true && (
            <p role="alert" className="share-warning">
              {t('share.wholeScreen')}
              <Button size="small" onClick={() => void sharing.start()}>
                {t('share.another')}
              </Button>
            </p>
          )}
          {maySend.includes('voice') && <DeviceTrouble capture={capture} kind="microphone" />}
          {maySend.includes('camera') && <DeviceTrouble capture={capture} kind="camera" />}
          {leads ? (
            <OwnPictures
              camera={camera.state === 'open' ? camera.track : null}
              content={shared?.track ?? null}
              heard={microphone.state === 'open'}
            />
          ) : (
            <LecturerPictures />
          )}
        </>
      }
      right={<RoomWall sessionId={session.sessionId} tiles={tiles} mayCount={session.part !== 'observer'} />}
      tools={
        <>
          {maySend.includes('voice') && <SourceButton source="voice" capture={capture} />}
          {maySend.includes('camera') && <SourceButton source="camera" capture={capture} />}
          {maySend.includes('content') && <ShareButton {...sharing} />}
          {leads && <DevicesButton capture={capture} />}
        </>
      }
      main={
        leads && (
          <>
            <LeaveGuard />
            <EndButton sessionId={session.sessionId} />
          </>
        )
      }
    />
  );
}
