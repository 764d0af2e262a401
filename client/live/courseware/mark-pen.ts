import { type Mark, type MarkMove, type MarkPoint, STROKE_POINTS_MAX } from '../../../shared/courseware.ts';
import { errors } from '../../../shared/kernel/errors.ts';
import { type MarkId, markId as markIdSchema, type SessionId, uuidV7 } from '../../../shared/kernel/ids.ts';
import type { Environment } from '../environment.ts';
import type { LiveClient, Readable } from '../live.types.ts';
import { createStore } from '../store.ts';
import type { MarkBoard } from './mark-board.ts';
import type { PageRef } from './marks.model.ts';

export type PenKind = {
  readonly tool: MarkMove['tool'];
  readonly colour: Mark['colour'];
  readonly width: number;
};

export type PenDeps = {
  readonly live: Pick<LiveClient, 'request' | 'command'>;
  readonly board: MarkBoard;
  readonly environment: Environment;
};

/** At most 60 pieces a second go out. */
const PIECE_MS = 17;
const PIECE_POINTS_MAX = 64;
/** On a line that does not answer, points are gathered instead of queued. */
const UNANSWERED_MAX = 8;
const RETRY_MS = 1_500;
/** Nearer points, in shares of the page, are the same point. */
const SAME = 0.0006;
const ERASE_MAX = 64;

/** What can be taken back: strokes that were drawn, or strokes that were taken away. */
type Act = PageRef & { readonly did: 'drew' | 'wiped'; readonly marks: readonly Mark[] };
type Stroke = PenKind & { readonly ref: PageRef; markId: MarkId; points: MarkPoint[]; sent: number };
type Waiting = { readonly sessionId: SessionId; readonly ref: PageRef; readonly mark: Mark };

/** Draws on the open page from this machine: at once here, live at the others, kept by the server when finished, whatever the line does. */
export class MarkPen {
  readonly #deps: PenDeps;
  readonly #acts = createStore<readonly Act[]>([]);
  readonly #waiting: Waiting[] = [];
  #stroke: Stroke | null = null;
  #sending = false;
  #unanswered = 0;
  #flushing = false;

  constructor(deps: PenDeps) {
    this.#deps = deps;
  }

  get acts(): Readable<readonly Act[]> {
    return this.#acts;
  }

  down(kind: PenKind, point: MarkPoint): void {
    const ref = this.#deps.board.open;
    if (ref === null) return;
    this.#stroke = { ...kind, ref, markId: this.#newId(), points: [rounded(point)], sent: 0 };
    this.#flushSoon();
  }

  move(points: readonly MarkPoint[]): void {
    for (const point of points) this.#add(rounded(point));
    this.#flushSoon();
  }

  up(): void {
    const stroke = this.#stroke;
    if (stroke === null) return;
    this.#flush();
    this.#stroke = null;
    if (stroke.tool !== 'pointer') this.#finish(stroke, stroke.tool);
  }

  /** Nothing is drawn after all: a second finger came to move the page. */
  drop(): void {
    this.#stroke = null;
  }

  erase(marks: readonly Mark[]): void {
    const ref = this.#deps.board.open;
    if (ref === null || marks.length === 0) return;
    this.#did({ ...ref, did: 'wiped', marks });
    this.#wipe(ref, marks, false);
  }

  /** Wipes the open page. */
  clear(): void {
    const { board, live } = this.#deps;
    const { open: ref, sessionId } = board;
    if (ref === null || sessionId === null) return;
    const { marks } = board.drawing.get();
    if (marks.length === 0) return;
    const ids = marks.map(({ markId }) => markId);
    this.#did({ ...ref, did: 'wiped', marks });
    board.hide(ids);
    void live.command('mark.clear', { sessionId, ...ref }).then((result) => {
      if (!result.ok) board.unhide(ids);
    });
  }

  undo(): void {
    const { open } = this.#deps.board;
    const acts = this.#acts.get();
    const last = acts.findLast((act) => act.coursewareId === open?.coursewareId && act.page === open.page);
    if (last === undefined) return;
    this.#acts.set(acts.filter((act) => act !== last));
    if (last.did === 'drew') this.#wipe(last, last.marks, true);
    // Under new names: what was taken away stays so.
    else for (const mark of last.marks) this.#keep(last, { ...mark, markId: this.#newId() });
  }

