import type { RecordingCard } from '../../../shared/recording.ts';

/** Whether its row will soon say something else. */
export const isMoving = ({ state, file }: RecordingCard): boolean =>
  state === 'running' || file.state === 'waiting' || file.state === 'composing';

export const minutesOf = (durationMs: number): number => Math.max(1, Math.round(durationMs / 60_000));

/** Never nothing of something. */
export const megabytesOf = (bytes: number): number =>
  bytes === 0 ? 0 : Math.max(1, Math.round(bytes / 1e6));
