import { WHOLE_PAGE, type Zoom } from '../../../shared/session/session.courseware.ts';
import { type Box, boxOf, type Size } from './geometry.ts';
import type { PageSource } from './page-source.ts';

export type Wanted = { readonly page: number; readonly zoom: Zoom; readonly place: Size };
/** The page as it is on the glass now. */
export type Painted = {
  readonly page: number;
  readonly box: Box;
  readonly place: Size;
  readonly aspect: number;
};

type Whole = { readonly canvas: HTMLCanvasElement; readonly place: Size };
/** The page before, this one, and two ahead: a remote control is pressed twice. */
const AHEAD = [1, -1, 2] as const;

/** Keeps one canvas equal to what is wanted. Whole pages are drawn ahead, so that turning is one copy. */
export class PagePainter {
  readonly #source: PageSource;
  readonly #context: CanvasRenderingContext2D;
  readonly #painted: (painted: Painted) => void;
  readonly #failed: () => void;
  readonly #sizes = new Map<number, Size>();
  readonly #wholes = new Map<number, Whole>();
  #wanted: Wanted | null = null;
  #turn = new AbortController();

  constructor(
    source: PageSource,
    context: CanvasRenderingContext2D,
    told: { readonly painted: (painted: Painted) => void; readonly failed: () => void },
  ) {
    this.#source = source;
    this.#context = context;
    this.#painted = told.painted;
    this.#failed = told.failed;
  }

  /** In the same frame where the page was drawn ahead. */
  show(wanted: Wanted): void {
    if (wanted.place.width < 2 || wanted.place.height < 2) return;
    this.#wanted = wanted;
    this.#turn.abort();
    this.#turn = new AbortController();
    const { signal } = this.#turn;
    const copied = this.#copyWhole(wanted);
    void this.#work(wanted, copied, signal).catch(() => {
      if (!signal.aborted) this.#failed();
    });
  }

  close(): void {
    this.#turn.abort();
    this.#wanted = null;
    this.#wholes.clear();
  }

  async #work(wanted: Wanted, copied: boolean, signal: AbortSignal): Promise<void> {
    const { page, zoom, place } = wanted;
    if (!copied) {
      await this.#drawWhole(page, place, signal);
      if (signal.aborted) return;
      this.#copyWhole(wanted);
    }
    if (zoom.scale > 1) await this.#sharpen(wanted, signal);
    for (const step of AHEAD) {
      const next = page + step;
      if (signal.aborted) return;
      if (next >= 1 && next <= this.#source.pageCount) await this.#drawWhole(next, place, signal);
    }
  }

  #copyWhole({ page, zoom, place }: Wanted): boolean {
    const whole = this.#wholes.get(page);
    const size = this.#sizes.get(page);
    if (whole === undefined || size === undefined) return false;
    const box = boxOf(place, size, zoom);
    this.#fit(place);
    this.#context.drawImage(whole.canvas, box.left, box.top, box.width, box.height);
    this.#painted({ page, box, place, aspect: size.height / size.width });
    return sameSize(whole.place, place);
  }

  /** A canvas that is resized is empty: only when it must be. */
  #fit({ width, height }: Size): void {
    const { canvas } = this.#context;
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    } else this.#context.clearRect(0, 0, width, height);
  }

  async #drawWhole(page: number, place: Size, signal: AbortSignal): Promise<void> {
    const known = this.#wholes.get(page);
    if (known !== undefined && sameSize(known.place, place)) return;
    const size = this.#sizes.get(page) ?? (await this.#source.sizeOf(page));
    this.#sizes.set(page, size);
    if (signal.aborted) return;
    const { width, height } = boxOf(place, size, WHOLE_PAGE);
    const own = { width: Math.round(width), height: Math.round(height) };
    const box = { left: 0, top: 0, ...own };
    const canvas = await this.#source.draw(page, { box, place: own }, signal);
    if (canvas === null) return;
    this.#wholes.set(page, { canvas, place });
    this.#forgetFar();
  }

  #forgetFar(): void {
    const here = this.#wanted?.page ?? 1;
    for (const page of [...this.#wholes.keys()])
      if (page < here - 1 || page > here + 2) this.#wholes.delete(page);
  }

  /** The part that is seen, drawn as large as it is seen. */
  async #sharpen({ page, zoom, place }: Wanted, signal: AbortSignal): Promise<void> {
    const size = this.#sizes.get(page);
    if (size === undefined) return;
    const box = boxOf(place, size, zoom);
    const canvas = await this.#source.draw(page, { box, place }, signal);
    if (canvas === null || signal.aborted) return;
    this.#fit(place);
    this.#context.save();
    this.#context.beginPath();
    this.#context.rect(box.left, box.top, box.width, box.height);
    this.#context.clip();
    this.#context.drawImage(canvas, 0, 0);
    this.#context.restore();
  }
}

const sameSize = (a: Size, b: Size): boolean => a.width === b.width && a.height === b.height;
