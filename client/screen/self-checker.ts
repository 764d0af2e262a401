import type { DeviceCheck } from '../../shared/device.ts';
import type { Environment } from '../live/environment.ts';
import type { LiveClient } from '../live/live.types.ts';
import { isDailyDue } from '../live/self-check/self-check.rules.ts';
import type { CheckPart, CheckRun } from '../live/self-check/self-check.ts';
import { createStore } from '../live/store.ts';
import { isIdle } from './renewal.rules.ts';
import type { ScreenFacts } from './screen.types.ts';

/** What an idle screen says of its check: while it runs, and for a moment after. */
export type SelfCheckFacts =
  | { readonly state: 'none' }
  | { readonly state: 'running'; readonly part: CheckPart }
  | { readonly state: 'done'; readonly check: DeviceCheck; readonly reported: boolean };

export type SelfCheckerDeps = {
  readonly environment: Environment;
  readonly live: Pick<LiveClient, 'on' | 'request' | 'serverNowMs'>;
  readonly facts: { get(): ScreenFacts; subscribe(listener: () => void): () => void };
  readonly run: () => Promise<CheckRun>;
  /** When this screen last reported a check, over reloads; null when not known. */
  readonly memory: { read(): number | null; write(atMs: number): void };
};

const TICK_MS = 60_000;
/** Read from the last row, twice. */
const SHOWN_MS = 30_000;
const FIRST_MS = 60_000;
const SPREAD_MS = 9 * 60_000;

/**
 * Checks this room's devices when an administrator asks, and once a day when nothing goes on. The daily one makes no sound: a class may be
 * sitting in front of a screen that has nothing to show. A lesson breaks any check off.
 */
export class SelfChecker {
  readonly #deps: SelfCheckerDeps;
  readonly #facts = createStore<SelfCheckFacts>({ state: 'none' });
  readonly #notBeforeMs: number;
  #triedAtMs: number | null = null;
  #running: AbortController | null = null;
  #forget: () => void = () => undefined;

  constructor(deps: SelfCheckerDeps) {
    this.#deps = deps;
    const { environment, live, facts } = deps;
    this.#notBeforeMs = environment.nowMs() + FIRST_MS + environment.random() * SPREAD_MS;
    live.on('device.checkWanted', () => void this.#check({ tone: true }));
    environment.every(TICK_MS, () => this.#daily());
    facts.subscribe(() => this.#look());
  }

  get facts(): { get(): SelfCheckFacts; subscribe(listener: () => void): () => void } {
    return this.#facts;
  }

  #daily(): void {
    const { environment, facts, live, memory } = this.#deps;
    const now = facts.get();
    if (now.link.state !== 'connected' || now.agenda === null || !isIdle(now, live.serverNowMs())) return;
    const dues = { checkedAtMs: memory.read(), triedAtMs: this.#triedAtMs, notBeforeMs: this.#notBeforeMs };
    if (isDailyDue(dues, environment.nowMs())) void this.#check({ tone: false });
  }

  /** A lesson comes first. */
  #look(): void {
    if (this.#deps.facts.get().session.state !== 'none') this.#running?.abort();
  }

  async #check({ tone }: { readonly tone: boolean }): Promise<void> {
    const { environment, facts, live, memory } = this.#deps;
    if (this.#running !== null || facts.get().session.state !== 'none') return;
    const running = new AbortController();
    this.#running = running;
    this.#triedAtMs = environment.nowMs();
    this.#forget();
    try {
      const run = await this.#deps.run();
      const check = await run({
        tone,
        blocked: facts.get().sound === 'blocked',
        signal: running.signal,
        at: (part) => this.#facts.set({ state: 'running', part }),
      });
      if (check === null) return this.#facts.set({ state: 'none' });
      const { ok: reported } = await live.request('device.reportCheck', { check });
      if (reported) memory.write(environment.nowMs());
      this.#facts.set({ state: 'done', check, reported });
      this.#forget = environment.after(SHOWN_MS, () => this.#facts.set({ state: 'none' }));
    } catch (cause) {
      // A part of the page that could not be loaded over a bad line: asked again another time.
      this.#facts.set({ state: 'none' });
      if (!(cause instanceof TypeError)) throw cause;
    } finally {
      this.#running = null;
    }
  }
}

const CHECKED_KEY = 'sanketang.checkedAt';

/** Kept by the browser; a PC that is wiped every night knows nothing in the morning and checks itself then. */
export const browserMemory: SelfCheckerDeps['memory'] = {
  read() {
    const kept = Number(guarded(() => localStorage.getItem(CHECKED_KEY)));
    return Number.isFinite(kept) && kept > 0 ? kept : null;
  },
  write(atMs) {
    guarded(() => localStorage.setItem(CHECKED_KEY, String(Math.round(atMs))));
  },
};

export function guarded<T>(use: () => T): T | null {
  try {
    return use();
  } catch (cause) {
    // A full or forbidden storage: then it is not remembered.
    if (cause instanceof DOMException) return null;
    throw cause;
  }
}
