import type { CoursewareFile } from '../../../shared/courseware-file.ts';
import { type AppError, errors } from '../../../shared/kernel/errors.ts';
import type { CoursewareId } from '../../../shared/kernel/ids.ts';
import { type Environment, pause } from '../environment.ts';
import type { Readable } from '../live.types.ts';
import { createStore } from '../store.ts';
import { type Bytes, type DownloadDeps, downloadFile, keptFile } from './file-download.ts';

/** How far a file of the lesson is on this machine. */
export type FileState =
  | { readonly state: 'waiting' }
  | { readonly state: 'fetching'; readonly doneBytes: number; readonly totalBytes: number }
  | { readonly state: 'ready' }
  /** Tried again by itself where that may help. */
  | { readonly state: 'failed'; readonly error: AppError };

const RETRY_MS = 3_000;
/** During a lesson never waited for longer, so that a line that stalls is not left alone for ever. */
const LONGEST_BREATH_MS = 2_000;
const WAITING: FileState = { state: 'waiting' };

/**
 * Fetches the files of a lesson before it begins, one after the other. While the lesson runs its voice and pictures need the line: then
 * only the file that stands on the walls is fetched, in half of the time.
 */
export class CoursewareFiles {
  readonly #deps: DownloadDeps;
  readonly #environment: Environment;
  readonly #states = createStore<ReadonlyMap<CoursewareId, FileState>>(new Map());
  readonly #retryAtMs = new Map<CoursewareId, number>();
  #wanted: readonly CoursewareFile[] = [];
  #openId: CoursewareId | null = null;
  #live = false;
  #now: { readonly file: CoursewareFile; readonly abort: AbortController } | null = null;
  #closed = false;

  constructor(environment: Environment, deps: DownloadDeps) {
    this.#environment = environment;
    this.#deps = deps;
  }

  get states(): Readable<ReadonlyMap<CoursewareId, FileState>> {
    return this.#states;
  }

  /** What is to be had, in this order; what stands on the walls before all others. */
  want(wanted: readonly CoursewareFile[], openId: CoursewareId | null, live: boolean): void {
    this.#wanted = wanted;
    this.#openId = openId;
    this.#live = live;
    const next = this.#next();
    const now = this.#now;
    const isBehind = next !== null && next.coursewareId !== now?.file.coursewareId;
    if (now !== null && (isBehind || !this.#mayFetch(now.file))) now.abort.abort();
    this.#step();
  }

  fileOf(id: CoursewareId): CoursewareFile | null {
    return this.#wanted.find((each) => each.coursewareId === id) ?? null;
  }

  /** All of a file that is ready; null while it is not. */
  async bytesOf(id: CoursewareId): Promise<Bytes | null> {
    const file = this.fileOf(id);
    return file === null ? null : keptFile(file, this.#deps);
  }

  close(): void {
    this.#closed = true;
    this.#now?.abort.abort();
  }

  #stateOf(id: CoursewareId): FileState {
    return this.#states.get().get(id) ?? WAITING;
  }

  #set(id: CoursewareId, state: FileState): void {
    this.#states.set(new Map(this.#states.get()).set(id, state));
  }

  #mayFetch({ coursewareId }: CoursewareFile): boolean {
    return (
      this.#wanted.some((each) => each.coursewareId === coursewareId) &&
      (!this.#live || coursewareId === this.#openId)
    );
  }

  #next(): CoursewareFile | null {
    const open = this.#wanted.filter(({ coursewareId }) => coursewareId === this.#openId);
    const nowMs = this.#environment.nowMs();
    const due = [...open, ...this.#wanted].find(
      (file) =>
        this.#mayFetch(file) &&
        this.#stateOf(file.coursewareId).state !== 'ready' &&
        (this.#retryAtMs.get(file.coursewareId) ?? 0) <= nowMs,
    );
    return due ?? null;
  }

  #step(): void {
    const file = this.#closed || this.#now !== null ? null : this.#next();
    if (file === null) return;
    const abort = new AbortController();
    this.#now = { file, abort };
    void this.#fetch(file, abort.signal).then(() => {
      this.#now = null;
      this.#step();
    });
  }

  async #fetch(file: CoursewareFile, signal: AbortSignal): Promise<void> {
    const { coursewareId: id, bytes: totalBytes } = file;
    let sinceMs = this.#environment.nowMs();
    const result = await downloadFile(file, this.#deps, {
      signal,
      onProgress: (doneBytes) => this.#set(id, { state: 'fetching', doneBytes, totalBytes }),
      breathe: async () => {
        const tookMs = this.#environment.nowMs() - sinceMs;
        if (this.#live) await pause(this.#environment, Math.min(tookMs, LONGEST_BREATH_MS));
        sinceMs = this.#environment.nowMs();
      },
    });
    if (result.ok) this.#set(id, { state: 'ready' });
    else if (!signal.aborted) this.#failed(id, result.error);
  }

  #failed(id: CoursewareId, error: AppError): void {
    // A cut is nothing to be told: how far it is stays true.
    const isCut = error.code === 'UNAVAILABLE' && this.#stateOf(id).state === 'fetching';
    if (!isCut) this.#set(id, { state: 'failed', error });
    const waitMs = errors[error.code].retryable ? RETRY_MS : 10 * RETRY_MS;
    this.#retryAtMs.set(id, this.#environment.nowMs() + waitMs);
    this.#environment.after(waitMs + 1, () => this.#step());
  }
}
