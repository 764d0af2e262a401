import { type AppError, errors } from '../../../shared/kernel/errors.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { RecordingAddress, RecordingCard, RecordingPackage, Replay } from '../../../shared/recording.ts';
import { type Environment, pause } from '../environment.ts';
import type { Readable } from '../live.types.ts';
import { createStore, type Store } from '../store.ts';
import { folderName, type Pack, type PackFile, packOf } from './package.rules.ts';
import { fetchPackage, type PackEnd } from './package-download.ts';
import { captionsOf, type Extra, extrasOf, finishFolder } from './package-finish.ts';
import { type Folder, FolderTrouble, type PickFolder } from './package-folder.ts';
import type { PageWords } from './package-page.rules.ts';

export type TakeDeps = {
  readonly environment: Environment;
  readonly replay: () => Promise<Result<Replay>>;
  readonly listed: () => Promise<Result<RecordingPackage>>;
  readonly address: () => Promise<Result<RecordingAddress>>;
  /** Refused to whoever is not signed in: then nobody asks for a single file here. */
  readonly card: () => Promise<Result<RecordingCard>>;
  readonly compose: () => Promise<Result<RecordingCard>>;
  readonly pick: PickFolder;
  readonly fetch: typeof globalThis.fetch;
  /** In which the page of the package speaks. */
  readonly words: (pack: Pack) => PageWords;
};

/** Where the single file stands that plays anywhere, as long as it is not in the package; null where nothing can be said. */
export type Single = { readonly file: RecordingCard['file']; readonly mayAsk: boolean } | null;

/** Why it stands still although it could go on. */
export type Halt = 'asked' | Exclude<PackEnd, 'whole' | 'cut' | 'gone'>;

export type TakeFacts =
  | { readonly state: 'reading' }
  /** Nobody answers; it is asked again by itself. */
  | { readonly state: 'unreachable' }
  | { readonly state: 'refused'; readonly error: AppError }
  | { readonly state: 'ready'; readonly pack: Pack; readonly single: Single }
  /** `again`: what had to be fetched once more, since it was not what it should be. */
  | {
      readonly state: 'taking' | 'waiting';
      readonly pack: Pack;
      readonly doneBytes: number;
      readonly again: readonly string[];
    }
  | { readonly state: 'halted'; readonly pack: Pack; readonly doneBytes: number; readonly why: Halt }
  | {
      readonly state: 'whole';
      readonly pack: Pack;
      readonly folder: string;
      readonly again: readonly string[];
    };

const RETRY_MS = 3_000;

/** Takes one recording along into a folder, for where there is no line: goes on by itself where the line broke. */
export class PackageTake {
  readonly #deps: TakeDeps;
  readonly #facts: Store<TakeFacts> = createStore<TakeFacts>({ state: 'reading' });
  #folder: Folder | null = null;
  #stop = new AbortController();
  #closed = false;

  constructor(deps: TakeDeps) {
    this.#deps = deps;
  }

  get facts(): Readable<TakeFacts> {
    return this.#facts;
  }

  start(): void {
    this.#closed = false;
    void this.#read();
  }

  /** Nothing goes on behind the back of whoever closed it; what has come stays in the folder. */
  close(): void {
    this.#closed = true;
    this.#stop.abort();
  }

  /** Has the single file made; the package waits for it. */
  async compose(): Promise<Result<void>> {
    const asked = await this.#deps.compose();
    if (!asked.ok) return asked;
    await this.#readUnlessTaken();
    return ok();
  }

  /** Must be called by a click: browsers let nothing else choose a folder. */
  async choose(): Promise<void> {
    const facts = this.#facts.get();
    if (facts.state !== 'ready' && facts.state !== 'halted') return;
    try {
      const folder = await this.#deps.pick(folderName(facts.pack.replay));
      if (folder === null) return;
      this.#folder = folder;
    } catch (cause) {
      if (!(cause instanceof FolderTrouble)) throw cause;
      this.#halt({ pack: facts.pack, doneBytes: 0 }, cause.why);
      return;
    }
    // While a folder was looked for the single file may have been made.
    const now = this.#facts.get();
    await this.#take(now.state === 'ready' ? now.pack : facts.pack);
  }

  pause(): void {
    this.#stop.abort();
    const facts = this.#facts.get();
    if (facts.state === 'waiting') this.#halt(facts, 'asked');
  }

