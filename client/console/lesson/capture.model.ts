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

/** `ideal` and not `exact`: a remembered device that was unplugged must not keep a teacher from teaching. */
export function constraintsOf(kind: DeviceKind, deviceId: string | null): MediaStreamConstraints {
  const wish = deviceId === null ? {} : { deviceId: { ideal: deviceId } };
  return kind === 'camera'
    ? { video: { ...wish, width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } } }
    : { audio: { ...wish, echoCancellation: true, noiseSuppression: true, autoGainControl: true } };
}

/** A level that the eye reads as loudness, 0..1, of samples from −1 to 1: −60 dB is nothing, 0 dB is full. */
export function loudness(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const decibels = 10 * Math.log10(sum / Math.max(1, samples.length) + 1e-12);
  return Math.min(1, Math.max(0, (decibels + 60) / 60));
}
