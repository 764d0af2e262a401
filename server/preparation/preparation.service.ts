import type * as Y from 'yjs';
import { z } from 'zod';
import { type PersonId, type SessionId, sessionId as sessionIdSchema } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { NOTE_UPDATE_BYTES_MAX, type NoteEditors, noteUpdate } from '../../shared/note.ts';
import type { RequestAnswer, RequestBody } from '../../shared/wire/requests.ts';
import type { DirectoryReader } from '../directory/directory.types.ts';
import type { Action, Actor } from '../identity/identity.types.ts';
import type { Bus } from '../platform/bus.ts';
import { createBucket } from '../platform/limiter.ts';
import type { Clock, Connection, Log, RequestContext } from '../platform/ports.ts';
import type { Gate } from '../session/session.access.ts';
import { createLanes } from '../session/session.lanes.ts';
import type { SessionReader } from '../session/session.types.ts';
import { missingFrom, noteOf, vectorOf, written } from './note.document.ts';
import type { PreparationStore } from './preparation.store.ts';

export type PreparationDeps = {
  readonly store: PreparationStore;
  readonly gate: Pick<Gate, 'find' | 'allow'>;
  readonly sessions: Pick<SessionReader, 'stateOf'>;
  readonly directory: Pick<DirectoryReader, 'snapshot'>;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Log;
};

type Context = RequestContext<Actor>;
type Reader = {
  readonly connection: Connection<Actor>;
  /** Null for who reads only. */
  readonly personId: PersonId | null;
  readonly mayPass: () => boolean;
};
type Open = { note: Y.Doc; readonly readers: Map<string, Reader> };

/** A page sends three a second while somebody types; a cut line brings what was typed meanwhile in one. */
const UPDATES = { burst: 20, perSecond: 10 };
const TOPIC = 'note.updated';
const toldElsewhere = z.strictObject({ sessionId: sessionIdSchema, update: noteUpdate });

const bytesOf = (base64: string): Uint8Array => Buffer.from(base64, 'base64');
const base64Of = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** Preparation notes 备课笔记. What was written is on disk before it is answered; notes that nobody has open are not kept in memory. */
export class PreparationService {
  readonly #deps: PreparationDeps;
  readonly #open = new Map<SessionId, Open>();
  readonly #lanes = createLanes<SessionId>();

