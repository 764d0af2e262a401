import { coverOf } from './painted.rules.ts';

/** As many pictures a second as a listening room sends while it is not called. */
const PER_SECOND = 15;

type Painted = {
  readonly place: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
  /** What stands on the canvas, so that nothing is painted twice. */
  video: HTMLVideoElement | null;
  frameCount: number;
};

const painted = new Set<Painted>();
let timer = 0;

/**
 * Paints what plays in a place onto a canvas in it, all such places in one go. Thirty videos that change each at its own moment make a
 * browser put the whole page together sixty times a second; painted together they do so fifteen times, and the page has its frames.
 * @returns the function that ends it
 */
export function paintTogether(place: HTMLElement, canvas: HTMLCanvasElement): () => void {
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) return () => undefined;
  const one: Painted = { place, canvas, context, video: null, frameCount: 0 };
  const observer = new ResizeObserver(() => {
    canvas.width = Math.round(place.clientWidth * devicePixelRatio);
    canvas.height = Math.round(place.clientHeight * devicePixelRatio);
    one.video = null;
    paint(one);
  });
  observer.observe(place);
  painted.add(one);
  if (painted.size === 1) timer = window.setInterval(paintAll, 1000 / PER_SECOND);
  return () => {
    observer.disconnect();
    painted.delete(one);
    if (painted.size === 0) window.clearInterval(timer);
  };
}

function paintAll(): void {
  for (const each of painted) paint(each);
}

function paint(one: Painted): void {
  // What has no picture yet is hidden above what had one before.
  const video = [...one.place.querySelectorAll('video')].findLast(
    ({ style }) => style.visibility !== 'hidden',
  );
  if (video === undefined || video.videoWidth === 0 || one.canvas.width === 0) return;
  const frameCount = video.getVideoPlaybackQuality().totalVideoFrames;
  if (video === one.video && frameCount === one.frameCount) return;
  one.video = video;
  one.frameCount = frameCount;
  const { width, height } = one.canvas;
  const cut = coverOf({ width: video.videoWidth, height: video.videoHeight }, { width, height });
  one.context.drawImage(video, cut.left, cut.top, cut.width, cut.height, 0, 0, width, height);
}
