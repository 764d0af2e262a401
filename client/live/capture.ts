/** Why there is no picture to send. Each has its own way out, so a page says each in its own words. */
export type CaptureRefusal =
  /** No such device is plugged in. */
  | 'none'
  /** The person, the browser or a policy said no. */
  | 'denied'
  /** Another program holds it, or the driver failed. */
  | 'busy'
  /** Browsers give cameras to https and localhost only. */
  | 'insecure';

export type Captured =
  | { readonly state: 'open'; readonly track: MediaStreamTrack }
  | { readonly state: 'refused'; readonly why: CaptureRefusal };

/** @param heightPx 720 for a lecture room, 180 for a listening room's own picture; the camera gives its nearest */
export async function openCamera(options: {
  readonly heightPx: number;
  readonly framesPerSecond: number;
}): Promise<Captured> {
  if (navigator.mediaDevices === undefined) return { state: 'refused', why: 'insecure' };
  const { heightPx, framesPerSecond } = options;
  const video = {
    height: { ideal: heightPx },
    width: { ideal: Math.round((heightPx * 16) / 9) },
    frameRate: { ideal: framesPerSecond },
  };
  try {
    const track = (await navigator.mediaDevices.getUserMedia({ video })).getVideoTracks()[0];
    return track === undefined ? { state: 'refused', why: 'none' } : { state: 'open', track };
  } catch (cause) {
    return { state: 'refused', why: whyRefused(cause) };
  }
}

/** Names as the Media Capture specification gives them. */
export function whyRefused(cause: unknown): CaptureRefusal {
  const name = cause instanceof Error ? cause.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'none';
  return 'busy';
}
