import { type RecordingId, recordingId, type SessionId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { RecordingAddress, RecordingCard } from '../../shared/recording.ts';
import { recordingPaths } from '../../shared/recording.ts';
import { emptySession } from '../../shared/session/session.state.ts';
import type { RouteAnswer, RouteBody } from '../../shared/wire/routes.ts';
import type { DirectoryReader } from '../directory/directory.types.ts';
import { createMatcher } from '../directory/search.rules.ts';
import type { Action, Actor, Permit } from '../identity/identity.types.ts';
import type { PlanningReader } from '../planning/planning.types.ts';
import type { Clock } from '../platform/ports.ts';
import type { Access, Gate } from '../session/session.access.ts';
import type { SessionReader } from '../session/session.types.ts';
import type { Addresses } from './address.ts';
import type { AssetsStore, Made, Place } from './assets.types.ts';
import { isKeepable, type KeepDays, keptUntilOf } from './keep.rules.ts';
import type { createMoving } from './moving.ts';
import type { ProgressStore } from './progress.store.ts';
import type { PieceReading } from './recording.reading.ts';
import type { Recording, RecordingStore } from './recording.types.ts';
import type { createRemoval } from './removal.ts';
import { durationFrom } from './replay.rules.ts';

export type AssetsServiceDeps = {
  readonly store: AssetsStore;
  readonly recordings: Pick<RecordingStore, 'read' | 'missedOf'>;
  readonly reading: PieceReading;
  readonly progress: Pick<ProgressStore, 'of' | 'watchedOf'>;
  readonly addresses: Addresses;
  readonly removal: ReturnType<typeof createRemoval>;
  readonly moving: Pick<ReturnType<typeof createMoving>, 'trouble' | 'placesOf'>;
  readonly permit: Permit;
  readonly gate: Pick<Gate, 'find' | 'allow'>;
  readonly sessions: Pick<SessionReader, 'stateOf'>;
  readonly planning: Pick<PlanningReader, 'card'>;
  readonly directory: Pick<DirectoryReader, 'snapshot'>;
  readonly clock: Clock;
  readonly keepDays: KeepDays;
  /** Whether one MP4 can be made here at all. */
  readonly canCompose: () => Promise<boolean>;
  /** There is something new in the queue. */
  readonly asked: () => void;
};

const PAGE = 20;
/** What somebody may not see is passed over, so many in one answer at most. */
const LOOKED_AT_MAX = 400;

export type Seen = { readonly recording: Recording; readonly access: Access };

/** Recordings as people have them. NOT_FOUND for what is not there and for whoever may not see it. */
export class AssetsService {
  readonly #deps: AssetsServiceDeps;

  constructor(deps: AssetsServiceDeps) {
    this.#deps = deps;
  }

  async list(
    actor: Actor,
    { sessionId, search, after }: RouteBody<'recording.list'>,
  ): Promise<Result<RouteAnswer<'recording.list'>>> {
    const may =
      sessionId === undefined
        ? this.#mayLookAround(actor)
        : await this.#allowed(actor, 'recording.list', sessionId);
    if (!may.ok) return may;
    const matches = createMatcher(search ?? '');
    const cards: RecordingCard[] = [];
    const trouble = this.#deps.moving.trouble();
    const store = trouble === null ? {} : { storeTrouble: trouble };
    let place = placeFrom(after);
    for (let looked = 0; looked < LOOKED_AT_MAX; looked += PAGE) {
      const wish = { after: place, limit: PAGE, ...(sessionId === undefined ? {} : { sessionId }) };
      const found = await this.#deps.store.list(wish);
      for (const recording of found) {
        place = recording;
        const seen = await this.#seen(actor, recording, 'recording.list');
        if (!seen.ok) continue;
        const card = await this.#card(actor, seen.value);
        if (matches([card.subject, card.grade, card.lecturerName, card.schoolName])) cards.push(card);
        if (cards.length === PAGE) return ok({ recordings: cards, after: textOf(place), ...store });
      }
      if (found.length < PAGE) return ok({ recordings: cards, after: null, ...store });
    }
    return ok({ recordings: cards, after: textOf(place), ...store });
  }

  async read(actor: Actor, id: RecordingId): Promise<Result<RecordingCard>> {
    const seen = await this.see(actor, id);
    return seen.ok ? ok(await this.#card(actor, seen.value)) : seen;
  }

  /** A recording and its lesson, to whom its licence opens it. */
  async see(actor: Actor, id: RecordingId): Promise<Result<Seen>> {
    const recording = await this.#deps.recordings.read(id);
    return recording === null ? fail('NOT_FOUND') : this.#seen(actor, recording, 'recording.read');
  }

  async address(actor: Actor, id: RecordingId): Promise<Result<RecordingAddress>> {
    const seen = await this.see(actor, id);
    if (!seen.ok) return seen;
    if (seen.value.recording.removedAtMs !== null) return fail('NOT_FOUND');
    return ok(this.#deps.addresses.give(id, this.#deps.clock.nowMs()));
  }

  async licence(
    actor: Actor,
    { recordingId: id, licence }: RouteBody<'recording.licence'>,
  ): Promise<Result<RecordingCard>> {
    const seen = await this.#mayChange(actor, 'recording.licence', id);
    if (!seen.ok) return seen;
    await this.#deps.store.setLicence(id, licence);
    return this.read(actor, id);
  }

  /** INVALID_VALUE for a day that is over or too far away. */
  async keep(
    actor: Actor,
    { recordingId: id, keptUntil, reason }: RouteBody<'recording.keep'>,
  ): Promise<Result<RecordingCard>> {
    const seen = await this.#mayChange(actor, 'recording.keep', id);
    if (!seen.ok) return seen;
    const { zone } = seen.value.access.lesson.fields;
    if (actor.kind !== 'person') return fail('FORBIDDEN');
    if (keptUntil !== null && !isKeepable(keptUntil, this.#deps.removal.today(zone)))
      return fail('INVALID_VALUE', { field: 'keptUntil', reason: 'range' });
    const who = { by: actor.personId, atMs: this.#deps.clock.nowMs() };
    await this.#deps.store.setCare(id, { keptUntil, reason }, who);
    return this.read(actor, id);
  }

  /** INVALID_STATE while it runs; UNAVAILABLE without the program that makes it. */
  async compose(actor: Actor, id: RecordingId): Promise<Result<RecordingCard>> {
    const seen = await this.#mayChange(actor, 'recording.compose', id);
    if (!seen.ok) return seen;
    if (seen.value.recording.endedAtMs === null) return fail('INVALID_STATE');
    if (!(await this.#deps.canCompose())) return fail('UNAVAILABLE');
    await this.#deps.store.ask(id, 'file', this.#deps.clock.nowMs());
    this.#deps.asked();
    return this.read(actor, id);
  }

  /** INVALID_STATE while it runs. */
  async remove(
    actor: Actor,
    { recordingId: id, reason }: RouteBody<'recording.remove'>,
  ): Promise<Result<Record<string, never>>> {
    const seen = await this.#mayChange(actor, 'recording.remove', id);
    if (!seen.ok) return seen;
    if (actor.kind !== 'person') return fail('FORBIDDEN');
    if (seen.value.recording.endedAtMs === null) return fail('INVALID_STATE');
    await this.#deps.removal.remove(id, { by: actor.personId, reason });
    return ok({});
  }

  async #mayChange(actor: Actor, action: Action, id: RecordingId): Promise<Result<Seen>> {
    if (actor.kind === 'visitor') return fail('UNAUTHENTICATED');
    const seen = await this.see(actor, id);
    if (!seen.ok) return seen;
    const may = await this.#allowed(actor, action, seen.value.recording.sessionId);
    if (!may.ok) return may;
    return seen.value.recording.removedAtMs === null ? seen : fail('INVALID_STATE');
  }

  /** Whoever has nothing to do with lessons anywhere is given no list; what is open to them has its address. */
  #mayLookAround(actor: Actor): Result<void> {
    if (actor.kind !== 'person') return fail(actor.kind === 'visitor' ? 'UNAUTHENTICATED' : 'FORBIDDEN');
    const somewhere = actor.grants.some(({ scope }) => {
      const path =
        scope.kind === 'region'
          ? { regionIds: [scope.regionId], schoolIds: [] }
          : { regionIds: [], schoolIds: [scope.schoolId] };
      return this.#deps.permit(actor, 'recording.list', { paths: [path], relations: [] });
    });
    return somewhere ? ok() : fail('FORBIDDEN');
  }

  /** The licence opens it wider than the table does; what the table opens stays open. */
  async #seen(actor: Actor, recording: Recording, action: Action): Promise<Result<Seen>> {
    const access = await this.#deps.gate.find(recording.sessionId);
    if (!access.ok) return access;
    const seen = { recording, access: access.value };
    const isPublic = recording.licence === 'public';
    const isRegional = recording.licence === 'region' && (actor.kind === 'person' || actor.kind === 'device');
    if (isPublic || isRegional) return ok(seen);
    const may = this.#deps.gate.allow(actor, action, {
      access: access.value,
      // Who leads or helps is somebody of the lesson's schools; the log of each lesson of a list need not be read for it.
      state: emptySession(recording.sessionId),
    });
    if (may.ok) return ok(seen);
    return may.error.code === 'UNAUTHENTICATED' ? may : fail('NOT_FOUND');
  }

  async #allowed(actor: Actor, action: Action, sessionId: SessionId): Promise<Result<void>> {
    const access = await this.#deps.gate.find(sessionId);
    if (!access.ok) return access;
    const state = await this.#deps.sessions.stateOf(sessionId);
    return this.#deps.gate.allow(actor, action, { access: access.value, state });
  }

  async #card(actor: Actor, { recording, access }: Seen): Promise<RecordingCard> {
    const { reading, store, planning, gate, keepDays, progress } = this.#deps;
    const { id, sessionId, licence, startedAtMs } = recording;
    const isRemoved = recording.removedAtMs !== null;
    const may = (action: Action): boolean =>
      gate.allow(actor, action, { access, state: emptySession(sessionId) }).ok;
    const mayChange = may('recording.keep');
    const [lesson, pieces, cares, made, places, own, watched, missed] = await Promise.all([
      planning.card(access.lesson, 'ended'),
      isRemoved ? [] : reading.measuresOf(id),
      store.caresOf([id]),
      store.madeOf([id]),
      this.#deps.moving.placesOf([id]),
      actor.kind === 'person' && !isRemoved ? progress.of(actor.personId, id) : null,
      mayChange ? progress.watchedOf(id) : null,
      this.#deps.recordings.missedOf(id),
    ]);
    const place = places.get(id);
    const { kind, zone } = access.lesson.fields;
    const file = fileOf(made, id);
    const care = cares.get(id);
    const reason = care?.reason ?? null;
    return {
      recordingId: id,
      sessionId,
      state: isRemoved ? 'removed' : recording.endedAtMs === null ? 'running' : 'closed',
      licence,
      startedAtMs,
      durationMs: durationFrom(recording, pieces),
      bytes: pieces.reduce((sum, { bytes }) => sum + bytes, 0),
      keptUntil: isRemoved ? null : keptUntilOf({ kind, zone, startedAtMs, care }, keepDays),
      ...(mayChange && !isRemoved && reason !== null ? { keptReason: reason } : {}),
      subject: lesson.subject,
      grade: lesson.grade,
      lecturerId: lesson.lecturer.personId,
      lecturerName: lesson.lecturer.name,
      schoolId: lesson.leadingSchool.schoolId,
      schoolName: lesson.leadingSchool.name,
      ...(lesson.language === undefined ? {} : { language: lesson.language }),
      ...(missed.length === 0 ? {} : { missed: [...new Set(missed.map(({ source }) => source))] }),
      file: isRemoved ? { state: 'none' } : file,
      ...(place === undefined ? {} : { place }),
      ...(own === null ? {} : { progress: own }),
      ...(watched === null ? {} : { watched }),
      may: [
        ...(mayChange ? (['change'] as const) : []),
        ...(may('recording.compose') ? (['file'] as const) : []),
      ],
    };
  }
}

function fileOf(made: readonly Made[], id: RecordingId): RecordingCard['file'] {
  const now = made.find(({ kind }) => kind === 'file')?.now;
  if (now === undefined) return { state: 'none' };
  if (now.state === 'ready') return { state: 'ready', bytes: now.bytes, path: recordingPaths.file(id) };
  if (now.state === 'composing') return { state: 'composing', doneRatio: now.doneRatio };
  return now;
}

function placeFrom(after: string | undefined): Place | null {
  const [startedAtMs, id] = after?.split('_') ?? [];
  const parsed = recordingId.safeParse(id);
  return parsed.success ? { startedAtMs: Number(startedAtMs), id: parsed.data } : null;
}

const textOf = (place: Place | null): string | null =>
  place === null ? null : `${place.startedAtMs}_${place.id}`;
