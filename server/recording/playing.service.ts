import { connectionId, type RecordingId } from '../../shared/kernel/ids.ts';
import { fail, type Result } from '../../shared/kernel/result.ts';
import type { Replay } from '../../shared/recording.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { RequestHandlers } from '../platform/ports.ts';
import type { SessionDoor } from '../session/session.door.ts';
import { tell, wish } from './playing.rules.ts';

export type PlayingDeps = {
  readonly door: Pick<SessionDoor, 'command' | 'may'>;
  /** Everything that a player needs; without tracks when it is gone. */
  readonly replayForLesson: (id: RecordingId) => Promise<Result<Replay>>;
};
export type PlayingHandlers = Pick<RequestHandlers<Actor>, 'playing.open' | 'playing.tell' | 'playing.wish'>;

/** Recorded lessons 录播: rooms play them, and say so in the lesson's log. */
export function playingHandlers({ door, replayForLesson }: PlayingDeps): PlayingHandlers {
  return {
    async 'playing.open'(context, { sessionId }) {
      const state = door.may(context, 'playing.open', sessionId);
      if (!state.ok) return state;
      const id = state.value.plan?.plays;
      return id === undefined ? fail('INVALID_STATE') : replayForLesson(id);
    },
    'playing.tell'(context, { sessionId, now, positionMs }) {
      const { actor, connection } = context;
      const from = { connectionId: connectionId.parse(connection.id), now, positionMs };
      return door.command(context, { sessionId, action: 'playing.tell' }, (state, nowMs) =>
        actor.kind === 'device' ? tell(state, { ...from, roomId: actor.roomId }, nowMs) : fail('FORBIDDEN'),
      );
    },
    'playing.wish': (context, { sessionId, roomId, wish: wanted }) =>
      door.command(context, { sessionId, action: 'playing.wish', roomId }, (state, nowMs) =>
        wish(state, { roomId, wish: wanted }, nowMs),
      ),
  };
}
