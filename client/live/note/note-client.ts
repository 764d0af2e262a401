import * as Y from 'yjs';
import type { AppError } from '../../../shared/kernel/errors.ts';
import type { SessionId } from '../../../shared/kernel/ids.ts';
import { NOTE_TEXT, type NoteEditors } from '../../../shared/note.ts';
import type { Environment } from '../environment.ts';
import type { Readable } from '../live.types.ts';
import type { Signalling } from '../signalling.ts';
import { createStore } from '../store.ts';
import { typingBetween } from './typing.model.ts';

export type NoteFacts = {
  readonly state: 'opening' | 'open' | 'refused';
  readonly error: AppError | null;
  readonly mayWrite: boolean;
  readonly words: string;
  readonly editors: NoteEditors;
  /** Whether everything that was written here is on the server's disk. */
  readonly saved: boolean;
  /** The line stands. */
  readonly online: boolean;
};

type NoteDeps = {
  /** Opened with the note and closed with it; a page whose line stands anyway makes both nothing. */
  readonly line: Pick<Signalling, 'on' | 'link' | 'request' | 'open' | 'close'>;
  readonly environment: Environment;
  readonly sessionId: SessionId;
};

/** Typing is sent together, so that a fast writer is three messages a second. */
const SEND_AFTER_MS = 350;
const TRY_AGAIN_MS = 3_000;
/** A long paste goes in pieces, each a message of its own that a weak line can carry. */
const PIECE_CHARS = 6_000;
const PIECE_BYTES = 24_000;
/** Marks what came from elsewhere: undoing takes back the own words alone. */
const FROM_ELSEWHERE = 'elsewhere';

const none: NoteFacts = {
  state: 'opening',
  error: null,
  mayWrite: false,
  words: '',
  editors: { here: [], earlier: [] },
  saved: true,
  online: false,
};

/** One preparation note 备课笔记, open here and elsewhere. What is written while the line is down is kept and sent when it is back. */
export class NoteClient {
  readonly #facts = createStore<NoteFacts>(none);
  readonly #note = new Y.Doc();
  readonly #text = this.#note.getText(NOTE_TEXT);
  readonly #undo = new Y.UndoManager(this.#text, { captureTimeout: 600 });
  readonly #deps: NoteDeps;
  readonly #stops: (() => void)[] = [];
  #unsent: Uint8Array[] = [];
  #sending = false;
  #cancelSend: () => void = () => undefined;

  constructor(deps: NoteDeps) {
    this.#deps = deps;
    const { line, sessionId } = deps;
    this.#note.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== FROM_ELSEWHERE) this.#keep(update);
      this.#tell({ words: this.#text.toString() });
    });
    this.#stops.push(
      line.on('note.updated', (body) => {
        if (body.sessionId === sessionId) this.#takeIn(body.update);
      }),
      line.on('note.editors', (body) => {
        if (body.sessionId === sessionId) this.#tell({ editors: body.editors });
      }),
      line.link.subscribe(() => this.#linkChanged()),
    );
    line.open();
    // It may stand already.
    this.#linkChanged();
  }

  get facts(): Readable<NoteFacts> {
    return this.#facts;
  }

  /** The text is now `words`, with the caret there: what changed is this end's own. */
  wrote(words: string, caret: number): void {
    const { at, out, words: put } = typingBetween(this.#text.toString(), words, caret);
    if (out > 0) this.#text.delete(at, out);
    for (let from = 0; from < put.length; ) {
      const end = from + PIECE_CHARS;
      const piece = put.slice(from, /[\uD800-\uDBFF]/.test(put[end - 1] ?? '') ? end + 1 : end);
      this.#text.insert(at + from, piece);
      from += piece.length;
    }
  }

  undo(): void {
    this.#undo.undo();
  }

  redo(): void {
    this.#undo.redo();
  }

  /** A place in the text that stays where it is while others write before it. */
  placeAt(index: number): () => number {
    const place = Y.createRelativePositionFromTypeIndex(this.#text, index);
    return () => Y.createAbsolutePositionFromRelativePosition(place, this.#note)?.index ?? index;
  }

  close(): void {
    this.#cancelSend();
    for (const stop of this.#stops) stop();
    void this.#flush().finally(() => {
      this.#deps.line.close();
      this.#note.destroy();
    });
  }

  #tell(change: Partial<NoteFacts>): void {
    this.#facts.set({ ...this.#facts.get(), ...change });
  }

  #linkChanged(): void {
    const link = this.#deps.line.link.get();
    const online = link.state === 'connected';
    if (online === this.#facts.get().online) {
      if (link.state === 'refused') this.#tell({ state: 'refused', error: link.error });
      return;
    }
    this.#tell({ online });
    if (online) void this.#open();
  }

  async #open(): Promise<void> {
    const { line, sessionId } = this.#deps;
    const vector = Buffer64.of(Y.encodeStateVector(this.#note));
    const opened = await line.request('note.open', { sessionId, vector });
    if (!opened.ok) {
      const { state } = this.#facts.get();
      // Whoever had it open before keeps what is on the page: the line comes back.
      if (state !== 'open') this.#tell({ state: 'refused', error: opened.error });
      return;
    }
    const { document, mayWrite, editors } = opened.value;
    this.#takeIn(document);
    this.#tell({ state: 'open', error: null, mayWrite, editors });
    void this.#flush();
  }

  #takeIn(update: string): void {
    Y.applyUpdate(this.#note, Buffer64.bytes(update), FROM_ELSEWHERE);
  }

  #keep(update: Uint8Array): void {
    const last = this.#unsent.at(-1);
    const joins = last !== undefined && !this.#sending && last.byteLength + update.byteLength < PIECE_BYTES;
    if (joins) this.#unsent[this.#unsent.length - 1] = Y.mergeUpdates([last, update]);
    else this.#unsent.push(update);
    this.#tell({ saved: false });
    this.#later(SEND_AFTER_MS);
  }

  #later(delayMs: number): void {
    this.#cancelSend();
    this.#cancelSend = this.#deps.environment.after(delayMs, () => void this.#flush());
  }

  async #flush(): Promise<void> {
    if (this.#sending || !this.#facts.get().online) return;
    this.#sending = true;
    const { line, sessionId } = this.#deps;
    try {
      for (let [next] = this.#unsent; next !== undefined; [next] = this.#unsent) {
        const sent = await line.request('note.update', { sessionId, update: Buffer64.of(next) });
        if (!sent.ok) {
          this.#tell({ error: sent.error });
          if (this.#facts.get().online) this.#later(TRY_AGAIN_MS);
          return;
        }
        this.#unsent.shift();
      }
      this.#tell({ saved: true, error: null });
    } finally {
      this.#sending = false;
    }
  }
}

const Buffer64 = {
  of: (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')),
  bytes: (text: string): Uint8Array => Uint8Array.from(atob(text), (char) => char.charCodeAt(0)),
};
