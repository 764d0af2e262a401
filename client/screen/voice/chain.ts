import { LATE_MS, levelOf } from './rest.rules.ts';

/** A microphone's sound on its way out. */
export interface VoiceChain {
  /** As loud as the room's profile wishes; the microphone itself where nothing is to be changed. */
  readonly direct: MediaStreamTrack;
  /** The same a moment later, so that what was heard just before it was let through is heard too. */
  readonly late: MediaStreamTrack;
  /** dBFS of the last moment; null when nothing can be told. */
  level(): number | null;
  letLateThrough(open: boolean): void;
  close(): void;
}

/** Null where this page may not sound yet: its audio stands still, so that nothing would come through. */
export type OpenChain = (track: MediaStreamTrack, gainDb: number) => Promise<VoiceChain | null>;

const STARTS_MS = 1_500;

/** Sound is sent through Web Audio only where its loudness is changed or while a microphone rests: an old PC is spared the way. */
export const openChain: OpenChain = async (track, gainDb) => {
  const context = new AudioContext({ latencyHint: 'interactive' });
  const started = await Promise.race([
    context.resume().then(() => true),
    new Promise<boolean>((resolve) => setTimeout(() => resolve(false), STARTS_MS)),
  ]);
  if (!started || context.state !== 'running') {
    void context.close();
    return null;
  }
  const source = context.createMediaStreamSource(new MediaStream([track]));
  const loudness = new GainNode(context, { gain: 10 ** (gainDb / 20) });
  const analyser = new AnalyserNode(context, { fftSize: 4096 });
  const delay = new DelayNode(context, { delayTime: LATE_MS / 1000, maxDelayTime: 1 });
  const gate = new GainNode(context, { gain: 0 });
  const directOut = context.createMediaStreamDestination();
  const lateOut = context.createMediaStreamDestination();
  source.connect(loudness).connect(analyser);
  loudness.connect(delay).connect(gate).connect(lateOut);
  if (gainDb !== 0) loudness.connect(directOut);
  const samples = new Float32Array(analyser.fftSize);
  const outOf = ({ stream }: MediaStreamAudioDestinationNode) => stream.getAudioTracks()[0] ?? track;
  return {
    direct: gainDb === 0 ? track : outOf(directOut),
    late: outOf(lateOut),
    level() {
      if (context.state !== 'running' || track.muted) return null;
      analyser.getFloatTimeDomainData(samples);
      return levelOf(samples);
    },
    letLateThrough: (open) => gate.gain.setTargetAtTime(open ? 1 : 0, context.currentTime, 0.005),
    close: () => void context.close(),
  };
};
