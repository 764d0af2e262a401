import type { DeviceCheck } from '../../../shared/device.ts';
import { type RoomAudio, usualAudio } from '../../../shared/room-audio.ts';
import type { Environment } from '../environment.ts';
import { measureLine } from './self-check.line.ts';
import { checkCamera, checkSound } from './self-check.media.ts';

export type CheckPart = 'camera' | 'sound' | 'line';

export type CheckRun = (wish: {
  /** Plays a tone in the room. */
  readonly tone: boolean;
  readonly blocked: boolean;
  readonly signal: AbortSignal;
  readonly at: (part: CheckPart) => void;
}) => Promise<DeviceCheck | null>;

/**
 * One check of everything in this room, on the browser's own technology. Null when it was broken off.
 * @param profile how the room's microphone is taken in
 */
export const runCheck =
  (environment: Environment, profile: RoomAudio = usualAudio): CheckRun =>
  async ({ tone, blocked, signal, at }): Promise<DeviceCheck | null> => {
    const deps = { environment, signal };
    at('camera');
    const camera = await checkCamera(deps);
    if (signal.aborted) return null;
    at('sound');
    const sound = await checkSound(deps, { tone, blocked, profile });
    if (signal.aborted) return null;
    at('line');
    const line = await measureLine(deps);
    return signal.aborted ? null : { camera, ...sound, ...line };
  };
