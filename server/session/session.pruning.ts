import type { MediaEngine } from '../../sfu/types.ts';
import type { StreamId } from '../../shared/kernel/ids.ts';
import type { SessionState, Stream } from '../../shared/session/session.state.ts';
import type { Clock } from '../platform/ports.ts';
import type { SessionLog } from './session.log.ts';
import { spaceOf } from './session.media.ts';
import { type Pruned, prune, wantedLayers } from './session.pruning.rules.ts';
import type { Roster } from './session.roster.ts';

type Deps = {
  readonly engine: MediaEngine;
  readonly sessionLog: SessionLog;
  readonly roster: Roster;
  readonly clock: Clock;
};

/** Tells senders which of their layers nobody takes, in lessons that run: before, a lecturer's own check looks at every layer. */
export class Pruning {
  readonly #deps: Deps;
  readonly #told = new Map<StreamId, Pruned>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  beat(): void {
    const seen = new Set<StreamId>();
    for (const state of this.#deps.sessionLog.inUse()) {
      if (state.phase.state !== 'live') continue;
      const spaceId = spaceOf(state.sessionId);
      const { engine } = this.#deps;
      // Whoever records takes what there is, like a line that carries everything; so does a player until it misses much.
      const lines = [
        ...engine.lines(spaceId),
        { consumers: engine.taps(spaceId) },
        ...engine.outlets(spaceId),
      ];
      for (const [streamId, { top, of }] of wantedLayers(lines)) {
        seen.add(streamId);
        this.#look(state, streamId, { top, of });
      }
    }
    for (const streamId of this.#told.keys()) if (!seen.has(streamId)) this.#told.delete(streamId);
  }

  #look(state: SessionState, streamId: StreamId, { top, of }: { top: number; of: number }): void {
    const stream: Stream | undefined = state.streams[streamId];
    const member = stream === undefined ? undefined : this.#deps.roster.memberOf(stream.connectionId);
    if (member === undefined) return;
    const nowMs = this.#deps.clock.nowMs();
    // A stream begins with all its layers.
    const before = this.#told.get(streamId) ?? { topLayer: of - 1, wantedAtMs: nowMs };
    const { now, tell } = prune(before, top, nowMs);
    this.#told.set(streamId, now);
    const { sessionId } = state;
    if (tell) member.connection.push('layers.wanted', { sessionId, streamId, topLayer: now.topLayer });
  }
}
