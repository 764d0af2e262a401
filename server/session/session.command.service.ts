import type { RoomId, SessionId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { SessionState } from '../../shared/session/session.state.ts';
import type { RequestBody } from '../../shared/wire/requests.ts';
import type { Action } from '../identity/identity.types.ts';
import type { Access } from './session.access.ts';
import { end, type Manager, planOfLesson, reopen, setHeadCount, start } from './session.rules.ts';
import { type Context, logActorOf, type ServiceDeps } from './session.service.ts';
import type { DatedFact, Decision } from './session.types.ts';

type Deps = Pick<ServiceDeps, 'sessionLog' | 'roster' | 'gate'>;
type Decide = (state: SessionState, nowMs: number) => Decision<DatedFact>;
type About = { readonly sessionId: SessionId; readonly action: Action; readonly roomId?: RoomId };
type Done = Promise<Result<Record<string, never>>>;

/** What teachers ask a lesson to become. Every one is remembered with its answer under the client's command id. */
export class CommandService {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  start(context: Context, { sessionId }: RequestBody<'session.start'>): Done {
    return this.#command(context, { sessionId, action: 'session.start' }, ({ access, personId }) => {
      if (access.lesson.fields.cancelled !== null) return () => fail('LESSON_NOT_LIVE');
      const plan = planOfLesson(access.lesson);
      return (state, nowMs) => start(state, { personId, plan }, nowMs);
    });
  }

  end(context: Context, { sessionId }: RequestBody<'session.end'>): Done {
    return this.#command(
      context,
      { sessionId, action: 'session.end' },
      (by) => (state, nowMs) => end(state, by, nowMs),
    );
  }

  reopen(context: Context, { sessionId }: RequestBody<'session.reopen'>): Done {
    return this.#command(
      context,
      { sessionId, action: 'session.reopen' },
      (by) => (state, nowMs) => reopen(state, by, nowMs),
    );
  }

  setHeadCount(context: Context, body: RequestBody<'headCount.set'>): Done {
    return this.#command(
      context,
      { sessionId: body.sessionId, action: 'headCount.set', roomId: body.roomId },
      () => (state, nowMs) => setHeadCount(state, body, nowMs),
    );
  }

  async #command(
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
    if (actor.kind !== 'person') return fail('FORBIDDEN');
    const by = { personId: actor.personId, byRole: gate.byRole(actor, action, access), access };
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
