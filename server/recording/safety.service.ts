import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type PersonId, type SafetyTakeId, type SessionId, safetyTakeId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { recordedSource } from '../../shared/recording.ts';
import {
  SAFETY_BYTES_MAX,
  SAFETY_TAKE_BYTES_MAX,
  type SafetyRecording,
  type SafetyTake,
} from '../../shared/recording-safety.ts';
import { seatOfPerson } from '../../shared/session/session.events.ts';
import type { RouteAnswer, RouteBody } from '../../shared/wire/routes.ts';
import type { Action, Actor } from '../identity/identity.types.ts';
import type { Clock, NewId } from '../platform/ports.ts';
import type { Gate } from '../session/session.access.ts';
import { createLanes } from '../session/session.lanes.ts';
import type { SessionReader } from '../session/session.types.ts';
import type { PieceReading } from './recording.reading.ts';
import type { Recording, RecordingStore } from './recording.types.ts';
import { leadingSeats } from './replay.service.ts';
import { hasRoom, sizeOf, writePart } from './safety.files.ts';
import { type createJoining, missingOf } from './safety.join.ts';
import type { SafetyStore, Take } from './safety.types.ts';

export type SafetyServiceDeps = {
  readonly folder: string;
  readonly store: SafetyStore;
  readonly recordings: Pick<RecordingStore, 'ofSession'>;
  readonly reading: Pick<PieceReading, 'piecesOf'>;
  readonly joining: Pick<ReturnType<typeof createJoining>, 'take' | 'folderOf'>;
  /** Whether what was sent can be made into pieces here. */
  readonly canJoin: () => Promise<boolean>;
  readonly gate: Pick<Gate, 'find' | 'allow'>;
  readonly sessions: Pick<SessionReader, 'stateOf' | 'eventsOf'>;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly serverId: string;
  /** Below it nothing is taken in, so that lessons' own records go on. */
  readonly keepFreeBytes: number;
};

/** The browser knows the server's time to within its line's delay. */
const CLOCK_MS = 5_000;

/** What lecturers' browsers kept of what they sent 本机备份: taken in, and put where the recording has nothing. */
export class SafetyService {
  readonly #deps: SafetyServiceDeps;
  /** Parts of one take do not overtake each other. */
  readonly #lanes = createLanes<string>();

  constructor(deps: SafetyServiceDeps) {
    this.#deps = deps;
  }

