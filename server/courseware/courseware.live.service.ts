import type { PlacedMark } from '../../shared/courseware.ts';
import type { CoursewareId, SessionId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { SessionFact } from '../../shared/session/session.events.ts';
import type { RequestAnswer, RequestBody } from '../../shared/wire/requests.ts';
import type { Actor } from '../identity/identity.types.ts';
import { createBucket } from '../platform/limiter.ts';
import type { Clock, RequestContext } from '../platform/ports.ts';
import type { SessionDoor } from '../session/session.door.ts';
import { createLanes } from '../session/session.lanes.ts';
import { closeFile, isOpen, openFile, turn, wipe, zoomTo } from './courseware.live.rules.ts';
import { type MarkStore, PAGE_POINTS_MAX } from './courseware.marks.store.ts';
import { isReady } from './courseware.rules.ts';
import type { CoursewareStore } from './courseware.store.ts';
import type { Ready } from './courseware.types.ts';

export type LiveDeps = {
  readonly door: SessionDoor;
  readonly files: Pick<CoursewareStore, 'byId'>;
  readonly marks: MarkStore;
  readonly clock: Clock;
};

type Context = RequestContext<Actor>;
type Done = Promise<Result<Record<string, never>>>;
type PageBody = RequestBody<'mark.list'>;
type Wiping = Extract<SessionFact, { type: 'marks.cleared' | 'marks.erased' }>;

/** Somewhat more than the sixty a second that a page sends. */
const MOVES = { burst: 30, perSecond: 75 };
const KNOWN_MAX = 200;

/** Courseware 课件 in a lesson: pages are turned by the log, strokes stand in their own table, what is being drawn only passes through. */
export class LiveService {
  readonly #deps: LiveDeps;
  /** Strokes of one lesson and what wipes them do not overtake each other. */
  readonly #lanes = createLanes<SessionId>();
  readonly #moves = new WeakMap<object, () => boolean>();
  /** What a file is never changes: a stroke costs no look for it. */
  readonly #known = new Map<CoursewareId, Ready>();

  constructor(deps: LiveDeps) {
    this.#deps = deps;
  }

  async open(context: Context, { sessionId, ...wish }: RequestBody<'courseware.open'>): Done {
    const { door, files } = this.#deps;
    const found = await files.byId(wish.coursewareId);
    const file = found !== null && found.sessionId === sessionId && isReady(found) ? found : null;
    return door.command(context, { sessionId, action: 'courseware.open' }, (state, nowMs) =>
      file === null
        ? fail('NOT_FOUND')
        : openFile(state, { ...wish, pageCount: file.now.content.pageCount }, nowMs),
    );
  }

  turn(context: Context, { sessionId, ...wish }: RequestBody<'courseware.turn'>): Done {
    return this.#deps.door.command(context, { sessionId, action: 'courseware.turn' }, (state, nowMs) =>
      turn(state, wish, nowMs),
    );
  }

  zoom(context: Context, { sessionId, ...wish }: RequestBody<'courseware.zoom'>): Done {
    return this.#deps.door.command(context, { sessionId, action: 'courseware.zoom' }, (state, nowMs) =>
      zoomTo(state, wish, nowMs),
    );
  }

  close(context: Context, { sessionId }: RequestBody<'courseware.close'>): Done {
    return this.#deps.door.command(context, { sessionId, action: 'courseware.close' }, closeFile);
  }

  /** TOO_LARGE {limit} when the page holds no more. */
  draw(
    context: Context,
    { mark, ...page }: RequestBody<'mark.draw'>,
  ): Promise<Result<RequestAnswer<'mark.draw'>>> {
    const { door, marks, clock } = this.#deps;
    const { sessionId, coursewareId } = page;
    return this.#lanes.run(sessionId, async () => {
      const state = door.may(context, 'mark.draw', sessionId);
      if (!state.ok) return state;
      if (!isOpen(state.value)) return fail('LESSON_NOT_LIVE');
      const there = await this.#page(page);
      if (!there.ok) return there;
      const drawn = await marks.draw(page, mark, { afterSeq: state.value.seq, atMs: clock.nowMs() });
      if (drawn.kind === 'full') return fail('TOO_LARGE', { limit: PAGE_POINTS_MAX });
      const { seq } = drawn;
      const news = { coursewareId, page: page.page, seq, change: { kind: 'drawn', mark } } as const;
      if (drawn.kind === 'drawn') door.tell(sessionId, { name: 'mark.changed', body: { sessionId, news } });
      return ok({ seq });
    });
  }

  /** What comes too fast is dropped: the next piece says where the pen is. */
  async move(context: Context, { sessionId, move }: RequestBody<'mark.move'>): Done {
    const { door, clock } = this.#deps;
    const state = door.may(context, 'mark.move', sessionId);
    if (!state.ok) return state;
    if (!isOpen(state.value)) return fail('LESSON_NOT_LIVE');
    const { connection } = context;
    const mayPass = this.#moves.get(connection) ?? createBucket(clock, MOVES);
    this.#moves.set(connection, mayPass);
    const telling = { name: 'mark.moved', body: { sessionId, move }, exceptId: connection.id } as const;
    if (mayPass()) door.tell(sessionId, telling);
    return ok({});
  }

  erase(context: Context, { sessionId, ...body }: RequestBody<'mark.erase'>): Done {
    return this.#wipe(context, sessionId, { type: 'marks.erased', body });
  }

  clear(context: Context, { sessionId, ...body }: RequestBody<'mark.clear'>): Done {
    return this.#wipe(context, sessionId, { type: 'marks.cleared', body });
  }

  async list(context: Context, page: PageBody): Promise<Result<RequestAnswer<'mark.list'>>> {
    const state = this.#deps.door.may(context, 'mark.list', page.sessionId);
    if (!state.ok) return state;
    const there = await this.#page(page);
    if (!there.ok) return there;
    await this.#applyWiped(page.sessionId);
    return ok(await this.#deps.marks.list(page));
  }

  /** Every stroke of a lesson, with what took it away. */
  async placed(sessionId: SessionId): Promise<readonly PlacedMark[]> {
    await this.#applyWiped(sessionId);
    return this.#deps.marks.ofSession(sessionId);
  }

  async #wipe(context: Context, sessionId: SessionId, fact: Wiping): Done {
    const action = fact.type === 'marks.erased' ? 'mark.erase' : 'mark.clear';
    const there = await this.#page({ sessionId, ...fact.body });
    const written = await this.#deps.door.command(context, { sessionId, action }, (state, nowMs) =>
      there.ok ? wipe(state, fact, nowMs) : there,
    );
    if (written.ok) await this.#applyWiped(sessionId);
    return written;
  }

  /** The log says what was wiped and is written first: whatever was cut off in between is made up for before anybody reads. */
  #applyWiped(sessionId: SessionId): Promise<void> {
    const { door, marks } = this.#deps;
    return this.#lanes.run(sessionId, async () => {
      const events = await door.wipedAfter(sessionId, await marks.appliedSeq(sessionId));
      if (events.length === 0) return;
      for (const news of await marks.apply(sessionId, events))
        door.tell(sessionId, { name: 'mark.changed', body: { sessionId, news } });
    });
  }

  async #page({ sessionId, coursewareId, page }: PageBody): Promise<Result<void>> {
    const file = await this.#file(sessionId, coursewareId);
    if (file === null) return fail('NOT_FOUND');
    const max = file.now.content.pageCount;
    return page > max ? fail('INVALID_VALUE', { field: 'page', reason: 'max', max }) : ok();
  }

  async #file(sessionId: SessionId, id: CoursewareId): Promise<Ready | null> {
    const known = this.#known.get(id);
    if (known !== undefined) return known.sessionId === sessionId ? known : null;
    const file = await this.#deps.files.byId(id);
    if (file === null || !isReady(file)) return null;
    if (this.#known.size >= KNOWN_MAX) this.#known.clear();
    this.#known.set(id, file);
    return file.sessionId === sessionId ? file : null;
  }
}
