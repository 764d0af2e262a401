import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { seatOfObserver } from '../../../../shared/session/session.events.ts';
import type { JoinedSession } from '../../../live/live.types.ts';
import { useReadable } from '../../../ui/use-readable.ts';
import type { Capture } from '../capture.ts';
import { ClassWindow } from '../display/ClassWindow.tsx';
import { classSceneOf, type OwnTracks } from '../display/class.model.ts';
import { createDisplay } from '../display/display.ts';
import { browserHost } from '../display/window-management.ts';
import { LiveLesson } from '../LiveLesson.tsx';
import { useLive } from '../live-context.ts';
import { sendingOf } from '../notice.model.ts';
import type { RoomTile } from '../rooms.model.ts';
import { SeminarLesson } from '../seminar/SeminarLesson.tsx';
import { useShare } from '../useShare.ts';
import { LiveToolsContext } from './live-tools.ts';
import { useMode } from './mode.ts';
import { ObservedClass } from './ObservedClass.tsx';
import { PanelLesson } from './PanelLesson.tsx';

type StageProps = {
  readonly session: JoinedSession;
  readonly capture: Capture;
  readonly tiles: readonly RoomTile[];
  readonly nowMs: number;
};

/** The running lesson in the view that fits who looks: sharing and the second display go on when the view changes. */
export function LiveStage({ session, capture, tiles, nowMs }: StageProps) {
  const live = useLive();
  const sharing = useShare();
  const display = useDisplay();
  const tools = useMemo(() => ({ sharing, display }), [sharing, display]);
  const own = useOwnTracks(capture, sharing.share.state === 'on' ? sharing.share.track : null);
  const scene = classSceneOf({ session, streams: useReadable(live.streams), own, nowMs });
  const shown = useStore(display.store);
  const { mode } = useMode();
  return (
    <LiveToolsContext value={tools}>
      {viewOf()}
      {shown.state === 'open' && <ClassWindow window={shown.window} scene={scene} nowMs={nowMs} />}
    </LiveToolsContext>
  );

  function viewOf() {
    if (session.card.mode === 'seminar')
      return <SeminarLesson session={session} capture={capture} own={own} nowMs={nowMs} />;
    if (watchesByName(session)) return <ObservedClass session={session} scene={scene} nowMs={nowMs} />;
    if (mode === 'panel' && session.part === 'lecturer')
      return <PanelLesson session={session} capture={capture} scene={scene} nowMs={nowMs} />;
    return <LiveLesson session={session} capture={capture} tiles={tiles} nowMs={nowMs} />;
  }
}

/** 观摩: a colleague who was asked to watch, not an inspector. */
const watchesByName = ({ seat, part, card }: JoinedSession): boolean =>
  part === 'observer' && card.members.some(({ personId }) => seatOfObserver(personId) === seat);

function useOwnTracks(capture: Capture, content: MediaStreamTrack | null): OwnTracks {
  const camera = useStore(capture.store, (state) => state.camera);
  const muted = sendingOf(useReadable(useLive().own), 'camera') === 'muted';
  return { camera: camera.state === 'open' && !muted ? camera.track : null, content };
}

function useDisplay() {
  const [display] = useState(() => createDisplay(browserHost));
  useEffect(() => {
    const close = () => display.close();
    // A page that is loaded anew cannot fill the window again that it opened before.
    window.addEventListener('pagehide', close);
    return () => {
      window.removeEventListener('pagehide', close);
      close();
    };
  }, [display]);
  return display;
}
