import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { permit } from '../../server/identity/identity.permit.rules.ts';
import type { Actor } from '../../server/identity/identity.types.ts';
import type { Bus } from '../../server/platform/bus.ts';
import { createNewId } from '../../server/platform/ids.ts';
import { silentLog } from '../../server/platform/log.ts';
import { migrate } from '../../server/platform/migrate.ts';
import type { Connection } from '../../server/platform/ports.ts';
import { preparationMigrations } from '../../server/preparation/preparation.migrations.ts';
import { createPreparation } from '../../server/preparation/preparation.module.ts';
import { createPreparationStore } from '../../server/preparation/preparation.store.ts';
import { regionId, type SessionId } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { NOTE_TEXT } from '../../shared/note.ts';
import { emptySession } from '../../shared/session/session.state.ts';
import { type Backend, backends } from '../support/backends.ts';
import { createHub } from '../support/hub.ts';
import { actors, lessonEntry } from '../support/session-house.ts';
import { nth, nthId } from '../support/session-log.ts';

const AT_MS = 1_800_000_000_000;
const newId = createNewId({ nowMs: () => AT_MS });
const county = regionId.parse(nthId(800_001));
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const codeOf = (result: Result<unknown>) => (result.ok ? null : result.error.code);
const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
};

/** A browser with the note open: what it wrote itself and what it was told. */
class Page implements Connection<Actor> {
  readonly id = newId();
  readonly wireVersion = 1;
  readonly note = new Y.Doc();
  readonly actor: Actor;
  editors: unknown = null;

  constructor(actor: Actor) {
    this.actor = actor;
  }

  lastHeardAtMs = () => AT_MS;
  close = () => undefined;
  push(name: string, body: unknown): void {
    if (name === 'note.updated')
      Y.applyUpdate(this.note, Buffer.from((body as { update: string }).update, 'base64'));
    if (name === 'note.editors') this.editors = (body as { editors: unknown }).editors;
  }
  get context() {
    return { connection: this, actor: this.actor, requestId: 'r', commandId: null };
  }
  get words(): string {
    return this.note.getText(NOTE_TEXT).toString();
  }
  /** What typing makes, to be sent. */
  type(at: number, words: string, takenOut = 0): string {
    const before = Y.encodeStateVector(this.note);
    const text = this.note.getText(NOTE_TEXT);
    const place = Math.min(at, text.length);
    text.delete(place, Math.min(takenOut, text.length - place));
    text.insert(Math.min(place, text.length), words);
    return base64(Y.encodeStateAsUpdate(this.note, before));
  }
}

