import { type SoundProfile, usualAudio } from '../../../shared/room-audio.ts';
import type { LessonView } from '../../../shared/session/session.view.ts';
import { type SoundWish, soundConstraints, speech } from '../../live/capture.ts';

/** Why a camera or microphone cannot be had; each has its words and what to do. */
export type CaptureTrouble = 'denied' | 'missing' | 'busy' | 'insecure' | 'unknown';

export type DeviceKind = 'camera' | 'microphone';

export type Captured =
  | { readonly state: 'opening' }
  | { readonly state: 'open'; readonly track: MediaStreamTrack }
  | { readonly state: 'failed'; readonly trouble: CaptureTrouble };

/** By the name of what `getUserMedia` threw (Media Capture and Streams §10.2). */
export function troubleOf(errorName: string): CaptureTrouble {
  switch (errorName) {
    case 'NotAllowedError':
    case 'PermissionDeniedError':
      return 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'missing';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    case 'SecurityError':
    case 'TypeError':
      return 'insecure';
    default:
      return 'unknown';
  }
}

/**
 * As the lecture room's register has it 扩声与拾音, whatever the browser would do by itself.
 *
 * In a song lesson the lecturer's own loudspeakers sound only while a room is heard; without them nothing has to be taken out. In a
 * seminar everybody is heard all the time.
 */
export const lecturersSound = (
  { music, stage, mode }: Pick<LessonView, 'music' | 'stage' | 'mode'>,
  profile: SoundProfile = usualAudio,
): SoundWish =>
  music === true
    ? {
        profile: {
          ...profile,
          echoCancelling: profile.echoCancelling && (stage.length > 0 || mode === 'seminar'),
        },
        music,
      }
    : { profile, music: false };

/** `ideal` and not `exact`: a remembered device that was unplugged must not keep a teacher from teaching. */
export function constraintsOf(
  kind: DeviceKind,
  deviceId: string | null,
  sound: SoundWish = speech,
): MediaStreamConstraints {
  const wish = deviceId === null ? {} : { deviceId: { ideal: deviceId } };
  return kind === 'camera'
    ? { video: { ...wish, width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } } }
    : { audio: { ...wish, ...soundConstraints(sound) } };
}

/** A level that the eye reads as loudness, 0..1, of samples from −1 to 1: −60 dB is nothing, 0 dB is full. */
export function loudness(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const decibels = 10 * Math.log10(sum / Math.max(1, samples.length) + 1e-12);
  return Math.min(1, Math.max(0, (decibels + 60) / 60));
}
