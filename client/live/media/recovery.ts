import { type AppError, errors } from '../../../shared/kernel/errors.ts';
import type { Result } from '../../../shared/kernel/result.ts';
import { type Environment, pause } from '../environment.ts';
import type { Verdict } from './silence.ts';

export type RecoveryDeps = {
  readonly environment: Environment;
  readonly linkIsUp: () => boolean;
  readonly restartIce: (timeLimitMs: number) => Promise<Result<void>>;
  /** Asks for new transports and puts them to use. */
  readonly rebuild: () => Promise<Result<void>>;
  readonly redial: () => void;
  readonly probe: () => Promise<boolean>;
};

/** How long the answer to a restart may take before the signalling line, too, is thought dead: as a rule a probe had none before. */
const RESTART_LIMIT_MS = 1000;
/** How long packets may take to come after each kind of repair. */
const AFTER_RESTART_MS = 2500;
const AFTER_REBUILD_MS = 6000;
/** While an engine is being replaced it refuses; it is back within a second as a rule. */
const rebuildDelaysMs = [0, 100, 150, 250, 400, 700, 1200, 2000, 4000] as const;
const LONGEST_REBUILD_MS = 5000;

/** Refusals that no repair changes: the lesson is over, or it is none of ours. */
const isFinal = ({ code }: AppError): boolean =>
  code === 'LESSON_ENDED' || code === 'FORBIDDEN' || code === 'UNAUTHENTICATED' || code === 'STREAM_REFUSED';

/**
 * Brings media back by itself, cheapest first: new ICE credentials, new transports in the same session, a new connection with the
 * resume token. While the signalling line is down it waits: joining again brings new transports anyway.
 */
export class Recovery {
  readonly #deps: RecoveryDeps;
  #state: 'starting' | 'well' | 'lost' = 'starting';
  #attempt = 0;
  #generation = 0;
  #repairing = false;
  #askedAtMs = Number.NEGATIVE_INFINITY;
  #answeredAtMs = Number.NEGATIVE_INFINITY;

  constructor(deps: RecoveryDeps) {
    this.#deps = deps;
  }

  get state(): 'starting' | 'well' | 'lost' {
    return this.#state;
  }
  get attempt(): number {
    return this.#attempt;
  }

  /** A new connection: what was being repaired is gone. */
  reset(): void {
    this.#generation += 1;
    this.#repairing = false;
    this.#attempt = 0;
    if (this.#state !== 'lost') this.#state = 'starting';
  }

  serverAnswered(sinceMs: number): boolean {
    return this.#answeredAtMs > sinceMs;
  }

  heard(verdict: Verdict): void {
    if (verdict === 'well') {
      this.#state = 'well';
      this.#attempt = 0;
    }
    if (verdict === 'doubtful') void this.#ask();
    if (verdict === 'lost') void this.#repair('restart');
  }

  /** The server refused something without which this path is of no use. */
  failed(error: AppError): void {
    // Only the signalling line is down: what flows goes on, and joining again asks for everything anew.
    if (!this.#deps.linkIsUp() || isFinal(error)) return;
    void this.#repair(errors[error.code].retryable ? 'rebuild' : 'redial');
  }

  /** The engine's space was replaced; everything built for the one before is void. */
  rebuildNow(): void {
    this.#generation += 1;
    this.#repairing = false;
    void this.#repair('rebuild');
  }

  async #ask(): Promise<void> {
    const nowMs = this.#deps.environment.nowMs();
    if (nowMs - this.#askedAtMs < 1000) return;
    this.#askedAtMs = nowMs;
    if (await this.#deps.probe()) this.#answeredAtMs = this.#deps.environment.nowMs();
  }

  async #repair(first: 'restart' | 'rebuild' | 'redial'): Promise<void> {
    this.#state = 'lost';
    if (this.#repairing || !this.#deps.linkIsUp()) return;
    this.#repairing = true;
    this.#attempt += 1;
    const generation = this.#generation;
    const isOver = () => generation !== this.#generation;
    const steps = {
      restart: this.#attempt === 1 ? 'restart' : 'rebuild',
      rebuild: 'rebuild',
      redial: 'redial',
    } as const;
    let step: 'restart' | 'rebuild' | 'redial' = this.#attempt > 3 ? 'redial' : steps[first];
    if (step === 'restart' && !(await this.#restart(isOver))) step = 'redial';
    if (isOver()) return;
    if (step === 'rebuild' && !(await this.#rebuild(isOver))) step = 'redial';
    if (isOver()) return;
    if (step === 'redial') this.#deps.redial();
    await pause(this.#deps.environment, step === 'restart' ? AFTER_RESTART_MS : AFTER_REBUILD_MS);
    if (!isOver()) this.#repairing = false;
  }

  async #restart(isOver: () => boolean): Promise<boolean> {
    const result = await this.#deps.restartIce(RESTART_LIMIT_MS);
    if (result.ok || isOver()) return true;
    // The old path healed by itself while the question was on its way.
    if (this.#state === 'well') return true;
    const lineIsDead = result.error.code === 'TIMEOUT' || result.error.code === 'UNAVAILABLE';
    return lineIsDead ? false : this.#rebuild(isOver);
  }

  async #rebuild(isOver: () => boolean): Promise<boolean> {
    for (let tries = 0; !isOver() && this.#deps.linkIsUp(); tries += 1) {
      const delayMs = rebuildDelaysMs[tries] ?? LONGEST_REBUILD_MS;
      if (delayMs > 0) await pause(this.#deps.environment, delayMs);
      if (isOver()) return true;
      const result = await this.#deps.rebuild();
      if (result.ok || isFinal(result.error)) return true;
      if (!errors[result.error.code].retryable) return false;
    }
    return true;
  }
}
