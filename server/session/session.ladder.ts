import type { LineState, MediaEngine } from '../../sfu/types.ts';
import type { ConnectionId } from '../../shared/kernel/ids.ts';
import type { LadderNow } from '../../shared/ladder.ts';
import { kindOf } from '../../shared/media.ts';
import { roomOfSeat } from '../../shared/session/session.events.ts';
import type { SessionState, Stream } from '../../shared/session/session.state.ts';
import type { Clock, Log } from '../platform/ports.ts';
import {
  ceilingsOf,
  climb,
  isSame,
  type Ladder,
  type Look,
  looksNarrow,
  newLadder,
  type Picture,
  say,
} from './session.ladder.rules.ts';
import type { SessionLog } from './session.log.ts';
import { spaceOf } from './session.media.ts';
import type { Member, Roster } from './session.roster.ts';
import type { LadderFact } from './session.types.ts';

type Deps = {
  readonly engine: MediaEngine;
  readonly sessionLog: SessionLog;
  readonly roster: Roster;
  readonly clock: Clock;
  readonly log: Log;
};

type Climber = {
  ladder: Ladder;
  applied: string;
  loss: { readonly ratio: number; readonly atMs: number } | null;
};

/** From memory alone, so twice a second costs next to nothing and a line is followed the sooner. */
export const LADDER_BEAT_MS = 500;
/** Receivers report every 5 s; what is older says nothing of the line now. */
const LOSS_MS = 12_000;

