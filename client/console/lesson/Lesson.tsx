import { useEffect, useState } from 'react';
import type { JoinedSession } from '../../live/live.types.ts';
import { useReadable } from '../../ui/use-readable.ts';
import { useSayDoing } from '../pc/own-pc.ts';
import { useTitle } from '../shell/Page.tsx';
import { useNow } from '../shell/useNow.ts';
import { lecturersSound } from './capture.model.ts';
import { createCapture } from './capture.ts';
import { LessonOver } from './LessonOver.tsx';
import { useLive } from './live-context.ts';
import { Preflight } from './Preflight.tsx';
import { LiveStage } from './panel/LiveStage.tsx';
import { sendableIn, stageOf } from './phase.model.ts';
import { tilesOf } from './rooms.model.ts';
import { useSafetyCopy } from './safety/safety-copying.ts';
import { SeminarPreflight } from './seminar/SeminarPreflight.tsx';
import { useSending } from './useSending.ts';

/** The three faces of one lesson: before, during, after. Camera and microphone stay open from the first to the second. */
export function Lesson({ session }: { readonly session: JoinedSession }) {
  const live = useLive();
  useTitle(`${session.card.subject} ${session.card.grade}`);
  const nowMs = useNow(1000, live.serverNowMs);
  const tiles = tilesOf({
    card: session.card,
    view: session.view,
    streams: useReadable(live.streams),
    quality: useReadable(live.rooms),
    nowMs,
  });
  const stage = stageOf(session.view.lesson);
  const needsDevices = stage !== 'over' && session.part !== 'observer';
  const capture = useLessonCapture(needsDevices);
  const sound = lecturersSound(session.view.lesson, session.card.lectureRoom?.sound);
  useEffect(() => capture.sound(sound));
  useSayDoing(stage === 'live' ? 'lesson' : stage === 'preflight' ? 'preflight' : 'idle');
  useSending(capture, sendableIn(stage, session));
  useSafetyCopy();
  switch (stage) {
    case 'preflight':
      return session.card.mode === 'seminar' ? (
        <SeminarPreflight session={session} capture={capture} nowMs={nowMs} />
      ) : (
        <Preflight session={session} capture={capture} tiles={tiles} nowMs={nowMs} />
      );
    case 'live':
      return <LiveStage session={session} capture={capture} tiles={tiles} nowMs={nowMs} />;
    case 'over':
      return <LessonOver session={session} tiles={tiles} nowMs={nowMs} />;
  }
}

function useLessonCapture(wanted: boolean) {
  const [capture] = useState(() =>
    // Absent, whatever the types say, where the page did not come over HTTPS or from this machine.
    createCapture(window.isSecureContext ? navigator.mediaDevices : undefined, window.localStorage),
  );
  useEffect(() => {
    if (!wanted) return;
    capture.start();
    return () => capture.stop();
  }, [capture, wanted]);
  return capture;
}
