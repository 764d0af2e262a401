import type { ErrorCode } from '../../../shared/kernel/errors.ts';
import type { RoomId, SessionId } from '../../../shared/kernel/ids.ts';
import type { Result } from '../../../shared/kernel/result.ts';
import { seatOfPhone } from '../../../shared/session/session.events.ts';
import type { LineVoiceView } from '../../../shared/session/session.line-voice.ts';
import type { SessionView } from '../../../shared/session/session.view.ts';
import type { Captured, CaptureRefusal } from '../../live/capture.ts';
import type { HelperClient } from '../../live/helper-client.ts';
import type { LineMedia, openLineMedia } from '../../live/line-media.ts';
import { createStore } from '../../live/store.ts';

/** Why there is no voice, each with its words. `lost`: it broke off; `notTaken`: the other side did not answer. */
export type VoiceTrouble = CaptureRefusal | 'notTaken' | 'lost' | { readonly code: ErrorCode };
export type PhoneVoiceFacts = {
  readonly trouble: VoiceTrouble | null;
  /** The other end, once it is heard. */
  readonly heard: MediaStreamTrack | null;
  /** The browser is being asked for the microphone, or the server for the call. */
  readonly busy: boolean;
};

export type PhoneVoiceDeps = {
  readonly client: HelperClient;
  readonly sessionId: SessionId;
  readonly roomId: RoomId;
  readonly openMicrophone: () => Promise<Captured>;
  /** Fetches what carries sound: a phone that never speaks never loads it. */
  readonly loadMedia: () => Promise<typeof openLineMedia>;
};

/** 私线语音 at a phone: the microphone is open from the call or answer to the end of it, and never else. */
export class PhoneVoice {
  readonly #deps: PhoneVoiceDeps;
  readonly #facts = createStore<PhoneVoiceFacts>({ trouble: null, heard: null, busy: false });
  readonly #stop: () => void;
  #track: MediaStreamTrack | null = null;
  #media: LineMedia | null = null;
  #turn = 0;
  #before: LineVoiceView | null = null;
  /** The end was this phone's own wish. */
  #endedHere = false;

  constructor(deps: PhoneVoiceDeps) {
    this.#deps = deps;
    this.#stop = deps.client.seat.subscribe(() => this.#follow());
  }

  get facts() {
    return this.#facts;
  }

  ask(): Promise<void> {
    return this.#speak('lineVoice.ask');
  }

  answer(): Promise<void> {
    return this.#speak('lineVoice.answer');
  }

  /** Ends it, takes the call back, or declines one. */
  end(): void {
    this.#endedHere = true;
    const { client, sessionId, roomId } = this.#deps;
    void client.request('lineVoice.end', { sessionId, roomId });
    this.#silence();
  }

  /** Why there was none has been read. */
  seen(): void {
    this.#change({ trouble: null });
  }

  close(): void {
    this.#stop();
    this.#silence();
  }

  async #speak(name: 'lineVoice.ask' | 'lineVoice.answer'): Promise<void> {
    if (this.#facts.get().busy) return;
    this.#change({ trouble: null, busy: true });
    this.#endedHere = false;
    const { client, sessionId, roomId, openMicrophone } = this.#deps;
    const captured = await openMicrophone();
    if (captured.state === 'refused') return this.#change({ trouble: captured.why, busy: false });
    this.#track?.stop();
    this.#track = captured.track;
    const answer: Result<unknown> = await client.request(name, { sessionId, roomId });
    if (!answer.ok) this.#silence({ trouble: { code: answer.error.code } });
    this.#change({ busy: false });
    this.#follow();
  }

  #follow(): void {
    const seat = this.#deps.client.seat.get();
    const view = seat.state === 'joined' && seat.current ? seat.view : null;
    const voice = view?.lesson.lineVoice ?? null;
    const before = this.#before;
    this.#before = voice;
    if (view !== null && voice?.state === 'open' && voice.own) {
      if (this.#media !== null) this.#media.setView(view);
      else if (before?.state !== 'open') void this.#open(view);
    } else if (before?.own === true && voice?.own !== true) {
      const trouble = this.#endedHere ? null : before.state === 'asked' ? 'notTaken' : null;
      this.#silence({ trouble: view === null ? 'lost' : trouble });
    }
  }

  async #open(view: SessionView): Promise<void> {
    const track = this.#track;
    // Answered by a page that was loaded anew meanwhile: there is no microphone, so there is no call.
    if (track === null) return this.end();
    this.#turn += 1;
    const turn = this.#turn;
    const { client, sessionId, roomId, loadMedia } = this.#deps;
    const openMedia = await loadMedia();
    const now = client.seat.get();
    if (turn !== this.#turn || this.#track !== track) return;
    const media = openMedia({
      client,
      sessionId,
      seat: seatOfPhone(roomId),
      view: now.state === 'joined' ? now.view : view,
      track,
    });
    this.#media = media;
    media.streams.subscribe(() => {
      if (this.#media !== media) return;
      const heard = media.streams.get().find((each) => each.source === 'line' && !each.own)?.track ?? null;
      if (heard !== this.#facts.get().heard) this.#change({ heard });
    });
  }

  /** The microphone is closed and nothing is sent, at once. */
  #silence(change: Partial<PhoneVoiceFacts> = {}): void {
    this.#turn += 1;
    this.#media?.close();
    this.#media = null;
    this.#track?.stop();
    this.#track = null;
    this.#change({ heard: null, ...change });
  }

  #change(change: Partial<PhoneVoiceFacts>): void {
    this.#facts.set({ ...this.#facts.get(), ...change });
  }
}
