import type { Environment } from '../live/environment.ts';
import { assetsOf, isNightlyDue, isOtherBuild, NIGHT_SPREAD_MS, type WallTime } from './renewal.rules.ts';

export type RenewalDeps = {
  readonly environment: Environment;
  readonly wall: () => WallTime;
  /** The page as the server gives it out now; null while it cannot be had. */
  readonly fetchPage: () => Promise<string | null>;
  /** Built files that this page was made of. */
  readonly ownAssets: readonly string[];
  readonly load: () => void;
};

const ASK_EVERY_MS = 3_600_000;
/** A page that is no better after loading must not load in a circle. */
const LOAD_EVERY_MS = 60_000;

/** Knows when the page should be loaded anew, and loads it only when it is there to be loaded: a browser's own error page recovers badly. */
export class Renewal {
  readonly #deps: RenewalDeps;
  readonly #loaded: WallTime;
  readonly #lagMs: number;
  #otherBuild = false;
  #triedAtMs = Number.NEGATIVE_INFINITY;

  constructor(deps: RenewalDeps) {
    this.#deps = deps;
    this.#loaded = deps.wall();
    this.#lagMs = deps.environment.random() * NIGHT_SPREAD_MS;
    deps.environment.every(ASK_EVERY_MS, () => void this.ask());
  }

  /** Another build is given out, or it is the night's time. */
  due(): boolean {
    return this.#otherBuild || isNightlyDue(this.#deps.wall(), this.#loaded, this.#lagMs);
  }

  /** To be called when the server is back: it may be another one. */
  async ask(): Promise<void> {
    const page = await this.#deps.fetchPage();
    if (page !== null) this.#otherBuild = isOtherBuild(page, this.#deps.ownAssets);
  }

  async reload(): Promise<void> {
    const nowMs = this.#deps.environment.nowMs();
    if (nowMs - this.#triedAtMs < LOAD_EVERY_MS) return;
    this.#triedAtMs = nowMs;
    if ((await this.#deps.fetchPage()) !== null) this.#deps.load();
  }
}

const PAGE_MS = 5_000;

/** On the browser's own technology. To be called before any part of the page is loaded later. */
export function browserRenewal(environment: Environment): Renewal {
  return new Renewal({
    environment,
    wall: () => ({ nowMs: Date.now(), aheadMs: -new Date().getTimezoneOffset() * 60_000 }),
    fetchPage,
    ownAssets: assetsOf(document.documentElement.outerHTML),
    load,
  });
}

async function fetchPage(): Promise<string | null> {
  try {
    const answer = await fetch(location.pathname, {
      cache: 'no-store',
      headers: { accept: 'text/html' },
      signal: AbortSignal.timeout(PAGE_MS),
    });
    return answer.ok ? await answer.text() : null;
  } catch {
    return null;
  }
}

/** Across loads the page remembers in its tab when it was last loaded by itself. */
function load(): void {
  const storageKey = 'sanketang.reloadedAt';
  const lastMs = Number(sessionStorage.getItem(storageKey) ?? 0);
  if (Math.abs(Date.now() - lastMs) < LOAD_EVERY_MS) return;
  sessionStorage.setItem(storageKey, String(Date.now()));
  location.reload();
}