  async missing(actor: Actor, sessionId: SessionId): Promise<Result<RouteAnswer<'safety.missing'>>> {
    const led = await this.#led(actor, 'safety.missing', sessionId);
    if (!led.ok) return led;
    const seat = seatOfPerson(led.value);
    const recordings: SafetyRecording[] = [];
    for (const recording of await this.#deps.recordings.ofSession(sessionId)) {
      const { id: recordingId, startedAtMs, endedAtMs } = recording;
      if (endedAtMs === null || recording.removedAtMs !== null) continue;
      const missing = [];
      for (const source of recordedSource.options)
        for (const hole of await missingOf(this.#deps.reading, recording, { seat, source }))
          missing.push({ source, ...hole });
      recordings.push({ recordingId, startedAtMs, endedAtMs, missing });
    }
    return ok({ recordings });
  }

  /** TOO_LARGE {limit}; INVALID_VALUE {startedAtMs, outside}; INVALID_STATE while it runs; NO_RECORDER; UNAVAILABLE when there is no room. */
  async announce(actor: Actor, wish: RouteBody<'safety.announce'>): Promise<Result<SafetyTake>> {
    const { store, recordings, newId, serverId, clock } = this.#deps;
    const { sessionId, source, startedAtMs, bytes, sha256 } = wish;
    const led = await this.#led(actor, 'safety.announce', sessionId);
    if (!led.ok) return led;
    const personId = led.value;
    if (bytes > SAFETY_TAKE_BYTES_MAX) return fail('TOO_LARGE', { limit: SAFETY_TAKE_BYTES_MAX });
    const recording = (await recordings.ofSession(sessionId)).find((each) => wasOn(each, startedAtMs));
    if (recording === undefined) return fail('INVALID_VALUE', { field: 'startedAtMs', reason: 'outside' });
    if (recording.endedAtMs === null) return fail('INVALID_STATE');
    if (!(await this.#deps.canJoin())) return fail('NO_RECORDER');
    const recordingId = recording.id;
    const take = await this.#lanes.run(`${recordingId} ${personId}`, async () => {
      const sent = await store.bytesOf(recordingId, personId);
      const fresh: Take = {
        ...{ id: safetyTakeId.parse(newId()), sessionId, recordingId, personId, source },
        ...{ startedAtMs: Math.round(startedAtMs), bytes, sha256, serverId, announcedAtMs: clock.nowMs() },
        now: { state: 'uploading' },
      };
      return sent + bytes > SAFETY_BYTES_MAX ? null : store.announce(fresh);
    });
    if (take === null) return fail('TOO_LARGE', { limit: SAFETY_BYTES_MAX });
    // The same bytes would be as broken again.
    if (take.now.state !== 'failed' || take.now.reason === 'broken') return ok(await this.#card(take));
    await rm(await this.#fileOf(take), { force: true });
    await store.restart(take.id, serverId);
    return ok(await this.#card({ ...take, now: { state: 'uploading' } }));
  }

  /** A part that came already is answered like the first time. CONFLICT {changed, at} for one that does not follow; TOO_LARGE beyond what was announced. */
  part(
    actor: Actor,
    id: SafetyTakeId,
    part: { readonly at: number; readonly bytes: Buffer },
  ): Promise<Result<SafetyTake>> {
    return this.#lanes.run(id, () => this.#part(actor, id, part));
  }

  async #part(
    actor: Actor,
    id: SafetyTakeId,
    { at, bytes }: { readonly at: number; readonly bytes: Buffer },
  ): Promise<Result<SafetyTake>> {
    const { store, joining } = this.#deps;
    if (actor.kind === 'visitor') return fail('UNAUTHENTICATED');
    const take = await store.byId(id);
    if (take === null) return fail('NOT_FOUND');
    const led = await this.#led(actor, 'safety.announce', take.sessionId);
    if (!led.ok) return led;
    if (led.value !== take.personId) return fail('NOT_FOUND');
    const end = at + bytes.length;
    if (end > take.bytes) return fail('TOO_LARGE', { limit: take.bytes });
    if (take.now.state !== 'uploading') return ok(await this.#card(take));
    const path = await this.#fileOf(take);
    const doneBytes = await sizeOf(path);
    if (at > doneBytes) return fail('CONFLICT', { changed: 'at', at: doneBytes });
    if (end > doneBytes) {
      if (!(await hasRoom(this.#deps, bytes.length))) return fail('UNAVAILABLE');
      await writePart(path, at, bytes);
    }
    if (Math.max(end, doneBytes) < take.bytes) return ok(await this.#card(take));
    await store.settle(id, { state: 'joining' });
    void joining.take(id);
    return ok(await this.#card({ ...take, now: { state: 'joining' } }));
  }

  /** Who asks, when the lesson was theirs to lead at some time. */
  async #led(actor: Actor, action: Action, sessionId: SessionId): Promise<Result<PersonId>> {
    const { gate, sessions } = this.#deps;
    const access = await gate.find(sessionId);
    if (!access.ok) return access;
    const state = await sessions.stateOf(sessionId);
    const may = gate.allow(actor, action, { access: access.value, state });
    if (!may.ok) return may;
    if (actor.kind !== 'person') return fail('FORBIDDEN');
    const leads = leadingSeats(access.value.lesson, await sessions.eventsOf(sessionId));
    return leads(seatOfPerson(actor.personId)) ? ok(actor.personId) : fail('FORBIDDEN');
  }

  async #fileOf(take: Take): Promise<string> {
    return join(await this.#deps.joining.folderOf(take), take.id);
  }

  async #card(take: Take): Promise<SafetyTake> {
    const { id: takeId, bytes: totalBytes, now } = take;
    if (now.state !== 'uploading') return { takeId, now };
    const doneBytes = await sizeOf(await this.#fileOf(take));
    return { takeId, now: { state: 'uploading', doneBytes, totalBytes } };
  }
}

const wasOn = ({ startedAtMs, endedAtMs, removedAtMs }: Recording, atMs: number): boolean =>
  removedAtMs === null && atMs >= startedAtMs - CLOCK_MS && atMs < (endedAtMs ?? Number.POSITIVE_INFINITY);
