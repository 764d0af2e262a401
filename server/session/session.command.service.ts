import { randomBytes } from 'node:crypto';
import { type RoomId, type SessionId, textId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { wallClock } from '../../shared/kernel/time.ts';
import type { LineSide } from '../../shared/session/session.line.ts';
import type { SessionState } from '../../shared/session/session.state.ts';
import type { RequestBody } from '../../shared/wire/requests.ts';
import type { Action, Actor } from '../identity/identity.types.ts';
import type { NewId } from '../platform/ports.ts';
import type { Access } from './session.access.ts';
import { readLine, sayLine } from './session.line.rules.ts';
import { end, type Manager, planOfLesson, reopen, setHeadCount, start } from './session.rules.ts';
import { type Context, logActorOf, type ServiceDeps } from './session.service.ts';
import {
  call,
  confirm,
  lowerHand,
  noteOwnTurn,
  pick,
  raiseHand,
  release,
  sendSignal,
} from './session.stage.rules.ts';
import { hashOfText } from './session.texts.ts';
import type { DatedFact, Decision, SaltedText } from './session.types.ts';

type Deps = Pick<ServiceDeps, 'sessionLog' | 'roster' | 'gate' | 'newId'> & {
  /** 0 ≤ chance < 1, each as likely. */
  readonly chance: () => number;
};
type Decide = (state: SessionState, nowMs: number) => Decision<DatedFact>;
type About = { readonly sessionId: SessionId; readonly action: Action; readonly roomId?: RoomId };
export type Done = Promise<Result<Record<string, never>>>;

/** What teachers ask a lesson to become. Every one is remembered with its answer under the client's command id. */
export class CommandService {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  start(context: Context, { sessionId }: RequestBody<'session.start'>): Done {
    return this.command(context, { sessionId, action: 'session.start' }, ({ access, personId }) => {
      if (access.lesson.fields.cancelled !== null) return () => fail('LESSON_NOT_LIVE');
      if (personId === null) return () => fail('FORBIDDEN');
      const plan = planOfLesson(access.lesson);
      return (state, nowMs) => start(state, { personId, plan }, nowMs);
    });
  }

  end(context: Context, { sessionId }: RequestBody<'session.end'>): Done {
    return this.command(
      context,
      { sessionId, action: 'session.end' },
      (by) => (state, nowMs) => end(state, by, nowMs),
    );
  }

  reopen(context: Context, { sessionId }: RequestBody<'session.reopen'>): Done {
    return this.command(
      context,
      { sessionId, action: 'session.reopen' },
      (by) => (state, nowMs) => reopen(state, by, nowMs),
    );
  }

  setHeadCount(context: Context, { sessionId, ...count }: RequestBody<'headCount.set'>): Done {
    const source = sourceOf(context.actor, 'console');
    return this.command(
      context,
      { sessionId, action: 'headCount.set', roomId: count.roomId },
      () => (state, nowMs) => setHeadCount(state, { ...count, source }, nowMs),
    );
  }

  call(context: Context, { sessionId, ...wish }: RequestBody<'stage.call'>): Done {
    return this.command(
      context,
      { sessionId, action: 'stage.call' },
      () => (state, nowMs) => call(state, wish, nowMs),
    );
  }

  release(context: Context, { sessionId, seat }: RequestBody<'stage.release'>): Done {
    return this.command(
      context,
      { sessionId, action: 'stage.release' },
      () => (state, nowMs) => release(state, seat, nowMs),
    );
  }

  pick(context: Context, { sessionId }: RequestBody<'stage.pick'>): Done {
    // Thrown once: a decision that is made again, since somebody was faster, uses the same throw.
    const chance = this.#deps.chance();
    return this.command(
      context,
      { sessionId, action: 'stage.pick' },
      () => (state, nowMs) => pick(state, chance, nowMs),
    );
  }

  noteOwnTurn(context: Context, { sessionId }: RequestBody<'ownTurn.note'>): Done {
    return this.command(context, { sessionId, action: 'ownTurn.note' }, () => noteOwnTurn);
  }

  raiseHand(context: Context, { sessionId, roomId }: RequestBody<'hand.raise'>): Done {
    return this.command(
      context,
      { sessionId, action: 'hand.raise', roomId },
      () => (state, nowMs) => raiseHand(state, roomId, nowMs),
    );
  }

  lowerHand(context: Context, { sessionId, roomId }: RequestBody<'hand.lower'>): Done {
    return this.command(
      context,
      { sessionId, action: 'hand.lower', roomId },
      () => (state, nowMs) => lowerHand(state, roomId, nowMs),
    );
  }

  sendSignal(context: Context, { sessionId, ...said }: RequestBody<'signal.send'>): Done {
    return this.command(
      context,
      { sessionId, action: 'signal.send', roomId: said.roomId },
      () => (state, nowMs) => sendSignal(state, said, nowMs),
    );
  }

  confirm(context: Context, { sessionId, roomId, ...confirmation }: RequestBody<'confirmation.set'>): Done {
    const source = sourceOf(context.actor, 'login');
    return this.command(context, { sessionId, action: 'confirmation.set', roomId }, ({ access }) => {
      const { localDate, zone, cancelled } = access.lesson.fields;
      if (cancelled !== null) return () => fail('LESSON_NOT_LIVE');
      const plan = planOfLesson(access.lesson);
      return (state, nowMs) => {
        const today = wallClock(nowMs, zone).date <= localDate;
        return confirm(state, { plan, roomId, confirmation, source, today }, nowMs);
      };
    });
  }

  sayLine(context: Context, { sessionId, roomId, text }: RequestBody<'line.say'>): Done {
    const from = sideOf(context.actor);
    const salted = saltedText(text, this.#deps.newId);
    return this.command(context, { sessionId, action: 'line.say', roomId }, () => (state, nowMs) => {
      const said = { roomId, from, text: salted, hash: hashOfText(salted) };
      return sayLine(state, said, nowMs);
    });
  }

  readLine(context: Context, { sessionId, ...read }: RequestBody<'line.read'>): Done {
    const by = sideOf(context.actor);
    return this.command(
      context,
      { sessionId, action: 'line.read', roomId: read.roomId },
      () => (state, nowMs) => readLine(state, { ...read, by }, nowMs),
    );
  }

  /** Checks who asks, and gives the wish to the log. */
  async command(
    { actor, connection, commandId }: Context,
    { sessionId, action, roomId }: About,
    decideFor: (by: Manager & { readonly access: Access }) => Decide,
  ): Done {
    const { gate, sessionLog, roster } = this.#deps;
    if (actor.kind === 'visitor') return fail('UNAUTHENTICATED');
    if (commandId === null) return fail('BAD_REQUEST', { at: 'commandId' });
    const member = roster.memberOf(connection.id);
    const found = member?.sessionId === sessionId ? ok(member.access) : await gate.find(sessionId);
    if (!found.ok) return found;
    const access = found.value;
    const state = await sessionLog.read(sessionId);
    if (!state.ok) return state;
    const allowed = gate.allow(actor, action, {
      access,
      state: state.value,
      ...(roomId === undefined ? {} : { roomId }),
    });
    if (!allowed.ok) return allowed;
    if (actor.kind === 'viewer') return fail('FORBIDDEN');
    const personId = actor.kind === 'device' ? null : actor.personId;
    const by = { personId, byRole: gate.byRole(actor, action, access), access };
    const answer = await sessionLog.submit({
      sessionId,
      actor: logActorOf(actor),
      commandId,
      remembered: true,
      decide: decideFor(by),
    });
    return answer.ok ? ok({}) : answer;
  }
}

/** Words with a fresh id and salt. */
export const saltedText = (text: string, newId: NewId): SaltedText => ({
  id: textId.parse(newId()),
  salt: randomBytes(16).toString('base64url'),
  text,
});

/** At which end of the private line somebody is: a helper's phone at its room's, everybody else at the lecturer's. */
export const sideOf = (actor: Actor): LineSide =>
  actor.kind === 'phone' && actor.roomId !== null ? 'room' : 'lecturer';

/** Where a word comes from: a phone names itself, everybody else is at a page of their own. */
export function sourceOf<Other extends string>(
  actor: Actor,
  other: Other,
): 'phoneNamed' | 'phoneSubstitute' | Other {
  if (actor.kind !== 'phone') return other;
  return actor.personId === null ? 'phoneSubstitute' : 'phoneNamed';
}
