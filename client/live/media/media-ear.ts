import type { StreamId } from '../../../shared/kernel/ids.ts';
import type { TransportDirection } from '../../../shared/media.ts';
import type { SessionView } from '../../../shared/session/session.view.ts';
import type { Environment } from '../environment.ts';
import type { MediaPath } from './media-path.ts';
import type { MediaStateStore } from './media-state.ts';
import type { OwnStreams } from './own-streams.ts';
import type { Paths } from './paths.ts';
import type { Recovery } from './recovery.ts';
import { LISTEN_MS } from './silence.ts';
import type { StreamBoard } from './stream-board.ts';

type EarDeps = {
  readonly environment: Environment;
  readonly paths: Paths;
  readonly own: OwnStreams;
  readonly recovery: Recovery;
  readonly media: MediaStateStore;
  readonly board: StreamBoard;
  readonly view: () => SessionView | null;
  /** What is shown may be another by now. */
  readonly changed: () => void;
};

/** Listens to the path that is up, twice a second: whether packets come, and what follows from it for who watches. */
export class MediaEar {
  readonly #deps: EarDeps;
  #listening = false;
  #stop: () => void = () => undefined;

  constructor(deps: EarDeps) {
    this.#deps = deps;
  }

  open(): void {
    this.#stop();
    this.#stop = this.#deps.environment.every(LISTEN_MS, () => void this.#listen());
  }

  close(): void {
    this.#stop();
  }

  async #listen(): Promise<void> {
    const { paths, own, environment, changed, view } = this.#deps;
    const path = paths.current;
    if (paths.retire(environment.nowMs())) changed();
    if (path === null) return this.#tell();
    if (this.#listening) return;
    this.#listening = true;
    try {
      const uses = new Set<TransportDirection>();
      if (path.received.expectedCount > 0) uses.add('receive');
      if (own.sendingCount > 0) uses.add('send');
      await path.listen(uses);
    } catch {
      // Transports that were closed meanwhile have no statistics; the next round sees the new path.
    }
    this.#listening = false;
    // What still trickles over a path of an epoch that is over says nothing.
    if (path === paths.current && path.epoch >= (view()?.lesson.mediaEpoch ?? 0)) this.#heard(path);
  }

  #heard(path: MediaPath): void {
    const { recovery, board, environment, changed, view } = this.#deps;
    const was = recovery.state;
    recovery.heard(path.verdict(recovery.serverAnswered(path.silentSinceMs)));
    if (was === 'lost' && recovery.state === 'well') void path.received.refresh();
    this.#tell();
    const ids = Object.keys(view()?.streams ?? {}) as StreamId[];
    board.listened(path, ids, environment.nowMs());
    changed();
  }

  #tell(): void {
    const { recovery, own, media } = this.#deps;
    const { state, attempt } = recovery;
    own.setHealthy(state !== 'lost');
    if (state === 'well') {
      media.connected();
      void own.sendWaiting();
    } else if (state === 'lost' && media.readable.get().state !== 'unavailable') {
      media.lost(attempt);
    }
  }
}
