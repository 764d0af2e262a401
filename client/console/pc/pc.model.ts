import type { DeviceCheckRecord, OwnPc } from '../../../shared/device.ts';
import type { RoomId } from '../../../shared/kernel/ids.ts';
import type { LessonCard } from '../../../shared/lesson.ts';
import type { SeatPart } from '../../../shared/session/session.events.ts';

/** A pre-flight that is opened again so soon finds what the last one found. */
const FRESH_MS = 10 * 60_000;

/** Whether a pre-flight checks this PC: not again right after a check that found everything well. */
export const isCheckDue = (last: DeviceCheckRecord | null, nowMs: number): boolean =>
  last?.passed !== true || nowMs - last.atMs >= FRESH_MS || last.atMs > nowMs;

type Asker = { readonly part: SeatPart; readonly mayClaim: boolean; readonly declined: boolean };

/** What a pre-flight has to say of the computer that it is opened on. */
export type PcStanding =
  | { readonly state: 'nothing' }
  /** One line, for whoever said no and meant yes. */
  | { readonly state: 'offer' }
  | { readonly state: 'ask' }
  | { readonly state: 'known'; readonly pc: Extract<OwnPc, { state: 'known' }>; readonly here: boolean };

/** Members and observers sit anywhere; the lesson's room is asked for where its lecturer stands. */
export function standingOf(pc: OwnPc | undefined, roomId: RoomId | null, asker: Asker): PcStanding {
  if (pc === undefined) return { state: 'nothing' };
  if (pc.state === 'known') return { state: 'known', pc, here: roomId === null || pc.room.roomId === roomId };
  const leads = asker.part === 'lecturer' || asker.part === 'assistant';
  if (!leads || !asker.mayClaim) return { state: 'nothing' };
  return { state: asker.declined ? 'offer' : 'ask' };
}

/** Under which name a browser remembers that it is not the PC of this lesson's room. */
export const declinedKey = ({
  lectureRoom,
  leadingSchool,
}: Pick<LessonCard, 'lectureRoom' | 'leadingSchool'>) =>
  `console.notPc.${lectureRoom?.roomId ?? leadingSchool.schoolId}`;
