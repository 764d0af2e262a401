import type { ConnectionId, SessionId } from '../../shared/kernel/ids.ts';
import { ok } from '../../shared/kernel/result.ts';
import { MINUTE_MS } from '../../shared/kernel/time.ts';
import type { Clock, Log, NewId } from '../platform/ports.ts';
import { mediaDied, writeOff } from './session.fellows.ts';
import type { SharedHome } from './session.home.ts';
import type { SessionLog } from './session.log.ts';
import { restart } from './session.presence.rules.ts';
import type { Roster } from './session.roster.ts';
import { REOPEN_MS } from './session.rules.ts';
import type { SessionStore } from './session.store.ts';
import { serverActor } from './session.types.ts';

export type RecoveryDeps = {
  readonly store: SessionStore;
  readonly sessionLog: SessionLog;
  readonly roster: Roster;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  /** Given when other servers may be at work in the same sessions: then only what was this one's is written off. */
  readonly home: SharedHome | null;
  readonly serverId: string;
  /** Server time goes on from here when the machine's clock was set back while the server was down. */
  readonly notBefore?: ((atMs: number) => void) | undefined;
};

/**
 * At start: whoever was connected when the last process ended was lost at their last beat, and sessions go on from their logs. A session
 * whose chain is broken is told loudly and left alone; the others go on.
 */
export async function recover(deps: RecoveryDeps): Promise<void> {
  const { store, sessionLog, clock, log, home, serverId } = deps;
  sessionLog.takeUpSpool();
  const unfinished = await store.unfinished(clock.nowMs() - REOPEN_MS - MINUTE_MS);
  for (const sessionId of unfinished) await goOnFrom(deps, sessionId);
  await sessionLog.retry();
  for (const sessionId of unfinished) {
    const beats = await store.beatsOf(sessionId, home === null ? undefined : serverId);
    try {
      const lost = await lose(deps, sessionId, beats);
      if (lost > 0)
        log.info({ sessionId, lost }, 'connections of the last process were lost at their last beat');
    } catch (error) {
      log.error({ error, sessionId }, 'a session cannot be recovered');
    }
    await store.dropBeats([...beats.keys()]);
  }
  for (const sessionId of (await home?.releaseLeft()) ?? []) await mediaDied(deps, sessionId);
}

/** Alone, whoever is still connected in the log was this server's. */
const lose: typeof loseAll = (deps, sessionId, heard) =>
  deps.home === null ? loseAll(deps, sessionId, heard) : writeOff(deps, sessionId, heard);

/** When the machine's clock was set back while the server was down, a running lesson goes on from the last moment that is in its log. */
async function goOnFrom({ store, log, notBefore }: RecoveryDeps, sessionId: SessionId): Promise<void> {
  try {
    const { events } = await store.load(sessionId);
    const phase = events.findLast((event) => event.type.startsWith('session.'))?.type;
    const last = events.at(-1);
    const live = phase === 'session.started' || phase === 'session.reopened';
    if (live && last !== undefined) notBefore?.(last.recordedAtMs);
  } catch (error) {
    log.error({ error, sessionId }, 'a session cannot be read');
  }
}

/** At the end of the process: everybody is lost now, since nobody is heard any more. */
export async function loseEverybody(deps: RecoveryDeps): Promise<void> {
  const { roster, clock } = deps;
  const members = roster.all();
  for (const member of members) roster.unseat(member.connectionId);
  const nowMs = clock.nowMs();
  const heard = new Map(members.map((member) => [member.connectionId, nowMs]));
  for (const sessionId of new Set(members.map((member) => member.sessionId))) {
    try {
      await lose(deps, sessionId, heard);
    } catch (error) {
      // The next start finds their last beats.
      deps.log.error({ error, sessionId }, 'the end of the process could not be written');
    }
  }
  await deps.sessionLog.settled();
}

/** @returns how many connections were written off */
async function loseAll(
  deps: RecoveryDeps,
  sessionId: SessionId,
  lastHeardAtMs: ReadonlyMap<ConnectionId, number>,
): Promise<number> {
  let count = 0;
  const written = await deps.sessionLog.submit({
    sessionId,
    actor: serverActor,
    commandId: deps.newId(),
    remembered: false,
    decide(state, nowMs) {
      count = Object.keys(state.connections).length;
      return ok(restart(state, lastHeardAtMs, nowMs));
    },
  });
  if (!written.ok) throw new Error(`the restart could not be written: ${written.error.code}`);
  return count;
}