describe.each(backends)('preparation notes on $name', ({ make }) => {
  let backend: Backend;
  let nowMs = AT_MS;
  let sessions = 0;
  beforeAll(async () => {
    backend = await make(':memory:');
    if (backend.state === 'open') await migrate(backend.open.database, preparationMigrations, AT_MS);
  });
  afterAll(async () => {
    if (backend.state === 'open') await backend.close();
  });

  const server = (sessionId: SessionId, bus?: Bus) => {
    if (backend.state === 'missing') throw new Error(backend.reason);
    const lesson = lessonEntry([1, 2], 1, { sessionId });
    const people = new Map([1, 2].map((n) => [nth.person(n), { fields: { name: `person ${n}` } }]));
    const { handlers, listening } = createPreparation({
      database: backend.open.database,
      newId,
      log: silentLog,
      clock: { nowMs: () => (nowMs += 1_000) },
      permit,
      planning: {
        lessonOfSession: async (id) => (id === sessionId ? lesson : null),
      },
      directory: {
        snapshot: async () =>
          ({ people, pathOf: (school: unknown) => ({ regionIds: [county], schoolIds: [school] }) }) as never,
      },
      sessions: { stateOf: async (id) => emptySession(id) },
      ...(bus === undefined ? {} : { bus }),
    });
    const nobody = { connected: () => undefined, disconnected: () => undefined };
    return { ...handlers, gone: (page: Page) => listening(nobody).disconnected(page, 'transport', AT_MS) };
  };
  type Server = ReturnType<typeof server>;
  const fresh = () => nth.session(5_000 + ++sessions);
  const enter = async (
    at: Server,
    actor: Actor,
    sessionId: ReturnType<typeof fresh>,
    page = new Page(actor),
  ) => {
    const vector = base64(Y.encodeStateVector(page.note));
    const answer = must(await at['note.open'](page.context, { sessionId, vector }));
    Y.applyUpdate(page.note, Buffer.from(answer.document, 'base64'));
    return { page, answer };
  };
  const missing = (context: { skip(note: string): void }) => {
    if (backend.state === 'missing') context.skip(backend.reason);
  };

  test('are nobody’s who has no part in the lesson, and read, not written, by a phone', async (context) => {
    missing(context);
    const sessionId = fresh();
    const at = server(sessionId);
    for (const actor of [actors.stranger(), actors.screen(1), actors.viewer(1), actors.visitor()])
      expect((await at['note.open'](new Page(actor).context, { sessionId })).ok).toBe(false);
    const unopened = new Page(actors.teacher(1));
    const update = unopened.type(0, '听');
    expect(codeOf(await at['note.update'](unopened.context, { sessionId, update }))).toBe('NOT_FOUND');
    const phone = new Page(actors.phone(1, 2, sessionId));
    expect(must(await at['note.open'](phone.context, { sessionId })).mayWrite).toBe(false);
    expect(codeOf(await at['note.update'](phone.context, { sessionId, update }))).toBe('FORBIDDEN');
  });

  test('keep what two write at once, also when one was cut off meanwhile', async (context) => {
    missing(context);
    const sessionId = fresh();
    const at = server(sessionId);
    const one = (await enter(at, actors.teacher(1), sessionId)).page;
    const two = (await enter(at, actors.teacher(2), sessionId)).page;
    must(await at['note.update'](one.context, { sessionId, update: one.type(0, '复习节奏') }));
    expect(two.words).toBe('复习节奏');
    at.gone(two);
    const late = two.type(4, '，准备鼓');
    must(await at['note.update'](one.context, { sessionId, update: one.type(0, '一、') }));
    expect(codeOf(await at['note.update'](two.context, { sessionId, update: late }))).toBe('NOT_FOUND');
    const back = await enter(at, actors.teacher(2), sessionId, two);
    const lacking = Y.encodeStateAsUpdate(two.note, Buffer.from(back.answer.vector, 'base64'));
    must(await at['note.update'](two.context, { sessionId, update: base64(lacking) }));
    expect([one.words, two.words]).toEqual(['一、复习节奏，准备鼓', '一、复习节奏，准备鼓']);
    expect(back.answer.editors.earlier[0]).toMatchObject({ name: 'person 1' });
    expect(one.editors).toMatchObject({ here: ['person 1', 'person 2'] });
  });

  test('stand in the database, whole again after a start, also when their pieces were put together', async (context) => {
    missing(context);
    if (backend.state === 'missing') throw new Error(backend.reason);
    const sessionId = fresh();
    const first = server(sessionId);
    const { page } = await enter(first, actors.teacher(1), sessionId);
    for (let n = 0; n < 205; n++)
      must(await first['note.update'](page.context, { sessionId, update: page.type(n, String(n % 10)) }));
    must(await first['note.close'](page.context, { sessionId }));
    const pieces = await createPreparationStore(backend.open.database, newId).read(sessionId);
    expect(pieces).toHaveLength(1);
    const after = await enter(server(sessionId), actors.teacher(2), sessionId);
    expect(after.page.words).toBe(page.words);
    expect(page.words).toHaveLength(205);
  });

  test('are refused what is no update, and what comes too fast; others notice nothing', async (context) => {
    missing(context);
    const sessionId = fresh();
    const at = server(sessionId);
    const { page } = await enter(at, actors.teacher(1), sessionId);
    const other = (await enter(at, actors.teacher(2), sessionId)).page;
    const broken = base64(new Uint8Array([1, 2, 3, 255, 9]));
    expect(codeOf(await at['note.update'](page.context, { sessionId, update: broken }))).toBe(
      'INVALID_VALUE',
    );
    must(await at['note.update'](other.context, { sessionId, update: other.type(0, '好') }));
    expect(page.words).toBe('好');
  });

  test('of two servers are one, whatever is typed where and whatever news is lost', async (context) => {
    missing(context);
    const step = fc.record({
      who: fc.nat({ max: 2 }),
      at: fc.nat({ max: 30 }),
      words: fc.string({ maxLength: 4 }),
      out: fc.nat({ max: 3 }),
      away: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const sessionId = fresh();
        const hub = createHub();
        const servers = [server(sessionId, hub.bus()), server(sessionId, hub.bus())] as const;
        const at = [servers[0], servers[0], servers[1]] as const;
        const pages = await Promise.all(
          at.map(async (each, n) => (await enter(each, actors.teacher(n === 2 ? 2 : 1), sessionId)).page),
        );
        for (const { who, at: place, words, out, away } of steps) {
          hub.setAway(away);
          const [page, own] = [pages[who], at[who]];
          if (page === undefined || own === undefined) continue;
          must(await own['note.update'](page.context, { sessionId, update: page.type(place, words, out) }));
        }
        hub.setAway(false);
        // Whoever closes waits behind what is still being taken in.
        for (const [n, page] of pages.entries()) await at[n]?.['note.close'](page.context, { sessionId });
        const kept = (await enter(server(sessionId), actors.teacher(1), sessionId)).page.words;
        for (const page of pages) expect(page.words).toBe(kept);
      }),
      { numRuns: 15 },
    );
  });
});
