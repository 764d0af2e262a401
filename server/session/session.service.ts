import { createHash, randomBytes } from 'node:crypto';
import type { ConnectionId, SessionId } from '../../shared/kernel/ids.ts';
import { connectionId as connectionIdSchema } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { LessonCard } from '../../shared/lesson.ts';
import { type Audience, viewOf } from '../../shared/session/session.audience.ts';
import { messagesBetween } from '../../shared/session/session.news.ts';
import { policyOf } from '../../shared/session/session.policy.ts';
import type { Joined, RequestAnswer, RequestBody } from '../../shared/wire/requests.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { PlanningReader } from '../planning/planning.types.ts';
import type { Clock, Log, NewId, RequestContext } from '../platform/ports.ts';
import type { Access, Gate } from './session.access.ts';
import { createLanes } from './session.lanes.ts';
import type { SessionLog } from './session.log.ts';
import type { MediaKeeper } from './session.media.ts';
import { type Asker, arrive, type Place, takeSeat } from './session.presence.rules.ts';
import { phaseOf } from './session.reader.ts';
import { audienceNow, type Member, type Roster } from './session.roster.ts';
import { open, planOfLesson } from './session.rules.ts';
import type { LogActor } from './session.types.ts';

export type ServiceDeps = {
  readonly sessionLog: SessionLog;
  readonly roster: Roster;
  readonly gate: Gate;
  readonly keeper: MediaKeeper;
  readonly planning: Pick<PlanningReader, 'card'>;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
};

export type Context = RequestContext<Actor>;

const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('base64url');

export const logActorOf = (actor: Actor): LogActor => {
  switch (actor.kind) {
    case 'person':
      return { kind: 'person', id: actor.personId };
    case 'device':
      return { kind: 'device', id: actor.deviceId };
    case 'phone':
      return { kind: 'phone', id: actor.grantId };
    case 'viewer':
      return { kind: 'viewer', id: actor.viewerId };
    case 'visitor':
      throw new Error('a visitor writes no log');
  }
};

/** Taking, keeping and leaving seats. */
export class SeatService {
  readonly #deps: ServiceDeps;
  /** Requests of one connection about its seat do not overtake each other. */
  readonly #lanes = createLanes<string>();

  constructor(deps: ServiceDeps) {
    this.#deps = deps;
  }

  join(context: Context, body: RequestBody<'session.join'>): Promise<Result<Joined>> {
    return this.#lanes.run(context.connection.id, () => this.#join(context, body));
  }