  constructor(deps: PreparationDeps) {
    this.#deps = deps;
    deps.bus.on(TOPIC, (body) => {
      const { sessionId, update } = toldElsewhere.parse(body);
      void this.#lanes.run(sessionId, async () => this.#takeIn(sessionId, update, null));
    });
    deps.bus.onGap(() => {
      for (const sessionId of this.#open.keys()) void this.#readAnew(sessionId);
    });
  }

  open(
    context: Context,
    { sessionId, vector }: RequestBody<'note.open'>,
  ): Promise<Result<RequestAnswer<'note.open'>>> {
    return this.#lanes.run(sessionId, async () => {
      const allowed = await this.#may(context.actor, 'note.open', sessionId);
      if (!allowed.ok) return allowed;
      const mayWrite = (await this.#may(context.actor, 'note.update', sessionId)).ok;
      const open = this.#open.get(sessionId) ?? {
        note: noteOf(await this.#deps.store.read(sessionId)),
        readers: new Map<string, Reader>(),
      };
      const missing = missingFrom(open.note, vector === undefined ? undefined : bytesOf(vector));
      if (!missing.ok) return missing;
      const { actor, connection } = context;
      const personId = mayWrite && actor.kind === 'person' ? actor.personId : null;
      this.#open.set(sessionId, open);
      open.readers.set(connection.id, {
        connection,
        personId,
        mayPass: createBucket(this.#deps.clock, UPDATES),
      });
      const editors = await this.#tellEditors(sessionId, open);
      return ok({
        document: base64Of(missing.value),
        vector: base64Of(vectorOf(open.note)),
        mayWrite: personId !== null,
        editors,
      });
    });
  }

  update(
    { actor, connection }: Context,
    { sessionId, update }: RequestBody<'note.update'>,
  ): Promise<Result<Record<string, never>>> {
    return this.#lanes.run(sessionId, async () => {
      const { store, bus, clock } = this.#deps;
      const allowed = await this.#may(actor, 'note.update', sessionId);
      if (!allowed.ok) return allowed;
      const open = this.#open.get(sessionId);
      const reader = open?.readers.get(connection.id);
      if (open === undefined || reader === undefined) return fail('NOT_FOUND');
      if (reader.personId === null) return fail('FORBIDDEN');
      if (!reader.mayPass()) return fail('TOO_FAST', { seconds: 1 });
      const bytes = bytesOf(update);
      if (bytes.byteLength > NOTE_UPDATE_BYTES_MAX)
        return fail('TOO_LARGE', { limit: NOTE_UPDATE_BYTES_MAX });
      const next = written(open.note, bytes);
      if (!next.ok) return next;
      await store.add({ sessionId, personId: reader.personId, update: bytes, atMs: clock.nowMs() });
      this.#show(sessionId, open, { note: next.value, update, from: connection.id });
      if (bus.shared) bus.publish(TOPIC, { sessionId, update });
      return ok({});
    });
  }

  close(
    { connection }: Context,
    { sessionId }: RequestBody<'note.close'>,
  ): Promise<Result<Record<string, never>>> {
    return this.#lanes.run(sessionId, async () => {
      return (await this.#leave(sessionId, connection.id)) ? ok({}) : fail('NOT_FOUND');
    });
  }

  /** A connection is gone. */
  gone(connectionId: string): void {
    for (const [sessionId, { readers }] of this.#open)
      if (readers.has(connectionId))
        void this.#lanes
          .run(sessionId, () => this.#leave(sessionId, connectionId))
          .catch((error: unknown) => this.#deps.log.error({ error, sessionId }, 'a note could not be left'));
  }

  /** @returns whether it was open there */
  async #leave(sessionId: SessionId, connectionId: string): Promise<boolean> {
    const open = this.#open.get(sessionId);
    if (open?.readers.delete(connectionId) !== true) return false;
    if (open.readers.size > 0) {
      await this.#tellEditors(sessionId, open);
      return true;
    }
    this.#open.delete(sessionId);
    await this.#deps.store.tidy(sessionId);
    return true;
  }

  #takeIn(sessionId: SessionId, update: string, from: string | null): void {
    const open = this.#open.get(sessionId);
    if (open === undefined) return;
    const next = written(open.note, bytesOf(update));
    if (next.ok) this.#show(sessionId, open, { note: next.value, update, from });
  }

  #show(
    sessionId: SessionId,
    open: Open,
    { note, update, from }: { readonly note: Y.Doc; readonly update: string; readonly from: string | null },
  ): void {
    open.note.destroy();
    open.note = note;
    for (const { connection } of open.readers.values())
      if (connection.id !== from) connection.push('note.updated', { sessionId, update });
  }

  /** News from another server may be missing: everything stands in the database. */
  #readAnew(sessionId: SessionId): Promise<void> {
    return this.#lanes.run(sessionId, async () => {
      const open = this.#open.get(sessionId);
      if (open === undefined) return;
      const note = noteOf(await this.#deps.store.read(sessionId));
      const missing = missingFrom(note, vectorOf(open.note));
      if (missing.ok) this.#show(sessionId, open, { note, update: base64Of(missing.value), from: null });
    });
  }

  async #tellEditors(sessionId: SessionId, { readers }: Open): Promise<NoteEditors> {
    const { store, directory } = this.#deps;
    const { people } = await directory.snapshot();
    const nameOf = (id: PersonId): string[] => {
      const name = people.get(id)?.fields.name;
      return name === undefined ? [] : [name];
    };
    const writing = [...readers.values()].flatMap(({ personId }) => personId ?? []);
    const here = [...new Set(writing)].flatMap(nameOf);
    const earlier = (await store.editorsOf(sessionId)).flatMap(({ personId, atMs }) =>
      nameOf(personId).map((name) => ({ name, atMs })),
    );
    const editors = { here, earlier };
    for (const { connection } of readers.values()) connection.push('note.editors', { sessionId, editors });
    return editors;
  }

  async #may(actor: Actor, action: Action, sessionId: SessionId): Promise<Result<void>> {
    const { gate, sessions } = this.#deps;
    if (actor.kind === 'visitor') return fail('UNAUTHENTICATED');
    const access = await gate.find(sessionId);
    if (!access.ok) return access;
    return gate.allow(actor, action, { access: access.value, state: await sessions.stateOf(sessionId) });
  }
}
