/** So long without a voice, and a called room's microphone rests. */
export const REST_AFTER_MS = 60_000;
/** After a voice has ended the way without delay is taken again: nobody speaks in the gap that this makes. */
const SETTLE_MS = 2_000;
/**
 * How much later a resting microphone sends what it hears. It opens at the first tenth of a second that is louder than the room, so that
 * what is sent begins well before that: even a quiet child's first word is whole.
 */
export const LATE_MS = 300;
/** A voice is this much louder than the room is without one. A whisper is; a class that murmurs never lets the microphone rest. */
const VOICE_DB = 6;
/** The room without a voice: at once as quiet as its quietest moment, slowly as loud as it has become. */
const RISE_DB_PER_S = 0.5;

/** `waking`: the microphone is open again, still by the later way. */
export type RestState = 'open' | 'resting' | 'waking';
export type Rest = {
  readonly state: RestState;
  /** The room without a voice, in dBFS; null before it was heard. */
  readonly floorDb: number | null;
  readonly voiceAtMs: number;
  readonly atMs: number;
};

export const newRest = (nowMs: number): Rest => ({
  state: 'open',
  floorDb: null,
  voiceAtMs: nowMs,
  atMs: nowMs,
});

/**
 * What becomes of a called room's microphone.
 * @param levelDb dBFS of the moment; null when nothing can be told of it, as of a microphone that gives nothing but zeros or is not
 *   listened to: then it is open, because whoever cannot hear cannot say that nobody speaks
 */
export function listened(rest: Rest, levelDb: number | null, nowMs: number): Rest {
  if (levelDb === null) return newRest(nowMs);
  const risen = (rest.floorDb ?? levelDb) + (RISE_DB_PER_S * Math.max(0, nowMs - rest.atMs)) / 1000;
  const floorDb = Math.min(levelDb, risen);
  const voiceAtMs = levelDb - floorDb >= VOICE_DB ? nowMs : rest.voiceAtMs;
  return { state: nextState(rest.state, nowMs - voiceAtMs), floorDb, voiceAtMs, atMs: nowMs };
}

function nextState(state: RestState, quietMs: number): RestState {
  switch (state) {
    case 'open':
      return quietMs >= REST_AFTER_MS ? 'resting' : 'open';
    case 'resting':
      return quietMs === 0 ? 'waking' : 'resting';
    case 'waking':
      return quietMs >= SETTLE_MS ? 'open' : 'waking';
  }
}

/** Root mean square of samples from −1 to 1, in dBFS; null for digital silence, which no room is. */
export function levelOf(samples: Float32Array): number | null {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return sum === 0 ? null : 10 * Math.log10(sum / samples.length);
}
