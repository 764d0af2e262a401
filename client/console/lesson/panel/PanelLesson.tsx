import './panel.css';
import type { JoinedSession } from '../../../live/live.types.ts';
import { CaptionSwitch } from '../../../ui/captions/ReadCaptions.tsx';
import { useText } from '../../text.ts';
import { MessageButton, StandingMessage } from '../board/MessageButton.tsx';
import { useSteer } from '../board/useSteer.ts';
import { LayoutButton } from '../board/WallsBar.tsx';
import { useCalls } from '../call/useCalls.ts';
import type { Capture } from '../capture.ts';
import { CoursewareButton } from '../courseware/CoursewareButton.tsx';
import { HandOnPaper } from '../courseware/CoursewarePaper.tsx';
import { ClassView } from '../display/ClassView.tsx';
import type { ClassScene } from '../display/class.model.ts';
import { LeaveGuard } from '../LeaveGuard.tsx';
import { LineCount } from '../line/LineCount.tsx';
import { Notices } from '../Notices.tsx';
import { RecordingAlarm } from '../RecordButton.tsx';
import { ShareButton } from '../ShareButton.tsx';
import { SourceButton } from '../SourceButton.tsx';
import { StillSign } from '../StillSign.tsx';
import { Voices } from '../Voices.tsx';
import { DeskButton } from './DeskButton.tsx';
import { useLiveTools } from './live-tools.ts';
import { PanelCalls } from './PanelCalls.tsx';
import { PhoneButton } from './PhoneButton.tsx';

type PanelProps = {
  readonly session: JoinedSession;
  readonly capture: Capture;
  readonly scene: ClassScene;
  readonly nowMs: number;
};

/** 单屏模式: the whole window is what the class sees; below it only what thirty pupils may read over the teacher's shoulder. */
export function PanelLesson({ session, capture, scene, nowMs }: PanelProps) {
  const t = useText();
  const { sharing } = useLiveTools();
  const { maySend } = session;
  const calls = useCalls(session.sessionId);
  const steer = useSteer(session.sessionId);
  return (
    <div className="panel">
      <LeaveGuard />
      <Voices />
      <div className="panel-notices">
        <Notices session={session} nowMs={nowMs} />
        <RecordingAlarm session={session} />
      </div>
      <main className="panel-class" aria-label={t('class.label')}>
        <HandOnPaper value={session.sessionId}>
          <ClassView scene={scene} nowMs={nowMs} />
        </HandOnPaper>
      </main>
      <footer className="panel-bar">
        {maySend.includes('voice') && <SourceButton source="voice" capture={capture} />}
        <CoursewareButton session={session} />
        {maySend.includes('content') && <ShareButton {...sharing} />}
        <PanelCalls session={session} calls={calls} steer={steer} />
        <LayoutButton session={session} steer={steer} />
        <MessageButton lesson={session.view.lesson} steer={steer} />
        <StandingMessage lesson={session.view.lesson} steer={steer} />
        <CaptionSwitch captions={session.view.lesson.captions} text={t} />
        <span className="grow" />
        <StillSign sessionId={session.sessionId} />
        <LineCount session={session} />
        <PhoneButton session={session} />
        <DeskButton />
      </footer>
    </div>
  );
}
