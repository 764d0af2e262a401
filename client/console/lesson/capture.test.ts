import { describe, expect, it, vi } from 'vitest';
import { speech } from '../../live/capture.ts';
import { lecturersSound } from './capture.model.ts';
import { createCapture } from './capture.ts';

/** A microphone or camera without a browser: remembers that it was stopped, and can be unplugged. */
class FakeTrack extends EventTarget {
  stopped = false;
  stop() {
    this.stopped = true;
  }
}

class FakeDevices extends EventTarget {
  /** What the next opening of a kind throws, by name; nothing means it opens. */
  readonly failing = new Map<'audio' | 'video', string>();
  readonly opened: { kind: 'audio' | 'video'; track: FakeTrack; wish: unknown }[] = [];
  async getUserMedia(constraints?: MediaStreamConstraints): Promise<MediaStream> {
    const kind = constraints?.video === undefined ? 'audio' : 'video';
    const failure = this.failing.get(kind);
    if (failure !== undefined) throw new DOMException('no', failure);
    const track = new FakeTrack();
    this.opened.push({ kind, track, wish: constraints?.[kind] });
    return { getTracks: () => [track] } as unknown as MediaStream;
  }
  async enumerateDevices(): Promise<MediaDeviceInfo[]> {
    return ['videoinput', 'audioinput', 'audiooutput'].map(
      (kind) => ({ kind, deviceId: kind, label: kind }) as MediaDeviceInfo,
    );
  }
}

function memoryOf(): Pick<Storage, 'getItem' | 'setItem'> {
  const kept = new Map<string, string>();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
}

const started = (devices: FakeDevices | undefined) => {
  const capture = createCapture(devices, memoryOf());
  capture.start();
  return capture;
};

describe('createCapture', () => {
  it('says that this address gets no devices', async () => {
    const { store } = started(undefined);
    await vi.waitFor(() => expect(store.getState().camera).toEqual({ state: 'failed', trouble: 'insecure' }));
  });
  it('opens the microphone though the camera is refused', async () => {
    const devices = new FakeDevices();
    devices.failing.set('video', 'NotReadableError');
    const { store } = started(devices);
    await vi.waitFor(() => expect(store.getState().camera).toEqual({ state: 'failed', trouble: 'busy' }));
    expect(store.getState().microphone.state).toBe('open');
    expect(store.getState().devices.microphone).toEqual([{ id: 'audioinput', label: 'audioinput' }]);
  });
  it('takes a camera again that was unplugged and comes back, but asks nobody twice who refused', async () => {
    const devices = new FakeDevices();
    const { store } = started(devices);
    await vi.waitFor(() => expect(store.getState().camera.state).toBe('open'));
    devices.opened.find(({ kind }) => kind === 'video')?.track.dispatchEvent(new Event('ended'));
    expect(store.getState().camera).toEqual({ state: 'failed', trouble: 'missing' });
    devices.dispatchEvent(new Event('devicechange'));
    await vi.waitFor(() => expect(store.getState().camera.state).toBe('open'));

    const refusing = new FakeDevices();
    refusing.failing.set('video', 'NotAllowedError');
    const refused = started(refusing);
    await vi.waitFor(() => expect(refused.store.getState().camera.state).toBe('failed'));
    refusing.failing.clear();
    refusing.dispatchEvent(new Event('devicechange'));
    expect(refused.store.getState().camera).toEqual({ state: 'failed', trouble: 'denied' });
  });
  it('takes music in without a break, and goes on as it was where a device opens only once', async () => {
    const devices = new FakeDevices();
    const capture = started(devices);
    const music = lecturersSound({ music: true, stage: [], mode: 'interactive' });
    const microphone = () => capture.store.getState().microphone;
    await vi.waitFor(() => expect(capture.store.getState().camera.state).toBe('open'));
    const before = microphone();
    devices.failing.set('audio', 'NotReadableError');
    capture.sound(music);
    await Promise.resolve();
    expect(microphone()).toBe(before);
    capture.sound(speech);
    devices.failing.clear();
    capture.sound(music);
    capture.sound(music);
    await vi.waitFor(() => expect(microphone()).not.toBe(before));
    expect(before).toMatchObject({ state: 'open', track: { stopped: true } });
    expect(microphone()).toMatchObject({ state: 'open', track: { stopped: false } });
    expect(devices.opened.at(-1)?.wish).toEqual({
      ...{ echoCancellation: false, noiseSuppression: false, autoGainControl: false },
      channelCount: { ideal: 2 },
    });
    devices.opened.at(-1)?.track.dispatchEvent(new Event('ended'));
    expect(microphone()).toEqual({ state: 'failed', trouble: 'missing' });
  });
  it('opens nothing before it is to, whatever the lesson sounds like', () => {
    const devices = new FakeDevices();
    const capture = createCapture(devices, memoryOf());
    capture.sound(lecturersSound({ music: true, stage: [], mode: 'interactive' }));
    expect(devices.opened).toEqual([]);
  });
  it('lets go of every device, also of one that opens after the stop', async () => {
    const devices = new FakeDevices();
    const capture = started(devices);
    await vi.waitFor(() => expect(capture.store.getState().camera.state).toBe('open'));
    capture.choose('camera', 'another');
    capture.stop();
    await vi.waitFor(() => expect(devices.opened).toHaveLength(3));
    await vi.waitFor(() => expect(devices.opened.every(({ track }) => track.stopped)).toBe(true));
  });
});
