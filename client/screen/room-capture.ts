import type { Captured } from '../live/capture.ts';
import { createStore } from '../live/store.ts';
import type { DeviceCheck } from './screen.types.ts';

const RETRY_MS = 15_000;

/**
 * The room's own camera or microphone: tried once while idle, open only while a lesson wants it, opened again when it was pulled out and
 * put back.
 */
export class RoomCapture {
  readonly check = createStore<DeviceCheck>('unknown');
  readonly #openDevice: () => Promise<Captured>;
  readonly #changed: (track: MediaStreamTrack | null) => void;
  #wanted = false;
  #track: MediaStreamTrack | null = null;
  #opening = false;

  /** @param changed told of the track that is to be sent, and of null when it has to go */
  constructor(open: () => Promise<Captured>, changed: (track: MediaStreamTrack | null) => void) {
    this.#openDevice = open;
    this.#changed = changed;
    navigator.mediaDevices?.addEventListener('devicechange', () => void this.#look());
    setInterval(() => void this.#look(), RETRY_MS);
  }

  /** Opens and closes it, so that an idle screen can say whether it works. */
  async try(): Promise<void> {
    if (this.#track !== null || this.#opening) return;
    const captured = await this.#open();
    if (captured.state === 'open' && !this.#wanted) captured.track.stop();
    else if (captured.state === 'open') this.#use(captured.track);
  }

  want(wanted: boolean): void {
    if (this.#wanted === wanted) return;
    this.#wanted = wanted;
    if (wanted) void this.#look();
    else this.#drop();
  }

  /** Opens it once more, as it is to be opened now. What flows goes on until then, and for good where it cannot be opened twice. */
  async renew(): Promise<void> {
    const before = this.#track;
    if (before === null || this.#opening) return;
    this.#opening = true;
    const captured = await this.#openDevice();
    this.#opening = false;
    if (captured.state !== 'open') return;
    if (this.#track === before) {
      this.#use(captured.track);
      before.stop();
    } else captured.track.stop();
  }

  async #look(): Promise<void> {
    if (!this.#wanted) {
      if (this.check.get() !== 'ok') await this.try();
      return;
    }
    if (this.#track !== null || this.#opening) return;
    const captured = await this.#open();
    if (captured.state === 'open') this.#use(captured.track);
  }

  async #open(): Promise<Captured> {
    this.#opening = true;
    const captured = await this.#openDevice();
    this.#opening = false;
    this.check.set(captured.state === 'open' ? 'ok' : captured.why);
    return captured;
  }

  #use(track: MediaStreamTrack): void {
    if (!this.#wanted) {
      track.stop();
      return;
    }
    this.#track = track;
    track.addEventListener('ended', () => {
      if (this.#track !== track) return;
      this.#drop();
      this.check.set('none');
      void this.#look();
    });
    this.#changed(track);
  }

  #drop(): void {
    if (this.#track === null) return;
    this.#track.stop();
    this.#track = null;
    this.#changed(null);
  }
}
