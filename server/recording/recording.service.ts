import {
  type PersonId,
  personId,
  recordingId as recordingIdSchema,
  type SessionId,
} from '../../shared/kernel/ids.ts';
import { fail, type Result } from '../../shared/kernel/result.ts';
import type { SessionEvent } from '../../shared/session/session.events.ts';
import { lessonOf, mayRecordStage } from '../../shared/session/session.policy.ts';
import type { LessonRecording } from '../../shared/session/session.recording.ts';
import type { SessionState } from '../../shared/session/session.state.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { PlanningReader } from '../planning/planning.types.ts';
import type { RequestContext } from '../platform/ports.ts';
import type { SessionDoor } from '../session/session.door.ts';
import type { Hosts } from '../session/session.host.ts';
import { createLanes } from '../session/session.lanes.ts';
import type { SessionReader } from '../session/session.types.ts';
import { runningIn, start, stop } from './recording.rules.ts';
import { type RecordingFact, Run, type RunDeps } from './recording.run.ts';
import { closePiece } from './recording.track.ts';
import type { Recording } from './recording.types.ts';

export type RecordingDeps = Omit<RunDeps, 'tell'> & {
  readonly door: Pick<SessionDoor, 'command' | 'record'>;
  readonly hosts: Pick<Hosts, 'carries'>;
  readonly sessions: Pick<SessionReader, 'onCommitted' | 'stateOf'>;
  readonly planning: Pick<PlanningReader, 'lessonOfSession'>;
  readonly serverId: string;
  /** Bytes that are free where recordings are written; null when nobody can tell. */
  readonly freeBytes: () => Promise<number | null>;
  /** Below it recording rests, so that the lesson's own records go on. */
  readonly keepFreeBytes: number;
};

type Context = RequestContext<Actor>;
type Body = { readonly sessionId: SessionId };
type StartBody = Body & Pick<LessonRecording, 'stage'>;
type Done = Promise<Result<Record<string, never>>>;
type Change = { readonly reopened: boolean; readonly startedBy: PersonId | null };

/** Who began it by name; null for the lesson's own setting, and for a lecturer's phone. */
function starterIn(events: readonly SessionEvent[]): PersonId | null {
  const found = events.find(({ type }) => type === 'recording.started');
  return found?.actorKind === 'person' ? personId.parse(found.actorId) : null;
}

const heldOf = ({ stage }: Pick<LessonRecording, 'stage'>) => (stage === true ? { stage } : {});

/** It goes on only when there is clearly room again, so that it does not stop and start all the time. */
const ROOM_AGAIN = 1.1;

/** Recording 录像 of the lessons whose media this server carries. */
export class RecordingService {
  readonly #deps: RecordingDeps;
  readonly #runs = new Map<SessionId, Run>();
  readonly #lanes = createLanes<SessionId>();
  #low = false;
  #stopping = false;

  constructor(deps: RecordingDeps) {
    this.#deps = deps;
  }

  /** NO_RECORDER while there is no ffmpeg. */
  async start(context: Context, { sessionId, stage }: StartBody): Done {
    const { door, recorder, planning, newId } = this.#deps;
    const recordingId = recordingIdSchema.parse(newId());
    const available = await recorder.available();
    const licence = (await planning.lessonOfSession(sessionId))?.fields.recording?.licence ?? 'parties';
    return door.command(context, { sessionId, action: 'recording.start' }, (state, nowMs) =>
      available ? start(state, { recordingId, licence, ...heldOf({ stage }) }, nowMs) : fail('NO_RECORDER'),
    );
  }

  stop(context: Context, { sessionId }: Body): Done {
    return this.#deps.door.command(context, { sessionId, action: 'recording.stop' }, stop);
  }

