import type { StreamSource } from '../media.ts';
import type { SeatPart } from './session.events.ts';

/** What somebody is in a lesson, as far as their right to send depends on it. Kind and mode of the lesson join it with the stage. */
export type Standing = { readonly part: SeatPart };

const sends: Readonly<Record<SeatPart, readonly StreamSource[]>> = {
  lecturer: ['camera', 'content', 'voice'],
  // A room is seen by consoles; its microphone stays closed until it is called on.
  room: ['camera'],
  assistant: [],
  member: [],
  observer: [],
};

/** The sources that somebody may send. Asked by the server where packets flow; shown to clients so that they do not try. */
export function maySend(standing: Standing): readonly StreamSource[] {
  return sends[standing.part];
}
