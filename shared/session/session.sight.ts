import { isCompatibleCodec, kindOf } from '../media.ts';
import type { SeatKey } from './session.events.ts';
import { isOnStage, lessonOf } from './session.policy.ts';
import type { Connection, Seat, SessionState, Stream } from './session.state.ts';

/** Who sees more than one room's own things. */
export type Onlooker = 'lectern' | 'console' | 'observer' | 'member' | 'watch';

/**
 * Whose seats and streams somebody sees. Everybody sees who is on stage; consoles and members see all who take part, observers too see
 * one another, and would see it should one of them ever send anything. Viewers are counted, not seen.
 */
export function sees(state: SessionState, whom: Pick<Seat, 'seat' | 'part'>, onlooker: Onlooker): boolean {
  switch (whom.part) {
    case 'lecturer':
      return true;
    case 'observer':
      return onlooker === 'observer';
    // What equipment sends is seen as the lecturer's, the equipment itself by nobody.
    case 'host':
    case 'viewer':
      return false;
    case 'phone':
      return onlooker !== 'watch' && onlooker !== 'member';
    case 'assistant':
    case 'room':
    case 'member':
      return onlooker !== 'watch' || isOnStage(lessonOf(state), whom);
  }
}

/**
 * A room's picture is also seen by those on whose wall it stands: spotlit, or among all rooms. Anonymous viewers have no wall: who
 * may watch by a link is not shown a class that was not called. What is said on a private line is nobody's by who they are: see `viewOf`.
 */
export const seesStream = (
  state: SessionState,
  stream: Pick<Stream, 'seat' | 'part' | 'source'>,
  onlooker: Onlooker | 'room',
): boolean =>
  stream.source !== 'line' &&
  (leads(state, stream) ||
    sees(state, stream, onlooker === 'room' ? 'watch' : onlooker) ||
    (onlooker === 'room' &&
      stream.part === 'room' &&
      stream.source === 'camera' &&
      isOnWall(state, stream.seat)));

/** Equipment of the lecture room stands in for the lecturer's own client, source by source. */
const leads = (state: SessionState, stream: Pick<Stream, 'part' | 'source'>): boolean =>
  stream.part === 'lecturer' || (stream.part === 'host' && !isOutdone(state, stream.source));

const isOutdone = ({ streams }: SessionState, source: Stream['source']): boolean =>
  Object.values<Stream>(streams).some((each) => each.part === 'lecturer' && each.source === source);

/** What the class gets of the leading side 主讲端, one stream a source, or one and a compatible one beside it. */
export const leadingStreams = (state: SessionState): readonly Stream[] =>
  Object.values<Stream>(state.streams).filter((each) => each.source !== 'line' && leads(state, each));

const isOnWall = ({ wall }: SessionState, seat: SeatKey): boolean =>
  wall.layout === 'rooms' || wall.spotlight === seat;

export const viewersIn = (state: SessionState): number =>
  Object.values<Seat>(state.seats).filter(
    (seat) => seat.part === 'viewer' && seat.presence.state === 'connected',
  ).length;

type Misfits = { seats: { seat: SeatKey; voiceOnly: boolean }[]; viewerCount: number };

/** An observer who cannot decode stays unseen like any other: only observers are told. */
export function misfitsIn(state: SessionState, kind: Onlooker): { misfits?: Misfits } {
  if (kind === 'watch') return {};
  const seats = new Map<SeatKey, boolean>();
  const viewers = new Set<SeatKey>();
  for (const { seat, part, misfit } of Object.values<Connection>(state.connections)) {
    if (misfit === undefined) continue;
    if (part === 'viewer' && !misfit.voiceOnly) viewers.add(seat);
    if (sees(state, { seat, part }, kind)) seats.set(seat, (seats.get(seat) ?? false) || misfit.voiceOnly);
  }
  if (seats.size === 0 && viewers.size === 0) return {};
  const told = [...seats].map(([seat, voiceOnly]) => ({ seat, voiceOnly }));
  return { misfits: { seats: told, viewerCount: viewers.size } };
}

/** Pictures of equipment that not every browser decodes; nothing sends them once more by itself. */
export const hostPictures = (state: SessionState): readonly Stream[] =>
  leadingStreams(state).filter(
    ({ part, source, codec, compatible }) =>
      part === 'host' && kindOf(source) === 'video' && compatible !== true && !isCompatibleCodec(codec),
  );

/** Whether somebody sees such pictures only when they are sent once more, in the compatible codec. */
export const missesHostPictures = (state: SessionState): boolean => isMissedBeside(state, null);

/** Whether a room on stage has to send its picture once more for somebody to see it. Unseen observers change nothing for it. */
export function wantsCompatible(state: SessionState, own: SeatKey): boolean {
  return state.stage.some(({ seat }) => seat === own) && isMissedBeside(state, own);
}

function isMissedBeside(state: SessionState, own: SeatKey | null): boolean {
  const { seats = [], viewerCount = 0 } = misfitsIn(state, 'console').misfits ?? {};
  return viewerCount > 0 || seats.some(({ seat, voiceOnly }) => seat !== own && !voiceOnly);
}
