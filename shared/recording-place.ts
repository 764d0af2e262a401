import type { OwnProgress } from './recording.ts';

/** Nobody wants to go on from the first seconds, or see the last ones again. */
export const EDGE_MS = 15_000;

/** Where somebody who was at a place of a recording goes on, in ms; null where they begin at the start. */
export const placeToGoOn = (positionMs: number, durationMs: number): number | null =>
  positionMs > EDGE_MS && positionMs < durationMs - EDGE_MS ? positionMs : null;

/** The same of whoever is signed in, from what the server knows of them. */
export const ownPlaceToGoOn = (progress: OwnProgress | null, durationMs: number): number | null =>
  progress === null || progress.finished ? null : placeToGoOn(progress.positionMs, durationMs);
