import type { MediaEngine } from '../../sfu/types.ts';
import type { SessionId, StreamId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { type ConsumerOptions, isCompatibleCodec, kindOf } from '../../shared/media.ts';
import { viewOf } from '../../shared/session/session.audience.ts';
import { isOnLine } from '../../shared/session/session.line-voice.ts';
import { lessonOf, maySend } from '../../shared/session/session.policy.ts';
import type { Connection, SessionState, Stream } from '../../shared/session/session.state.ts';
import type { StreamView } from '../../shared/session/session.view.ts';
import type { RequestAnswer, RequestBody, RequestName } from '../../shared/wire/requests.ts';
import type { Action } from '../identity/identity.types.ts';
import type { Ladders } from './session.ladder.ts';
import { createLanes } from './session.lanes.ts';
import { spaceOf } from './session.media.ts';
import { audienceNow, type Member } from './session.roster.ts';
import type { Context, ServiceDeps } from './session.service.ts';
import { sameShown } from './session.sight.ts';

type Deps = Pick<ServiceDeps, 'sessionLog' | 'roster' | 'gate' | 'keeper' | 'clock'> & {
  readonly engine: MediaEngine;
  readonly ladders: Pick<Ladders, 'hold'>;
};
type Answer<N extends RequestName> = Promise<Result<RequestAnswer<N>>>;
type Nothing = Promise<Result<Record<string, never>>>;
type Here = { readonly member: Member; readonly state: SessionState };

/** Media of those who sit in a session. Rights are asked here and enforced by the engine, so that what is hidden cannot be had. */
export class MediaService {
  readonly #deps: Deps;
  /** Voices of one seat are decided one after another. */
  readonly #voices = createLanes<string>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async join(context: Context, { sessionId }: RequestBody<'media.join'>): Answer<'media.join'> {
    const here = this.#here(context, sessionId, 'media.join');
    if (!here.ok) return here;
    const media = await this.#deps.keeper.offer(sessionId, here.value.member.connectionId);
    return media.ok ? ok({ media: media.value }) : media;
  }

  async connect(context: Context, body: RequestBody<'media.connect'>): Nothing {
    const here = this.#here(context, body.sessionId, 'media.connect');
    if (!here.ok) return here;
    const { direction, dtlsParameters } = body;
    const { connectionId } = here.value.member;
    const half = { direction, dtlsParameters };
    return nothing(await this.#deps.engine.connect(spaceOf(body.sessionId), connectionId, half));
  }

  async restartIce(context: Context, body: RequestBody<'media.restartIce'>): Answer<'media.restartIce'> {
    const here = this.#here(context, body.sessionId, 'media.restartIce');
    if (!here.ok) return here;
    const { connectionId } = here.value.member;
    const made = await this.#deps.engine.restartIce(spaceOf(body.sessionId), connectionId, body.direction);
    return made.ok ? ok({ iceParameters: made.value }) : unavailable(made);
  }

  async publish(context: Context, body: RequestBody<'media.publish'>): Answer<'media.publish'> {
    if (body.source !== 'voice') return this.#publish(context, body);
    const seat = this.#deps.roster.memberOf(context.connection.id)?.seat ?? '';
    return this.#voices.run(`${body.sessionId} ${seat}`, () => this.#publish(context, body));
  }

  async #publish(context: Context, body: RequestBody<'media.publish'>): Answer<'media.publish'> {
    const here = this.#here(context, body.sessionId, 'media.publish');
    if (!here.ok) return here;
    const { sessionId, source, rtpParameters, compatible } = body;
    const { member, state } = here.value;
    const { connectionId } = member;
    const connection = state.connections[connectionId];
    if (connection === undefined || !maySend(lessonOf(state), connection).includes(source))
      return fail('STREAM_REFUSED');
    if (source === 'voice' && isSpokenFor(state, connection)) return fail('CONFLICT');
    const codec = rtpParameters.codecs[0]?.mimeType ?? '';
    if (compatible === true && !isCompatible({ source, codec })) return fail('CODEC_UNSUPPORTED');
    const { engine, keeper, sessionLog, clock } = this.#deps;
    await keeper.grant(sessionId, connectionId, source);
    const space = spaceOf(sessionId);
    const failureCount = keeper.failureCount(sessionId);
    const request = { participantId: connectionId, source, rtpParameters, compatible };
    const made = await engine.publish(space, request);
    if (!made.ok) return unavailable(made);
    const streamId = made.value;
    // It may have ended, with the space or alone, before this line ran; its end is then already on its way to the log.
    const failed = keeper.failureCount(sessionId) !== failureCount;
    if (keeper.hasClosed(streamId) || failed) return fail('MEDIA_UNAVAILABLE');
    await sessionLog.record(sessionId, {
      type: 'stream.published',
      body: { streamId, connectionId, source, codec, ...(compatible === true ? { compatible } : {}) },
      occurredAtMs: clock.nowMs(),
    });
    return ok({ streamId });
  }

  async unpublish(context: Context, { sessionId, streamId }: RequestBody<'media.unpublish'>): Nothing {
    const here = this.#here(context, sessionId, 'media.unpublish');
    if (!here.ok) return here;
    const { member, state } = here.value;
    if (state.streams[streamId]?.connectionId !== member.connectionId) return fail('NOT_FOUND');
    await this.#deps.engine.unpublish(spaceOf(sessionId), streamId, 'requested');
    return ok({});
  }

  async receive(context: Context, body: RequestBody<'media.receive'>): Answer<'media.receive'> {
    const here = this.#here(context, body.sessionId, 'media.receive');
    if (!here.ok) return here;
    const { member, state } = here.value;
    const { streams } = viewOf(state, audienceNow(member, state));
    const visible = body.streamIds.filter((streamId) => streamId in streams);
    const hidden = body.streamIds.filter((streamId) => !(streamId in streams));
    const received = await this.#deps.engine.receive(spaceOf(body.sessionId), {
      participantId: member.connectionId,
      rtpCapabilities: body.rtpCapabilities,
      streamIds: visible,
    });
    if (!received.ok) return unavailable(received);
    const { consumers, refused } = received.value;
    const missed = refused.flatMap(({ streamId, code }) =>
      code === 'CODEC_UNSUPPORTED' && isPicture(streams[streamId]) ? [streamId] : [],
    );
    if (missed.length > 0) this.#missed(here.value, body, missed);
    const gone = await this.#give(here.value, consumers);
    await this.#deps.ladders.hold(member, state);
    const unseen = [...hidden, ...gone].map((streamId) => ({ streamId, code: 'NOT_FOUND' as const }));
    const given = consumers.filter(({ streamId }) => !gone.includes(streamId));
    return ok({ consumers: given, refused: [...refused, ...unseen] });
  }

  /** What may not be seen any more by the time it was made is taken back. @returns those streams */
  async #give({ member, state }: Here, consumers: readonly ConsumerOptions[]): Promise<readonly StreamId[]> {
    const { keeper, sessionLog } = this.#deps;
    keeper.sight.give(member, consumers);
    const now = sessionLog.peek(state.sessionId) ?? state;
    return sameShown(now, state) ? [] : keeper.sight.hideFrom(member, now);
  }

  /** Whoever sends hears of it and helps; the lecturer's own browser is told by its own page, but for what equipment sends in its place. */
  #missed({ member, state }: Here, body: RequestBody<'media.receive'>, missed: readonly StreamId[]): void {
    const { connectionId, part } = member;
    const ofEquipment = missed.some((streamId) => state.streams[streamId]?.part === 'host');
    if (part === 'lecturer' && !ofEquipment) return;
    if (state.connections[connectionId]?.misfit !== undefined) return;
    const { sessionLog, clock } = this.#deps;
    const voiceOnly = !(body.rtpCapabilities.codecs ?? []).some((codec) => isCompatibleCodec(codec.mimeType));
    void sessionLog.record(body.sessionId, {
      type: 'codec.missed',
      body: { connectionId, voiceOnly },
      occurredAtMs: clock.nowMs(),
    });
  }

  async steer(context: Context, body: RequestBody<'media.steer'>): Nothing {
    const here = this.#here(context, body.sessionId, 'media.steer');
    if (!here.ok) return here;
    const { connectionId } = here.value.member;
    return nothing(await this.#deps.engine.steer(spaceOf(body.sessionId), connectionId, body.wishes));
  }

  /** Who asks sits in this very session and has the right; anything else is told as if the session did not exist. */
  #here({ actor, connection }: Context, sessionId: SessionId, action: Action): Result<Here> {
    const { roster, sessionLog, gate, keeper } = this.#deps;
    if (actor.kind === 'visitor') return fail('UNAUTHENTICATED');
    const member = roster.memberOf(connection.id);
    const state = sessionLog.peek(sessionId);
    if (member?.sessionId !== sessionId || state === undefined) return fail('NOT_FOUND');
    const allowed = gate.allow(actor, action, { access: member.access, state });
    if (!allowed.ok) return allowed;
    if (action !== 'media.join' && keeper.isElsewhere(sessionId)) return fail('MEDIA_ELSEWHERE');
    if (state.phase.state === 'ended') return fail('LESSON_ENDED', { endedAtMs: state.phase.endedAtMs });
    // A phone says things, and carries media only while the private line speaks over it.
    if (member.part === 'phone' && !isOnLine(state.lineVoice, member.connectionId)) return fail('FORBIDDEN');
    return ok({ member, state });
  }
}

/** Two screens of one room would hear each other: whose microphone opens first speaks for it, and the other one when that is gone. */
const isSpokenFor = ({ streams }: SessionState, { connectionId, seat, part }: Connection): boolean =>
  part === 'room' &&
  Object.values<Stream>(streams).some(
    (each) => each.source === 'voice' && each.seat === seat && each.connectionId !== connectionId,
  );

const isPicture = (stream: StreamView | undefined): boolean =>
  stream !== undefined && kindOf(stream.source) === 'video';
const isCompatible = ({ source, codec }: Pick<StreamView, 'source' | 'codec'>): boolean =>
  kindOf(source) === 'video' && isCompatibleCodec(codec);

type Refusal = Extract<Result<unknown>, { ok: false }>;

/** A participant or space that the engine no longer knows is media that was lost: the client joins it anew and tries again. */
function unavailable(refusal: Refusal): Refusal {
  return refusal.error.code === 'NOT_FOUND' ? fail('MEDIA_UNAVAILABLE') : refusal;
}

function nothing(result: Result<void>): Result<Record<string, never>> {
  return result.ok ? ok({}) : unavailable(result);
}