  #add(point: MarkPoint): void {
    const stroke = this.#stroke;
    const before = stroke?.points.at(-1);
    if (stroke === null || before === undefined) return;
    const isSame = Math.abs(point[0] - before[0]) < SAME && Math.abs(point[1] - before[1]) < SAME;
    if (isSame) return;
    stroke.points.push(point);
    if (stroke.tool === 'pointer' || stroke.points.length < STROKE_POINTS_MAX) return;
    // A very long stroke goes on as another one, from the same point.
    this.#flush();
    this.#finish(stroke, stroke.tool);
    this.#stroke = { ...stroke, markId: this.#newId(), points: [point], sent: 0 };
  }

  #finish({ ref, markId, tool: _, colour, width, points }: Stroke, tool: Mark['tool']): void {
    const mark = { markId, tool, colour, width, points };
    this.#did({ ...ref, did: 'drew', marks: [mark] });
    this.#keep(ref, mark);
  }

  #keep({ coursewareId, page }: PageRef, mark: Mark): void {
    const { sessionId } = this.#deps.board;
    if (sessionId === null) return;
    const ref = { coursewareId, page };
    this.#deps.board.put(ref, mark);
    this.#waiting.push({ sessionId, ref, mark });
    void this.#send();
  }

  /** One after the other, so that their order stays; again after a cut. */
  async #send(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const { sessionId, ref, mark } = next;
      const result = await this.#deps.live.request('mark.draw', { sessionId, ...ref, mark });
      if (!result.ok && errors[result.error.code].retryable) {
        await new Promise<void>((resolve) => this.#deps.environment.after(RETRY_MS, resolve));
        continue;
      }
      this.#waiting.shift();
      if (result.ok)
        this.#deps.board.told({ ...ref, seq: result.value.seq, change: { kind: 'drawn', mark } });
      else this.#deps.board.takeBack(mark.markId);
    }
    this.#sending = false;
  }

  #wipe({ coursewareId, page }: PageRef, marks: readonly Mark[], undo: boolean): void {
    const { board, live } = this.#deps;
    const { sessionId } = board;
    if (sessionId === null) return;
    const ids = marks.map(({ markId }) => markId);
    board.hide(ids);
    for (let at = 0; at < ids.length; at += ERASE_MAX) {
      const markIds = ids.slice(at, at + ERASE_MAX);
      const body = { sessionId, coursewareId, page, markIds, undo };
      void live.command('mark.erase', body).then((result) => {
        if (!result.ok) board.unhide(markIds);
      });
    }
  }

  #did(act: Act): void {
    this.#acts.set([...this.#acts.get(), act].slice(-200));
  }

  #flushSoon(): void {
    if (this.#flushing) return;
    this.#flushing = true;
    this.#flush();
    this.#deps.environment.after(PIECE_MS, () => {
      this.#flushing = false;
      if (this.#stroke !== null && this.#stroke.sent < this.#stroke.points.length) this.#flushSoon();
    });
  }

  #flush(): void {
    const stroke = this.#stroke;
    const { board, live } = this.#deps;
    const { sessionId } = board;
    if (stroke === null || sessionId === null || this.#unanswered >= UNANSWERED_MAX) return;
    const points = stroke.points.slice(stroke.sent, stroke.sent + PIECE_POINTS_MAX);
    if (points.length === 0) return;
    stroke.sent += points.length;
    const { ref, markId, tool, colour, width } = stroke;
    const move: MarkMove = {
      ...ref,
      markId: tool === 'pointer' ? null : markId,
      tool,
      colour,
      width,
      points,
    };
    board.grow(move);
    this.#unanswered += 1;
    void live.request('mark.move', { sessionId, move }).then(() => {
      this.#unanswered -= 1;
    });
  }

  #newId(): MarkId {
    const { environment } = this.#deps;
    return markIdSchema.parse(uuidV7(Math.floor(environment.nowMs()), environment.randomBytes(10)));
  }
}

/** Five digits are a tenth of a pixel on the largest wall. */
const rounded = ([x, y, pressure]: MarkPoint): MarkPoint => [within(x), within(y), within(pressure)];
const within = (share: number): number => Math.round(Math.min(1, Math.max(0, share)) * 10_000) / 10_000;
