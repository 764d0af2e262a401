import { z } from 'zod';
import {
  type ConnectionId,
  roomId,
  type SessionId,
  sessionId as sessionIdSchema,
} from '../../shared/kernel/ids.ts';
import { ok } from '../../shared/kernel/result.ts';
import type { SessionEvent } from '../../shared/session/session.events.ts';
import type { Connection } from '../../shared/session/session.state.ts';
import type { Bus } from '../platform/bus.ts';
import type { Clock, Jobs, Log, NewId } from '../platform/ports.ts';
import { DEAD_AFTER_MS, type SharedHome } from './session.home.ts';
import type { SessionLog } from './session.log.ts';
import { onlyThese, restart } from './session.presence.rules.ts';
import type { Roster } from './session.roster.ts';
import type { SessionStore } from './session.store.ts';
import { type SessionReader, serverActor } from './session.types.ts';

export type FellowsDeps = {
  readonly bus: Bus;
  readonly home: SharedHome;
  readonly store: SessionStore;
  readonly sessionLog: SessionLog;
  readonly roster: Roster;
  readonly local: Pick<SessionReader, 'agendaChanged' | 'sendToConsoles'>;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
};

/** Redis may be away, and so may its news: what stands in the database is looked for too. */
const FOLLOW_EVERY_MS = 2_000;
const LOOK_FOR_DEAD_MS = 5_000;

const appended = z.object({ sessionId: sessionIdSchema, seq: z.int() });
const agenda = z.object({ roomIds: z.array(roomId) });
const told = z.object({
  sessionId: sessionIdSchema,
  name: z.literal('quality.sampled'),
  body: z.looseObject({}),
});

/** Several servers serve the same sessions: each writes for itself, and all follow what the others have written. */
export function joinFellows(deps: FellowsDeps): void {
  const { bus, sessionLog, roster, local } = deps;
  sessionLog.onWritten((sessionId, _events, { seq }) => bus.publish('session.appended', { sessionId, seq }));
  sessionLog.onTakenIn((_sessionId, events) => showOut(roster, events));
  bus.on('session.appended', (body) => {
    const { sessionId, seq } = appended.parse(body);
    const known = sessionLog.peek(sessionId);
    if (known !== undefined && known.seq < seq) sessionLog.catchUp(sessionId);
  });
  bus.on('agenda.changed', (body) => local.agendaChanged(agenda.parse(body).roomIds));
  bus.on('consoles.told', (body) => {
    const { sessionId, name, body: news } = told.parse(body);
    local.sendToConsoles(sessionId, name, news);
  });
  bus.onGap(() => {
    for (const { sessionId } of sessionLog.inUse()) sessionLog.catchUp(sessionId);
    for (const screen of roster.everyScreen()) screen.push('room.agendaChanged', {});
  });
}

/** What goes to screens and consoles goes to those of the other servers too. */
export function tellingFellows(reader: SessionReader, bus: Bus): SessionReader {
  return {
    ...reader,
    agendaChanged(roomIds) {
      reader.agendaChanged(roomIds);
      bus.publish('agenda.changed', { roomIds });
    },
    sendToConsoles(sessionId, name, body) {
      reader.sendToConsoles(sessionId, name, body);
      bus.publish('consoles.told', { sessionId, name, body });
    },
  };
}

export function registerFellowJobs(jobs: Pick<Jobs, 'every'>, deps: FellowsDeps): void {
  const { sessionLog, store, home } = deps;
  jobs.every('session.follow', FOLLOW_EVERY_MS, async () => {
    const here = new Map(sessionLog.inUse().map((state) => [state.sessionId, state.seq]));
    for (const [sessionId, seq] of await store.newestSeqs([...here.keys()]))
      if (seq > (here.get(sessionId) ?? 0)) sessionLog.catchUp(sessionId);
    await home.beat();
  });
  const lookForDead = createWatch(deps);
  jobs.every('session.dead', LOOK_FOR_DEAD_MS, lookForDead);
}

