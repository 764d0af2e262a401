import type { CounterReading } from './page-meter.ts';

/** Numbers that a counter has before it begins again, and how many it counts a second. */
export type CounterPace = { readonly length: number; readonly perSecond: number };

/**
 * Glass-to-glass delays in ms of a camera whose picture carries a counter. The sender's own preview tells when a number was captured
 * (the fake camera's buffering is part of it, since a frame's capture time is taken where the device hands it over); numbers between two
 * readings of the preview are placed by the counter's pace.
 */
export function cameraDelaysMs(
  preview: readonly CounterReading[],
  shown: readonly CounterReading[],
  pace: CounterPace,
): number[] {
  return shown.flatMap((reading) => {
    const nearest = preview.reduce<CounterReading | null>(
      (best, each) =>
        best === null ||
        Math.abs(each.shownAtMs - reading.shownAtMs) < Math.abs(best.shownAtMs - reading.shownAtMs)
          ? each
          : best,
      null,
    );
    if (nearest === null) return [];
    const ahead = wrapped(reading.counter - nearest.counter, pace.length);
    const capturedAtMs = (nearest.capturedAtMs ?? nearest.shownAtMs) + (ahead * 1000) / pace.perSecond;
    return [reading.shownAtMs - capturedAtMs];
  });
}

/** Delays of a picture whose counter is the time itself, in units of `unitMs`. */
export function clockDelaysMs(shown: readonly CounterReading[], length: number, unitMs: number): number[] {
  return shown.map(
    (reading) => wrapped(Math.floor(reading.shownAtMs / unitMs) - reading.counter, length) * unitMs,
  );
}

/** The difference of two counters, between −length/2 and +length/2. */
function wrapped(difference: number, length: number): number {
  const positive = ((difference % length) + length) % length;
  return positive > length / 2 ? positive - length : positive;
}
