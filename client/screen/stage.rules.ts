import type { StreamId } from '../../shared/kernel/ids.ts';
import { type SeatKey, seatOfRoom } from '../../shared/session/session.events.ts';
import { maySend, maySendEver } from '../../shared/session/session.policy.ts';
import type { StreamView } from '../../shared/session/session.view.ts';
import type { JoinedSession, LiveStream, OwnStream } from '../live/live.types.ts';
import { secondsLeft } from '../live/wall.ts';
import type { OnStageWords, OwnVoice, RoomWords, ScreenFacts } from './screen.types.ts';

/** Everybody who was called, longest first. */
export function onStageOf(
  session: JoinedSession,
  facts: ScreenFacts,
  nowMs: number,
): readonly OnStageWords[] {
  const { view, seat: ownSeat } = session;
  return view.lesson.stage.map(({ seat, untilMs }) => ({
    ...roomWordsOf(session, seat),
    own: seat === ownSeat ? ownVoiceOf(session, facts) : null,
    muted: isMuted(session, seat),
    leftSeconds: secondsLeft(untilMs, nowMs),
  }));
}

export function roomWordsOf({ card }: Pick<JoinedSession, 'card'>, seat: SeatKey): RoomWords {
  const room = card.rooms.find((each) => seatOfRoom(each.roomId) === seat);
  return { seat, schoolName: room?.schoolName ?? '', className: room?.className ?? room?.name ?? null };
}

const isMuted = ({ view }: JoinedSession, seat: SeatKey): boolean =>
  view.lesson.muted?.includes(seat) === true;

/** Never an open microphone on dead media: heard is only whose voice is on a line that stands. */
function ownVoiceOf(
  session: JoinedSession,
  { microphone, speaking, othersVoice, agenda }: ScreenFacts,
): OwnVoice {
  if (isMuted(session, session.seat)) return 'muted';
  if ((speaking || othersVoice) && session.current && session.media.state === 'connected')
    // Who has to push is not asked to speak: how it is done stands beside it, and whether they are heard.
    return speaking && agenda?.room.audio.pushToTalk === true ? 'push' : 'heard';
  return microphone === 'unknown' || microphone === 'ok' ? 'opening' : microphone;
}

export const isHandUp = ({ view, seat }: JoinedSession): boolean => (view.seats[seat]?.hand ?? null) !== null;

/**
 * Whether the room's microphone is to be open: while it may speak, the server is there to say so, and no other screen of the room speaks:
 * two microphones in one room hear each other.
 */
export const wantsMicrophone = (
  { view, seat, part, current }: JoinedSession,
  othersVoice: boolean,
): boolean => current && !othersVoice && maySend(view.lesson, { seat, part }).includes('voice');

/** Whether the voice of this room comes from another screen in it. `mine`: ids under which this one has sent its own. */
export function isOthersVoice(
  { view, seat }: Pick<JoinedSession, 'view' | 'seat'>,
  own: OwnStream | undefined,
  mine: ReadonlySet<StreamId>,
): boolean {
  // The stream is news before the answer that says whose it is.
  if (own?.state === 'publishing') return false;
  return Object.values<StreamView>(view.streams).some(
    (stream) => stream.seat === seat && stream.source === 'voice' && !mine.has(stream.streamId),
  );
}

/** Whether the room is to be filmed: where it can be seen at some time in the lesson. */
export const wantsCamera = ({ view, part }: JoinedSession): boolean =>
  view.lesson.phase.state !== 'ended' && maySendEver(view.lesson, part).includes('camera');

/** Whom a wall plays: the lecturer, and whoever was called. Its own sound never. */
export function isHeardHere({ lesson }: JoinedSession['view'], stream: LiveStream): boolean {
  if (stream.own) return false;
  return stream.part === 'lecturer' || lesson.stage.some((each) => each.seat === stream.seat);
}

/** This room among those whose picture there is: it sees its own straight from the camera. */
export const ownRoomOf = ({ seat }: Pick<JoinedSession, 'seat'>, camera: OwnStream | null): SeatKey | null =>
  camera === null ? null : seat;
