import type { EchoFound, PartFound } from '../../../shared/device.ts';
import type { RoomAudio } from '../../../shared/room-audio.ts';
import { type Captured, openBareMicrophone, openCamera, openMicrophone } from '../capture.ts';
import { type Environment, pause } from '../environment.ts';
import { decibelsOf, echoOf, hearsAnything, isHeard } from './self-check.rules.ts';

type MediaDeps = { readonly environment: Environment; readonly signal: AbortSignal };
type Refused = Extract<Captured, { state: 'refused' }>;

const refusedAs = ({ why }: Refused): PartFound => (why === 'none' ? 'none' : 'failed');

const PICTURE_LIMIT_MS = 6_000;
const LOOK_MS = 50;
/** So much of a picture has gone by that it moves. */
const MOVED_S = 0.2;

/** Whether pictures come from the camera, not only whether it opens. */
export async function checkCamera({ environment, signal }: MediaDeps): Promise<PartFound> {
  const captured = await openCamera({ heightPx: 360, framesPerSecond: 20 });
  if (captured.state === 'refused') return refusedAs(captured);
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = new MediaStream([captured.track]);
  // Interrupted when it is taken away below.
  video.play().catch(() => undefined);
  const untilMs = environment.nowMs() + PICTURE_LIMIT_MS;
  const moves = () => video.videoWidth > 0 && video.currentTime >= MOVED_S && !captured.track.muted;
  while (!moves() && environment.nowMs() < untilMs && !signal.aborted) await pause(environment, LOOK_MS);
  const found = moves() ? 'ok' : 'failed';
  video.srcObject = null;
  captured.track.stop();
  return found;
}

export type SoundFound = {
  readonly microphone: PartFound;
  readonly speaker: PartFound;
  readonly toneHeard: boolean | null;
  readonly echo: EchoFound | null;
};

export type SoundWish = {
  /** Plays a tone that the whole room hears. */
  readonly tone: boolean;
  /** The browser has not let sound out since this page was opened. */
  readonly blocked: boolean;
  readonly profile: RoomAudio;
};

const TONE_HZ = 880;
const TONE_MS = 800;
const QUIET_MS = 800;
const STARTS_MS = 1_500;
const LEARNS_MS = 1_000;
const ECHO_MS = 1_200;
const NOTE_MS = 120;
const NOTES = [0.5, 0.6, 0.75, 0.9, 1, 1.2, 1.5];

/** Microphone and speaker together: the one hears whether the other sounds. */
export async function checkSound(deps: MediaDeps, wish: SoundWish): Promise<SoundFound> {
  const captured = await openBareMicrophone();
  const context = new AudioContext();
  try {
    const runs = await untilRunning(deps, context);
    const ear = captured.state === 'open' && runs ? new Ear(deps, context, captured.track) : null;
    const before = ear === null ? null : await ear.listen(QUIET_MS);
    const heard = runs && wish.tone && !deps.signal.aborted ? await playTone(deps, context, ear) : null;
    const microphone =
      captured.state === 'refused' ? refusedAs(captured) : before?.anything === true ? 'ok' : 'failed';
    const canSound = runs && !wish.blocked;
    const speaker = (await lacksOutput()) ? 'none' : canSound ? 'ok' : 'failed';
    const toneHeard = before === null || heard === null ? null : isHeard(before.levels, heard.levels);
    const works = microphone === 'ok' && speaker === 'ok';
    // What even the bare microphone does not hear proves nothing: the speakers may be off just now.
    const tells = works && toneHeard === true && !deps.signal.aborted;
    const echo = tells ? await checkEcho(deps, context, wish.profile) : null;
    return { microphone, speaker, toneHeard: works ? toneHeard : null, echo };
  } finally {
    if (captured.state === 'open') captured.track.stop();
    void context.close();
  }
}

/**
 * How much of what the room's speakers play comes back through its microphone as a lesson takes it in. The tone wanders: one that stands
 * still would be taken for the noise of a fan and suppressed, whether its echo is or not.
 */
