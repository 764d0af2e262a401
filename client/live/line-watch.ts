import type { Environment } from './environment.ts';
import type { Sounding } from './sounding.ts';

/** A new sounding this often, so that a line is found soon after its return; each may take its time, since a far server does, too. */
const EVERY_MS = 500;
const LIMIT_MS = 2000;
/** After as long as a lesson nobody is served by haste. */
const PATIENT_AFTER_MS = 600_000;
const PATIENT_EVERY_MS = 5000;

/**
 * Notices that a silent line has come back, which no event tells. A server that is merely away, behind a line that answers, is no such
 * return: its absence has a policy of its own.
 */
export class LineWatch {
  readonly #environment: Environment;
  readonly #sound: Sounding;
  #generation = 0;
  #running = false;

  constructor(environment: Environment, sound: Sounding) {
    this.#environment = environment;
    this.#sound = sound;
  }

  /**
   * Goes on as it is when it runs already.
   * @param onBack told each time that something answers after nothing did
   */
  start(onBack: () => void): void {
    if (this.#running) return;
    this.#running = true;
    const generation = this.#generation;
    const startedAtMs = this.#environment.nowMs();
    const isOver = () => generation !== this.#generation;
    let wasSilent = false;
    /** When the newest sounding began of those whose outcome is known: an older one that ends later says nothing. */
    let newestAtMs = Number.NEGATIVE_INFINITY;
    const sound = async () => {
      const atMs = this.#environment.nowMs();
      const answered = await this.#sound(LIMIT_MS);
      if (isOver() || (!answered && atMs < newestAtMs)) return;
      newestAtMs = Math.max(newestAtMs, atMs);
      if (!answered) wasSilent = true;
      else if (wasSilent) {
        wasSilent = false;
        onBack();
      }
    };
    const again = () => {
      if (isOver()) return;
      void sound();
      const patient = this.#environment.nowMs() - startedAtMs > PATIENT_AFTER_MS;
      this.#environment.after(patient ? PATIENT_EVERY_MS : EVERY_MS, again);
    };
    again();
  }

  stop(): void {
    this.#running = false;
    this.#generation += 1;
  }
}
