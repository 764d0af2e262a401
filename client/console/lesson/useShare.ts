import { useCallback, useEffect, useState } from 'react';
import { useReadable } from '../../ui/use-readable.ts';
import { useLive } from './live-context.ts';

export type Share =
  | { readonly state: 'off'; readonly refused: boolean }
  | { readonly state: 'choosing' }
  | { readonly state: 'on'; readonly track: MediaStreamTrack; readonly wholeScreen: boolean };

/** Newer than the type library: keeps this very page out of the browser's list, and lets the choice be changed while it runs. */
type DisplayWish = DisplayMediaStreamOptions & {
  readonly selfBrowserSurface: 'exclude';
  readonly surfaceSwitching: 'include';
  readonly monitorTypeSurfaces: 'include';
};

const wish: DisplayWish = {
  // Sharp text at few pictures a second; the sender scales down what does not fit.
  video: { frameRate: { max: 15 }, width: { max: 1920 }, height: { max: 1080 } },
  audio: false,
  selfBrowserSurface: 'exclude',
  surfaceSwitching: 'include',
  monitorTypeSurfaces: 'include',
};

/** The shared window or screen as the lesson's content. */
export function useShare() {
  const live = useLive();
  const [share, setShare] = useState<Share>({ state: 'off', refused: false });

  const start = useCallback(async () => {
    setShare({ state: 'choosing' });
    const track = await chooseSurface();
    if (track === null) {
      setShare({ state: 'off', refused: true });
      return;
    }
    track.contentHint = 'detail';
    // The browser's own bar can stop it too.
    track.addEventListener('ended', () => setShare({ state: 'off', refused: false }));
    setShare({ state: 'on', track, wholeScreen: track.getSettings().displaySurface === 'monitor' });
  }, []);
  const stop = useCallback(() => setShare({ state: 'off', refused: false }), []);

  const facts = useReadable(live.session);
  const may = facts.state !== 'joined' || facts.maySend.includes('content');
  // Whoever handed the lesson over does not go on sharing into it.
  useEffect(() => {
    if (!may) stop();
  }, [may, stop]);

  const track = share.state === 'on' ? share.track : null;
  useEffect(() => {
    if (track === null) return;
    void live.publish('content', track);
    return () => {
      track.stop();
      void live.unpublish('content');
    };
  }, [live, track]);
  return { share, start, stop };
}

async function chooseSurface(): Promise<MediaStreamTrack | null> {
  try {
    const stream = await navigator.mediaDevices.getDisplayMedia(wish);
    return stream.getVideoTracks()[0] ?? null;
  } catch (cause) {
    // Closing the browser's dialogue is an answer, not a failure.
    if (cause instanceof DOMException) return null;
    throw cause;
  }
}
