import type { Mark, MarkMove, MarkNews } from '../../../shared/courseware.ts';
import type { MarkId, SessionId } from '../../../shared/kernel/ids.ts';
import type { LiveClient, Readable } from '../live.types.ts';
import { createStore } from '../store.ts';
import {
  type Kept,
  keptAfter,
  keptFrom,
  type Moving,
  movingAfter,
  type PageRef,
  STILL,
  samePage,
  settledOf,
  UNKNOWN,
} from './marks.model.ts';

/** What is drawn on the open page: finished strokes, and what moves. */
export type Drawing = { readonly marks: readonly Mark[]; readonly moving: Moving };
const EMPTY: Drawing = { marks: [], moving: STILL };

export type BoardDeps = Pick<LiveClient, 'on' | 'request' | 'nowMs'> & {
  after(delayMs: number, work: () => void): () => void;
};

const RETRY_MS = 2_000;
const LOOK_MS = 500;

/**
 * The marks 批注 of the page that is open, and of those that were. Own strokes are seen before the server has them: `put` and `hide` say what
 * was done here, and hold until the news of it comes.
 */
export class MarkBoard {
  readonly #deps: BoardDeps;
  readonly #drawing = createStore<Drawing>(EMPTY);
  readonly #pages = new Map<string, Kept>();
  /** Known to be whole: told once, and no news missed since. */
  readonly #whole = new Set<string>();
  readonly #put = new Map<MarkId, { readonly ref: PageRef; readonly mark: Mark }>();
  readonly #hidden = new Set<MarkId>();
  readonly #ownStrokes = new Set<MarkId>();
  #moving: Moving = STILL;
  #pointsHere = false;
  #sessionId: SessionId | null = null;
  #open: PageRef | null = null;
  #asking = false;
  #askAgain = false;
  #looking = false;

  constructor(deps: BoardDeps) {
    this.#deps = deps;
    deps.on('mark.moved', ({ sessionId, move }) => {
      if (sessionId === this.#sessionId) this.#moved(move);
    });
    deps.on('mark.changed', ({ sessionId, news }) => {
      if (sessionId === this.#sessionId) this.told(news);
    });
  }

  get drawing(): Readable<Drawing> {
    return this.#drawing;
  }
  get open(): PageRef | null {
    return this.#open;
  }
  /** The clock by which trails fade. */
  nowMs(): number {
    return this.#deps.nowMs();
  }
  get sessionId(): SessionId | null {
    return this.#sessionId;
  }

  /** Which page stands on the walls; `current` false while the line is down: what is told meanwhile is missed. */
  show(sessionId: SessionId | null, open: PageRef | null, current: boolean): void {
    // Nothing else of it: what is asked with it is taken word for word.
    const ref = open === null ? null : { coursewareId: open.coursewareId, page: open.page };
    if (sessionId !== this.#sessionId) {
      this.#pages.clear();
      this.#whole.clear();
    }
    this.#sessionId = sessionId;
    if (!current) this.#whole.clear();
    if (!samePage(ref, this.#open)) {
      this.#open = ref;
      this.#moving = STILL;
    }
    this.#draw();
    if (current) this.#ask();
  }

  /** A stroke that was finished here. */
  put(ref: PageRef, mark: Mark): void {
    this.#put.set(mark.markId, { ref, mark });
    this.#moving = settledOf(this.#moving, [mark.markId], this.#deps.nowMs());
    this.#draw();
  }

  /** What was put cannot be kept. */
  takeBack(markId: MarkId): void {
    this.#put.delete(markId);
    this.#draw();
  }

  /** Strokes that were taken away here. */
  hide(markIds: readonly MarkId[]): void {
    for (const each of markIds) this.#hidden.add(each);
    this.#draw();
  }

  /** They could not be taken away. */
  unhide(markIds: readonly MarkId[]): void {
    for (const each of markIds) this.#hidden.delete(each);
    this.#draw();
  }

  /** A stroke or pointer that moves here. */
  grow(move: MarkMove): void {
    if (move.markId === null) this.#pointsHere = true;
    else this.#ownStrokes.add(move.markId);
    this.#move(move);
  }

  told(news: MarkNews): void {
    const key = keyOf(news);
    const kept = keptAfter(this.#pages.get(key) ?? UNKNOWN, news);
    if (kept === 'gap') {
      this.#whole.delete(key);
      if (samePage(news, this.#open)) this.#ask();
      return;
    }
    this.#pages.set(key, kept);
    if (news.change.kind === 'drawn') {
      this.#put.delete(news.change.mark.markId);
      this.#moving = settledOf(this.#moving, [news.change.mark.markId], this.#deps.nowMs());
    }
    this.#draw();
  }

  #moved(move: MarkMove): void {
    if (!samePage(move, this.#open)) return;
    if (move.markId === null ? this.#pointsHere : this.#ownStrokes.has(move.markId)) return;
    this.#move(move);
  }

  #move(move: MarkMove): void {
    // Its end may be told before its last piece.
    if (move.markId !== null && this.#drawing.get().marks.some(({ markId }) => markId === move.markId))
      return;
    this.#moving = movingAfter(this.#moving, move, this.#deps.nowMs());
    this.#draw();
    this.#look();
  }

  /** What moves goes by itself after a while. */
  #look(): void {
    if (this.#looking) return;
    this.#looking = true;
    this.#deps.after(LOOK_MS, () => {
      this.#looking = false;
      const settled = settledOf(this.#moving, [], this.#deps.nowMs());
      if (settled !== this.#moving) {
        this.#moving = settled;
        this.#draw();
      }
      if (settled.growing.length + settled.trail.length > 0) this.#look();
      else this.#pointsHere = false;
    });
  }

  #draw(): void {
    if (this.#open === null) {
      this.#drawing.set(EMPTY);
      return;
    }
    const kept = this.#pages.get(keyOf(this.#open)) ?? UNKNOWN;
    const own = [...this.#put.values()].flatMap(({ ref, mark }) => (samePage(ref, this.#open) ? [mark] : []));
    const before = this.#drawing.get();
    const marks = merged(kept.marks, own, this.#hidden);
    const isSame =
      marks.length === before.marks.length && marks.every((each, at) => each === before.marks[at]);
    this.#drawing.set({ marks: isSame ? before.marks : marks, moving: this.#moving });
  }

  #ask(): void {
    const sessionId = this.#sessionId;
    const open = this.#open;
    if (sessionId === null || open === null || this.#whole.has(keyOf(open))) return;
    if (this.#asking) {
      this.#askAgain = true;
      return;
    }
    this.#asking = true;
    void this.#deps.request('mark.list', { sessionId, ...open }).then((result) => {
      this.#asking = false;
      if (this.#sessionId !== sessionId) return;
      if (result.ok) {
        this.#pages.set(keyOf(open), keptFrom(this.#pages.get(keyOf(open)) ?? UNKNOWN, result.value));
        this.#whole.add(keyOf(open));
        this.#draw();
      } else this.#deps.after(RETRY_MS, () => this.#ask());
      const again = this.#askAgain;
      this.#askAgain = false;
      if (!again) return;
      if (samePage(open, this.#open)) this.#whole.delete(keyOf(open));
      this.#ask();
    });
  }
}

const keyOf = ({ coursewareId, page }: PageRef): string => `${coursewareId} ${page}`;

function merged(kept: readonly Mark[], own: readonly Mark[], hidden: ReadonlySet<MarkId>): readonly Mark[] {
  const fresh = own.filter(({ markId }) => !kept.some((each) => each.markId === markId));
  return [...kept, ...fresh].filter(({ markId }) => !hidden.has(markId));
}
