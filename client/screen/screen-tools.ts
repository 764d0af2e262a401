import type { Environment } from '../live/environment.ts';
import { createStore } from '../live/store.ts';
import { guarded } from './self-checker.ts';

/** What a panel cuts off at each edge, in percent of the picture: the setting of this device. */
export const MARGIN_MAX_PERCENT = 5;

/** `saving` stands there while the room is in a lesson that has not begun. */
const rows = ['margin', 'saving', 'card', 'close'] as const;
export type ToolRow = (typeof rows)[number];
export type ToolsFacts = {
  readonly view: 'closed' | 'menu' | 'card';
  readonly row: ToolRow;
  readonly marginPercent: number;
};

export type ToolsDeps = {
  readonly environment: Pick<Environment, 'after'>;
  readonly memory: { read(): string | null; write(percent: string): void };
  /** Nothing may stand before a running lesson. */
  readonly mayOpen: () => boolean;
  /** Data saving 省流 of the room in the lesson that it waits for; null while there is none. */
  readonly saving: { now(): boolean | null; set(on: boolean): void };
};

/** Whoever set the screen up has gone; the next lesson is announced again. */
const UNTOUCHED_MS = 180_000;

/** What can be set at the screen itself, with nothing but a remote control: arrows, OK, back. */
export class ScreenTools {
  readonly #deps: ToolsDeps;
  readonly #facts;
  #cancel: () => void = () => undefined;

  constructor(deps: ToolsDeps) {
    this.#deps = deps;
    const kept = Number(deps.memory.read() ?? 0);
    const marginPercent = Number.isInteger(kept) ? limited(kept) : 0;
    this.#facts = createStore<ToolsFacts>({ view: 'closed', row: 'margin', marginPercent });
  }

  get facts(): { get(): ToolsFacts; subscribe(listener: () => void): () => void } {
    return this.#facts;
  }

  close(): void {
    this.#cancel();
    if (this.#facts.get().view !== 'closed') this.#set({ view: 'closed' });
  }

  choose(row: ToolRow): void {
    if (row === 'close') this.close();
    else if (row === 'saving') {
      this.#deps.saving.set(this.#deps.saving.now() !== true);
      this.#set({ row });
    } else this.#set({ row, view: row === 'card' ? 'card' : 'menu' });
  }

  widen(byPercent: number): void {
    const marginPercent = limited(this.#facts.get().marginPercent + byPercent);
    this.#deps.memory.write(String(marginPercent));
    this.#set({ marginPercent });
  }

  /** @returns whether the key was for the tools, and for nothing else then */
  key(key: string): boolean {
    const { view } = this.#facts.get();
    if (view === 'closed') return this.#open(key);
    this.#stay();
    if (isBack(key)) {
      if (view === 'card') this.#set({ view: 'menu' });
      else this.close();
      return true;
    }
    if (view === 'card') {
      if (isOk(key)) this.#set({ view: 'menu' });
      return true;
    }
    return this.#inMenu(key);
  }

  #open(key: string): boolean {
    if (!this.#deps.mayOpen() || !(key === 'ArrowUp' || key === 'ArrowDown')) return false;
    this.#set({ view: 'menu', row: 'margin' });
    this.#stay();
    return true;
  }

  #inMenu(key: string): boolean {
    const { row } = this.#facts.get();
    if (key === 'ArrowUp' || key === 'ArrowDown') {
      const here = rows.filter((each) => each !== 'saving' || this.#deps.saving.now() !== null);
      const next = here.indexOf(row) + (key === 'ArrowUp' ? -1 : 1);
      this.#set({ row: here[(next + here.length) % here.length] ?? 'margin' });
    } else if (row === 'margin' && (key === 'ArrowLeft' || key === 'ArrowRight'))
      this.widen(key === 'ArrowLeft' ? -1 : 1);
    else if (isOk(key) && row !== 'margin') this.choose(row);
    return true;
  }

  #stay(): void {
    this.#cancel();
    this.#cancel = this.#deps.environment.after(UNTOUCHED_MS, () => this.close());
  }

  #set(change: Partial<ToolsFacts>): void {
    this.#facts.set({ ...this.#facts.get(), ...change });
  }
}

const limited = (percent: number): number => Math.min(MARGIN_MAX_PERCENT, Math.max(0, percent));
const isOk = (key: string): boolean => key === 'Enter' || key === ' ';
/** As remote controls and keyboards name it. */
const isBack = (key: string): boolean => ['Escape', 'Backspace', 'BrowserBack', 'GoBack'].includes(key);

const KEPT = 'screen.margin';
/** A browser that keeps nothing has no margin after its next start. */
export const browserMargin: ToolsDeps['memory'] = {
  read: () => guarded(() => localStorage.getItem(KEPT)),
  write: (percent) => {
    guarded(() => localStorage.setItem(KEPT, percent));
  },
};
