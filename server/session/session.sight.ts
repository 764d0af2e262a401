import type { MediaEngine, SpaceId } from '../../sfu/types.ts';
import type { ConnectionId, ConsumerId, SessionId, StreamId } from '../../shared/kernel/ids.ts';
import type { ConsumerOptions, ConsumerWish } from '../../shared/media.ts';
import { viewOf } from '../../shared/session/session.audience.ts';
import type { SessionState } from '../../shared/session/session.state.ts';
import { audienceNow, type Member, type Roster } from './session.roster.ts';

export type SightDeps = {
  readonly engine: MediaEngine;
  readonly roster: Roster;
  readonly spaceOf: (sessionId: SessionId) => SpaceId;
};

/** What stands on the walls and who speaks on a private line, and so decides who gets what of whom. */
export type Shown = Pick<SessionState, 'stage' | 'lineVoice'> & {
  readonly wall: SessionState['wall'] | null;
};
export const nothingShown: Shown = { stage: [], wall: null, lineVoice: null };
/** Whether everybody may see what they saw before. */
export const sameShown = (before: Shown, after: Shown): boolean =>
  before.stage === after.stage && before.wall === after.wall && before.lineVoice === after.lineVoice;

/**
 * What was given to whom, so that it can be taken away: a room's picture that flowed to every wall while it was called flows to none of
 * them after, whatever a client goes on wishing.
 */
export class Sight {
  readonly #deps: SightDeps;
  readonly #given = new Map<ConnectionId, Map<StreamId, ConsumerId>>();

  constructor(deps: SightDeps) {
    this.#deps = deps;
  }

  give({ connectionId }: Member, consumers: readonly ConsumerOptions[]): void {
    const given = this.#given.get(connectionId) ?? new Map<StreamId, ConsumerId>();
    for (const { streamId, consumerId } of consumers) given.set(streamId, consumerId);
    if (given.size > 0) this.#given.set(connectionId, given);
  }

  /** Their transports went, and with them everything that was given over them. */
  forget(connectionIds: Iterable<ConnectionId>): void {
    for (const each of connectionIds) this.#given.delete(each);
  }

  /** Takes from everybody what they may not see any longer. */
  async hideFromAll(state: SessionState): Promise<void> {
    await Promise.all(
      this.#deps.roster.membersIn(state.sessionId).map((member) => this.hideFrom(member, state)),
    );
  }

  /** @returns the streams that were taken away */
  async hideFrom(member: Member, state: SessionState): Promise<readonly StreamId[]> {
    const { connectionId } = member;
    const given = this.#given.get(connectionId);
    if (given === undefined) return [];
    const { streams } = viewOf(state, audienceNow(member, state));
    const hidden = [...given].filter(([streamId]) => !(streamId in streams));
    for (const [streamId] of hidden) given.delete(streamId);
    const wishes = hidden
      .filter(([streamId]) => streamId in state.streams)
      .map(([, consumerId]): ConsumerWish => ({ consumerId, paused: true, released: true }));
    if (wishes.length > 0)
      await this.#deps.engine.steer(this.#deps.spaceOf(state.sessionId), connectionId, wishes);
    return hidden.map(([streamId]) => streamId);
  }
}
