import { type RoomAudio, usualAudio } from '../../../shared/room-audio.ts';
import type { SoundWish } from '../../live/capture.ts';
import type { Environment } from '../../live/environment.ts';
import type { LiveClient } from '../../live/live.types.ts';
import { createStore } from '../../live/store.ts';
import type { OpenChain, VoiceChain } from './chain.ts';
import { listened, newRest, type Rest } from './rest.rules.ts';
import { type Holds, isHeld, isTalkKey, keyHeld, nobody, phoneHeld } from './talk.rules.ts';

/** What is said of the room's microphone while it is open: `hold` a key to be heard, `held` now, `rests` until somebody speaks. */
export type VoiceSign = 'none' | 'hold' | 'held' | 'rests';

export type RoomVoiceDeps = {
  readonly environment: Pick<Environment, 'nowMs' | 'every'>;
  readonly live: Pick<LiveClient, 'publish' | 'unpublish' | 'mute' | 'session' | 'on'>;
  /** The room's profile; null before it is known. */
  readonly profile: () => RoomAudio | null;
  readonly openChain: OpenChain;
  /** Opens the microphone once more, as `wish` says now. */
  readonly renew: () => void;
};

const LISTEN_MS = 100;

/** The room's voice from its microphone to the line: as its profile says, while a key is held where it has to be, at rest while nobody speaks. */
export class RoomVoice {
  readonly #deps: RoomVoiceDeps;
  readonly #sign = createStore<VoiceSign>('none');
  #track: MediaStreamTrack | null = null;
  #chain: VoiceChain | null = null;
  #sent: MediaStreamTrack | null = null;
  #takenInAs = '';
  #gainDb = 0;
  #rest: Rest;
  #holds: Holds = nobody;

  constructor(deps: RoomVoiceDeps) {
    this.#deps = deps;
    this.#rest = newRest(deps.environment.nowMs());
    deps.environment.every(LISTEN_MS, () => this.#listen());
    deps.live.on('talk.held', ({ sessionId, on }) => {
      const session = deps.live.session.get();
      if (session.state === 'joined' && session.sessionId === sessionId)
        this.#hold(phoneHeld(this.#holds, on, deps.environment.nowMs()));
    });
  }

  get sign(): { get(): VoiceSign; subscribe(listener: () => void): () => void } {
    return this.#sign;
  }

  /** How the microphone is to be opened now. */
  wish(): SoundWish {
    const session = this.#deps.live.session.get();
    const music = session.state === 'joined' && session.view.lesson.music === true;
    const profile = this.#profile;
    const wish = { profile, music };
    this.#takenInAs = keyOf(wish);
    return wish;
  }

  /** The lesson or the profile has changed. */
  follow(): void {
    if (this.#track === null) return;
    const before = this.#takenInAs;
    if (keyOf(this.wish()) !== before) this.#deps.renew();
    else if (this.#profile.gainDb !== this.#gainDb) void this.#take(this.#track);
    this.#decide();
  }

  /** What the microphone gives from now on; null: it is closed. */
  changed(track: MediaStreamTrack | null): void {
    if (track === null) this.#end();
    else void this.#take(track);
  }

  /** @returns whether the key was for the microphone */
  key(key: string, down: boolean): boolean {
    if (this.#track === null || !this.#profile.pushToTalk || !isTalkKey(key)) return false;
    this.#hold(keyHeld(this.#holds, down, this.#deps.environment.nowMs()));
    return true;
  }

  /** The page is not looked at any more, so that no key will come up. */
  letGo(): void {
    this.#hold(nobody);
  }

  #end(): void {
    this.#track = null;
    this.#sent = null;
    this.#holds = nobody;
    this.#close();
    this.#sign.set('none');
    void this.#deps.live.unpublish('voice');
  }

  get #profile(): RoomAudio {
    return this.#deps.profile() ?? usualAudio;
  }

  async #take(track: MediaStreamTrack): Promise<void> {
    const { gainDb } = this.#profile;
    this.#track = track;
    this.#gainDb = gainDb;
    this.#close();
    // Nobody waits for Web Audio but whose loudness it has to change.
    if (gainDb === 0) this.#send(track);
    const chain = await this.#deps.openChain(track, gainDb);
    if (this.#track !== track || this.#gainDb !== gainDb || this.#chain !== null) {
      chain?.close();
      return;
    }
    this.#chain = chain;
    this.#rest = newRest(this.#deps.environment.nowMs());
    this.#send(chain?.direct ?? track);
  }

  #close(): void {
    this.#chain?.close();
    this.#chain = null;
    this.#rest = newRest(this.#deps.environment.nowMs());
  }

  #send(track: MediaStreamTrack): void {
    if (this.#sent === track) return;
    this.#sent = track;
    const on = this.#mayBeHeard();
    // Before it is on its way: what begins switched off sends nothing.
    track.enabled = on;
    void this.#deps.live.publish('voice', track);
    this.#deps.live.mute('voice', !on);
    this.#decide();
  }

  #mayBeHeard(): boolean {
    return !this.#profile.pushToTalk || isHeld(this.#holds, this.#deps.environment.nowMs());
  }

  #hold(holds: Holds): void {
    this.#holds = holds;
    this.#decide();
  }

  #listen(): void {
    const { pushToTalk } = this.#profile;
    const session = this.#deps.live.session.get();
    const music = session.state === 'joined' && session.view.lesson.music === true;
    const chain = this.#chain;
    if (chain !== null) {
      // A held key says who speaks, and in music a pause is music: neither rests.
      const level = pushToTalk || music ? null : chain.level();
      this.#rest = listened(this.#rest, level, this.#deps.environment.nowMs());
      chain.letLateThrough(this.#rest.state !== 'resting');
      this.#send(this.#rest.state === 'open' ? chain.direct : chain.late);
    }
    this.#decide();
  }

  #decide(): void {
    const sent = this.#sent;
    if (sent === null) return;
    const on = this.#mayBeHeard();
    if (sent.enabled !== on) {
      sent.enabled = on;
      this.#deps.live.mute('voice', !on);
    }
    if (this.#profile.pushToTalk) this.#sign.set(on ? 'held' : 'hold');
    else this.#sign.set(this.#rest.state === 'resting' ? 'rests' : 'none');
  }
}

const keyOf = ({ profile, music }: SoundWish): string =>
  JSON.stringify([profile.echoCancelling, profile.noiseSuppression, profile.autoGain, music]);
