/** Why there is no picture or sound to send. Each has its own way out, so a page says each in its own words. */
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

export type CaptureDevice = { readonly deviceId: string; readonly label: string };
export type CaptureDevices = {
  readonly cameras: readonly CaptureDevice[];
  readonly microphones: readonly CaptureDevice[];
};

/** Devices that are plugged in. Labels are empty until the person has allowed one of them. */
export async function listDevices(): Promise<CaptureDevices> {
  const all = isSecure() ? await navigator.mediaDevices.enumerateDevices() : [];
  const of = (kind: MediaDeviceKind) =>
    all.filter((each) => each.kind === kind).map(({ deviceId, label }) => ({ deviceId, label }));
  return { cameras: of('videoinput'), microphones: of('audioinput') };
}

/** @param heightPx 720 for a lecture room, 180 for a listening room's own picture; the camera's nearest is taken */
export function openCamera(options: {
  readonly deviceId?: string;
  readonly heightPx: number;
  readonly framesPerSecond: number;
}): Promise<Captured> {
  const { deviceId, heightPx, framesPerSecond } = options;
  return first({
    video: {
      ...(deviceId === undefined ? {} : { deviceId: { exact: deviceId } }),
      height: { ideal: heightPx },
      width: { ideal: Math.round((heightPx * 16) / 9) },
      frameRate: { ideal: framesPerSecond },
    },
  });
}

/** A hall's microphone: echo is cancelled, level kept even. */
export function openMicrophone(deviceId?: string): Promise<Captured> {
  return first({
    audio: {
      ...(deviceId === undefined ? {} : { deviceId: { exact: deviceId } }),
      echoCancellation: true,
      noiseSuppression: true,
      autoGainControl: true,
      channelCount: 1,
    },
  });
}

/** Lets the person choose a screen or window to show. `surface` says what was chosen, so that a page can warn of its own mirror. */
export async function openShare(): Promise<Captured & { readonly surface?: string }> {
  const captured = await attempt(() =>
    navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { ideal: 15, max: 15 } }, audio: false }),
  );
  if (captured.state === 'refused') return captured;
  const surface = captured.track.getSettings().displaySurface;
  return surface === undefined ? captured : { ...captured, surface };
}

function isSecure(): boolean {
  return navigator.mediaDevices !== undefined;
}

const first = (wanted: MediaStreamConstraints): Promise<Captured> =>
  attempt(() => navigator.mediaDevices.getUserMedia(wanted));

async function attempt(open: () => Promise<MediaStream>): Promise<Captured> {
  if (!isSecure()) return { state: 'refused', why: 'insecure' };
  try {
    const track = (await open()).getTracks()[0];
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
