import type { MediaEngine } from '../../sfu/types.ts';
import type { SessionId } from '../../shared/kernel/ids.ts';
import type { LessonPhase } from '../../shared/lesson.ts';
import type { SessionState } from '../../shared/session/session.state.ts';
import { events as wireEvents } from '../../shared/wire/events.ts';
import type { Ladders } from './session.ladder.ts';
import type { SessionLog } from './session.log.ts';
import { spaceOf } from './session.media.ts';
import type { Roster } from './session.roster.ts';
import type { SessionStore } from './session.store.ts';
import type { SessionReader } from './session.types.ts';

/** How a lesson's phase reads in a list. */
export function phaseOf({ phase }: SessionState): LessonPhase {
  return phase.state === 'unopened' ? 'planned' : phase.state;
}

const phaseAfter: Readonly<Record<string, LessonPhase>> = {
  'session.opened': 'waiting',
  'session.started': 'live',
  'session.reopened': 'live',
  'session.ended': 'ended',
};

export function createReader(deps: {
  readonly store: SessionStore;
  readonly sessionLog: SessionLog;
  readonly roster: Roster;
  readonly engine: MediaEngine;
  readonly ladders: Ladders;
}): SessionReader {
  const { store, sessionLog, roster, engine, ladders } = deps;
  return {
    eventsOf: async (sessionId) => (await store.loadWordless(sessionId)).events,
    shownOf: async (sessionId) => (await store.load(sessionId, ({ type }) => type !== 'line.said')).events,
    stateOf: sessionLog.stateOf,
    async phasesOf(sessionIds) {
      const phases = new Map<SessionId, LessonPhase>(sessionIds.map((id) => [id, 'planned']));
      const stored = sessionIds.filter((id) => sessionLog.peek(id) === undefined);
      for (const [id, type] of await store.lastPhases(stored)) phases.set(id, phaseAfter[type] ?? 'planned');
      for (const id of sessionIds) {
        const state = sessionLog.peek(id);
        if (state !== undefined) phases.set(id, phaseOf(state));
      }
      return phases;
    },
    begunAmong: (sessionIds) => store.begunAmong(sessionIds),
    onCommitted: sessionLog.onCommitted,
    sendToConsoles(sessionId, name, body) {
      const parsed = wireEvents[name].body.parse(body);
      for (const member of roster.membersIn(sessionId)) {
        const { kind } = member.audience;
        if (kind === 'lectern' || kind === 'console' || kind === 'observer')
          member.connection.push(name, parsed);
      }
    },
    agendaChanged(roomIds) {
      for (const connection of roster.devicesIn(roomIds)) connection.push('room.agendaChanged', {});
    },
    mediaSample: (sessionId) => engine.sample(spaceOf(sessionId)),
    ladderOf: (connectionId) => ladders.now(connectionId),
    heardLoss: (connectionId, ratio) => ladders.heardLoss(connectionId, ratio),
    onLadderChanged: (listener) => ladders.onChanged(listener),
    joinedSession: (connectionId) => roster.memberOf(connectionId)?.sessionId ?? null,
  };
}
