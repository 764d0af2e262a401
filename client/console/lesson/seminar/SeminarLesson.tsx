import './seminar.css';
import { useStore } from 'zustand';
import type { JoinedSession, LiveStream } from '../../../live/live.types.ts';
import { LiveVideo } from '../../../ui/LiveVideo.tsx';
import { useReadable } from '../../../ui/use-readable.ts';
import { LessonState } from '../../home/LessonState.tsx';
import { NoteButton } from '../../note/NoteButton.tsx';
import { useText } from '../../text.ts';
import { HandOverButton } from '../board/HandOverButton.tsx';
import { useSteer } from '../board/useSteer.ts';
import type { Capture } from '../capture.ts';
import { CoursewareButton } from '../courseware/CoursewareButton.tsx';
import { CoursewareDesk } from '../courseware/CoursewareDesk.tsx';
import { CoursewarePaper } from '../courseware/CoursewarePaper.tsx';
import { useFront } from '../courseware/courseware-context.ts';
import { DeviceTrouble } from '../DevicePicker.tsx';
import { DevicesButton } from '../DevicesButton.tsx';
import type { OwnTracks } from '../display/class.model.ts';
import { EndButton } from '../EndButton.tsx';
import { LeaveGuard } from '../LeaveGuard.tsx';
import { LessonFrame } from '../LessonFrame.tsx';
import { useLive } from '../live-context.ts';
import { sendingOf } from '../notice.model.ts';
import { ReceivedPicture } from '../Pictures.tsx';
import { useLiveTools } from '../panel/live-tools.ts';
import { RecordButton } from '../RecordButton.tsx';
import { ShareButton } from '../ShareButton.tsx';
import { SourceButton } from '../SourceButton.tsx';
import { Voices } from '../Voices.tsx';
import { Faces } from './Faces.tsx';
import { LeaveButton } from './LeaveButton.tsx';
import { peopleOf, type SeminarPerson } from './people.model.ts';
import { useSpeaking } from './useSpeaking.ts';

type SeminarProps = {
  readonly session: JoinedSession;
  readonly capture: Capture;
  readonly own: OwnTracks;
  readonly nowMs: number;
};

/** 研讨: teachers who all see and hear each other. What one of them shares is large, the faces stand beside it. */
export function SeminarLesson({ session, capture, own, nowMs }: SeminarProps) {
  const t = useText();
  const live = useLive();
  const { sharing } = useLiveTools();
  const streams = useReadable(live.streams);
  const people = peopleOf({ session, streams });
  const speaking = useSpeaking(useVoices(people, capture));
  const leads = session.part === 'lecturer';
  const { maySend } = session;
  const steer = useSteer(session.sessionId);
  const content = streams.find((each) => each.source === 'content' && !each.own && each.track !== null);
  const open = useFront(session);
  const beside = open !== null || own.content !== null || content !== undefined;
  return (
    <LessonFrame
      session={session}
      nowMs={nowMs}
      labels={{ left: 'seminar.faces' }}
      state={
        <>
          <LessonState moment="live" />
          {!leads && session.part !== 'member' && <span className="tag">{t(`part.${session.part}`)}</span>}
          <Speaking people={people.filter(({ seat }) => speaking.includes(seat))} />
        </>
      }
      left={
        <>
          <Voices />
          {maySend.includes('voice') && <DeviceTrouble capture={capture} kind="microphone" />}
          {maySend.includes('camera') && <DeviceTrouble capture={capture} kind="camera" />}
          <div className={beside ? 'seminar seminar-beside' : 'seminar'}>
            {open !== null ? (
              <div className="seminar-content">
                {leads ? (
                  <CoursewareDesk sessionId={session.sessionId} open={open} />
                ) : (
                  <CoursewarePaper open={open} />
                )}
              </div>
            ) : (
              beside && <Shared own={own.content} received={content} />
            )}
            <Faces people={people} speaking={speaking} ownCamera={own.camera} beside={beside} />
          </div>
        </>
      }
      tools={
        <>
          {maySend.includes('voice') && <SourceButton source="voice" capture={capture} />}
          {maySend.includes('camera') && <SourceButton source="camera" capture={capture} />}
          {leads && <CoursewareButton session={session} />}
          {session.part !== 'observer' && <NoteButton card={session.card} size="large" />}
          {maySend.includes('content') && <ShareButton {...sharing} />}
          {leads && <RecordButton session={session} />}
          {maySend.includes('voice') && <DevicesButton capture={capture} />}
        </>
      }
      main={
        leads ? (
          <>
            <LeaveGuard />
            <HandOverButton session={session} steer={steer} size="large" />
            <EndButton sessionId={session.sessionId} of="seminarEnd" />
          </>
        ) : (
          <LeaveButton />
        )
      }
    />
  );
}

/** The voices to be watched: those that arrive, and the own while it is sent. */
function useVoices(people: readonly SeminarPerson[], capture: Capture) {
  const microphone = useStore(capture.store, (state) => state.microphone);
  const sending = sendingOf(useReadable(useLive().own), 'voice');
  return people.flatMap(({ seat, own, voice }) => {
    if (!own) return voice?.track ? [{ seat, track: voice.track }] : [];
    return microphone.state === 'open' && sending === 'live' ? [{ seat, track: microphone.track }] : [];
  });
}

/** Also in words above all pages: whoever speaks may be on another one. */
function Speaking({ people }: { readonly people: readonly SeminarPerson[] }) {
  const t = useText();
  const names = people.map(({ name }) => name ?? t('part.lecturer'));
  return (
    <span className="seminar-speaking">
      {names.length > 0 && t('seminar.speakingNow', { names: names.slice(0, 3).join(t('app.listComma')) })}
    </span>
  );
}

type SharedProps = {
  readonly own: MediaStreamTrack | null;
  readonly received: LiveStream | undefined;
};

function Shared({ own, received }: SharedProps) {
  const t = useText();
  return (
    <div className="seminar-content">
      {own !== null ? (
        <LiveVideo track={own} label={t('class.content')} />
      ) : (
        received !== undefined && <ReceivedPicture stream={received} label={t('class.content')} />
      )}
    </div>
  );
}
