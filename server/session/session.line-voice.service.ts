import { fail, type Result } from '../../shared/kernel/result.ts';
import type { SessionState } from '../../shared/session/session.state.ts';
import type { RequestBody } from '../../shared/wire/requests.ts';
import type { Action } from '../identity/identity.types.ts';
import { type Done, sideOf } from './session.command.service.ts';
import { answerVoice, askVoice, endVoice } from './session.line-voice.rules.ts';
import type { Member } from './session.roster.ts';
import { type Context, logActorOf, type ServiceDeps } from './session.service.ts';
import type { DatedFact, Decision } from './session.types.ts';

type Deps = Pick<ServiceDeps, 'sessionLog' | 'roster' | 'gate' | 'newId'>;
type Body = RequestBody<'lineVoice.ask'>;
type Decide = (state: SessionState, member: Member, nowMs: number) => Decision<DatedFact>;

/**
 * 私线语音. Asked of the connection that asks, and of this moment: what could not be said now is not said later, so nothing of it is
 * remembered under a command id.
 */
export class LineVoiceService {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  ask(context: Context, body: Body): Done {
    return this.#decide(context, { ...body, action: 'lineVoice.ask' }, (state, { connectionId }, nowMs) =>
      askVoice(state, { roomId: body.roomId, connectionId }, nowMs),
    );
  }

  answer(context: Context, body: Body): Done {
    return this.#decide(context, { ...body, action: 'lineVoice.answer' }, (state, { connectionId }, nowMs) =>
      answerVoice(state, { roomId: body.roomId, connectionId }, nowMs),
    );
  }

  end(context: Context, body: Body): Done {
    const side = sideOf(context.actor);
    return this.#decide(context, { ...body, action: 'lineVoice.end' }, (state, _member, nowMs) =>
      endVoice(state, { roomId: body.roomId, side }, nowMs),
    );
  }

  async #decide(
    { actor, connection }: Context,
    { sessionId, roomId, action }: Body & { readonly action: Action },
    decide: Decide,
  ): Promise<Result<Record<string, never>>> {
    const { gate, roster, sessionLog, newId } = this.#deps;
    if (actor.kind === 'visitor') return fail('UNAUTHENTICATED');
    const member = roster.memberOf(connection.id);
    const state = sessionLog.peek(sessionId);
    if (member?.sessionId !== sessionId || state === undefined) return fail('NOT_FOUND');
    const allowed = gate.allow(actor, action, { access: member.access, state, roomId });
    if (!allowed.ok) return allowed;
    const answer = await sessionLog.submit({
      sessionId,
      actor: logActorOf(actor),
      commandId: newId(),
      remembered: false,
      decide: (now, nowMs) => decide(now, member, nowMs),
    });
    return answer.ok ? { ok: true, value: {} } : answer;
  }
}