  /** Takes up what ran when this server went down, and follows every lesson from now on. */
  async begin(): Promise<void> {
    const { store, serverId, sessions } = this.#deps;
    for (const recording of await store.running(serverId)) {
      const last = await this.#closeLeft(recording);
      const state = await sessions.stateOf(recording.sessionId);
      if (runningIn(state)?.recordingId !== recording.id) {
        await store.close(recording.id, Math.max(recording.startedAtMs, ...last.map(({ endMs }) => endMs)));
        continue;
      }
      const run = this.#runOf(recording);
      this.#runs.set(recording.sessionId, run);
      await run.takeUp(last, state);
      await run.follow(state);
    }
    sessions.onCommitted((sessionId, events, state) => this.#heard(sessionId, events, state));
  }

  /** Looks whether there is room on the disk. */
  async look(): Promise<void> {
    const { freeBytes, keepFreeBytes, log } = this.#deps;
    if (this.#runs.size === 0 && !this.#low) return;
    const free = await freeBytes();
    if (free === null) return;
    const low = free < keepFreeBytes * (this.#low ? ROOM_AGAIN : 1);
    if (low !== this.#low)
      log.warn({ freeBytes: free, keepFreeBytes }, low ? 'recording rests: no room' : 'recording goes on');
    this.#low = low;
    for (const [sessionId, run] of this.#runs)
      await this.#lanes.run(sessionId, () => (low ? run.hold() : run.release()));
  }

  /** Pieces are closed; recordings go on when the server is there again. */
  async halt(): Promise<void> {
    this.#stopping = true;
    await Promise.all([...this.#runs.values()].map((run) => run.pause()));
    await this.#lanes.settled();
  }

  settled(): Promise<void> {
    return this.#lanes.settled();
  }

  #heard(sessionId: SessionId, events: readonly SessionEvent[], state: SessionState): void {
    if (this.#stopping || !events.some(({ type }) => changesIt.has(type))) return;
    const reopened = events.some(({ type }) => type === 'session.reopened');
    const started = events.some(({ type }) => type === 'session.started');
    void this.#lanes
      .run(sessionId, async () => {
        if (started) await this.#byItself(sessionId, state);
        await this.#equal(sessionId, state, { reopened, startedBy: starterIn(events) });
      })
      .catch((error: unknown) =>
        this.#deps.log.error({ error, sessionId }, 'a recording could not follow its lesson'),
      );
  }

  async #equal(sessionId: SessionId, state: SessionState, { reopened, startedBy }: Change): Promise<void> {
    const { hosts, store, newId, serverId } = this.#deps;
    if (reopened && state.recording?.now.state === 'over') {
      const { licence } = state.recording;
      const body = { recordingId: recordingIdSchema.parse(newId()), licence, ...heldOf(state.recording) };
      return this.#tell(sessionId, { type: 'recording.started', body });
    }
    const wanted = hosts.carries(sessionId) ? runningIn(state) : null;
    const known = this.#runs.get(sessionId);
    if (known !== undefined && known.recording.id !== wanted?.recordingId) {
      this.#runs.delete(sessionId);
      await known.close();
    }
    if (wanted === null) return;
    let run = this.#runs.get(sessionId);
    if (run === undefined) {
      const { recordingId: id, licence, startedAtMs } = wanted;
      const fresh: Recording = {
        id,
        sessionId,
        startedAtMs,
        licence,
        serverId,
        endedAtMs: null,
        startedBy,
        removedAtMs: null,
      };
      const kept = await store.read(id);
      if (kept === null) await store.open(fresh);
      run = this.#runOf(kept ?? fresh);
      this.#runs.set(sessionId, run);
      if (this.#low) await run.hold();
    }
    await run.follow(state);
  }

  /** As its plan says. */
  async #byItself(sessionId: SessionId, state: SessionState): Promise<void> {
    const { hosts, planning, recorder, newId, log } = this.#deps;
    if (state.recording !== null || !hosts.carries(sessionId)) return;
    const wish = (await planning.lessonOfSession(sessionId))?.fields.recording;
    if (wish?.on !== true) return;
    if (!(await recorder.available())) return log.warn({ sessionId }, 'a lesson is not recorded: no ffmpeg');
    const body = {
      recordingId: recordingIdSchema.parse(newId()),
      licence: wish.licence,
      ...(mayRecordStage(lessonOf(state)) ? heldOf(wish) : {}),
    };
    await this.#tell(sessionId, { type: 'recording.started', body });
  }

  /** Closes what was being written when the server went down. */
  async #closeLeft(recording: Recording) {
    const { store, pathOf } = this.#deps;
    const ends = [];
    for (const piece of await store.piecesOf(recording.id)) {
      const { seat, source, startedAtMs, closed } = piece;
      const endMs =
        closed === null
          ? await closePiece(this.#deps, piece, pathOf(recording.id, piece.id))
          : startedAtMs + closed.durationMs;
      if (endMs !== null) ends.push({ seat, source, endMs });
    }
    return ends;
  }

  #runOf(recording: Recording): Run {
    return new Run(recording, { ...this.#deps, tell: (fact) => this.#tell(recording.sessionId, fact) });
  }

  #tell(sessionId: SessionId, fact: RecordingFact): Promise<void> {
    return this.#deps.door.record(sessionId, fact, this.#deps.clock.nowMs());
  }
}

const changesIt: ReadonlySet<string> = new Set([
  'session.started',
  'session.ended',
  'session.reopened',
  'lectern.handed',
  'recording.started',
  'recording.stopped',
  'stream.published',
  'stream.closed',
  'media.disconnected',
  'media.failed',
  'stage.called',
  'stage.released',
  'presence.joined',
  'presence.lost',
  'presence.left',
]);
