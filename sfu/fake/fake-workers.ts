import type { EngineState } from '../types.ts';

/** No process has such an id, so that a test which kills a fake worker's pid hits nobody. */
const firstPid = 900_000_001;

/** Workers without processes: so many, and a standby behind them. */
export class FakeWorkers {
  #pids: number[];
  #nextPid = firstPid;

  constructor(count: number) {
    this.#pids = Array.from({ length: count + 1 }, () => this.#nextPid++);
  }

  /** The standby takes the place of one that has ended, and another stands by. */
  replace(pid: number): void {
    const standbyPid = this.#pids.pop();
    this.#pids = this.#pids.map((each) => (each === pid ? (standbyPid ?? each) : each));
    this.#pids.push(this.#nextPid++);
  }

  end(): void {
    this.#pids = [];
  }

  state(spaces: readonly { readonly workerPid: number }[]): EngineState {
    const workers = this.#pids.map((pid, index) => ({
      pid,
      spaceCount: spaces.filter((space) => space.workerPid === pid).length,
      standby: index === this.#pids.length - 1,
    }));
    return { workers };
  }
}
