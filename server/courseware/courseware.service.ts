import type { CoursewareCard } from '../../shared/courseware-file.ts';
import { type CoursewareId, coursewareId, type SessionId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { RouteBody } from '../../shared/wire/routes.ts';
import type { Action, Actor } from '../identity/identity.types.ts';
import type { LessonEntry } from '../planning/planning.types.ts';
import type { Content } from '../platform/http-content.ts';
import type { Clock, Log, NewId } from '../platform/ports.ts';
import type { Gate } from '../session/session.access.ts';
import { createLanes } from '../session/session.lanes.ts';
import type { SessionReader } from '../session/session.types.ts';
import type { CoursewareFiles } from './courseware.files.ts';
import type { createIntake } from './courseware.intake.ts';
import { cardNow, isReady, mayUpload } from './courseware.rules.ts';
import type { CoursewareStore } from './courseware.store.ts';
import type { Converter, Courseware } from './courseware.types.ts';

export type ServiceDeps = {
  readonly store: CoursewareStore;
  readonly files: CoursewareFiles;
  readonly converter: Pick<Converter, 'isThere'>;
  readonly intake: ReturnType<typeof createIntake>;
  readonly gate: Pick<Gate, 'find' | 'allow'>;
  readonly sessions: Pick<SessionReader, 'stateOf'>;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  readonly serverId: string;
  /** What a lesson has to show is another than before. */
  readonly changed: (sessionId: SessionId) => Promise<void>;
};

type Done = Result<Record<string, never>>;
type Part = { readonly at: number; readonly bytes: Buffer };

/** Files of lessons 课件: brought, looked through, listed, fetched. NOT_FOUND for what is not there and for whoever has no part in its lesson. */
export class CoursewareService {
  readonly #deps: ServiceDeps;
  /** Parts of one file do not overtake each other. */
  readonly #lanes = createLanes<string>();

  constructor(deps: ServiceDeps) {
    this.#deps = deps;
  }

  async list(
    actor: Actor,
    sessionId: SessionId,
  ): Promise<Result<{ files: CoursewareCard[]; converts: boolean }>> {
    const may = await this.#allowed(actor, 'courseware.list', sessionId);
    if (!may.ok) return may;
    const files = await this.#deps.store.ofSessions([sessionId]);
    return ok({
      files: await Promise.all(files.map((file) => this.#card(file))),
      converts: await this.#deps.converter.isThere(),
    });
  }

  /** TOO_LARGE {limit}; INVALID_VALUE {field, reason: type|converter|count}. */
  async upload(
    actor: Actor,
    { sessionId, ...wish }: RouteBody<'courseware.upload'>,
  ): Promise<Result<CoursewareCard>> {
    const { store, converter, newId, clock, serverId } = this.#deps;
    const may = await this.#allowed(actor, 'courseware.upload', sessionId);
    if (!may.ok) return may;
    if (actor.kind !== 'person') return fail('FORBIDDEN');
    const fileCount = (await store.ofSessions([sessionId])).length;
    const type = mayUpload(wish, { converts: await converter.isThere(), fileCount });
    if (!type.ok) return type;
    const file: Courseware = {
      id: coursewareId.parse(newId()),
      sessionId,
      name: wish.name,
      uploadedBy: actor.personId,
      uploadedAtMs: clock.nowMs(),
      sourceType: type.value,
      sourceBytes: wish.bytes,
      serverId,
      now: { state: 'uploading' },
    };
    await store.add(file);
    return ok(await this.#card(file));
  }

  /** A part that came already is answered like the first time. CONFLICT {changed, at} for one that does not follow; TOO_LARGE beyond what was announced. */
  part(actor: Actor, id: CoursewareId, part: Part): Promise<Result<CoursewareCard>> {
    return this.#lanes.run(id, () => this.#part(actor, id, part));
  }

  async #part(actor: Actor, id: CoursewareId, { at, bytes }: Part): Promise<Result<CoursewareCard>> {
    const { store, files, intake } = this.#deps;
    const found = await this.#find(actor, 'courseware.upload', id);
    if (!found.ok) return found;
    const file = found.value;
    const end = at + bytes.length;
    if (end > file.sourceBytes) return fail('TOO_LARGE', { limit: file.sourceBytes });
    if (file.now.state !== 'uploading') return ok(await this.#card(file));
    const doneBytes = await files.receivedBytes(id);
    if (at > doneBytes) return fail('CONFLICT', { changed: 'at', at: doneBytes });
    if (end > doneBytes) await files.write(id, at, bytes);
    if (Math.max(end, doneBytes) === file.sourceBytes && (await store.received(id))) void intake.take(id);
    return ok(await this.#card((await store.byId(id)) ?? file));
  }

  /** CONFLICT when it was removed just now. */
  async reuse(
    actor: Actor,
    { sessionId, coursewareId: id }: RouteBody<'courseware.reuse'>,
  ): Promise<Result<CoursewareCard>> {
    const { store, newId, clock, serverId, changed } = this.#deps;
    const may = await this.#allowed(actor, 'courseware.reuse', sessionId);
    if (!may.ok) return may;
    if (actor.kind !== 'person') return fail('FORBIDDEN');
    const found = await this.#find(actor, 'courseware.list', id);
    if (!found.ok) return found;
    const before = found.value;
    if (!isReady(before)) return fail('INVALID_STATE');
    const here = await store.ofSessions([sessionId]);
    const wish = { name: `again.${before.sourceType}`, bytes: before.sourceBytes };
    const room = mayUpload(wish, { converts: true, fileCount: here.length });
    if (!room.ok) return room;
    const file: Courseware = {
      ...before,
      ...{ id: coursewareId.parse(newId()), sessionId, serverId },
      ...{ uploadedBy: actor.personId, uploadedAtMs: clock.nowMs() },
    };
    if (!(await store.addReady(file, before.now.content.sha256))) return fail('CONFLICT');
    await changed(sessionId);
    return ok(await this.#card(file));
  }

  async rename(actor: Actor, { coursewareId: id, name }: RouteBody<'courseware.rename'>): Promise<Done> {
    const found = await this.#find(actor, 'courseware.rename', id);
    if (!found.ok) return found;
    await this.#deps.store.rename(id, name);
    await this.#deps.changed(found.value.sessionId);
    return ok({});
  }

  /** INVALID_STATE while it is on the walls. */
  async remove(actor: Actor, id: CoursewareId): Promise<Done> {
    const { store, files, sessions, changed } = this.#deps;
    const found = await this.#find(actor, 'courseware.remove', id);
    if (!found.ok) return found;
    const { sessionId } = found.value;
    const { phase, courseware } = await sessions.stateOf(sessionId);
    if (phase.state !== 'ended' && courseware?.coursewareId === id) return fail('INVALID_STATE');
    await store.remove(id, (sha256) => files.unplace(sha256));
    await this.#lanes.run(id, () => files.dropUpload(id));
    await changed(sessionId);
    return ok({});
  }

  /** UNAVAILABLE for what is not where it was put. */
  async fetch(actor: Actor, id: CoursewareId): Promise<Result<Content>> {
    const { files, log } = this.#deps;
    const found = await this.#find(actor, 'courseware.list', id);
    if (!found.ok) return found;
    const file = found.value;
    if (!isReady(file)) return fail('NOT_FOUND');
    const { sha256, type } = file.now.content;
    if (!(await files.isPlaced(sha256))) {
      log.error({ coursewareId: id, sha256 }, 'a file of a lesson is gone from the disk');
      return fail('UNAVAILABLE');
    }
    return ok({ folder: files.contentFolder, file: sha256, contentType: type, name: file.name, sha256 });
  }

  async #card(file: Courseware): Promise<CoursewareCard> {
    const { id, name, uploadedAtMs, now } = file;
    const doneBytes = now.state === 'uploading' ? await this.#deps.files.receivedBytes(id) : 0;
    return { coursewareId: id, name, uploadedAtMs, now: cardNow(file, doneBytes) };
  }

  async #find(actor: Actor, action: Action, id: CoursewareId): Promise<Result<Courseware>> {
    if (actor.kind === 'visitor') return fail('UNAUTHENTICATED');
    const file = await this.#deps.store.byId(id);
    if (file === null) return fail('NOT_FOUND');
    const may = await this.#allowed(actor, action, file.sessionId);
    return may.ok ? ok(file) : may;
  }

  async #allowed(actor: Actor, action: Action, sessionId: SessionId): Promise<Result<LessonEntry>> {
    const { gate, sessions } = this.#deps;
    const access = await gate.find(sessionId);
    if (!access.ok) return access;
    const state = await sessions.stateOf(sessionId);
    const may = gate.allow(actor, action, { access: access.value, state });
    return may.ok ? ok(access.value.lesson) : may;
  }
}