async function checkEcho(
  deps: MediaDeps,
  context: AudioContext,
  profile: RoomAudio,
): Promise<EchoFound | null> {
  const captured = await openMicrophone({ profile, music: false });
  if (captured.state === 'refused') return null;
  try {
    const ear = new Ear(deps, context, captured.track);
    const before = await ear.listen(QUIET_MS);
    const melody = wander(context);
    // It takes the browser a moment to learn the room.
    await ear.listen(LEARNS_MS);
    const during = await ear.listen(ECHO_MS);
    melody.stop();
    return deps.signal.aborted ? null : echoOf(before.loudness, during.loudness);
  } finally {
    captured.track.stop();
  }
}

function wander(context: AudioContext): OscillatorNode {
  const volume = new GainNode(context, { gain: 0 });
  const tone = new OscillatorNode(context, { type: 'triangle', frequency: TONE_HZ });
  tone.connect(volume).connect(context.destination);
  const startS = context.currentTime;
  volume.gain.linearRampToValueAtTime(0.3, startS + 0.05);
  const notes = Math.ceil((LEARNS_MS + ECHO_MS) / NOTE_MS) + 1;
  for (let note = 0; note < notes; note += 1) {
    const pitch = NOTES[(note * 5) % NOTES.length] ?? 1;
    tone.frequency.setValueAtTime(TONE_HZ * pitch, startS + (note * NOTE_MS) / 1000);
  }
  tone.start();
  return tone;
}

/** A microphone that is open lets a page sound; where there is none, a press does. */
async function untilRunning({ environment }: MediaDeps, context: AudioContext): Promise<boolean> {
  const untilMs = environment.nowMs() + STARTS_MS;
  const goes = () => context.state === 'running' && context.currentTime > 0;
  while (!goes() && environment.nowMs() < untilMs) await pause(environment, LOOK_MS);
  return goes();
}

type Listened = {
  /** Decibels at the tone's pitch. */
  readonly levels: readonly number[];
  /** dBFS of everything. */
  readonly loudness: readonly number[];
  readonly anything: boolean;
};

/** What a microphone hears, at the tone's pitch and at all. */
class Ear {
  readonly #deps: MediaDeps;
  readonly #analyser: AnalyserNode;
  readonly #bin: number;

  constructor(deps: MediaDeps, context: AudioContext, track: MediaStreamTrack) {
    this.#deps = deps;
    this.#analyser = new AnalyserNode(context, { fftSize: 4096, smoothingTimeConstant: 0 });
    this.#bin = Math.round((TONE_HZ * this.#analyser.fftSize) / context.sampleRate);
    context.createMediaStreamSource(new MediaStream([track])).connect(this.#analyser);
  }

  async listen(forMs: number): Promise<Listened> {
    const { environment, signal } = this.#deps;
    const untilMs = environment.nowMs() + forMs;
    const samples = new Float32Array(this.#analyser.fftSize);
    const pitches = new Float32Array(this.#analyser.frequencyBinCount);
    const levels: number[] = [];
    const loudness: number[] = [];
    let anything = false;
    while (environment.nowMs() < untilMs && !signal.aborted) {
      await pause(environment, LOOK_MS);
      this.#analyser.getFloatTimeDomainData(samples);
      this.#analyser.getFloatFrequencyData(pitches);
      anything ||= hearsAnything(samples);
      const around = pitches.slice(this.#bin - 1, this.#bin + 2);
      levels.push(Math.max(...around));
      loudness.push(decibelsOf(samples));
    }
    return { levels, loudness, anything };
  }
}

async function playTone(deps: MediaDeps, context: AudioContext, ear: Ear | null): Promise<Listened | null> {
  const volume = new GainNode(context, { gain: 0 });
  const tone = new OscillatorNode(context, { frequency: TONE_HZ });
  tone.connect(volume).connect(context.destination);
  // Not at full strength at once: that would crack.
  volume.gain.linearRampToValueAtTime(0.3, context.currentTime + 0.05);
  tone.start();
  const heard = ear === null ? null : await ear.listen(TONE_MS);
  if (ear === null) await pause(deps.environment, TONE_MS);
  tone.stop();
  return heard;
}

/** Browsers that can choose an output know whether there is one; the others are believed to have one. */
async function lacksOutput(): Promise<boolean> {
  if (navigator.mediaDevices === undefined || !('setSinkId' in HTMLMediaElement.prototype)) return false;
  const devices = await navigator.mediaDevices.enumerateDevices();
  return !devices.some(({ kind }) => kind === 'audiooutput');
}
