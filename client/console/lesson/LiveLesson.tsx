import { useStore } from 'zustand';
import type { JoinedSession } from '../../live/live.types.ts';
import { CaptionSwitch, ReadCaptions } from '../../ui/captions/ReadCaptions.tsx';
import { LessonState } from '../home/LessonState.tsx';
import { NoteButton } from '../note/NoteButton.tsx';
import { useKnownMe } from '../shell/RequireLogin.tsx';
import { useText } from '../text.ts';
import { WallsBar } from './board/WallsBar.tsx';
import { HandQueue } from './call/HandQueue.tsx';
import { LeadingClass } from './call/LeadingClass.tsx';
import { placesOf, rightsOf } from './call/rights.model.ts';
import { SignalLine } from './call/SignalLine.tsx';
import { stageFigures } from './call/stage-figures.tsx';
import { useCalls } from './call/useCalls.ts';
import { CaptionButton, CaptionPanel, useCaptionPlace } from './caption/Captions.tsx';
import type { Capture } from './capture.ts';
import { CoursewareButton } from './courseware/CoursewareButton.tsx';
import { CoursewareDesk } from './courseware/CoursewareDesk.tsx';
import { CoursewarePaper } from './courseware/CoursewarePaper.tsx';
import { useFront } from './courseware/courseware-context.ts';
import { DeviceTrouble } from './DevicePicker.tsx';
import { DevicesButton } from './DevicesButton.tsx';
import { DisplayNotice } from './display/DisplayButton.tsx';
import { EndButton } from './EndButton.tsx';
import { LeaveGuard } from './LeaveGuard.tsx';
import { LessonFrame } from './LessonFrame.tsx';
import { LinePanel } from './line/LinePanel.tsx';
import { LineVoiceBar } from './line/LineVoice.tsx';
import { LinesContext, useNewLines } from './line/lines.ts';
import { UnreadLines } from './line/UnreadLines.tsx';
import { LecturerPictures, OwnPictures, useEquipmentStreams } from './Pictures.tsx';
import { useLiveTools } from './panel/live-tools.ts';
import { ModeTools } from './panel/ModeTools.tsx';
import { QuestionButton, QuestionPanel } from './question/QuestionPanel.tsx';
import { RecordButton } from './RecordButton.tsx';
import { RoomWall } from './RoomWall.tsx';
import type { RoomTile } from './rooms.model.ts';
import { ShareButton } from './ShareButton.tsx';
import { SourceButton } from './SourceButton.tsx';
import { SafetyButton } from './safety/SafetyButton.tsx';
import { Unseen } from './Unseen.tsx';
import { Voices } from './Voices.tsx';
import { WatchLink } from './WatchLink.tsx';
import { WholeScreenWarning } from './WholeScreenWarning.tsx';

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
  const away = leads && session.view.lesson.lineVoice?.state === 'open';
  const { sharing, display } = useLiveTools();
  const { camera, microphone } = useStore(capture.store);
  const content = sharing.share.state === 'on' ? sharing.share.track : null;
  const rights = rightsOf(session, useKnownMe());
  const calls = useCalls(session.sessionId);
  const places = placesOf(session.view.lesson);
  const lines = useNewLines();
  const captions = useCaptionPlace();
  const displayed = useStore(display.store, ({ state }) => state === 'open');
  const captionTools = (
    <>
      <CaptionButton place={captions} size={rights.call ? 'middle' : 'large'} />
      {displayed && (
        <CaptionSwitch captions={session.view.lesson.captions} text={t} label={t('captions.class')} />
      )}
    </>
  );
  const open = useFront(session);
  const paper =
    open === null ? null : rights.start ? (
      <CoursewareDesk sessionId={session.sessionId} open={open} />
    ) : (
      <CoursewarePaper open={open} />
    );
  // What equipment sends in the lecturer's name is missing nowhere.
  const stoodIn = useEquipmentStreams().map(({ source }) => source);
  const lacks = (source: 'voice' | 'camera') => maySend.includes(source) && !stoodIn.includes(source);
  const onStage = stageFigures({ tiles, nowMs, rights, calls });
  return (
    <LinesContext value={rights.lines ? lines : null}>
      <LessonFrame
        session={session}
        nowMs={nowMs}
        state={
          <>
            <LessonState moment="live" />
            {!leads && <span className="tag">{t(`part.${session.part}`)}</span>}
            {rights.lines && <LineVoiceBar {...{ session, capture, nowMs }} />}
          </>
        }
        left={
          <>
            {session.part === 'observer' && <Unseen session={session} />}
            {rights.call && <WallsBar session={session} beside={captionTools} />}
            <DisplayNotice display={display} />
            <WholeScreenWarning {...sharing} />
            {lacks('voice') && <DeviceTrouble capture={capture} kind="microphone" />}
            {lacks('camera') && <DeviceTrouble capture={capture} kind="camera" />}
            {leads ? (
              <OwnPictures
                camera={camera.state === 'open' ? camera.track : null}
                content={content}
                heard={microphone.state === 'open'}
                onStage={onStage}
                paper={paper}
              />
            ) : (
              <LecturerPictures onStage={onStage} paper={paper} />
            )}
            {rights.start ? (
              <CaptionPanel session={session} place={captions} />
            ) : (
              <ReadCaptions captions={session.view.lesson.captions} nowMs={nowMs} text={t} />
            )}
            <Voices />
          </>
        }
        right={
          <>
            {places.rooms && (
              <div className="asking">
                <HandQueue {...{ session, tiles, nowMs, rights, calls }} />
                <div className="asking-words">
                  <SignalLine tiles={tiles} nowMs={nowMs} />
                  <UnreadLines session={session} />
                </div>
              </div>
            )}
            <QuestionPanel session={session} leads={rights.start} />
            <LeadingClass session={session} rights={rights} />
            {places.rooms && <RoomWall {...{ session, tiles, nowMs, rights, calls }} />}
          </>
        }
        over={<LinePanel session={session} capture={capture} />}
        tools={
          <>
            {maySend.includes('voice') && <SourceButton source="voice" capture={capture} away={away} />}
            {maySend.includes('camera') && <SourceButton source="camera" capture={capture} />}
            {rights.start && <CoursewareButton session={session} />}
            {session.part !== 'observer' && <NoteButton card={session.card} size="large" />}
            {maySend.includes('content') && <ShareButton {...sharing} />}
            {rights.start && places.rooms && <QuestionButton session={session} />}
            {rights.start && !rights.call && captionTools}
            {rights.start && <RecordButton session={session} />}
            {leads && <SafetyButton session={session} />}
            {leads && <DevicesButton capture={capture} />}
            {leads && <ModeTools />}
            {rights.start && <WatchLink session={session} />}
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
    </LinesContext>
  );
}
