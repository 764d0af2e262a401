import { type SoundProfile, usualAudio } from '../../shared/room-audio.ts';

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

/** How sound is taken in: a room's own profile 扩声与拾音, and whether it is music. */
export type SoundWish = {
  readonly profile: SoundProfile;
  readonly music: boolean;
};

export const speech: SoundWish = { profile: usualAudio, music: false };

/**
 * For speech the echo of the room's own loudspeakers is taken out, and the level is evened out between who stands one metre away and
 * who stands eight. In music both would be heard as holes and pumping; only the echo is still taken out where loudspeakers play.
 */
export const soundConstraints = ({ profile, music }: SoundWish): MediaTrackConstraints => ({
  echoCancellation: profile.echoCancelling,
  noiseSuppression: profile.noiseSuppression && !music,
  autoGainControl: profile.autoGain && !music,
  channelCount: { ideal: music ? 2 : 1 },
});

/** @param wish speech in a room about which nobody has said anything, unless told */
export const openMicrophone = (wish: SoundWish = speech): Promise<Captured> =>
  capture({ audio: soundConstraints(wish) });

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
