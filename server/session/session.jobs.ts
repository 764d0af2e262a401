import { ok } from '../../shared/kernel/result.ts';
import { MINUTE_MS } from '../../shared/kernel/time.ts';
import type { SessionState } from '../../shared/session/session.state.ts';
import { isUnavailable } from '../platform/failures.ts';
import type { Clock, Jobs, Log, NewId } from '../platform/ports.ts';
import { endForgotten, forgotten, forgottenCommandId } from './session.forgotten.rules.ts';
import { ringsOver } from './session.line-voice.rules.ts';
import type { SessionLog } from './session.log.ts';
import type { Member, Roster } from './session.roster.ts';
import { REOPEN_MS } from './session.rules.ts';
import { callsOver } from './session.stage.rules.ts';
import type { BeatRow, SessionStore } from './session.store.ts';
import { serverActor } from './session.types.ts';

const COMMANDS_KEPT_MS = 7 * 24 * 60 * MINUTE_MS;

export type JobDeps = {
  readonly store: SessionStore;
  readonly sessionLog: SessionLog;
  readonly roster: Roster;
  readonly clock: Clock;
  readonly log: Log;
  readonly serverId: string;
  readonly newId: NewId;
};

export function registerJobs(jobs: Pick<Jobs, 'every'>, deps: JobDeps): void {
  const { store, sessionLog, clock } = deps;
  jobs.every('session.calls', 1_000, () => endCalls(deps));
  jobs.every('session.forgotten', 30_000, () => endForgottenLessons(deps));
  // Every second, since a killed server knows of its last moments only what was written: see the restart's gap in attendance.
  const keepBeats = createBeatKeeper(deps);
  jobs.every('session.beats', 1_000, async () => {
    try {
      await keepBeats();
    } catch (error) {
      // In a quiet lesson nothing else is written for minutes: this is how a full disk is noticed.
      if (isUnavailable(error)) sessionLog.storeFailed(error);
      throw error;
    }
  });
  jobs.every('session.spool', 1_000, () => sessionLog.retry());
  jobs.every('session.tidy', MINUTE_MS, () => tidy(deps));
  jobs.every('session.commands', 24 * 60 * MINUTE_MS, () =>
    store.forgetCommands(clock.nowMs() - COMMANDS_KEPT_MS),
  );
}

/** Ends lessons that nobody will end. Decided again in the queue: a lecturer may be back by then. */
export async function endForgottenLessons({ sessionLog, clock, log }: JobDeps): Promise<void> {
  for (const state of sessionLog.inUse()) {
    const ending = forgotten(state, clock.nowMs());
    if (ending === null) continue;
    const { sessionId } = state;
    const answer = await sessionLog.submit({
      sessionId,
      actor: serverActor,
      commandId: forgottenCommandId(state),
      remembered: false,
      decide: (now, nowMs) => ok(endForgotten(now, nowMs)),
    });
    if (answer.ok) log.info({ sessionId, reason: ending.reason }, 'a forgotten lesson was ended');
  }
}

const endedBy = (state: SessionState, nowMs: number) => [
  ...callsOver(state, nowMs),
  ...ringsOver(state, nowMs),
];

/** Ends calls whose time is over, and rings that nobody answers. Decided again in the queue: somebody may have renewed one meanwhile. */
export async function endCalls({ sessionLog, clock, newId }: JobDeps): Promise<void> {
  for (const state of sessionLog.inUse()) {
    if (endedBy(state, clock.nowMs()).length === 0) continue;
    await sessionLog.submit({
      sessionId: state.sessionId,
      actor: serverActor,
      commandId: newId(),
      remembered: false,
      decide: (now, nowMs) => ok(endedBy(now, nowMs)),
    });
  }
}

/** Writes down when each connection was last heard, those that changed in one batch. */
export function createBeatKeeper({
  roster,
  store,
  serverId,
}: Pick<JobDeps, 'roster' | 'store' | 'serverId'>): () => Promise<void> {
  let saved = new Map<string, number>();
  return async () => {
    const members = roster.all();
    const fresh = members
      .map((member) => beatOf(member, serverId))
      .filter((beat) => saved.get(beat.connection_id) !== beat.last_heard_at_ms);
    const here = new Set<string>(members.map((member) => member.connectionId));
    const gone = [...saved.keys()].filter((id) => !here.has(id));
    if (fresh.length > 0) await store.saveBeats(fresh);
    if (gone.length > 0) await store.dropBeats(gone);
    saved = new Map(
      members.map((member) => [member.connectionId, beatOf(member, serverId).last_heard_at_ms]),
    );
  };
}

const beatOf = ({ connectionId, connection, sessionId, seat }: Member, serverId: string): BeatRow => ({
  server_id: serverId,
  connection_id: connectionId,
  session_id: sessionId,
  seat,
  last_heard_at_ms: connection.lastHeardAtMs(),
});

/** Once an end can no longer be taken back, whoever still sits there is shown out and the session is let go. */
export async function tidy({ roster, sessionLog, clock }: JobDeps): Promise<void> {
  const nowMs = clock.nowMs();
  const final = ({ phase }: SessionState): boolean =>
    phase.state === 'ended' && nowMs - phase.recordedAtMs > REOPEN_MS;
  for (const state of sessionLog.inUse().filter(final)) {
    for (const { connectionId } of Object.values(state.connections)) {
      roster.unseat(connectionId);
      await sessionLog.record(state.sessionId, {
        type: 'presence.left',
        body: { connectionId, reason: 'session-ended' },
        occurredAtMs: nowMs,
      });
    }
  }
  sessionLog.letGo((state) => roster.membersIn(state.sessionId).length > 0 || !final(state));
}
