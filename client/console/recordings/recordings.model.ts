import type { RecordingId } from '../../../shared/kernel/ids.ts';
import type { RecordingCard } from '../../../shared/recording.ts';

/** Whether its row will soon say something else. */
export const isMoving = ({ state, file }: RecordingCard): boolean =>
  state === 'running' || file.state === 'waiting' || file.state === 'composing';

export const minutesOf = (durationMs: number): number => Math.max(1, Math.round(durationMs / 60_000));

/** Never nothing of something. */
export const megabytesOf = (bytes: number): number =>
  bytes === 0 ? 0 : Math.max(1, Math.round(bytes / 1e6));

type Seen = Pick<RecordingCard, 'progress' | 'durationMs'>;

export function seenPercent({ progress, durationMs }: Seen): number {
  if (progress?.finished === true) return 100;
  return Math.min(99, Math.floor((100 * (progress?.positionMs ?? 0)) / Math.max(1, durationMs)));
}

export type KeepValues = {
  readonly way: 'day' | 'good';
  readonly keptUntil?: string;
  readonly reason?: string;
};

/** May be wrong still: the route's own schema decides. */
export const keepBody = (recordingId: RecordingId, { way, keptUntil = '', reason = '' }: KeepValues) => ({
  recordingId,
  keptUntil: way === 'good' ? null : keptUntil,
  reason: reason.trim(),
});