  /** The list is read anew: what came otherwise may be another file by now. */
  async goOn(): Promise<void> {
    const facts = this.#facts.get();
    if (facts.state !== 'halted' || this.#folder === null) return;
    if (facts.why !== 'changed') return this.#take(facts.pack);
    await this.#read();
    const anew = this.#facts.get();
    if (anew.state === 'ready') await this.#take(anew.pack);
  }

  /** For browsers that write into no folder: where a file lies for the next minutes, under its own name. Null when it is not to be had. */
  async addressOf(file: PackFile): Promise<string | null> {
    const asked = await this.#deps.address();
    return asked.ok ? `${file.path}?${asked.value.query}&as=package` : null;
  }

  /** For the same browsers: the page and the list of hashes. Null while nobody answers. */
  async extras(): Promise<readonly Extra[] | null> {
    const facts = this.#facts.get();
    if (!('pack' in facts)) return null;
    try {
      const captions = await captionsOf(facts.pack, async (file) => {
        const address = await this.addressOf(file);
        const answer = address === null ? null : await this.#deps.fetch(address, { cache: 'no-store' });
        if (answer?.ok !== true) throw new TypeError('no captions');
        return answer.text();
      });
      return extrasOf(facts.pack, captions, this.#deps.words(facts.pack));
    } catch (cause) {
      if (cause instanceof TypeError) return null;
      throw cause;
    }
  }

  async #read(): Promise<void> {
    const { environment } = this.#deps;
    const before = this.#facts.get();
    const [replay, listed, card] = await Promise.all([
      this.#deps.replay(),
      this.#deps.listed(),
      this.#deps.card(),
    ]);
    // Whoever went on meanwhile is not taken back by an answer to what was asked before.
    if (this.#closed || this.#facts.get() !== before) return;
    if (!replay.ok) return this.#refused(replay.error);
    if (!listed.ok) return this.#refused(listed.error);
    const pack = packOf(replay.value, listed.value.files);
    const single =
      pack.playsAlone || !card.ok ? null : { file: card.value.file, mayAsk: card.value.may.includes('file') };
    this.#facts.set({ state: 'ready', pack, single });
    const isMade = single?.file.state === 'waiting' || single?.file.state === 'composing';
    if (isMade) environment.after(RETRY_MS, () => void this.#readUnlessTaken());
  }

  #refused(error: AppError): void {
    const isLost = errors[error.code].retryable;
    this.#facts.set(isLost ? { state: 'unreachable' } : { state: 'refused', error });
    if (isLost) this.#deps.environment.after(RETRY_MS, () => void this.#readUnlessClosed());
  }

  async #readUnlessClosed(): Promise<void> {
    if (!this.#closed) await this.#read();
  }

  async #readUnlessTaken(): Promise<void> {
    if (this.#facts.get().state === 'ready') await this.#readUnlessClosed();
  }

  async #take(pack: Pack): Promise<void> {
    const folder = this.#folder;
    if (folder === null || this.#closed) return;
    const { environment, fetch, words } = this.#deps;
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    const checked = new Set<string>();
    let doneBytes = 0;
    let again: readonly string[] = [];
    // What is compared anew after a cut is no sign of the line.
    let waitsFor: number | null = null;
    const tell = (state: 'taking' | 'waiting') => this.#facts.set({ state, pack, doneBytes, again });
    tell('taking');
    for (;;) {
      const end = await fetchPackage(pack.files, {
        ...{ folder, fetch, signal, checked, query: () => this.#query() },
        after: (delayMs, work) => environment.after(delayMs, work),
        onProgress: (bytes) => {
          if (waitsFor !== null && bytes <= waitsFor) return;
          waitsFor = null;
          doneBytes = bytes;
          if (!signal.aborted) tell('taking');
        },
        onAgain: (name) => {
          again = [...again, name];
          waitsFor = null;
        },
      });
      if (end === 'gone') return this.#read();
      if (end === 'whole') {
        const trouble = await finishFolder(pack, folder, words(pack));
        if (trouble !== null) this.#halt({ pack, doneBytes }, trouble);
        else this.#facts.set({ state: 'whole', pack, folder: folderName(pack.replay), again });
        return;
      }
      if (end !== 'cut' || signal.aborted) {
        this.#halt({ pack, doneBytes }, end === 'cut' ? 'asked' : end);
        return;
      }
      waitsFor = doneBytes;
      tell('waiting');
      await pause(environment, RETRY_MS);
      // Whoever paused it meanwhile was told so at once.
      if (signal.aborted) return;
    }
  }

  #halt({ pack, doneBytes }: { readonly pack: Pack; readonly doneBytes: number }, why: Halt): void {
    if (!this.#closed) this.#facts.set({ state: 'halted', pack, doneBytes, why });
  }

  async #query(): Promise<{ readonly query: string } | 'gone' | 'cut'> {
    const asked = await this.#deps.address();
    if (asked.ok) return asked.value;
    return errors[asked.error.code].retryable ? 'cut' : 'gone';
  }
}
