import { createStore, type StoreApi } from 'zustand';
import { type SoundWish, soundConstraints, speech } from '../../live/capture.ts';
import { type Captured, constraintsOf, type DeviceKind, troubleOf } from './capture.model.ts';

export type Device = { readonly id: string; readonly label: string };

export type CaptureState = {
  readonly camera: Captured;
  readonly microphone: Captured;
  readonly devices: Readonly<Record<DeviceKind, readonly Device[]>>;
};

export interface Capture {
  readonly store: StoreApi<CaptureState>;
  start(): void;
  /** Another device, or the same once more. */
  choose(kind: DeviceKind, deviceId: string | null): void;
  /** How the microphone is taken in from now on. What flows goes on until the new sound is there. */
  sound(wish: SoundWish): void;
  stop(): void;
}

/** Where a choice is kept from lesson to lesson. */
export type Memory = Pick<Storage, 'getItem' | 'setItem'>;
type Source = Pick<
  MediaDevices,
  'getUserMedia' | 'enumerateDevices' | 'addEventListener' | 'removeEventListener'
>;

const memoryKey = (kind: DeviceKind) => `console.${kind}`;
const browserKind = { camera: 'videoinput', microphone: 'audioinput' } as const;

/**
 * The lecturer's own camera and microphone. Each is opened and fails by itself, so that a lesson can go on with voice alone.
 * @param source undefined where the page was opened in a way that browsers give no devices to (no HTTPS)
 */
export function createCapture(source: Source | undefined, memory: Memory): Capture {
  const opening = { state: 'opening' } as const;
  const store = createStore<CaptureState>(() => ({
    camera: opening,
    microphone: opening,
    devices: { camera: [], microphone: [] },
  }));
  /** Grows with every opening and with `stop`, so that an answer that comes late is thrown away. */
  const turn: Record<DeviceKind, number> = { camera: 0, microphone: 0 };
  let sound = speech;
  let started = false;

  const listDevices = async () => {
    if (source === undefined) return;
    const all = await source.enumerateDevices();
    const ofKind = (kind: DeviceKind) =>
      all
        .filter((each) => each.kind === browserKind[kind] && each.deviceId !== '')
        .map((each) => ({ id: each.deviceId, label: each.label }));
    store.setState({ devices: { camera: ofKind('camera'), microphone: ofKind('microphone') } });
  };

  const release = (kind: DeviceKind) => {
    const held = store.getState()[kind];
    if (held.state === 'open') held.track.stop();
  };

  const open = async (kind: DeviceKind, how: 'anew' | 'without a break' = 'anew') => {
    turn[kind] += 1;
    const mine = turn[kind];
    const before = store.getState()[kind];
    if (how === 'anew') {
      release(kind);
      store.setState({ [kind]: opening });
    }
    const wish = constraintsOf(kind, memory.getItem(memoryKey(kind)), sound);
    const captured = await openOne(source, wish);
    if (turn[kind] !== mine) {
      if (captured.state === 'open') captured.track.stop();
      return;
    }
    // A device that cannot be opened twice goes on as it was.
    if (how === 'without a break' && captured.state !== 'open') return;
    if (captured.state === 'open')
      captured.track.addEventListener('ended', () => {
        if (store.getState()[kind] === captured)
          store.setState({ [kind]: { state: 'failed', trouble: 'missing' } });
      });
    store.setState({ [kind]: captured });
    if (how === 'without a break' && before.state === 'open') before.track.stop();
    await listDevices();
  };

  /** What was unplugged and comes back is taken again without a click. */
  const onDevicesChanged = () => {
    void listDevices();
    for (const kind of ['camera', 'microphone'] as const) {
      const held = store.getState()[kind];
      if (held.state === 'failed' && held.trouble !== 'denied') void open(kind);
    }
  };

  return {
    store,
    start() {
      started = true;
      source?.addEventListener('devicechange', onDevicesChanged);
      // One after the other, so that the browser asks two questions and not over each other.
      void open('microphone').then(() => open('camera'));
    },
    choose(kind, deviceId) {
      if (deviceId !== null) memory.setItem(memoryKey(kind), deviceId);
      void open(kind);
    },
    sound(wish) {
      if (JSON.stringify(soundConstraints(wish)) === JSON.stringify(soundConstraints(sound))) return;
      sound = wish;
      const held = store.getState().microphone;
      if (started && held.state !== 'failed')
        void open('microphone', held.state === 'open' ? 'without a break' : 'anew');
    },
    stop() {
      started = false;
      source?.removeEventListener('devicechange', onDevicesChanged);
      for (const kind of ['camera', 'microphone'] as const) {
        turn[kind] += 1;
        release(kind);
      }
      store.setState({ camera: opening, microphone: opening });
    },
  };
}

async function openOne(source: Source | undefined, wish: MediaStreamConstraints): Promise<Captured> {
  if (source === undefined) return { state: 'failed', trouble: 'insecure' };
  try {
    const stream = await source.getUserMedia(wish);
    const [track] = stream.getTracks();
    return track === undefined ? { state: 'failed', trouble: 'missing' } : { state: 'open', track };
  } catch (cause) {
    return { state: 'failed', trouble: troubleOf(cause instanceof Error ? cause.name : '') };
  }
}