/** Another server has found somebody of this one gone, or has given their place away. */
function showOut(roster: Roster, events: readonly SessionEvent[]): void {
  for (const event of events) {
    if (event.type !== 'presence.left' && event.type !== 'presence.lost') continue;
    const member = roster.unseat(event.body.connectionId);
    if (member === undefined || (event.type === 'presence.left' && event.body.reason === 'session-ended'))
      continue;
    const replaced = event.type === 'presence.left' && event.body.reason === 'replaced';
    member.connection.close(replaced ? 'replaced' : 'shutdown');
  }
}

/** Finds connections whose server died without a word: nobody has written down for a while that they are heard. */
export function createWatch(deps: FellowsDeps): () => Promise<void> {
  const { store, sessionLog, roster, clock, home, log } = deps;
  const watched = new Map<ConnectionId, { readonly heardAtMs: number | null; readonly sinceMs: number }>();
  return async () => {
    for (const sessionId of await home.reap()) await mediaDied(deps, sessionId);
    const nowMs = clock.nowMs();
    const seen = new Set<ConnectionId>();
    const inUse = sessionLog.inUse().map((state) => state.sessionId);
    for (const sessionId of new Set([...inUse, ...(await store.sessionsHeard())])) {
      const state = await sessionLog.read(sessionId);
      if (!state.ok) continue;
      const others = Object.values<Connection>(state.value.connections).filter(
        ({ connectionId }) => roster.memberOf(connectionId) === undefined,
      );
      if (others.length === 0) continue;
      const beats = await store.beatsOf(sessionId);
      const silent: ConnectionId[] = [];
      for (const { connectionId } of others) {
        seen.add(connectionId);
        const heardAtMs = beats.get(connectionId) ?? null;
        const before = watched.get(connectionId);
        if (before === undefined || before.heardAtMs !== heardAtMs)
          watched.set(connectionId, { heardAtMs, sinceMs: nowMs });
        else if (nowMs - before.sinceMs >= DEAD_AFTER_MS) silent.push(connectionId);
      }
      if (silent.length === 0) continue;
      await writeOff(deps, sessionId, new Map(silent.map((id) => [id, beats.get(id) ?? 0])));
      log.warn(
        { sessionId, lost: silent.length },
        'connections of a server that is dead were lost at their last beat',
      );
    }
    for (const connectionId of watched.keys()) if (!seen.has(connectionId)) watched.delete(connectionId);
  };
}

/** Loses just these connections, each when it was last heard; media of the others go on. */
export async function writeOff(
  { sessionLog, store, newId }: Pick<FellowsDeps, 'sessionLog' | 'store' | 'newId'>,
  sessionId: SessionId,
  lastHeardAtMs: ReadonlyMap<ConnectionId, number>,
): Promise<number> {
  let count = 0;
  const written = await sessionLog.submit({
    sessionId,
    actor: serverActor,
    commandId: newId(),
    remembered: false,
    decide(state, nowMs) {
      const facts = restart(onlyThese(state, lastHeardAtMs), lastHeardAtMs, nowMs);
      const losses = facts.filter((fact) => fact.type !== 'media.failed');
      count = losses.length;
      return ok(losses);
    },
  });
  if (!written.ok) throw new Error(`a loss could not be written: ${written.error.code}`);
  await store.dropBeats([...lastHeardAtMs.keys()]);
  return count;
}

/** The server that carried a session's media is gone: clients ask anew, and whoever is asked first carries them. */
export async function mediaDied(
  { sessionLog, clock }: Pick<FellowsDeps, 'sessionLog' | 'clock'>,
  sessionId: SessionId,
): Promise<void> {
  await sessionLog.record(sessionId, {
    type: 'media.failed',
    body: { cause: 'server-restart' },
    occurredAtMs: clock.nowMs(),
  });
}