  leave(context: Context, sessionId: SessionId): Promise<Result<RequestAnswer<'session.leave'>>> {
    return this.#lanes.run(context.connection.id, async () => {
      const member = this.#deps.roster.memberOf(context.connection.id);
      if (member?.sessionId !== sessionId) return fail('NOT_FOUND');
      await this.#giveUp(member);
      return ok({});
    });
  }

  /** What a member has missed since `afterSeq`; a snapshot when that is no longer known. */
  catchUp(
    context: Context,
    { sessionId, afterSeq }: RequestBody<'session.catchUp'>,
  ): Result<RequestAnswer<'session.catchUp'>> {
    const { roster, sessionLog } = this.#deps;
    const member = roster.memberOf(context.connection.id);
    const now = sessionLog.peek(sessionId);
    if (member?.sessionId !== sessionId || now === undefined) return fail('NOT_FOUND');
    const then = sessionLog.stateAt(sessionId, afterSeq);
    const view = roster.follow(member, now);
    if (then === undefined) return ok({ kind: 'snapshot', snapshot: { sessionId, seq: now.seq, view } });
    const messages = messagesBetween(viewOf(then, audienceNow(member, then)), view);
    return ok({ kind: 'messages', envelope: { sessionId, afterSeq, seq: now.seq, messages } });
  }

  async #join(context: Context, body: RequestBody<'session.join'>): Promise<Result<Joined>> {
    const { gate, sessionLog, roster, clock } = this.#deps;
    const { actor, connection } = context;
    if (actor.kind === 'visitor') return fail('UNAUTHENTICATED');
    const found = await gate.find(body.sessionId);
    if (!found.ok) return found;
    const access = found.value;
    const state = await sessionLog.read(body.sessionId);
    if (!state.ok) return state;
    const allowed = gate.allow(actor, 'session.join', { access, state: state.value });
    if (!allowed.ok) return allowed;
    if (access.lesson.fields.cancelled !== null) return fail('LESSON_NOT_LIVE');

    const before = roster.memberOf(connection.id);
    if (before !== undefined && before.sessionId !== body.sessionId) await this.#giveUp(before);
    const older = this.#olderOf(context, body);
    const taken = await this.#sitDown(context, { body, access, older });
    if (!taken.ok) return taken;
    if (!roster.isConnected(connection.id)) {
      await this.#lost(body.sessionId, connectionIdSchema.parse(connection.id), clock.nowMs());
      return fail('UNAVAILABLE');
    }
    for (const each of older) {
      if (sessionLog.peek(body.sessionId)?.connections[each.connectionId] !== undefined) continue;
      roster.unseat(each.connectionId);
      each.connection.close('replaced');
    }
    return this.#welcome(context, { access, place: taken.value });
  }

  /** Connections whose place this one takes: the one with the token, and all of the same screen. */
  #olderOf(context: Context, { sessionId, resumeToken }: RequestBody<'session.join'>): readonly Member[] {
    const { actor, connection } = context;
    const tokenHash = resumeToken === undefined ? null : hashOfToken(resumeToken);
    return this.#deps.roster
      .membersIn(sessionId)
      .filter(
        (member) =>
          member.connectionId !== connection.id &&
          (member.tokenHash === tokenHash || (actor.kind === 'device' && member.deviceId === actor.deviceId)),
      );
  }

  async #sitDown(
    { actor, connection }: Context,
    wish: {
      readonly body: RequestBody<'session.join'>;
      readonly access: Access;
      readonly older: readonly Member[];
    },
  ): Promise<Result<Place>> {
    const { access, body, older } = wish;
    const { sessionLog, newId } = this.#deps;
    const plan = planOfLesson(access.lesson);
    const asker = this.#askerOf(actor, access, body.part);
    const replaces = older.map((each) => ({
      connectionId: each.connectionId,
      lastHeardAtMs: each.connection.lastHeardAtMs(),
    }));
    let place: Result<Place> = fail('INTERNAL');
    const written = await sessionLog.submit({
      sessionId: body.sessionId,
      actor: logActorOf(actor),
      commandId: newId(),
      remembered: false,
      decide(state, nowMs) {
        place = takeSeat(state, plan, asker);
        if (!place.ok) return place;
        const opened = open(state, plan, nowMs);
        if (!opened.ok) return opened;
        const arrived = arrive(
          state,
          {
            ...place.value,
            connectionId: connectionIdSchema.parse(connection.id),
            deviceId: actor.kind === 'device' ? actor.deviceId : null,
            replaces,
          },
          nowMs,
        );
        return arrived.ok ? ok([...opened.value, ...arrived.value]) : arrived;
      },
    });
    return written.ok ? place : written;
  }

  #askerOf(actor: Actor, access: Access, wish: RequestBody<'session.join'>['part']): Asker {
    const { gate } = this.#deps;
    switch (actor.kind) {
      case 'device':
        return { kind: 'device', roomId: actor.roomId };
      case 'person':
        return {
          kind: 'person',
          personId: actor.personId,
          wish,
          mayAssist: gate.isParty(actor, access),
          mayLead: gate.byRole(actor, 'session.start', access),
          mayObserve: gate.mayObserve(actor, access),
        };
      case 'phone':
        return actor.roomId === null
          ? { kind: 'lectern', personId: actor.personId }
          : { kind: 'helper', roomId: actor.roomId };
      case 'viewer':
        return { kind: 'viewer', viewerId: actor.viewerId };
      case 'visitor':
        throw new Error('a visitor takes no seat');
    }
  }

  async #welcome(
    { actor, connection }: Context,
    { access, place }: { readonly access: Access; readonly place: Place },
  ): Promise<Result<Joined>> {
    const { roster, keeper, sessionLog, planning, clock, log } = this.#deps;
    const { sessionId } = access.lesson.fields;
    const connectionId = connectionIdSchema.parse(connection.id);
    const resumeToken = randomBytes(32).toString('base64url');
    const member: Member = {
      ...place,
      connectionId,
      connection,
      sessionId,
      deviceId: actor.kind === 'device' ? actor.deviceId : null,
      access,
      audience: audienceOf(actor, place, access),
      tokenHash: hashOfToken(resumeToken),
    };
    roster.seat(member);
    const needsNone = place.part === 'phone' || policyOf(access.lesson.fields).plays === true;
    const media = needsNone ? null : await keeper.offer(sessionId, connectionId);
    if (media?.ok === false)
      log.warn({ sessionId, connectionId, code: media.error.code }, 'joined without media');
    const card = await planning.card(access.lesson, phaseOf(await sessionLog.stateOf(sessionId)));
    const state = sessionLog.peek(sessionId);
    if (state === undefined || !(connectionId in state.connections)) return fail('UNAVAILABLE');
    const view = roster.follow(member, state);
    return ok({
      connectionId,
      ...place,
      resumeToken,
      snapshot: { sessionId, seq: state.seq, view },
      card: place.part === 'viewer' ? withoutParties(card) : card,
      serverNowMs: clock.nowMs(),
      media: media?.ok === true ? media.value : null,
    });
  }

  async #giveUp(member: Member): Promise<void> {
    this.#deps.roster.unseat(member.connectionId);
    await this.#deps.sessionLog.record(member.sessionId, {
      type: 'presence.left',
      body: { connectionId: member.connectionId, reason: 'closed' },
      occurredAtMs: this.#deps.clock.nowMs(),
    });
  }

  #lost(sessionId: SessionId, connectionId: ConnectionId, occurredAtMs: number): Promise<void> {
    return this.#deps.sessionLog.record(sessionId, {
      type: 'presence.lost',
      body: { connectionId, cause: 'transport' },
      occurredAtMs,
    });
  }
}

/** Anybody may hold a watch link: who teaches what is theirs to know, which schools and colleagues take part is not. */
const withoutParties = (card: LessonCard): LessonCard => ({
  ...card,
  rooms: [],
  leadingClass: null,
  members: [],
});

function audienceOf(actor: Actor, { part }: Place, { lesson }: Access): Audience {
  if (actor.kind === 'device') return { kind: 'screen', roomId: actor.roomId };
  if (actor.kind === 'phone')
    return actor.roomId === null ? { kind: 'lectern' } : { kind: 'phone', roomId: actor.roomId };
  switch (part) {
    case 'observer':
    case 'member':
      return { kind: part };
    case 'viewer':
      return { kind: 'watch' };
    default: {
      // A local teacher who helps at a console sees what concerns the lesson, not what other rooms tell the lecturer.
      const isOfLeadingSchool = actor.kind === 'person' && actor.schoolId === lesson.fields.leadingSchoolId;
      const leads = part === 'lecturer' || isOfLeadingSchool;
      return { kind: leads ? 'lectern' : 'console' };
    }
  }
}
