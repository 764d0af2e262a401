import type { Thresholds } from '../../../shared/attendance.ts';

/** Thresholds in the units that people say them in. */
export const thresholdWords = ({ heldRatio, connectedRatio, punctualMs }: Thresholds) => ({
  held: Math.round(heldRatio * 100),
  connected: Math.round(connectedRatio * 100),
  minutes: punctualMs / 60_000,
});
