import { z } from 'zod';
import type { RoomId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { type SeatKey, seatKey, seatOfRoom } from '../../shared/session/session.events.ts';
import { lessonOf, maySend } from '../../shared/session/session.policy.ts';
import type { SessionState } from '../../shared/session/session.state.ts';
import { events } from '../../shared/wire/events.ts';
import type { RequestBody } from '../../shared/wire/requests.ts';
import type { Bus } from '../platform/bus.ts';
import type { Gate } from './session.access.ts';
import type { SessionLog } from './session.log.ts';
import type { Roster } from './session.roster.ts';
import type { Context } from './session.service.ts';

export type TalkDeps = {
  readonly sessionLog: Pick<SessionLog, 'peek'>;
  readonly roster: Pick<Roster, 'memberOf' | 'membersIn'>;
  readonly gate: Pick<Gate, 'allow'>;
  readonly bus: Bus;
};

const TOPIC = 'talk.held';
const toldElsewhere = z.object({ seat: seatKey, body: events['talk.held'].body });
type Held = z.infer<typeof toldElsewhere>;

export type Talk = { hold(context: Context, body: RequestBody<'talk.hold'>): Promise<Result<Done>> };
type Done = Record<string, never>;

/** 按住说话: a phone's held button reaches the screens of its own room. Nothing is kept: what is not renewed is over at the screen. */
export function createTalk({ sessionLog, roster, gate, bus }: TalkDeps): Talk {
  const tellHere = ({ seat, body }: Held): void => {
    for (const member of roster.membersIn(body.sessionId))
      if (member.seat === seat) member.connection.push('talk.held', body);
  };
  bus.on(TOPIC, (news) => tellHere(toldElsewhere.parse(news)));
  return {
    async hold(context, { sessionId, roomId, on }) {
      const member = roster.memberOf(context.connection.id);
      if (member?.sessionId !== sessionId) return fail('NOT_FOUND');
      const state = sessionLog.peek(sessionId);
      if (state === undefined) return fail('UNAVAILABLE');
      const allowed = gate.allow(context.actor, 'talk.hold', { access: member.access, state, roomId });
      if (!allowed.ok) return allowed;
      // Whoever lets go is always heard.
      if (on && !mayBeHeard(state, roomId)) return fail('INVALID_STATE');
      const told: Held = { seat: seatOfRoom(roomId), body: { sessionId, on } };
      tellHere(told);
      if (bus.shared) bus.publish(TOPIC, told);
      return ok({});
    },
  };
}

const mayBeHeard = (state: SessionState, roomId: RoomId): boolean => {
  const seat: SeatKey = seatOfRoom(roomId);
  return maySend(lessonOf(state), { seat, part: 'room' }).includes('voice');
};
