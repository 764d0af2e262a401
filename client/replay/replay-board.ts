import type { ReplayMark } from '../../shared/recording-marks.ts';
import type { Drawing } from '../live/courseware/mark-board.ts';
import { type PageRef, STILL } from '../live/courseware/marks.model.ts';
import type { Readable } from '../live/live.types.ts';
import { createStore } from '../live/store.ts';
import type { PageBoard } from '../ui/courseware/PageStage.tsx';
import { drawingAt } from './marks.rules.ts';

/** What was drawn on the page that is open, at the moment that is played. */
export class ReplayBoard implements PageBoard {
  readonly #drawing = createStore<Drawing>({ marks: [], moving: STILL });
  #all: readonly ReplayMark[] = [];
  #open: PageRef | null = null;
  #atMs = 0;

  get drawing(): Readable<Drawing> {
    return this.#drawing;
  }
  get open(): PageRef | null {
    return this.#open;
  }
  nowMs(): number {
    return this.#atMs;
  }

  /** Every stroke of the recording, as far as it goes by now. */
  take(all: readonly ReplayMark[]): void {
    this.#all = all;
    this.#draw();
  }

  show(open: PageRef, atMs: number): void {
    this.#open = open;
    this.#atMs = atMs;
    this.#draw();
  }

  /** What looks the same is the same, so that nothing is painted anew. */
  #draw(): void {
    if (this.#open === null) return;
    const before = this.#drawing.get();
    const { marks, moving } = drawingAt(this.#all, this.#open, this.#atMs);
    const isSame =
      marks.length === before.marks.length && marks.every((each, at) => each === before.marks[at]);
    const moves = moving.growing.length + before.moving.growing.length > 0;
    if (isSame && !moves) return;
    this.#drawing.set({ marks: isSame ? before.marks : marks, moving: moves ? moving : STILL });
  }
}