/** Keeps every room's screen on its step of the ladder, on the server that carries the session's media. */
export class Ladders {
  readonly #deps: Deps;
  readonly #climbers = new Map<ConnectionId, Climber>();
  readonly #listeners = new Set<(fact: LadderFact) => void>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Returns the function that stops listening. */
  onChanged(listener: (fact: LadderFact) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What flows to a connection now; null while that is not known. */
  now(connectionId: ConnectionId): LadderNow | null {
    return this.#climbers.get(connectionId)?.ladder.said ?? null;
  }

  /** What a receiver says of its line. */
  heardLoss(connectionId: ConnectionId, ratio: number): void {
    const climber = this.#climbers.get(connectionId);
    if (climber !== undefined) climber.loss = { ratio, atMs: this.#deps.clock.nowMs() };
  }

  /** To be called every `LADDER_BEAT_MS`. */
  async beat(): Promise<void> {
    const seen = new Set<ConnectionId>();
    const works: Promise<void>[] = [];
    for (const state of this.#deps.sessionLog.inUse()) {
      if (state.phase.state !== 'live') continue;
      const lines = new Map(
        this.#deps.engine.lines(spaceOf(state.sessionId)).map((line) => [line.participantId, line]),
      );
      for (const member of this.#deps.roster.membersIn(state.sessionId)) {
        if (member.part !== 'room') continue;
        const line = lines.get(member.connectionId);
        const climber = this.#climbers.get(member.connectionId);
        if (line === undefined && climber === undefined) continue;
        seen.add(member.connectionId);
        if (line === undefined) this.#gone(member, lines.size === 0);
        else works.push(this.#look(member, state, line));
      }
    }
    for (const id of this.#climbers.keys()) if (!seen.has(id)) this.#climbers.delete(id);
    await Promise.all(works);
  }

  /** What was just given to a room is kept to its step before it flows. */
  async hold(member: Member, state: SessionState): Promise<void> {
    const climber = this.#climbers.get(member.connectionId);
    const line = this.#lineOf(member);
    if (climber === undefined || line === undefined) return;
    await this.#apply(member, climber, this.#lookAt(state, line, climber));
  }

  #lineOf({ sessionId, connectionId }: Member): LineState | undefined {
    return this.#deps.engine
      .lines(spaceOf(sessionId))
      .find(({ participantId }) => participantId === connectionId);
  }

  async #look(member: Member, state: SessionState, line: LineState): Promise<void> {
    const fresh = { ladder: newLadder(this.#deps.clock.nowMs()), applied: '[]', loss: null };
    const climber: Climber = this.#climbers.get(member.connectionId) ?? fresh;
    // Before media came for the first time nothing has been lost.
    if (climber === fresh && !line.connected) return;
    this.#climbers.set(member.connectionId, climber);
    const look = await this.#weighed(state, this.#lookAt(state, line, climber), climber.ladder);
    if (this.#climbers.get(member.connectionId) !== climber) return;
    const before = climber.ladder;
    climber.ladder = climb(before, look);
    if (climber.ladder.rung !== before.rung) {
      const { sessionId, connectionId } = member;
      const { estimateBps, lossRatio } = look;
      const facts = {
        sessionId,
        connectionId,
        from: before.rung,
        to: climber.ladder.rung,
        estimateBps,
        lossRatio,
      };
      this.#deps.log.info(facts, 'a room is given another step of the ladder');
    }
    this.#tell(member, before);
    if (!(await this.#apply(member, climber, look))) return;
    // What was taken away no longer flows by now: nobody waits another beat to hear of it.
    const changed = this.#lineOf(member);
    if (changed === undefined || this.#climbers.get(member.connectionId) !== climber) return;
    const told = climber.ladder;
    climber.ladder = say(told, this.#lookAt(state, changed, climber));
    this.#tell(member, told);
  }

  /** Its transports went: with the whole space, or with its line. */
  #gone(member: Member, wholeSpace: boolean): void {
    const climber = this.#climbers.get(member.connectionId);
    if (climber === undefined) return;
    const before = climber.ladder;
    const said: LadderNow = { step: 0, reason: wholeSpace ? 'engine' : 'line' };
    // New transports find out anew what the line carries.
    climber.ladder = { ...newLadder(this.#deps.clock.nowMs()), said };
    climber.applied = '[]';
    this.#tell(member, before);
  }

  #tell(member: Member, before: Ladder): void {
    const to = this.now(member.connectionId);
    if (to === null || isSame(before.said, to)) return;
    const { sessionId, connectionId, seat } = member;
    member.connection.push('ladder.changed', { sessionId, ...to });
    const fact = { sessionId, connectionId, seat, atMs: this.#deps.clock.nowMs(), from: before.said, to };
    for (const listener of this.#listeners) listener(fact);
  }

  #lookAt(state: SessionState, line: LineState, { loss }: Climber): Look {
    const atMs = this.#deps.clock.nowMs();
    const connection = state.connections[line.participantId];
    const roomId = connection === undefined ? null : roomOfSeat(connection.seat);
    return {
      atMs,
      connected: line.connected,
      estimateBps: line.estimateBps,
      lossRatio: loss !== null && atMs - loss.atMs <= LOSS_MS ? loss.ratio : null,
      saving: roomId !== null && state.savings[roomId] !== undefined,
      voiceOnly: connection?.misfit?.voiceOnly === true,
      pictures: line.consumers.flatMap((consumer): Picture[] => {
        const of = whatOf(state.streams[consumer.streamId]);
        return of === null ? [] : [{ ...consumer, of, sentBps: null }];
      }),
    };
  }

  /** With what is sent of each picture, once the line looks narrow: a worker is asked then and not at every beat. */
  async #weighed(state: SessionState, look: Look, ladder: Ladder): Promise<Look> {
    if (!looksNarrow(ladder, look)) return look;
    const ids = look.pictures.filter(({ wish }) => !wish.paused).map(({ streamId }) => streamId);
    const rates = await this.#deps.engine.rates(spaceOf(state.sessionId), ids);
    const pictures = look.pictures.map((each) => ({ ...each, sentBps: rates.get(each.streamId) ?? null }));
    return { ...look, pictures };
  }

  /** @returns whether the engine was told anything new */
  async #apply(member: Member, climber: Climber, look: Look): Promise<boolean> {
    const ceilings = ceilingsOf(climber.ladder, look);
    const wanted = JSON.stringify(ceilings);
    if (wanted === climber.applied) return false;
    climber.applied = wanted;
    const { sessionId, connectionId } = member;
    const done = await this.#deps.engine.limit(spaceOf(sessionId), connectionId, ceilings);
    // Whatever was in the way, the next beat tries again.
    if (!done.ok) climber.applied = '';
    return done.ok;
  }
}

function whatOf(stream: Stream | undefined): Picture['of'] | null {
  if (stream === undefined || kindOf(stream.source) === 'audio') return null;
  if (stream.source === 'content') return 'content';
  return stream.part === 'lecturer' || stream.part === 'host' ? 'teacher' : 'room';
}
