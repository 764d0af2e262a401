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
  const { heightPx, framesPerSecond } = options;
  const video = {
    height: { ideal: heightPx },
    width: { ideal: Math.round((heightPx * 16) / 9) },
    frameRate: { ideal: framesPerSecond },
  };
  return capture({ video });
}

/**
 * A classroom's microphone, for speech: the loudspeakers of the same room play the lecture, so its echo is taken out; whoever speaks
 * stands one metre away or eight, so the level is evened out.
 */
export const openMicrophone = (): Promise<Captured> =>
  capture({
    audio: {
      echoCancellation: true,
      noiseSuppression: true,
      autoGainControl: true,
      channelCount: { ideal: 1 },
    },
  });

/** The microphone as it is, for a check: what makes speech clear makes a silent room out of one that hums. */
export const openBareMicrophone = (): Promise<Captured> =>
  capture({ audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } });

/** @param wish one kind of track */
async function capture(wish: MediaStreamConstraints): Promise<Captured> {
  if (navigator.mediaDevices === undefined) return { state: 'refused', why: 'insecure' };
  try {
    const track = (await navigator.mediaDevices.getUserMedia(wish)).getTracks()[0];
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
