import { BEAT_MS } from '../../shared/wire/version.ts';

/** When somebody was heard. */
export type Hearing = {
  readonly atMs: number;
  /** The newest silence that was too long for any line that stood. */
  readonly silence: { readonly fromMs: number; readonly untilMs: number } | null;
};

/** Three beats without an answer. */
export const SILENT_MS = 3 * BEAT_MS;
/** As long as it may take a client to come back over another connection. */
const LEFTOVERS_MS = 5_000;

export const firstHeard = (atMs: number): Hearing => ({ atMs, silence: null });

export const hear = ({ atMs, silence }: Hearing, nowMs: number): Hearing => ({
  atMs: nowMs,
  silence: nowMs - atMs < SILENT_MS ? silence : { fromMs: atMs, untilMs: nowMs },
});

/**
 * When somebody was last heard for certain. What comes right after a long silence may be no more than what the network had kept of a
 * line that was cut: whoever goes now, or sits down again over another connection, was gone since the silence began.
 */
export function lastHeardAtMs({ atMs, silence }: Hearing, nowMs: number): number {
  return silence !== null && nowMs - silence.untilMs < LEFTOVERS_MS ? silence.fromMs : atMs;
}
