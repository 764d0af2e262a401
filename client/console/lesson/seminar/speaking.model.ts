import type { SeatKey } from '../../../../shared/session/session.events.ts';

/** When each seat was last loud enough to be speech, epoch ms. */
export type Heard = ReadonlyMap<SeatKey, number>;

/** On the scale of `loudness`, 0..1: about −36 dB. A room that hums or a chair that creaks once is below it or short. */
export const SPEECH_LEVEL = 0.4;
/** Between two words of one sentence nobody stops speaking. */
const HOLD_MS = 1_200;

/** @param levels loudness of each voice now */
export function heardNext(before: Heard, levels: ReadonlyMap<SeatKey, number>, nowMs: number): Heard {
  const heard = new Map<SeatKey, number>();
  for (const [seat, level] of levels) {
    const atMs = level >= SPEECH_LEVEL ? nowMs : before.get(seat);
    if (atMs !== undefined) heard.set(seat, atMs);
  }
  return heard;
}

export const speakingAt = (heard: Heard, nowMs: number): readonly SeatKey[] =>
  [...heard].filter(([, atMs]) => nowMs - atMs <= HOLD_MS).map(([seat]) => seat);
