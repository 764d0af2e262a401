import { z } from 'zod';
import { type RoomId, type SessionId, sessionId as sessionIdSchema } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { EventOf, SessionFact } from '../../shared/session/session.events.ts';
import type { SessionState } from '../../shared/session/session.state.ts';
import { type EventBody, events as wireEvents } from '../../shared/wire/events.ts';
import type { Action } from '../identity/identity.types.ts';
import type { Bus } from '../platform/bus.ts';
import type { Gate } from './session.access.ts';
import type { CommandService, Done } from './session.command.service.ts';
import type { SessionLog } from './session.log.ts';
import type { Roster } from './session.roster.ts';
import type { Context } from './session.service.ts';
import type { DatedFact, Decision } from './session.types.ts';

/** Marks were taken away. */
export type WipedEvent = EventOf<'marks.cleared' | 'marks.erased'>;

/** An end is the lesson's own business. */
type Seen = Exclude<SessionFact, { type: 'session.ended' }>;

type Told = 'mark.moved' | 'mark.changed';
type Telling<N extends Told> = {
  readonly name: N;
  readonly body: EventBody<N>;
  /** Who knows it already. */
  readonly exceptId?: string;
};

/** What a module above may do in a lesson: have its facts written by its own rules, and tell those who sit there. */
export interface SessionDoor {
  /** Right, rule, log, as with every command. */
  command(
    context: Context,
    about: { readonly sessionId: SessionId; readonly action: Action; readonly roomId?: RoomId },
    decide: (state: SessionState, nowMs: number) => Decision<DatedFact>,
  ): Done;
  /** The lesson as it is now, for who sits in it and may do this; NOT_FOUND for everybody else, FORBIDDEN. */
  may(context: Context, action: Action, sessionId: SessionId): Result<SessionState>;
  /** Writes what a module has seen itself. */
  record(sessionId: SessionId, fact: Seen, atMs: number): Promise<void>;
  /** When which marks were wiped, behind a place in the log. */
  wipedAfter(sessionId: SessionId, seq: number): Promise<readonly WipedEvent[]>;
  /** To everybody who sits there but phones, whichever server they are at. */
  tell<N extends Told>(sessionId: SessionId, telling: Telling<N>): void;
}

export type DoorDeps = {
  readonly commands: Pick<CommandService, 'command'>;
  readonly sessionLog: Pick<SessionLog, 'peek' | 'record'>;
  readonly roster: Pick<Roster, 'memberOf' | 'membersIn'>;
  readonly gate: Pick<Gate, 'allow'>;
  /** As `SessionDoor.wipedAfter`. */
  readonly wiped: { after: SessionDoor['wipedAfter'] };
  readonly bus: Bus;
  /** From when on nothing may be promised any more. */
  readonly draining: () => boolean;
};

const TOPIC = 'members.told';
const toldElsewhere = z.discriminatedUnion('name', [
  z.object({
    sessionId: sessionIdSchema,
    name: z.literal('mark.moved'),
    body: wireEvents['mark.moved'].body,
  }),
  z.object({
    sessionId: sessionIdSchema,
    name: z.literal('mark.changed'),
    body: wireEvents['mark.changed'].body,
  }),
]);

export function createDoor(deps: DoorDeps): SessionDoor {
  const { commands, sessionLog, roster, gate, wiped, bus, draining } = deps;
  const tellHere = <N extends Told>(sessionId: SessionId, { name, body, exceptId }: Telling<N>): void => {
    for (const { part, connectionId, connection } of roster.membersIn(sessionId))
      if (part !== 'phone' && connectionId !== exceptId) connection.push(name, body);
  };
  bus.on(TOPIC, (news) => {
    const told = toldElsewhere.parse(news);
    if (told.name === 'mark.moved') tellHere(told.sessionId, { name: told.name, body: told.body });
    else tellHere(told.sessionId, { name: told.name, body: told.body });
  });
  return {
    command: async (context, about, decide) =>
      draining() ? fail('UNAVAILABLE') : commands.command(context, about, () => decide),
    may(context, action, sessionId) {
      if (draining()) return fail('UNAVAILABLE');
      const member = roster.memberOf(context.connection.id);
      if (member?.sessionId !== sessionId) return fail('NOT_FOUND');
      const state = sessionLog.peek(sessionId);
      if (state === undefined) return fail('UNAVAILABLE');
      const allowed = gate.allow(context.actor, action, { access: member.access, state });
      return allowed.ok ? ok(state) : allowed;
    },
    record: (sessionId, fact, atMs) => sessionLog.record(sessionId, { ...fact, occurredAtMs: atMs }),
    wipedAfter: (sessionId, seq) => wiped.after(sessionId, seq),
    tell(sessionId, telling) {
      tellHere(sessionId, telling);
      const { name, body } = telling;
      if (bus.shared) bus.publish(TOPIC, { sessionId, name, body });
    },
  };
}
