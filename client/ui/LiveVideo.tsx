import { useEffect, useRef } from 'react';
import './live-video.css';

export type Frame = { readonly widthPx: number; readonly heightPx: number };

type Props = {
  /** Null leaves the last picture standing; whoever shows it says in words that it is not live. */
  readonly track: MediaStreamTrack | null;
  /** What is in the picture, for those who cannot see it. */
  readonly label: string;
  /** Names the picture for measuring: `video[data-source=…]`. */
  readonly source?: string;
  /** `contain` shows everything (text), `cover` fills the place (faces). */
  readonly fit?: 'contain' | 'cover';
  /** Told for every picture that came onto the glass. */
  readonly onFrame?: (frame: Frame) => void;
  /** Told when the place changes, in device pixels. */
  readonly onResize?: (size: Frame) => void;
};

/**
 * A live picture. When the track is replaced, the old one's last picture stands until the new one's first has come: no black flash
 * between two transports.
 */
export function LiveVideo({ track, label, source = '', fit = 'contain', onFrame, onResize }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const told = useRef({ onFrame, onResize });
  told.current = { onFrame, onResize };

  useEffect(() => {
    if (place.current === null || track === null) return;
    const shown = (frame: Frame) => {
      told.current.onFrame?.(frame);
      return told.current.onFrame !== undefined;
    };
    return play(place.current, track, { source, shown });
  }, [track, source]);

  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      told.current.onResize?.({
        widthPx: Math.round(element.clientWidth * devicePixelRatio),
        heightPx: Math.round(element.clientHeight * devicePixelRatio),
      });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  return <div ref={place} className="live-video" data-fit={fit} role="img" aria-label={label} />;
}

/**
 * Puts the track on top, hidden until it has a picture. What lies below goes then, not before.
 * @param shown told of pictures for as long as it answers that it wants to be: thirty rooms have hundreds a second
 */
function play(
  place: HTMLElement,
  track: MediaStreamTrack,
  { source, shown }: { source: string; shown: (frame: Frame) => boolean },
): () => void {
  const video = document.createElement('video');
  video.muted = true;
  video.autoplay = true;
  video.playsInline = true;
  video.disablePictureInPicture = true;
  video.srcObject = new MediaStream([track]);
  video.dataset['source'] = source;
  video.style.visibility = 'hidden';
  place.append(video);
  let stopped = false;
  const next = () => {
    video.requestVideoFrameCallback((_now, frame) => {
      if (stopped) return;
      if (video.style.visibility === 'hidden') uncover(place, video);
      if (shown({ widthPx: frame.width, heightPx: frame.height })) next();
    });
  };
  next();
  const start = () => {
    // Muted pictures may always play; a refusal means that the element is gone already.
    video.play().catch(() => undefined);
  };
  video.addEventListener('pause', start);
  start();
  return () => {
    stopped = true;
    video.removeEventListener('pause', start);
    if (video.style.visibility === 'hidden') video.remove();
  };
}

function uncover(place: HTMLElement, video: HTMLVideoElement): void {
  video.style.visibility = 'visible';
  for (const other of [...place.querySelectorAll('video')]) {
    if (other === video) continue;
    other.srcObject = null;
    other.remove();
  }
}
