import type { EchoFound } from '../../../shared/device.ts';

/** Steps of measuring a line, in bytes: a narrow line is known after the first, a wide one needs the last. */
export const LINE_STEPS: readonly number[] = [65_536, 262_144, 1_048_576];
/** A step that took so long is telling enough; the next one would take too long. */
const ENOUGH_MS = 500;

/** Whether the next, larger step is to be taken. */
export const goesOn = (tookMs: number): boolean => tookMs < ENOUGH_MS;

/** Bits per second. The way there and back is not the line's width; what is left is at least a millisecond. */
export const rateBps = (bytes: number, tookMs: number, roundTripMs: number): number =>
  Math.round((bytes * 8_000) / Math.max(1, tookMs - roundTripMs));

/** Any microphone that works hears its own noise: a track of nothing but zeros is a dead one. */
const SILENCE = 1e-5;

/** Whether anything at all comes from a microphone. Samples are −1..1. */
export const hearsAnything = (samples: Iterable<number>): boolean => {
  for (const sample of samples) if (Math.abs(sample) > SILENCE) return true;
  return false;
};

/** So much louder at its pitch than the room was before. */
const HEARD_DB = 12;

/**
 * Whether a tone was heard: in most of the moments it was played, its pitch was clearly louder than at the loudest moment before. Levels
 * are decibels at the tone's pitch.
 */
export function isHeard(before: readonly number[], during: readonly number[]): boolean {
  if (before.length === 0 || during.length === 0) return false;
  const quiet = Math.max(...before);
  return during.filter((level) => level - quiet >= HEARD_DB).length * 2 > during.length;
}

/** Root mean square of samples from −1 to 1 in dBFS, −100 for the faintest and for nothing. */
export function decibelsOf(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return Math.max(-100, 10 * Math.log10(sum / Math.max(1, samples.length) + 1e-12));
}

/** What comes back this much above the room's own noise is heard by everybody else as an echo. */
const ECHO_DB = 10;

/**
 * Whether the others would hear themselves: what the microphone lets through of a sound from the room's own speakers, dBFS by moment,
 * before and while it was played. Null when too little was listened to.
 */
export function echoOf(before: readonly number[], during: readonly number[]): EchoFound | null {
  if (before.length === 0 || during.length === 0) return null;
  return middle(during) - middle(before) > ECHO_DB ? 'echo' : 'good';
}

/** The middle one: a chair that is moved while it is listened says nothing. */
const middle = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const DAY_MS = 86_400_000;
/** After one that came to nothing. */
const AGAIN_MS = 30 * 60_000;

export type Dues = {
  /** When this screen last reported a check; null when not known. */
  readonly checkedAtMs: number | null;
  readonly triedAtMs: number | null;
  /** The screens of a county do not all check themselves in the same minute. */
  readonly notBeforeMs: number;
};

/** Whether a screen that has nothing to do checks itself: once a day. A time to come is a clock that was set back. */
export function isDailyDue({ checkedAtMs, triedAtMs, notBeforeMs }: Dues, nowMs: number): boolean {
  if (nowMs < notBeforeMs || (triedAtMs !== null && nowMs - triedAtMs < AGAIN_MS)) return false;
  return checkedAtMs === null || checkedAtMs > nowMs || nowMs - checkedAtMs >= DAY_MS;
}

/** `12`, `3.5`, `0.4`: megabits per second, as exact as somebody wants to know. */
export const megabits = (bps: number): string => {
  const value = bps / 1e6;
  return value >= 10 ? String(Math.round(value)) : value.toFixed(1);
};
